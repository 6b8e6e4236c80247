"""The engines that can be asked about grammar, one at a time or together, behind one small interface."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Protocol, Self

from lint.grammar.answers import Answers, key_of
from lint.grammar.server import GrammarUnavailable
from lint.rule import Finding, Rule, Severity
from lint.text import Document

_RAISED = {Severity.INFO: Severity.WARNING, Severity.WARNING: Severity.ERROR, Severity.ERROR: Severity.ERROR}


class Engine(Protocol):
    """What an engine can do; `check` raises GrammarUnavailable where it can't."""

    @property
    def name(self) -> str:
        """The name of the engine."""

    @property
    def signature(self) -> str:
        """What its answers depend on beside the text: the engine, its version and its settings."""

    def check(self, document: Document) -> Iterator[Finding]:
        """Yield what the engine finds, in order of place."""

    def close(self) -> None:
        """Let go of what the engine holds."""


class Engines:
    """Several engines asked about each document; what two of them find is reported once, with a higher severity."""

    def __init__(self, engines: Sequence[Engine], answers: Answers | None = None) -> None:
        """Take the engines, and the file of their earlier answers where these may be used."""
        self.engines = engines
        self._answers = answers

    def __enter__(self) -> Self:
        """Return the engines themselves."""
        return self

    def __exit__(self, *_: object) -> None:
        """Close them all."""
        for engine in self.engines:
            engine.close()
        if self._answers:
            self._answers.close()

    def check(self, document: Document) -> Iterator[Finding]:
        """Yield the findings of all engines; raise GrammarUnavailable at the end where one of them can't be asked."""
        lists, reasons = [], []
        for engine in self.engines:
            try:
                lists.append(self._asked(engine, document))
            except GrammarUnavailable as error:
                reasons.append(str(error))
        yield from joined(lists)
        if reasons:
            raise GrammarUnavailable("; ".join(reasons))

    def _asked(self, engine: Engine, document: Document) -> list[Finding]:
        if self._answers is None:
            return list(engine.check(document))
        key = key_of(f"{engine.signature} {document.format}", document.text)
        known = self._answers.get(key)
        if known is None:
            known = list(engine.check(document))
            self._answers.put(key, known)
        return known


def made(wanted: str, answers: Answers | None = None) -> Engines:
    """Return the engines that `wanted`, "harper", "languagetool" or "both", names; nothing is started or loaded yet."""
    engines: list[Engine] = []
    if wanted in ("languagetool", "both"):
        from lint.grammar.languagetool import LanguageTool

        engines.append(LanguageTool())
    if wanted in ("harper", "both"):
        from lint.grammar.harper import Harper

        engines.append(Harper())
    return Engines(engines, answers)


def rules() -> tuple[Rule, ...]:
    """Return the rules that the engines answer for, each id once."""
    from lint.grammar import harper, languagetool

    by_id = {rule.id: rule for rule in (*harper.rules(), *languagetool.rules())}
    return tuple(by_id.values())


def joined(lists: Iterable[Sequence[Finding]]) -> list[Finding]:
    """Return the findings of several engines as one list; one that overlaps an earlier engine's raises that instead."""
    kept: list[Finding] = []
    for findings in lists:
        new: list[Finding] = []
        for finding in findings:
            same = [number for number, other in enumerate(kept) if overlap(finding, other)]
            for number in same:
                kept[number] = raised(kept[number])
            if not same:
                new.append(finding)
        kept += new
    return sorted(kept, key=lambda finding: finding[:3])


def overlap(one: Finding, other: Finding) -> bool:
    """Tell whether two findings speak of the same place."""
    return one.start < other.end and other.start < one.end


def raised(finding: Finding) -> Finding:
    """Return a finding that a second engine confirms, one severity higher."""
    return finding._replace(severity=_RAISED[finding.severity])
