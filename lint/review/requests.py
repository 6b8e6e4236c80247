"""What a request asks for, taken apart; whatever is not as the page sends it is refused with a sentence."""

from __future__ import annotations

from typing import Any

from starlette.requests import Request

from lint.review.desk import ReviewError
from lint.review.queue import Filter


def name_of(data: Any) -> dict[str, Any]:
    """Return a name for the book as it came from the page; raise ReviewError for anything else."""
    if not isinstance(data, dict) or not isinstance(data.get("canonical"), str) or not data["canonical"].strip():
        raise ReviewError("a name needs the spelling that should stand")
    lists = {key: data.get(key, []) for key in ("variants", "apart")}
    if not all(isinstance(row, list) and all(isinstance(text, str) for text in row) for row in lists.values()):
        raise ReviewError("the other spellings must be a list of texts")
    kind = data.get("kind", "person")
    if kind not in ("person", "place", "group"):
        raise ReviewError("a name is that of a person, a place or a group")
    return {"canonical": data["canonical"].strip(), "kind": kind, **lists}


def filter_of(request: Request) -> Filter:
    """Return the filter in the query of an address."""
    return Filter(**{key: request.query_params.get(key, "")[:200] for key in Filter._fields})


async def body_of(request: Request) -> dict[str, Any]:
    """Return the JSON object in the body of a request."""
    try:
        found = await request.json()
    except (ValueError, RecursionError):
        raise ReviewError("the request is not valid JSON") from None
    if not isinstance(found, dict):
        raise ReviewError("the request must be a JSON object")
    return found


def text_of(body: dict[str, Any], key: str) -> str:
    """Return a text of the body, or an empty one."""
    value = body.get(key, "")
    if not isinstance(value, str):
        raise ReviewError(f"'{key}' must be a text")
    return value


def texts_of(body: dict[str, Any], key: str) -> list[str]:
    """Return a list of texts of the body, or an empty one."""
    values = body.get(key, [])
    if not isinstance(values, list) or not all(isinstance(value, str) for value in values):
        raise ReviewError(f"'{key}' must be a list of texts")
    return values


def number_of(text: str | None) -> int:
    """Return a whole number that is not negative, or 0 for anything else."""
    return int(text) if text and text.isascii() and text.isdigit() and len(text) < 9 else 0
