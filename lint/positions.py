"""Lines and columns in the units that other programs count in: UTF-16 code units, or bytes of UTF-8."""

from __future__ import annotations

from array import array
from bisect import bisect_left, bisect_right
from collections.abc import Callable
from itertools import accumulate

from lint.text import Document

Width = Callable[[str], int]
"""Returns the length of one character in a unit."""


def utf16(letter: str) -> int:
    """Return the length in UTF-16 code units, the columns of editors and of SARIF."""
    return 2 if letter > "\uffff" else 1


def utf8(letter: str) -> int:
    """Return the length in bytes of UTF-8, the columns of reviewdog; a byte kept by surrogateescape counts as one."""
    if letter < "\x80" or "\udc80" <= letter <= "\udcff":
        return 1
    return 2 if letter < "\u0800" else 4 if letter > "\uffff" else 3


class Positions:
    """Turns the offsets of one text into lines and columns and back; both are counted from 0.

    `width` is the length of a character; `len` counts code points.
    """

    def __init__(self, text: str, width: Width = utf16) -> None:
        self._text = text
        self._width = width
        lines = Document(text).lines
        self._starts = [line.start for line in lines] or [0]
        self._ends = [line.end for line in lines] or [0]
        if lines and lines[-1].stop > lines[-1].end:  # the empty line behind the last line end
            self._starts.append(len(text))
            self._ends.append(len(text))
        self._columns: dict[int, array[int] | None] = {}

    def _columns_of(self, line: int) -> array[int] | None:
        """Return the column of each character of a line and of its end; None where that is just its number."""
        if line not in self._columns:
            content = self._text[self._starts[line] : self._ends[line]]
            simple = self._width is len or content.isascii()
            self._columns[line] = None if simple else array("L", accumulate(map(self._width, content), initial=0))
        return self._columns[line]

    def place(self, offset: int) -> tuple[int, int]:
        """Return line and column of an offset; within a line end, the end of its line."""
        line = bisect_right(self._starts, offset) - 1
        number = min(offset, self._ends[line]) - self._starts[line]
        columns = self._columns_of(line)
        return line, number if columns is None else columns[number]

    def offset(self, line: int, column: int) -> int:
        """Return the offset of a line and column; a place outside of the text is moved to its nearest edge."""
        if line >= len(self._starts):
            return len(self._text)
        line, column = max(line, 0), max(column, 0)
        columns = self._columns_of(line)
        number = column if columns is None else bisect_left(columns, column)
        return min(self._starts[line] + number, self._ends[line])
