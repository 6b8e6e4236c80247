"""The rules of a run: which of them can fire on a text, and what they find there."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from itertools import chain
from types import MappingProxyType
from typing import NamedTuple

from lint.crowd import Crowd
from lint.edits import Edit
from lint.index import NeedsIndex
from lint.lines import LineIndex
from lint.packs import shipped_lines
from lint.region import Step, step
from lint.rule import Finding, Fix, LineProbe, Probe, Rule, Safety, Severity
from lint.text import SEGMENT, Document


class Override(NamedTuple):
    """What a user's configuration says of a rule; None leaves it as it is."""

    severity: Severity | None = None
    safety: Safety | None = None


class Found(NamedTuple):
    """What the rules found in a text: all of it in order.

    `local` is what local probes found, without overrides, and `whole` what each probe found that looks at the whole
    text; `asked` are the places of the probes that were asked.
    """

    document: Document
    findings: list[Finding]
    local: frozenset[Finding] = frozenset()
    whole: Mapping[int, tuple[Finding, ...]] = MappingProxyType({})
    asked: frozenset[int] = frozenset()


class RuleSet:
    """The rules of a run, with the indexes that tell which of them can fire on a text."""

    def __init__(self, rules: Iterable[Rule], overrides: dict[str, Override] | None = None) -> None:
        self.rules = tuple(sorted(rules, key=lambda rule: rule.id))
        self.overrides = overrides or {}
        every = [probe for rule in self.rules for probe in rule.probes]
        self._lines = frozenset(probe for probe in every if isinstance(probe, LineProbe))
        self._line_indexes = _line_indexes(self._lines)
        self._probes: list[Probe | LineProbe] = [probe for probe in every if isinstance(probe, Probe)]
        self._slices = []
        for index in self._line_indexes:
            self._slices.append((index, len(self._probes)))
            self._probes.extend(index.probes)
        self._index = NeedsIndex(probe.needs for probe in self._probes)
        self._local = frozenset(n for n, probe in enumerate(self._probes) if isinstance(probe, Probe) and probe.local)
        self._global = frozenset(n for n, p in enumerate(self._probes) if isinstance(p, Probe) and not p.local)

    def findings(self, document: Document, *, prefilter: bool = True) -> list[Finding]:
        """Return what the rules find, in order of place and rule, each finding once.

        Without the prefilter every rule is asked: the same result, slowly.
        """
        return self.search(document).findings if prefilter else self._plainly(document)

    def search(self, document: Document, earlier: tuple[Found, Sequence[Edit]] | None = None) -> Found:
        """Return what the rules find in a text.

        `earlier` is what they found in the text before it, and the edits that led from there to here. Local probes
        then look only at the lines around those edits; the others look at the whole text, unless no more than white
        space behind lines was edited and nothing they found stands close to it.
        """
        if earlier and _has_parts(document) and _has_parts(earlier[0].document):
            return self._search_after(document, earlier[0], step(earlier[0].document, earlier[1]))
        asked = frozenset(self._index.candidates(document))
        for index, first in self._slices:
            document.remember(index.matches, index.matches_of(_slice(asked, first, index), document))
        crowd = Crowd()
        self._ask(asked & self._local, document, crowd)
        return self._found(document, asked, frozenset(crowd.findings()), {}, crowd)

    def _search_after(self, document: Document, before: Found, change: Step) -> Found:
        part = change.part(document)
        fresh = frozenset(self._index.candidates(part))
        for index, first in self._slices:
            document.remember(index.matches, index.matches_after(_slice(fresh, first, index), document, part, change))
        kept = {moved for finding in before.local if (moved := _moved(finding, change))}
        crowd = Crowd()
        self._ask(fresh & self._local, part, crowd)
        local = kept.union(crowd.findings())
        whole = _still_found(before.whole, change) if change.slight else {}
        return self._found(document, before.asked | fresh, frozenset(local), whole, crowd)

    def _found(
        self,
        document: Document,
        asked: frozenset[int],
        local: frozenset[Finding],
        whole: dict[int, tuple[Finding, ...]],
        crowd: Crowd,
    ) -> Found:
        places = (asked & self._global) - whole.keys()
        self._ask(places, document, crowd)
        self._ask_lines(document, crowd)
        crowd.disperse()
        found = {*local, *chain.from_iterable(whole.values()), *crowd.findings()}
        whole.update((place, crowd.of(self._probes[place])) for place in places)
        return Found(document, self._ordered(found), local, whole, asked)

    def _ask(self, places: Iterable[int], document: Document, crowd: Crowd) -> None:
        for place in places:
            probe = self._probes[place]  # by this name a limit of time knows what is at work
            crowd.take(probe, probe.find(document))

    def _plainly(self, document: Document) -> list[Finding]:
        probes = [probe for probe in self._probes if isinstance(probe, Probe) or probe in self._lines]
        return self._ordered({finding for probe in probes for finding in probe.find(document)})

    def _ask_lines(self, document: Document, crowd: Crowd) -> None:
        for index in self._line_indexes:
            for number, probe in document.derived(index.matches):
                if probe in self._lines:
                    crowd.take(probe, probe.find_at(document, number))

    def _ordered(self, found: Iterable[Finding]) -> list[Finding]:
        return sorted(map(self.ruled, found) if self.overrides else found, key=in_order)

    def without(self, probe: Probe | LineProbe) -> tuple[str, RuleSet] | None:
        """Return the id of the rule that a probe is of, and the rules without it; None if it is of none of them."""
        rule = next((rule for rule in self.rules if any(own is probe for own in rule.probes)), None)
        return rule and (rule.id, RuleSet((other for other in self.rules if other is not rule), self.overrides))

    def ruled(self, finding: Finding) -> Finding:
        """Return a finding as the user's configuration wants it."""
        override = self.overrides.get(finding.rule)
        if override is None:
            return finding
        if override.severity is not None:
            finding = finding._replace(severity=override.severity)
        if override.safety is not None and finding.fix:
            finding = finding._replace(fix=Fix(override.safety, finding.fix.edits))
        return finding


