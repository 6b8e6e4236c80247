"""One article as an editor sees it: every finding with its state, the text with its edits marked, and both versions."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from lint.decisions import Action, Scope, offer
from lint.edits import Edit
from lint.recurrence.rule import RULE_ID
from lint.review.judged import LONG
from lint.review.looking import Looked, Seen
from lint.text import Document

MOST_CARDS = 400
"""Findings that one page shows; the rest follow when these are settled."""

_AROUND = 400
_CONTEXT = 90
_CLIP = 1200

EDITABLE = 20_000
"""Longest text that can be edited on the page."""

STATES = {
    Action.ACCEPT: "accepted",
    Action.EDIT: "edited",
    Action.REJECT: "rejected",
    Action.GENUINE: "genuine",
}


class Card(NamedTuple):
    """A finding as the page shows it.

    `state` is open, accepted, edited, rejected, genuine or made (by the machine, safely). `old` and `new` are what
    its repair replaces and by what, `before` and `after` the words around. `place` is by what a decision names it.
    """

    number: int
    rule: str
    category: str
    severity: str
    safety: str
    message: str
    why: str
    line: int
    state: str
    before: str
    old: str
    new: str
    after: str
    place: str
    decision: str
    scope: str
    can_accept: bool
    can_edit: bool
    start: int
    end: int

    @property
    def recurs(self) -> bool:
        """Whether it is a line that stands in many articles of the site."""
        return self.rule == RULE_ID

    @property
    def is_open(self) -> bool:
        """Whether a person must still decide."""
        return self.state == "open"


class Piece(NamedTuple):
    """A part of the text: `kind` is same, del, ins or gap; `card` is the number of its finding, or -1."""

    kind: str
    text: str
    card: int = -1
    state: str = ""
    first: bool = False


class Aligned(NamedTuple):
    """A paragraph, left as it was and right as it is now."""

    left: list[Piece]
    right: list[Piece]
    changed: bool


class View(NamedTuple):
    """An article on the page. `long` tells that it is shown in parts; `more` how many findings are not shown."""

    name: str
    digest: str
    cards: list[Card]
    pieces: list[Piece]
    text: str
    long: bool
    more: int

    @property
    def open(self) -> int:
        """How many findings wait for a decision."""
        return sum(card.is_open for card in self.cards)


def view(found: Looked, whys: dict[str, str]) -> View:
    """Return what the page shows of an article."""
    source, text, rows = found.source, found.before, found.rows
    doc = Document(text)
    if len(rows) > MOST_CARDS:
        rows = tuple([row for row in rows if row.is_open][:MOST_CARDS]) or rows[:MOST_CARDS]
    cards = [
        _card(number, text, row, doc.position(row.finding.start)[0], whys.get(row.finding.rule, ""))
        for number, row in enumerate(rows)
    ]
    marked = list(pieces(text, found.edits, cards))
    in_parts = len(text) > LONG
    more = len(found.rows) - len(rows)
    return View(source.path, source.sha256, cards, _parts(marked) if in_parts else marked, found.text, in_parts, more)


def _card(number: int, text: str, row: Seen, line: int, why: str) -> Card:
    finding, applied, item, decision, _ = row
    found = offer(text, finding)
    start, end = found.span
    state = STATES[decision.action] if decision else "made" if applied else "open"
    old, new = found.old, found.new
    if decision and decision.action is Action.EDIT:
        new = decision.replacement
    return Card(
        number,
        finding.rule,
        finding.category,
        finding.severity.value,
        finding.fix.safety.value if finding.fix else "none",
        finding.message,
        why,
        line,
        state,
        _before(text, start),
        old,
        new,
        _after(text, end),
        item.place.whole,
        decision.id if decision else "",
        decision.scope.value if decision else Scope.PLACE.value,
        item.changes,
        len(old) <= EDITABLE and len(new) <= EDITABLE,
        finding.start,
        finding.end,
    )


def _before(text: str, start: int) -> str:
    low = max(start - _CONTEXT, 0)
    line = text[low:start].rpartition("\n")[2]
    return "…" + line.partition(" ")[2] if low and len(line) == start - low else line


def _after(text: str, end: int) -> str:
    line = text[end : end + _CONTEXT].partition("\n")[0]
    return line.rpartition(" ")[0] + "…" if len(line) == _CONTEXT else line


def clipped(text: str) -> str:
    """Return a text, without its middle if it is very long."""
    return text if len(text) <= _CLIP else f"{text[: _CLIP // 2]} […] {text[-_CLIP // 2 :]}"


def pieces(text: str, edits: Sequence[Edit], cards: Sequence[Card]) -> Iterator[Piece]:
    """Yield the text cut where an edit or a finding begins or ends, each part with the finding it belongs to."""
    spans = sorted((card.start, card.end, card.number) for card in cards)
    cuts = sorted({0, len(text), *(at for start, end, _ in spans for at in (start, end))})
    seen: set[int] = set()
    done = 0
    for edit in edits:
        yield from _plain(text, done, edit.start, cuts, cards, spans, seen)
        owner = _owner(edit, cards)
        state = cards[owner].state if owner >= 0 else "made"
        if edit.end > edit.start:
            yield Piece("del", text[edit.start : edit.end], owner, state, owner not in seen)
            seen.add(owner)
        if edit.replacement:
            yield Piece("ins", edit.replacement, owner, state, owner not in seen)
            seen.add(owner)
        done = edit.end
    yield from _plain(text, done, len(text), cuts, cards, spans, seen)


def _plain(
    text: str,
    start: int,
    end: int,
    cuts: list[int],
    cards: Sequence[Card],
    spans: list[tuple[int, int, int]],
    seen: set[int],
) -> Iterator[Piece]:
    """Yield the part of the text that no edit touches, with the findings in it that are open or were rejected."""
    at = start
    while at < end:
        stop = min(cuts[bisect_right(cuts, at)] if bisect_right(cuts, at) < len(cuts) else end, end)
        owner = _covering(at, stop, cards, spans)
        state = cards[owner].state if owner >= 0 else ""
        yield Piece("same", text[at:stop], owner, state, owner >= 0 and owner not in seen)
        seen.add(owner)
        at = stop


def _covering(start: int, end: int, cards: Sequence[Card], spans: list[tuple[int, int, int]]) -> int:
    """Return the finding that a part shows: of those around it an open one first, then the shortest."""
    around = [
        number
        for low, high, number in spans[: bisect_right(spans, start, key=lambda span: span[0])]
        if low <= start and end <= high and cards[number].state != "made"
    ]
    return min(around, key=lambda n: (not cards[n].is_open, cards[n].end - cards[n].start), default=-1)


def _owner(edit: Edit, cards: Sequence[Card]) -> int:
    """Return the finding that an edit belongs to: the one of its rule that it meets, or any that it meets."""
    met = [
        card
        for card in cards
        if card.state in ("made", "accepted", "edited") and card.start <= edit.end and edit.start <= card.end
    ]
    met.sort(key=lambda card: (card.rule != edit.rule, abs(card.start - edit.start)))
    return met[0].number if met else -1


def _parts(marked: list[Piece]) -> list[Piece]:
    """Return the pieces of a long article with only the beginning and end of those that say nothing."""
    parts: list[Piece] = []
    for piece in marked:
        if piece.kind == "same" and piece.card < 0 and len(piece.text) > 3 * _AROUND:
            left_out = len(piece.text) - 2 * _AROUND
            parts.append(piece._replace(text=piece.text[:_AROUND]))
            parts.append(Piece("gap", f"{left_out:,} characters without findings"))
            parts.append(piece._replace(text=piece.text[-_AROUND:]))
        else:
            parts.append(piece)
    return parts


def aligned(marked: Sequence[Piece]) -> list[Aligned]:
    """Return the text in paragraphs, each as it was and as it is now; they part where both texts have a line end."""
    rows: list[Aligned] = []
    left: list[Piece] = []
    right: list[Piece] = []
    for piece in marked:
        if piece.kind != "same":
            (left if piece.kind == "del" else right).append(piece)
            if piece.kind == "gap":
                left.append(piece)
            continue
        for number, part in enumerate(piece.text.split("\n")):
            if number:
                rows.append(_row(left, right))
                left, right = [], []
            if part:
                left.append(piece._replace(text=part))
                right.append(piece._replace(text=part))
    rows.append(_row(left, right))
    return [row for row in rows if _says(row.left) or _says(row.right)]


def _row(left: list[Piece], right: list[Piece]) -> Aligned:
    return Aligned(left, right, any(piece.kind in ("del", "ins") for piece in (*left, *right)))


def _says(row: list[Piece]) -> bool:
    return any(piece.text.strip() for piece in row)
