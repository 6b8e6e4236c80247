"""What the queue shows of every article, worked out once and kept: verdict, findings, and what is left to decide."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Sequence
from contextlib import suppress
from hashlib import blake2b
from typing import NamedTuple

import msgspec

from lint.artifacts.score import evidence
from lint.artifacts.score import score as artifact_score
from lint.boilerplate.score import boilerplate_score
from lint.decisions import Action, Candidate, Decision, Decisions, Place, candidate, offer, site_of, standing
from lint.engine import Judged, UnsettledError
from lint.linter import Linter
from lint.packs import cache_folder
from lint.readers.formats import document
from lint.repair.markup import page_title
from lint.report import Record
from lint.review.judged import judged, reported, settings
from lint.review.shelf import Shelf, Stamp, Unusable
from lint.rule import Finding
from lint.text import MASK, Document
from lint.writers import UnwritableError, write

WEIGHTS = {"error": 3, "warning": 2, "info": 1}
"""What an open finding adds to the doubt about an article, by severity."""

VERDICTS = ("review", "publish", "reject")
"""The verdicts in the order in which an editor meets them: those to look at first, those to throw away last."""


_REPAIRING = frozenset({Action.ACCEPT, Action.EDIT})


class Item(msgspec.Struct, frozen=True, array_like=True):
    """A finding as the queue needs it."""

    severity: str
    applied: bool
    text: str
    rule: str
    place: tuple[str, str, str, str, str, str]
    covered: str
    offered: str
    changes: bool
    span: tuple[int, int]
    reach: tuple[int, int]

    @property
    def size(self) -> int:
        """How many characters the finding covers."""
        return self.span[1] - self.span[0]

    @property
    def candidate(self) -> Candidate:
        """The finding as decisions see it."""
        return Candidate(self.rule, Place(*self.place), self.covered, self.offered, self.changes)


class Row(msgspec.Struct, frozen=True, array_like=True):
    """An article as the queue needs it; `problem` says why it can't be shown."""

    name: str
    stamp: tuple[int, ...]
    title: str = ""
    words: int = 0
    verdict: str = "review"
    artifact: float = 0.0
    boilerplate: float = 0.0
    evidence: tuple[tuple[str, int, float], ...] = ()
    items: tuple[Item, ...] = ()
    problem: str = ""

    @property
    def site(self) -> str:
        """The site that the article is from."""
        return site_of(self.name)


class Count(NamedTuple):
    """How far an article is: findings open, decided by a person, made by the machine; and the doubt that is left."""

    open: int
    decided: int
    made: int
    doubt: int
    by_rule: Counter[str]


class Index:
    """The rows of all articles of a shelf, brought up to date when files or decisions change."""

    def __init__(self, shelf: Shelf, linter: Linter, *, progress: Callable[[int, int], None] | None = None) -> None:
        self.shelf = shelf
        self.linter = linter
        self.rows: dict[str, Row] = {}
        self._counts: dict[str, Count] = {}
        self._holders: dict[str, set[str]] | None = None
        self._order: list[Row] | None = None
        self._path = cache_folder() / f"review-{self._key()}"
        self.rows = self._stored()
        self.refresh(progress)

    def _key(self) -> str:
        parts = (settings(self.linter), str(self.shelf.folder.resolve()), "3")
        return blake2b("\0".join(parts).encode("utf-8", "surrogatepass"), digest_size=12).hexdigest()

    def _stored(self) -> dict[str, Row]:
        with suppress(OSError, msgspec.DecodeError):
            rows = msgspec.msgpack.decode(self._path.read_bytes(), type=list[Row])
            return {row.name: row for row in rows}
        return {}

    def _store(self) -> None:
        with suppress(UnwritableError, UnicodeEncodeError):
            write(self._path, msgspec.msgpack.encode(list(self.rows.values())))

    def refresh(self, progress: Callable[[int, int], None] | None = None) -> None:
        """Look again at every article that changed, came or went since."""
        names = list(self.shelf.names())
        kept: dict[str, Row] = {}
        stale: list[tuple[str, Stamp]] = []
        for name in names:
            with suppress(*Unusable):
                stamp = self.shelf.stamp(name)
                row = self.rows.get(name)
                if row and row.stamp == stamp:
                    kept[name] = row
                else:
                    stale.append((name, stamp))
        for number, (name, stamp) in enumerate(stale):
            if progress:
                progress(number, len(stale))
            kept[name] = look(self.shelf, self.linter, name, stamp)
            self._counts.pop(name, None)
        changed = bool(stale) or kept.keys() != self.rows.keys()
        self.rows = kept
        if changed:
            self._holders = self._order = None
            self._store()

    def update(self, name: str) -> Row:
        """Return the row of one article as it is now; raise MissingError if it is gone."""
        row = self.rows.get(name)
        stamp = self.shelf.stamp(name)
        if row is None or row.stamp != stamp:
            row = self.rows[name] = look(self.shelf, self.linter, name, stamp)
            self._counts.pop(name, None)
            self._holders = self._order = None
        return row

    def order(self) -> list[Row]:
        """Return the rows in the order of the queue: by verdict, and by the doubt there was at the beginning."""
        if self._order is None:
            self._order = sorted(self.rows.values(), key=_urgency)
        return self._order

    def forget(self, decision: Decision | None) -> None:
        """Let the counts that a new decision may change be counted again; None means all."""
        if decision is None or not decision.place:
            self._counts.clear()
            return
        if self._holders is None:
            self._holders = defaultdict(set)
            for row in self.rows.values():
                for item in row.items:
                    self._holders[item.place[0]].add(row.name)
        for name in (decision.file, *self._holders.get(decision.place, ())):
            self._counts.pop(name, None)

    def learn(self, name: str, cards: Iterable[tuple[str, str, str]]) -> None:
        """Take the count of an article from what its page shows: state, rule and severity of each finding.

        A repair may settle findings beside it, which only shows when it is made.
        """
        self._counts[name] = count_of(cards)

    def count(self, row: Row, decisions: Decisions) -> Count:
        """Return how far an article is."""
        found = self._counts.get(row.name)
        if found is None:
            found = self._counts[row.name] = counted(row, decisions)
        return found


