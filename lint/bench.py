"""What rules cost and find in given texts, each on its own."""

from __future__ import annotations

import time
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from lint.rule import Finding, Rule
from lint.ruleset import RuleSet
from lint.text import Document

_EXAMPLES = 3
_AROUND = 40


class Row(NamedTuple):
    """A rule with the number of its findings, the time it took, and some of what it found."""

    rule: str
    findings: int
    seconds: float
    examples: tuple[str, ...]


def measured(rules: Iterable[Rule], texts: Sequence[str]) -> Iterator[Row]:
    """Yield what each rule finds and costs in CPU seconds; what all rules share of a text is not counted."""
    documents = [Document(text) for text in texts]
    for document in documents:
        RuleSet(()).findings(document)
        _ = document.words, document.flat, document.vocabulary, document.first_words
    for rule in rules:
        alone = RuleSet([rule])
        alone.findings(Document("Expressions are compiled when they are first used.\n"))
        found = 0
        examples: list[tuple[str, Finding]] = []
        start = time.process_time()
        for document in documents:
            findings = alone.findings(document)
            found += len(findings)
            examples += [(document.text, finding) for finding in findings[: _EXAMPLES - len(examples)]]
        seconds = time.process_time() - start
        yield Row(rule.id, found, seconds, tuple(_shown(text, f.start, f.end) for text, f in examples[:_EXAMPLES]))


def _shown(text: str, start: int, end: int) -> str:
    return " ".join(
        f"…{text[max(0, start - _AROUND) : start]}«{text[start:end][:80]}»{text[end : end + _AROUND]}…".split()
    )
