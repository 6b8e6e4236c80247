"""Lines and columns in the units that other programs count in: UTF-16 code units, or bytes of UTF-8."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable

from lint.text import Document

Width = Callable[[str], int]
"""Returns the length of a text in a unit."""


def utf16(text: str) -> int:
    """Return the length in UTF-16 code units, the columns of editors and of SARIF."""
    return len(text) if text.isascii() else len(text.encode("utf-16-le", "surrogatepass")) // 2


def utf8(text: str) -> int:
    """Return the length in bytes of UTF-8, the columns of reviewdog; a byte kept by surrogateescape counts as one."""
    if text.isascii():
        return len(text)
    return sum(1 if "\udc80" <= letter <= "\udcff" else len(letter.encode("utf-8", "surrogatepass")) for letter in text)


class Positions:
    """Turns the offsets of one text into lines and columns and back; both are counted from 0."""

    def __init__(self, text: str, width: Width = utf16) -> None:
        self._text = text
        self._width = width
        lines = Document(text).lines
        self._starts = [line.start for line in lines] or [0]
        self._ends = [line.end for line in lines] or [0]
        if lines and lines[-1].stop > lines[-1].end:  # the empty line behind the last line end
            self._starts.append(len(text))
            self._ends.append(len(text))

    def place(self, offset: int) -> tuple[int, int]:
        """Return line and column of an offset; within a line end, the end of its line."""
        line = bisect_right(self._starts, offset) - 1
        return line, self._width(self._text[self._starts[line] : min(offset, self._ends[line])])

    def offset(self, line: int, column: int) -> int:
        """Return the offset of a line and column; a place outside of the text is moved to its nearest edge."""
        if line >= len(self._starts):
            return len(self._text)
        start, end = self._starts[max(line, 0)], self._ends[max(line, 0)]
        if self._text[start:end].isascii():
            return min(start + max(column, 0), end)
        seen = 0
        for offset in range(start, end):
            if seen >= column:
                return offset
            seen += self._width(self._text[offset])
        return end