def _urgency(row: Row) -> tuple[int, int, str]:
    verdict = VERDICTS.index(row.verdict) if row.verdict in VERDICTS else 0
    return verdict, -sum(WEIGHTS.get(item.severity, 1) for item in row.items if not item.applied), row.name


def states(row: Row, decisions: Decisions) -> list[str]:
    """Return for each finding of an article what it is under these decisions: decided, made or open."""
    held: Sequence[Decision | None] = [None] * len(row.items)
    if decisions.any_of_places and row.items:
        held = standing(decisions, row.name, [item.candidate for item in row.items])
    taken = [item.reach for item, d in zip(row.items, held, strict=True) if d and d.action in _REPAIRING]

    def is_made(item: Item) -> bool:
        return item.applied or any(low <= item.span[0] < item.span[1] <= high for low, high in taken)

    return [
        "decided" if decision else "made" if is_made(item) else "open"
        for item, decision in zip(row.items, held, strict=True)
    ]


def counted(row: Row, decisions: Decisions) -> Count:
    """Return how far an article is under these decisions."""
    shown = zip(states(row, decisions), row.items, strict=True)
    return count_of((state, item.rule, item.severity) for state, item in shown)


def count_of(findings: Iterable[tuple[str, str, str]]) -> Count:
    """Return the count of findings, given as state, rule and severity; what is neither open nor made is decided."""
    by_rule: Counter[str] = Counter()
    decided = made = doubt = 0
    for state, rule, severity in findings:
        if state == "open":
            by_rule[rule] += 1
            doubt += WEIGHTS.get(severity, 1)
        elif state == "made":
            made += 1
        else:
            decided += 1
    return Count(sum(by_rule.values()), decided, made, doubt, by_rule)


def look(shelf: Shelf, linter: Linter, name: str, stamp: Stamp) -> Row:
    """Return the row of an article, from its report where that was made by the same rules and settings."""
    try:
        report = shelf.report(name)
        if report and report.get("refused"):
            return Row(name, stamp, title=name, problem=f"refused: {report['refused']}")
        source = shelf.source(name)
        known = reported(report, linter) if report else None
        scores = _reported_scores(report) if known is not None else None
        found = judged(source, report, linter) if known is None else known
        return _row(name, stamp, source.text, found, scores or _scores(source.text, name, found, linter))
    except (*Unusable, UnsettledError, RecursionError, MemoryError) as error:
        return Row(name, stamp, title=name, problem=str(error) or type(error).__name__)


def _reported_scores(report: Record | None) -> Record | None:
    """Return the scores of a report, if they are whole."""
    try:
        scores = report["scores"] if report else {}
        return {key: scores[key] for key in ("verdict", "artifact", "boilerplate", "evidence")}
    except (KeyError, TypeError):
        return None


def _row(name: str, stamp: Stamp, text: str, judged: Iterable[Judged], scores: Record) -> Row:
    doc = document(text, name)
    items = tuple(_item(name, text, finding, applied) for finding, applied in judged)
    shown = _title(doc, name).encode("utf-8", "replace").decode()[:300]
    grounds = tuple((e["rule"], e["times"], e["weight"]) for e in scores.get("evidence", ()))
    return Row(
        name,
        stamp,
        shown,
        len(doc.prose.replace(MASK, " ").split()),
        scores["verdict"],
        scores["artifact"],
        scores["boilerplate"],
        grounds,
        items,
    )


def _title(doc: Document, name: str) -> str:
    """Return what an article is called: by its page, by its headline, or by the name of its file."""
    if doc.format == "html":
        return page_title(doc.text) or name
    return doc.line_text(doc.title if doc.title is not None else doc.filled[0]) if doc.filled else name


def _item(name: str, text: str, finding: Finding, applied: bool) -> Item:
    found = candidate(text, finding, name)
    place = Place(*(part.encode("utf-8", "replace").decode() for part in found.place))
    shown = text[finding.start : finding.end][:80].encode("utf-8", "replace").decode()
    span, reach = (finding.start, finding.end), offer(text, finding).span
    severity, rule = finding.severity.value, finding.rule
    return Item(severity, applied, shown, rule, place, found.covered, found.offered, found.changes, span, reach)


def _scores(text: str, name: str, judged: Iterable[Judged], linter: Linter) -> Record:
    doc, findings = document(text, name), [finding for finding, _ in judged]
    artifact, boilerplate = artifact_score(doc, findings), boilerplate_score(doc, findings)
    worst, config = max(artifact, boilerplate), linter.config
    verdict = "reject" if worst >= config.reject_at else "review" if worst >= config.review_at else "publish"
    grounds = [ground._asdict() for ground in evidence(doc, findings)]
    return {"artifact": artifact, "boilerplate": boilerplate, "verdict": verdict, "evidence": grounds}
