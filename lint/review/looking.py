"""What the rules make of an article under the decisions, in coordinates of what an editor reads: of a page, its prose."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from lint.decisions import Candidate, Decision, Decisions, Settlement, candidate, standing
from lint.edits import Edit, OffsetMap, apply, invert, record
from lint.engine import Judged, moved_back, retrace
from lint.linter import Linter, page_edits, was_page
from lint.pattern import lazy
from lint.readers.formats import document
from lint.readers.source import Source
from lint.rule import Finding

_SENTENCE_END = lazy(r"[.!?…][”\"’')\]]{0,3}(?=\s+[^a-z\s]|\s*\Z)")


class Seen(NamedTuple):
    """A finding with what became of it; `original` is the same in coordinates of the source."""

    finding: Finding
    applied: bool
    candidate: Candidate
    decision: Decision | None
    original: Finding

    @property
    def is_open(self) -> bool:
        """Whether a person must still decide."""
        return not self.applied and self.decision is None


class Looked(NamedTuple):
    """An article as it came (of a page, its prose), as it is now, the edits between, and what was found."""

    source: Source
    before: str
    text: str
    edits: tuple[Edit, ...]
    rows: tuple[Seen, ...]


class _Watching(Settlement):
    """The decisions on a text, which also keep how its findings looked at first: of a page, in its prose."""

    first: dict[tuple[str, int, int], Finding] | None = None

    def __call__(self, found: Sequence[Finding], made: Sequence[Edit]) -> list[Finding]:
        if self.first is None:
            back = OffsetMap(made)
            originals = [(moved_back(finding, back), finding) for finding in found]
            self.first = {(one.rule, one.start, one.end): finding for one, finding in originals}
        return super().__call__(found, made)


def looked(source: Source, linter: Linter, decisions: Decisions) -> Looked:
    """Return an article under the decisions, as `clean --decisions` would make it."""
    settlement = _Watching(source.text, decisions, source.path)
    cleaned = linter.clean(source.text, source.path, settlement=settlement)
    before, edits, forward = source.text, cleaned.edits, None
    if was_page(cleaned):
        before, made = retrace(cleaned.text, cleaned.rounds[1:])
        edits, forward = tuple(made), OffsetMap(invert(cleaned.rounds[0]))
    rows = []
    for finding, applied in cleaned.findings:
        spot = finding.rule, finding.start, finding.end
        original, decision = settlement.settled.get(spot, (finding, None))
        shown = finding if forward is None else (settlement.first or {}).get(spot) or moved_back(finding, forward)
        rows.append(Seen(shown, applied, settlement.candidate(original), decision, original))
    rows.sort(key=lambda row: row.finding[1:3])  # a page may hold its headline twice
    return Looked(source, before, cleaned.text, edits, tuple(rows))


class Long(NamedTuple):
    """A long article with what was found in it, and how decisions see that."""

    source: Source
    before: str
    found: tuple[tuple[Finding, Judged, Candidate], ...]


def long(source: Source, found: Sequence[Judged]) -> Long:
    """Return a long article, ready for any decisions."""
    before, forward = source.text, OffsetMap(())
    shape = document(source.text, source.path)
    if shape.format == "html":
        opening = page_edits(shape)
        before, forward = apply(before, opening), OffsetMap(invert(record(before, opening)))
    rows = (
        (moved_back(item.finding, forward), item, candidate(source.text, item.finding, source.path)) for item in found
    )
    return Long(source, before, tuple(rows))


def decided(article: Long, decisions: Decisions) -> Looked:
    """Return a long article under the decisions, without cleaning it again."""
    source, before, found = article
    held = standing(decisions, source.path, [item for _, _, item in found])
    rows = (
        Seen(shown, item.applied, how, decision, item.finding)
        for (shown, item, how), decision in zip(found, held, strict=True)
    )
    return Looked(source, before, before, (), tuple(rows))


def sentence(text: str, finding: Finding) -> str:
    """Return the sentence that a finding stands in, within its line."""
    low = text.rfind("\n", 0, finding.start) + 1
    high = text.find("\n", finding.end)
    line = text[low : high if high >= 0 else len(text)]
    start = max((m.end() for m in _SENTENCE_END.finditer(line, 0, finding.start - low)), default=0)
    end = _SENTENCE_END.search(line, max(finding.end - low - 1, 0))
    return " ".join(line[start : end.end() if end else len(line)].split())[:1000]
