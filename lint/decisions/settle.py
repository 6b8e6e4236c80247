"""Decisions at work: what the rules find in a text is judged as a person has judged it, round by round."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from lint.decisions.held import Decisions
from lint.decisions.place import Place, digest, place_of
from lint.decisions.record import Action, Decision, Scope
from lint.decisions.templates import said
from lint.edits import Edit, OffsetMap, apply
from lint.engine import Judged, moved_back
from lint.rule import Finding, Fix, Safety
from lint.text import Span

_REFUSING = frozenset({Action.REJECT, Action.GENUINE})

Spot = tuple[str, int, int]
"""Rule, start and end of a finding, in coordinates of the original."""


class Offer(NamedTuple):
    """What a finding's repair replaces, and by what: one range that takes in the finding and all its edits."""

    span: Span
    old: str
    new: str

    @property
    def covered(self) -> str:
        """A digest of what is replaced."""
        return digest(self.old)

    @property
    def offered(self) -> str:
        """A digest of what is replaced and of what comes instead."""
        return digest(f"{self.old}\0{self.new}")


def offer(text: str, finding: Finding) -> Offer:
    """Return the offer of a finding that is in coordinates of `text`; without a fix, nothing would change."""
    edits = finding.fix.edits if finding.fix else ()
    start = min([finding.start, *(edit.start for edit in edits)])
    end = max([finding.end, *(edit.end for edit in edits)])
    moved = [Edit(edit.start - start, edit.end - start, edit.replacement) for edit in sorted(edits)]
    old = text[start:end]
    try:
        new = apply(old, moved)
    except ValueError:  # moved back through other edits, the edits of a fix may come to overlap
        new = old
    return Offer(Span(start, end), old, new)


class Candidate(NamedTuple):
    """A finding as decisions see it: its rule and place, digests of its offer, and whether that changes anything."""

    rule: str
    place: Place
    covered: str
    offered: str
    changes: bool


def candidate(text: str, finding: Finding, file: str) -> Candidate:
    """Return what decisions need to know of a finding that is in coordinates of `text`, the content of `file`."""
    found, place = offer(text, finding), place_of(text, finding, said(text, finding, file))
    return Candidate(finding.rule, place, found.covered, found.offered, found.old != found.new)


def standing(decisions: Decisions, file: str, candidates: Sequence[Candidate]) -> list[Decision | None]:
    """Return for each finding of an article the decision that holds for it and can still be followed."""
    moved = _moved(decisions, file, candidates)
    return [_decided(decisions, file, item, moved.get(number)) for number, item in enumerate(candidates)]


def _decided(decisions: Decisions, file: str, item: Candidate, moved: Decision | None) -> Decision | None:
    nearest = decisions.at(file, item.place) or moved
    if nearest and _fits(nearest, item):
        return nearest
    general = decisions.always(file, item.rule, item.place)
    return general if general and _fits(general, item) else None


def _moved(decisions: Decisions, file: str, candidates: Sequence[Candidate]) -> dict[int, Decision]:
    """Return the decisions whose own place is gone, by the one finding that has one side of it left."""
    if not decisions.concerns(file):
        return {}
    present = {item.place.whole for item in candidates}
    near: dict[str, list[tuple[int, Decision]]] = defaultdict(list)
    for number, item in enumerate(candidates):
        for decision in {d.id: d for d in decisions.beside(file, item.place)}.values():
            if decision.place not in present:
                near[decision.id].append((number, decision))
    return {rows[0][0]: rows[0][1] for rows in near.values() if len(rows) == 1}


