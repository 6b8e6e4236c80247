"""The engine: which of the edits that rules ask for are made, round by round, until a round makes none."""

from __future__ import annotations

from bisect import bisect_left, bisect_right, insort
from collections.abc import Callable, Iterable, Sequence
from typing import NamedTuple

from lint.edits import Change, Edit, OffsetMap, apply, compose, invert, record
from lint.rule import Finding, Fix, Safety
from lint.ruleset import Found, RuleSet, in_order
from lint.text import MASK, Document

MOST_ROUNDS = 12
"""Rounds after which a text that still changes is given up; real articles need two or three."""


class UnsettledError(Exception):
    """Rules keep undoing each other's edits; the text was left as it was."""

    def __init__(self, rules: Iterable[str]) -> None:
        self.rules = tuple(sorted(set(rules)))
        super().__init__(
            f"the rules {', '.join(self.rules)} undo each other without end; ignore one of them, and report the text"
        )


class Judged(NamedTuple):
    """A finding in coordinates of the original text, and whether its place was edited."""

    finding: Finding
    applied: bool


def order(item: Judged) -> tuple[int, int, str, str]:
    """Return the key that puts findings in order of place and rule."""
    return in_order(item.finding)


class Silenced(NamedTuple):
    """A finding that was suppressed, and by what: "comment", "ignore file", "baseline" or "unchanged"."""

    finding: Finding
    by: str
    reason: str
    fingerprint: str


class Cleaned(NamedTuple):
    """What cleaning made of a text.

    `rounds` holds the changes of each round, in coordinates of that round's result; undoing them, last round
    first, gives back `original`. `edits` does all rounds at once, in coordinates of the original. `unavailable`
    names rules that could not run, each with the reason. `silenced` are the findings that were suppressed, in
    coordinates of the original, each with by whom and why.
    """

    original: str
    text: str
    findings: tuple[Judged, ...]
    rounds: tuple[tuple[Change, ...], ...]
    edits: tuple[Edit, ...]
    unavailable: tuple[tuple[str, str], ...] = ()
    silenced: tuple[Silenced, ...] = ()

    @property
    def left(self) -> list[Finding]:
        """The findings whose places were not edited."""
        return [finding for finding, applied in self.findings if not applied]


Settle = Callable[[Sequence[Finding], Sequence[Edit]], list[Finding]]
"""Judges the findings of a round, in coordinates of its text, given the edits that led to it from the original."""


def clean(
    document: Document,
    rules: RuleSet,
    allowed: frozenset[Safety] = frozenset({Safety.SAFE}),
    *,
    opening: Sequence[Edit] = (),
    prefilter: bool = True,
    settle: Settle | None = None,
) -> Cleaned:
    """Return the document with the allowed fixes made, in rounds until a round makes none.

    `opening` is a first round that is made whatever the rules say, such as the one that turns a page into prose;
    what follows sees its result as plain text. `settle` is shown what each round finds and the edits made before it,
    and returns the findings as a person has judged them. Raise UnsettledError when rules keep undoing each other.
    """
    current = document
    total: list[Edit] = []
    rounds: list[tuple[Change, ...]] = []
    if opening:
        total = list(opening)
        rounds.append(tuple(record(document.text, opening)))
        current = Document(apply(document.text, opening), path=document.path)
    judged: dict[tuple[str, int, int], Judged] = {}
    texts = {document.text}
    earlier: tuple[Found, Sequence[Edit]] | None = None
    while True:
        found = (
            rules.search(current, earlier) if prefilter else Found(current, rules.findings(current, prefilter=False))
        )
        left = settle(found.findings, total) if settle else found.findings
        edits, done = choose(current, left, allowed)
        back = OffsetMap(total)
        for finding in left:
            applied = finding in done or _lost(finding, edits)
            original = moved_back(finding, back) if total else finding
            key = (original.rule, original.start, original.end)
            if key not in judged or applied > judged[key].applied:
                judged[key] = Judged(original, applied)
        if not edits:
            break
        rounds.append(tuple(record(current.text, edits)))
        total = compose(total, edits)
        earlier = found, edits
        current = current.with_text(apply(current.text, edits))
        if current.text in texts or len(rounds) > MOST_ROUNDS:
            raise UnsettledError(change.rule for change in rounds[-1])
        texts.add(current.text)
    findings = tuple(sorted(judged.values(), key=order))
    return Cleaned(document.text, current.text, findings, tuple(rounds), tuple(total))


def choose(
    document: Document, findings: Iterable[Finding], allowed: frozenset[Safety]
) -> tuple[list[Edit], set[Finding]]:
    """Return the edits to make now, sorted and without collisions, and the findings that they settle.

    The earlier fix goes first, of two at one place the longer. A fix that collides waits for the next round;
    only removals may overlap, for together they remove what each of them does.
    """
    edits: list[Edit] = []
    done: set[Finding] = set()
    for finding in findings:
        if finding.fix is None or finding.fix.safety not in allowed:
            continue
        wanted = [_fitted(edit, edits) for edit in finding.fix.edits]
        if any(edit is None or _masked(document, edit) for edit in wanted):
            continue
        done.add(finding)
        for edit in wanted:
            if edit is not None and (edit.start < edit.end or edit.replacement):
                insort(edits, edit)
    return _closed(document, edits), done


