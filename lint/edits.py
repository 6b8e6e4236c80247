"""Edits as data: apply them, undo them, compose them, map offsets through them, derive them from two texts.

An edit list is sorted, its edits neither overlap nor touch at one insertion point, and all offsets of a list
refer to the text before the first edit.
"""

from __future__ import annotations

from bisect import bisect_right
from collections import deque
from collections.abc import Iterable, Iterator, Sequence
from itertools import accumulate
from typing import NamedTuple

from lint.pattern import lazy

_TOKEN = lazy(r"\w+|\s|[^\w\s]")


class Edit(NamedTuple):
    """Replace the code points `start` to `end` by `replacement`; `rule` names who asked for it."""

    start: int
    end: int
    replacement: str
    rule: str = ""


class Change(NamedTuple):
    """An edit that was made, in coordinates of the text it made: `old` became `text[start:start + length]`."""

    start: int
    length: int
    old: str
    rule: str


def apply(text: str, edits: Iterable[Edit]) -> str:
    """Return `text` with an edit list applied; raise ValueError where edits overlap or leave the text."""
    parts: list[str] = []
    done = 0
    for edit in edits:
        if not done <= edit.start <= edit.end <= len(text):
            raise ValueError(f"edit {edit.start}-{edit.end} of {edit.rule or 'no rule'} overlaps or leaves the text")
        parts.append(text[done : edit.start])
        parts.append(edit.replacement)
        done = edit.end
    parts.append(text[done:])
    return "".join(parts)


def record(text: str, edits: Iterable[Edit]) -> list[Change]:
    """Return what `apply(text, edits)` changes, in coordinates of its result."""
    changes = []
    shift = 0
    for edit in edits:
        changes.append(Change(edit.start + shift, len(edit.replacement), text[edit.start : edit.end], edit.rule))
        shift += len(edit.replacement) - (edit.end - edit.start)
    return changes


def invert(changes: Iterable[Change]) -> list[Edit]:
    """Return the edit list that undoes recorded changes."""
    return [Edit(change.start, change.start + change.length, change.old, change.rule) for change in changes]


class OffsetMap:
    """Maps offsets of an edited text back to the text before the edits, and offsets of that to the edited text."""

    def __init__(self, edits: Sequence[Edit]) -> None:
        self._edits = edits
        self._starts: list[int] = []
        self._shifts = [0]
        for edit in edits:
            shift = self._shifts[-1]
            self._starts.append(edit.start + shift)
            self._shifts.append(shift + len(edit.replacement) - (edit.end - edit.start))
        self._ends = [edit.end for edit in edits]

    def forth(self, start: int, end: int) -> tuple[int, int]:
        """Return where a range of the old text, in which nothing was edited, stands in the new one."""
        new_start, new_end = (place + self._shifts[bisect_right(self._ends, place)] for place in (start, end))
        return new_start, max(new_start, new_end)

    def back(self, start: int, end: int) -> tuple[int, int]:
        """Return the range of the old text that `start` to `end` of the new text came from.

        A range that begins or ends inside a replacement widens to all that was replaced.
        """
        if start == end:
            old = self._old(start, inside=0)
            return old, old
        old_start, old_end = self._old(start, inside=0), self._old(end - 1, inside=1) + 1
        return old_start, max(old_start, old_end)

    def _old(self, offset: int, *, inside: int) -> int:
        """Return where one character came from; within a replacement, its first or (`inside` = 1) last place."""
        index = bisect_right(self._starts, offset) - 1
        if index < 0:
            return offset
        edit, shift = self._edits[index], self._shifts[index]
        if offset < edit.start + shift + len(edit.replacement):
            return max(edit.end - 1, edit.start) if inside else edit.start
        return offset - shift - len(edit.replacement) + (edit.end - edit.start)


def compose(first: Iterable[Edit], second: Iterable[Edit]) -> list[Edit]:
    """Return one edit list that does what `first` and then `second` do.

    `second` is in coordinates of the text that `first` makes. Edits that meet become one, named by the later rule.
    """
    pieces = deque(_pieces(first))
    kept: list[_Piece] = []
    position = 0  # in the text that `first` makes: where pieces[0] begins
    for edit in second:
        while pieces and position + pieces[0].size <= edit.start:
            position += pieces[0].size
            kept.append(pieces.popleft())
        if position < edit.start:
            before, rest = pieces.popleft().split(edit.start - position)
            kept.append(before)
            pieces.appendleft(rest)
            position = edit.start
        kept.append(_Piece(0, 0, edit.replacement, edit.rule))
        while pieces and position + pieces[0].size <= edit.end:
            position += pieces.popleft().size
        if pieces and position < edit.end:
            pieces.appendleft(pieces.popleft().split(edit.end - position)[1])
            position = edit.end
    kept.extend(pieces)
    return list(_edits(kept))


class _Piece(NamedTuple):
    """A part of an edited text: the old text from `start` to `end`, or where `inserted` is not None, that."""

    start: int
    end: int
    inserted: str | None = None
    rule: str = ""

    @property
    def size(self) -> int:
        return self.end - self.start if self.inserted is None else len(self.inserted)

    def split(self, offset: int) -> tuple[_Piece, _Piece]:
        if self.inserted is None:
            middle = self.start + offset
            return self._replace(end=middle), self._replace(start=middle)
        return self._replace(inserted=self.inserted[:offset]), self._replace(inserted=self.inserted[offset:])


_ENDLESS = 1 << 62
"""Stands for the end of a text whose length is not known here."""


def _pieces(edits: Iterable[Edit]) -> Iterator[_Piece]:
    done = 0
    for edit in edits:
        if done < edit.start:
            yield _Piece(done, edit.start)
        yield _Piece(0, 0, edit.replacement, edit.rule)
        done = edit.end
    yield _Piece(done, _ENDLESS)


def _edits(pieces: Iterable[_Piece]) -> Iterator[Edit]:
    done = 0
    inserted: list[_Piece] = []
    for piece in pieces:
        if piece.inserted is not None:
            inserted.append(piece)
            continue
        if inserted or piece.start > done:
            yield Edit(done, piece.start, "".join(p.inserted or "" for p in inserted), inserted[-1].rule)
            inserted = []
        done = piece.end


def _shared(left: str, right: str) -> int:
    """Return how many characters two texts share at their beginnings."""
    return next((n for n, (a, b) in enumerate(zip(left, right, strict=False)) if a != b), min(len(left), len(right)))


def between(old: str, new: str, rule: str = "") -> list[Edit]:
    """Return the edits that turn `old` into `new`, for fixers that only map text to text.

    The texts are compared word by word after what they share at both ends is set aside.
    """
    if old == new:
        return []
    head = _shared(old, new)
    tail = _shared(old[head:][::-1], new[head:][::-1])
    old_words, new_words = _TOKEN.findall(old[head : len(old) - tail]), _TOKEN.findall(new[head : len(new) - tail])
    offsets = [head, *accumulate((len(word) for word in old_words), initial=head)][1:]
    from difflib import SequenceMatcher  # costs 5 ms to import and most runs never need it

    matcher = SequenceMatcher(None, old_words, new_words, autojunk=False)
    return [
        Edit(offsets[low], offsets[high], "".join(new_words[new_low:new_high]), rule)
        for kind, low, high, new_low, new_high in matcher.get_opcodes()
        if kind != "equal"
    ]