def in_order(finding: Finding) -> tuple[int, int, str, str]:
    """Return the key that puts findings in order of place and rule."""
    return finding.start, -finding.end, finding.rule, finding.message


def _line_indexes(probes: frozenset[LineProbe]) -> list[LineIndex]:
    """Return the indexes that hold the line probes: that of the shipped packs, shared with the coded rules, and one
    of their own for those of a user."""
    shared = shipped_lines() if probes else None
    own = [probe for probe in probes if shared and probe not in shared]
    return [index for index in (shared, LineIndex(own)) if index and index.probes]


def _has_parts(document: Document) -> bool:
    """Tell whether the lines of a text can be looked at alone: nothing is masked, and no line is endless."""
    return document.prose is document.text and len(document.text) <= SEGMENT


def _slice(places: frozenset[int], first: int, index: LineIndex) -> set[int]:
    """Return the places of the probes of one line index, as that counts them."""
    return {place - first for place in places if first <= place < first + len(index.probes)}


def _still_found(found: Mapping[int, tuple[Finding, ...]], change: Step) -> dict[int, tuple[Finding, ...]]:
    """Return what probes found where a round of edits moved it, without those for which it stood too close to one."""
    moved = {place: [_moved(finding, change) for finding in findings] for place, findings in found.items()}
    return {place: tuple(filter(None, findings)) for place, findings in moved.items() if all(findings)}


def _moved(finding: Finding, change: Step) -> Finding | None:
    """Return a finding where a round of edits moved it, or None if it stood too close to one of them."""
    edits = finding.fix.edits if finding.fix else ()
    start = min([finding.start, *(edit.start for edit in edits)])
    place = change.moved(start, max([finding.end, *(edit.end for edit in edits)]))
    if place is None or place == start:
        return None if place is None else finding
    shift = place - start
    shifted = tuple(edit._replace(start=edit.start + shift, end=edit.end + shift) for edit in edits)
    fix = finding.fix and Fix(finding.fix.safety, shifted)
    return finding._replace(start=finding.start + shift, end=finding.end + shift, fix=fix)
