"""What a run costs, by stage and by rule."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from time import perf_counter

from lint.linter import Linter
from lint.rule import Find, Finding, LineProbe, Probe, Rule
from lint.ruleset import RuleSet
from lint.text import Document

DEAR = 0.05
"""The share of the whole from which a rule is called dear."""

MOST_RULES = 20
"""Rules that are shown, the dearest first."""


class Timing:
    """Collects seconds by stage and by rule.

    What several rules share, such as the sentences of a text, counts for the rule that asks first. Rules that look at
    single lines are matched together, and their time is in the stage of the rules, not in theirs.
    """

    def __init__(self) -> None:
        self.stages: Counter[str] = Counter()
        self.rules: Counter[str] = Counter()
        self.calls: Counter[str] = Counter()
        self._watched_sets: list[RuleSet] = []

    def watch(self, linter: Linter) -> None:
        """Let a linter's rules tell what they take, if they do not yet."""
        if linter.rules in self._watched_sets:
            return
        rules = (self._watched(rule) for rule in linter.rules.rules)
        linter.rules = RuleSet(rules, linter.rules.overrides)
        self._watched_sets.append(linter.rules)

    def _watched(self, rule: Rule) -> Rule:
        return rule._replace(probes=tuple(self._probe(rule.id, probe) for probe in rule.probes))

    def _probe(self, rule: str, probe: Probe | LineProbe) -> Probe | LineProbe:
        return probe._replace(find=self._find(rule, probe.find)) if isinstance(probe, Probe) else probe

    def _find(self, rule: str, find: Find) -> Find:
        def timed(document: Document) -> Iterator[Finding]:
            began = perf_counter()
            found = list(find(document))
            self.rules[rule] += perf_counter() - began  # type: ignore[assignment]
            self.calls[rule] += 1
            return iter(found)

        return timed

    @contextmanager
    def stage(self, name: str) -> Iterator[None]:
        """Count the time until the end of the block for a stage."""
        began = perf_counter()
        try:
            yield
        finally:
            self.stages[name] += perf_counter() - began  # type: ignore[assignment]

    def lines(self) -> Iterator[str]:
        """Yield the table: stages in their order, rules from the dearest on, each with its share of the whole."""
        whole = sum(self.stages.values()) or 1.0
        yield f"{'stage':44}{'ms':>10}{'share':>8}"
        for name, seconds in self.stages.items():
            yield f"{name:44}{seconds * 1000:10.1f}{seconds / whole:8.1%}"
        yield f"{'rule':44}{'ms':>10}{'share':>8}{'times':>8}"
        for rule, seconds in self.rules.most_common(MOST_RULES):
            remark = "  more than 5 % of the whole" if seconds > DEAR * whole else ""
            yield f"{rule:44}{seconds * 1000:10.1f}{seconds / whole:8.1%}{self.calls[rule]:8}{remark}"
        if len(self.rules) > MOST_RULES:
            rest = sum(self.rules.values()) - sum(seconds for _, seconds in self.rules.most_common(MOST_RULES))
            yield f"{f'{len(self.rules) - MOST_RULES} more rules':44}{rest * 1000:10.1f}{rest / whole:8.1%}"
