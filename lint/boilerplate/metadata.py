"""What removed lines carried: the date, the author, the tags and the source, as the page gave them."""

from __future__ import annotations

import re
from collections.abc import Iterable

from lint.pattern import lazy
from lint.rule import Finding
from lint.text import Document

_KINDS = {
    "boilerplate.timestamp": "date",
    "boilerplate.epoch": "date",
    "boilerplate.byline": "author",
    "boilerplate.author-bio": "author",
    "boilerplate.about-author": "author",
    "boilerplate.tags": "tags",
    "boilerplate.hashtags": "tags",
    "boilerplate.photo-credit": "source",
    "boilerplate.agency-credit": "source",
    "boilerplate.publication-note": "source",
    "boilerplate.copyright": "source",
}
_PREFIX = lazy(
    r"\W*(?:tags?|tagged|filed under|categor(?:y|ies)|keywords?|topics?|written by|posted by|published by|by|author"
    r"|published|updated|posted|last updated)\b(?: on| in| with| as)?\s*[:|]?\s+",
    re.IGNORECASE,
)


def metadata(findings: Iterable[Finding], document: Document) -> dict[str, list[str]]:
    """Return what the lines of boilerplate findings tell of the article, each value once, in order of place."""
    kept: dict[str, list[str]] = {}
    for finding in sorted(findings, key=lambda found: found.start):
        kind = _KINDS.get(finding.rule)
        if kind:
            for value in _values(kind, document.text[finding.start : finding.end]):
                if value and value not in kept.setdefault(kind, []):
                    kept[kind].append(value)
    return {kind: values for kind, values in kept.items() if values}


def _values(kind: str, text: str) -> list[str]:
    if kind == "tags":
        parts = re.findall(r"#(\S+)", text) or re.split(r"\s*[,|;·]\s*", _PREFIX.sub("", text, count=1))
        return [part.strip(" .,;|") for part in parts]
    if kind == "author" and "\n" in text.strip():
        text = text.strip().splitlines()[0]
    if kind in ("date", "author"):
        text = _PREFIX.sub("", text.strip(), count=1)
    return [" ".join(text.split())]
