"""Globs as in an ignore file: "drafts/", "*.bak.txt", "archive/**/2019-*.md"."""

from __future__ import annotations

import re
from functools import cache

_SIGNS = re.compile(r"\\.|\*\*/|/\*\*$|\*\*|\*|\?|\[!?[^\]]+\]")


def matches(glob: str, path: str) -> bool:
    """Tell whether a path, relative and with slashes, or a folder above it, is meant by a glob.

    A glob without a slash, or with one only at its end, is tried on every folder and on the file's own name.
    """
    return bool(_pattern(glob).match(path))


def names(glob: str, path: str, *, folder: bool) -> bool:
    """Tell whether a glob means this very file or folder, not only one above it."""
    if glob.endswith("/"):
        return folder and bool(_pattern(glob).fullmatch(f"{path}/"))
    return bool(_pattern(glob).fullmatch(path))


@cache
def _pattern(glob: str) -> re.Pattern[str]:
    body = glob.strip("/")
    anchored = "/" in glob.rstrip("/")
    end = "/" if glob.endswith("/") else "(?:/|$)"
    start = "" if anchored else "(?:.*/)?"
    try:
        return re.compile(start + _source(body) + end)
    except re.error:  # a range such as [z-a]: taken as it stands
        return re.compile(start + re.escape(body) + end)


def _source(glob: str) -> str:
    parts, done = [], 0
    for sign in _SIGNS.finditer(glob):
        parts += [re.escape(glob[done : sign.start()]), _translated(sign.group())]
        done = sign.end()
    return "".join([*parts, re.escape(glob[done:])])


def _translated(sign: str) -> str:
    special = {"**/": "(?:.*/)?", "/**": "/.+", "**": ".*", "*": "[^/]*", "?": "[^/]"}
    if sign.startswith("\\"):
        return re.escape(sign[1:])
    return special.get(sign) or "[" + sign[1:-1].replace("!", "^", 1).replace("\\", r"\\") + "]"
