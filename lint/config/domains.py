"""From which site an article comes: what its head says, or a folder that is named like a site."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from lint.pattern import lazy

_HEAD = 16_384

_ADDRESS = lazy(
    r"""(?:rel=["']?canonical["']?[^>]*?href=|property=["']og:url["'][^>]*?content=|^(?:url|link|source-url|canonical)\s*[:=])"""
    r"""\s*["']?https?://([\w.-]+)""",
    8 | 2,  # re.MULTILINE | re.IGNORECASE
)
_SITE = lazy(r"(?:[a-z0-9](?:[a-z0-9-]*[a-z0-9])?\.)+[a-z]{2,}")


@cache
def domain_of(path: Path) -> str:
    """Return the site of an article in lower case, without "www."; empty where nothing tells."""
    return (_from_head(path) or _from_folders(path)).lower().removeprefix("www.")


def _from_head(path: Path) -> str:
    try:
        with open(path, "rb") as file:
            head = file.read(_HEAD).decode("utf-8", "replace")
    except OSError:
        return ""
    found = _ADDRESS.search(head)
    return found[1] if found else ""


def _from_folders(path: Path) -> str:
    return next((part for part in reversed(path.parts[:-1]) if _SITE.fullmatch(part.lower())), "")