class Settlement:
    """The decisions on one text. The engine shows it every round's findings before it chooses edits.

    `settled` then holds, for each spot, the finding as the rule made it and the decision that held for it.
    It is good for one text and one run.
    """

    def __init__(self, text: str, decisions: Decisions, file: str) -> None:
        self.text = text
        self.file = file
        self.settled: dict[Spot, tuple[Finding, Decision]] = {}
        self._decisions = decisions
        self._candidates: dict[Spot, Candidate] = {}
        self._nearby: dict[Spot, Decision] | None = None
        self._asked: dict[Spot, tuple[Edit, ...]] = {}
        self._shown: dict[Spot, Finding] = {}
        self._refused: dict[str, list[Span]] = defaultdict(list)
        self._own: list[Span] = []

    def __call__(self, found: Sequence[Finding], made: Sequence[Edit]) -> list[Finding]:
        """Return the findings with the fixes that the decisions leave them; `made` are the edits so far.

        A repair that a person wants comes before those of the machine, and what a person wrote stays as it is.
        """
        back = OffsetMap(made)
        pairs = [(finding, moved_back(finding, back) if made else finding) for finding in found]
        if self._nearby is None:
            originals = [original for _, original in pairs]
            moved = _moved(self._decisions, self.file, [self.candidate(original) for original in originals])
            self._nearby = {_spot(originals[number]): decision for number, decision in moved.items()}
        judged = [(finding, self._judge(finding, original, made)) for finding, original in pairs]
        wanted = [new for finding, new in judged if new is not finding and new.fix]
        taken = [(edit.start, edit.end) for finding in wanted if finding.fix for edit in finding.fix.edits]
        settled = [new if new is not finding or not taken else _give_way(new, taken) for finding, new in judged]
        for (finding, original), new in zip(pairs, settled, strict=True):
            if new is not finding:
                self._shown.setdefault(_spot(original), original)
        return settled

    def candidate(self, original: Finding) -> Candidate:
        """Return what decisions need to know of a finding in coordinates of the original."""
        spot = _spot(original)
        if spot not in self._candidates:
            self._candidates[spot] = candidate(self.text, original, self.file)
        return self._candidates[spot]

    def decision(self, original: Finding) -> Decision | None:
        """Return the decision that holds for a finding in coordinates of the original, if it can still be followed."""
        moved = (self._nearby or {}).get(_spot(original))
        return _decided(self._decisions, self.file, self.candidate(original), moved)

    def judged(self, findings: Iterable[Judged]) -> tuple[Judged, ...]:
        """Return findings with the fixes that their rules, or for a person's own words that person, gave them."""
        return tuple(item._replace(finding=self._shown.get(_spot(item.finding), item.finding)) for item in findings)

    def _judge(self, finding: Finding, original: Finding, made: Sequence[Edit]) -> Finding:
        decision = self.decision(original)
        if decision is None:
            hurt = any(_overlap(span, original) for span in self._refused.get(original.rule, ()))
            return _without(finding) if hurt or self._is_own_words(original, made) else finding
        spot = _spot(original)
        self.settled.setdefault(spot, (original, decision))
        reach = offer(self.text, original)
        if decision.action in _REFUSING or (decision.action is Action.EDIT and decision.replacement == reach.old):
            self._refused[original.rule].append(Span(original.start, original.end))
            return _without(finding)
        span = reach.span
        before = tuple(edit for edit in made if _meets(edit, span))
        if self._asked.setdefault(spot, before) != before:
            return _without(finding) if decision.action is Action.EDIT else finding
        if decision.action is Action.EDIT:
            self._own.append(span)
            self._shown[spot] = _edited(original, decision, original.fix.safety if original.fix else Safety.SUGGESTION)
            return _edited(finding, decision, Safety.SAFE)
        return finding._replace(fix=Fix(Safety.SAFE, finding.fix.edits)) if finding.fix else finding

    def _is_own_words(self, original: Finding, made: Sequence[Edit]) -> bool:
        """Tell whether a finding lies in what a person wrote."""
        return any(
            span.start <= original.start < original.end <= span.end and any(_meets(edit, span) for edit in made)
            for span in self._own
        )


def _fits(decision: Decision, found: Candidate) -> bool:
    """Tell whether a decision still means what the rule now offers; for what a machine must not guess, it does not."""
    if decision.action in _REFUSING:
        return True
    if decision.action is Action.EDIT:
        return decision.covered == found.covered
    return found.changes and (decision.scope is not Scope.PLACE or decision.offered == found.offered)


def _edited(finding: Finding, decision: Decision, safety: Safety) -> Finding:
    """Return a finding whose fix is what a person wrote in place of all that the rule would replace."""
    edits = finding.fix.edits if finding.fix else ()
    start = min([finding.start, *(edit.start for edit in edits)])
    end = max([finding.end, *(edit.end for edit in edits)])
    return finding._replace(fix=Fix(safety, (Edit(start, end, decision.replacement, finding.rule),)))


def _without(finding: Finding) -> Finding:
    return finding._replace(fix=None)


def _give_way(finding: Finding, taken: Sequence[tuple[int, int]]) -> Finding:
    """Return a finding without its fix where a person's repair is made in this round."""
    edits = finding.fix.edits if finding.fix else ()
    hit = any(start <= edit.end and edit.start <= end for edit in edits for start, end in taken)
    return _without(finding) if hit else finding


def _spot(finding: Finding) -> Spot:
    return finding.rule, finding.start, finding.end


def _overlap(span: Span, finding: Finding) -> bool:
    return (span.start < finding.end and finding.start < span.end) or span == (finding.start, finding.end)


def _meets(edit: Edit, span: Span) -> bool:
    return (edit.start < span.end and span.start < edit.end) or edit.start == span.start == span.end
