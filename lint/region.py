"""Which lines of a text a round of edits can have touched, so that the next round need not look at the others."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from lint.edits import Edit
from lint.text import Document, Part, Span


class Region(NamedTuple):
    """Lines around edits that stand close together.

    `core` is where, in the text before, nothing stays as it was: the edited lines and those that touch them.
    `new` is where to look in the text after: a line more on both sides. `shift` is how far the text behind moved.
    """

    core: Span
    new: Span
    shift: int


class Step(NamedTuple):
    """A round of edits: the text before, and the regions that the edits touched, in order, without overlap.

    It is `slight` if no more than white space behind lines was edited.
    """

    before: Document
    regions: list[Region]
    slight: bool

    def moved(self, start: int, end: int | None = None) -> int | None:
        """Return where a range of the text before begins in the text after, or None if a region touches it.

        Without `end` it is one place.
        """
        end = start + 1 if end is None else max(end, start + 1)
        shift = 0
        for region in self.regions:
            if start < region.core.end and region.core.start < end:
                return None
            if start >= region.core.end:
                shift = region.shift
        return start + shift

    def part(self, document: Document) -> Document:
        """Return the text after as those see it who look only at what may have changed."""
        return Part(document, [region.new for region in self.regions])


def step(document: Document, edits: Sequence[Edit]) -> Step:
    """Return what an edit list touches in a document."""
    found: list[Region] = []
    shift = 0
    for first, last, grown in _groups(document, edits):
        core = _around(document, first, last, 1)
        wide = _around(document, first, last, 2)
        before, shift = shift, shift + grown
        found.append(Region(core, Span(wide.start + before, wide.end + shift), shift))
    return Step(document, found, all(_is_slight(document.text, edit) for edit in edits))


def _is_slight(text: str, edit: Edit) -> bool:
    """Tell whether an edit takes all blanks from behind the words of a line, or is about the end of the text."""
    changed = text[edit.start : edit.end] + edit.replacement
    at_end = edit.end == len(text) or (text[edit.end] in "\r\n" and not {"\r", "\n"} & set(changed))
    before = text[edit.start - 1 : edit.start]  # an emptied line parts its neighbors anew, and blanks may be left
    return at_end and bool(before.strip()) and not changed.strip(" \t\r\n")


def _groups(document: Document, edits: Sequence[Edit]) -> list[tuple[int, int, int]]:
    """Return the runs of lines that edits touch, each with by how much they grow; close ones are one run."""
    groups: list[tuple[int, int, int]] = []
    for edit in edits:
        first, last = document.line_number(edit.start), document.line_number(edit.end)
        grown = len(edit.replacement) - (edit.end - edit.start)
        if groups and first - groups[-1][1] <= 5:
            start, _, sofar = groups.pop()
            first, grown = start, sofar + grown
        groups.append((first, last, grown))
    return groups


def _around(document: Document, first: int, last: int, margin: int) -> Span:
    """Return the span of lines with up to `margin` more on both sides, as far as no blank line parts them."""
    lines = document.lines
    if not lines:
        return Span(0, 0)
    low, high = first, last
    while low > max(first - margin, 0) and document.line_text(low - 1):
        low -= 1
    while high < min(last + margin, len(lines) - 1) and document.line_text(high + 1):
        high += 1
    return Span(lines[low].start, lines[high].stop)
