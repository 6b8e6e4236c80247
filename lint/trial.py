"""Rules tried on their own examples: the same test for `newslint rules test` and for the test suite."""

from __future__ import annotations

from collections.abc import Collection, Iterator

from lint.engine import clean
from lint.rule import Rule, Safety
from lint.ruleset import RuleSet
from lint.text import Document

_ALL = frozenset(Safety)


def failures(rule: Rule, rules: RuleSet) -> Iterator[str]:
    """Yield what goes wrong with the examples of `rule` where all of `rules` run; nothing where all is right.

    A bad text must be found and, if it has a repair, become exactly that; the repair and every genuine
    sentence must stay silent. What other rules found in the bad text may stand in the repair of a suggestion.
    """
    alone = RuleSet([rule])
    for bad, good in rule.examples:
        if not any(finding.rule == rule.id for finding in alone.findings(Document(bad))):
            yield f"not found: {bad!r}"
            continue
        if not any(finding.rule == rule.id for finding in rules.findings(Document(bad))):
            yield f"not found among all rules: {bad!r}"
        if good is None:
            if clean(Document(bad), alone, _ALL).text != bad:
                yield f"changed although no repair is given: {bad!r}"
            continue
        safe = rule.safety is Safety.SAFE
        became = clean(Document(bad), rules if safe else alone, frozenset({Safety.SAFE}) if safe else _ALL).text
        if became != good:
            yield f"became {became!r} instead of {good!r}"
        others = set() if safe else {finding.rule for finding in rules.findings(Document(bad))} - {rule.id}
        yield from _noise(good, rules, "the repair", others)
    for text in rule.keep:
        yield from _noise(text, rules, "the genuine text")


def _noise(text: str, rules: RuleSet, what: str, allowed: Collection[str] = ()) -> Iterator[str]:
    for finding in rules.findings(Document(text)):
        if finding.rule not in allowed:
            yield f"{what} {text!r} is flagged by {finding.rule}: {finding.message}"
