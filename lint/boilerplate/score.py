"""How much of a text is boilerplate, as one number."""

from __future__ import annotations

from collections.abc import Iterable

from lint.rule import Finding
from lint.text import Document


def boilerplate_score(document: Document, findings: Iterable[Finding]) -> float:
    """Return the share of a text's characters, 0 to 1, that boilerplate findings cover; white space does not count."""
    total = _signs(document.text)
    covered, done = 0, 0
    for start, end in sorted((f.start, f.end) for f in findings if f.category == "boilerplate"):
        covered += _signs(document.text[max(start, done) : end])
        done = max(done, end)
    return covered / total if total else 0.0


def _signs(text: str) -> int:
    return sum(map(len, text.split()))
