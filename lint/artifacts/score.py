"""How sure it is that a spinner or a translator went through a text, from what the rules found in it."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from lint.rule import Finding, Safety, Severity
from lint.text import Document

# Tuned with benchmarks/spin.py on 395 clean articles, none of which has a finding of this category: with the upper
# bound of 3 in 395 for clean texts, an error speaks 65 to 1 for damage and a warning 8 to 1; set lower for other genres.
_WEIGHTS = {Severity.ERROR: 0.9, Severity.WARNING: 0.4, Severity.INFO: 0.1}
_SUGGESTED = 0.6
_LONG = 600
"""Words of a text from which the weight of a single sign falls: long clean texts gather false alarms."""


class Evidence(NamedTuple):
    """A rule that fired, how often, and what its findings add to the belief, from 0 to 1."""

    rule: str
    times: int
    weight: float


def evidence(document: Document, findings: Iterable[Finding]) -> tuple[Evidence, ...]:
    """Return what speaks for damage, the strongest first; only findings of the category artifact count."""
    dilution = min(1.0, _LONG / max(document.text.count(" ") + 1, 1)) ** 0.5
    doubt: dict[str, list[float]] = {}
    for finding in findings:
        if finding.category == "artifact":
            sure = finding.fix is not None and finding.fix.safety is Safety.SAFE
            weight = _WEIGHTS[finding.severity] * (1.0 if sure else _SUGGESTED)
            certain = sure and finding.severity is Severity.ERROR
            doubt.setdefault(finding.rule, []).append(1 - weight * (1.0 if certain else dilution))
    found = [Evidence(rule, len(parts), 1 - _product(parts)) for rule, parts in doubt.items()]
    return tuple(sorted(found, key=lambda item: (-item.weight, item.rule)))


def score(document: Document, findings: Iterable[Finding]) -> float:
    """Return the belief, from 0 to 1, that the text was spun or translated by a machine."""
    return round(1 - _product(1 - item.weight for item in evidence(document, findings)), 3)


def _product(parts: Iterable[float]) -> float:
    result = 1.0
    for part in parts:
        result *= part
    return result
