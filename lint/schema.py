"""The typed shape of a pack; imported only when one is compiled."""

from __future__ import annotations

from typing import Annotated, Any, Literal

import msgspec

_FILLED = ("kind", "message", "why")
"""Keys of a rule that [defaults] can fill in for all."""


class PackExample(msgspec.Struct, forbid_unknown_fields=True):
    """A text that must be caught, and its exact repair if the rule repairs it."""

    bad: str
    good: str | None = None


class PackRule(msgspec.Struct, forbid_unknown_fields=True):
    """One `[[rule]]` of a pack."""

    id: str
    kind: Literal["swap", "pattern", "line", "table"]
    message: str
    why: str
    severity: Literal["error", "warning", "info"] = "warning"
    safety: Literal["safe", "unsafe", "suggestion"] = "suggestion"
    default: bool = True
    aliases: list[str] = []
    examples: list[PackExample] = []
    keep: list[str] = []
    case: bool = False
    quoted: Literal["suggestion", "fix"] = "suggestion"
    swaps: dict[str, str] | None = None
    file: str | None = None
    patterns: list[str] | None = None
    replace: str | None = None
    lines: list[str] | None = None
    zone: Literal["any", "head", "inside", "tail", "edge"] | None = None
    max_length: Annotated[int, msgspec.Meta(ge=1, le=5000)] | None = None
    unless: str | None = None
    source: str | None = None


class Pack(msgspec.Struct, forbid_unknown_fields=True):
    """A pack: its rules, and what they have in common."""

    defaults: Annotated[dict[str, Any], msgspec.Meta(description="keys for every rule that has none of its own")] = {}
    rule: list[PackRule] = []


def pack_schema() -> dict[str, Any]:
    """Return the JSON Schema of a pack."""
    made = msgspec.json.schema(Pack)
    rule = made["$defs"]["PackRule"]
    rule["required"] = [key for key in rule["required"] if key not in _FILLED]
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", "title": "newslint pack", **made}