def _closed(document: Document, edits: list[Edit]) -> list[Edit]:
    """Return the edits with the blank lines that removals of neighboring lines would leave as a double gap."""
    closed: list[Edit] = []
    first = 0  # where in `closed` the run of removals that touch begins
    for number, edit in enumerate(edits):
        if not closed or edit.replacement or closed[-1].replacement or closed[-1].end != edit.start:
            first = len(closed)
        closed.append(edit)
        limit = edits[number + 1].start if number + 1 < len(edits) else len(document.text)
        if (first < len(closed) - 1 and limit > edit.end) or limit == edit.end == len(document.text):
            before = document.line_number(closed[first].start)
            if document.lines[before].start == closed[first].start and (
                before == 0 or not document.line_text(before - 1)
            ):
                _take_blanks(document, closed, first, limit)
    return closed


def _take_blanks(document: Document, edits: list[Edit], first: int, limit: int) -> None:
    """Let the removals `first` to last of `edits` take the blank lines behind them, at the text's end those before."""
    end = edits[-1].end
    after = document.line_number(end) if end < len(document.text) else len(document.lines)
    if after < len(document.lines) and document.lines[after].start != end:
        return
    while after < len(document.lines) and not document.line_text(after) and document.lines[after].stop <= limit:
        after += 1
    if after < len(document.lines):
        edits[-1] = edits[-1]._replace(end=max(end, document.lines[after].start))
        return
    before = document.line_number(edits[first].start)
    floor = edits[first - 1].end if first else 0
    while before > 0 and not document.line_text(before - 1) and document.lines[before - 1].start >= floor:
        before -= 1
    edits[first] = edits[first]._replace(start=document.lines[before].start)
    edits[-1] = edits[-1]._replace(end=len(document.text))


def _fitted(edit: Edit, taken: list[Edit]) -> Edit | None:
    """Return `edit` without what removals among `taken` remove already, or None if it collides."""
    first = max(bisect_left(taken, edit) - 2, 0)
    for number in range(first, len(taken)):
        other = taken[number]
        if other.start > edit.end:
            break
        if other.end < edit.start:
            continue
        if edit.replacement or other.replacement:
            overlap = edit.start < other.end and other.start < edit.end
            insertion = edit.start == edit.end or other.start == other.end
            if overlap or insertion or edit.start == other.start:
                return None
        elif edit.start < other.start and other.end < edit.end:
            return None
        else:
            start = max(edit.start, other.end) if other.start <= edit.start else edit.start
            end = min(edit.end, other.start) if other.start > edit.start else edit.end
            edit = edit._replace(start=min(start, end), end=end) if start <= end else edit._replace(start=end, end=end)
    return edit


def _masked(document: Document, edit: Edit) -> bool:
    return document.prose is not document.text and MASK in document.prose[edit.start : edit.end]


def _lost(finding: Finding, edits: list[Edit]) -> bool:
    """Tell whether the place of a finding was removed or rewritten whole by somebody's edit."""
    index = bisect_right(edits, finding.start, key=lambda edit: edit.start) - 1
    return index >= 0 and finding.start < finding.end <= edits[index].end


def moved_back(finding: Finding, back: OffsetMap) -> Finding:
    """Return a finding in coordinates of the text before the edits of `back`."""
    start, end = back.back(finding.start, finding.end)
    fix = finding.fix
    if fix:
        moved = []
        for edit in fix.edits:
            edit_start, edit_end = back.back(edit.start, edit.end)
            moved.append(edit._replace(start=edit_start, end=edit_end))
        fix = Fix(fix.safety, tuple(moved))
    return finding._replace(start=start, end=end, fix=fix)


def undo(text: str, rounds: Iterable[Iterable[Change]]) -> str:
    """Return the text before the recorded rounds; raise ValueError where they do not fit."""
    for changes in reversed([list(changes) for changes in rounds]):
        text = apply(text, invert(changes))
    return text


def retrace(text: str, rounds: Sequence[Sequence[Change]]) -> tuple[str, list[Edit]]:
    """Return the original of a cleaned text and the edits that lead from it to `text`, all rounds in one list."""
    total: list[Edit] = []
    for changes in reversed(rounds):
        forward, shift = [], 0
        for change in changes:
            start = change.start - shift
            replacement = text[change.start : change.start + change.length]
            forward.append(Edit(start, start + len(change.old), replacement, change.rule))
            shift += change.length - len(change.old)
        text = apply(text, invert(changes))
        total = compose(forward, total)
    return text, total
