"""What an engine is sent: the running text of a document, in texts of a bearable size, and the way back to its offsets."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator
from typing import NamedTuple

from lint.pattern import lazy
from lint.text import Document, Span

LIMIT = 20_000
"""Most characters in one request: an answer repeats a sentence with each match in it, so its size grows squared."""

_PARAGRAPH = lazy(r"[^\r\n]+(?:(?<![.!?:;\"”])(?:\r\n|\r|\n)[ \t]*(?=[^\W\d_A-Z])[^\r\n]+)*")
_SENTENCE_END = lazy(r"[.!?…][\"”’')\]]{0,3}\s*\Z")
_WORD = lazy(r"[^\W\d_]+(?:['’][^\W\d_]+)*")

# What is not sent as it is: a lone surrogate can't be encoded, and a Java server counts a character beyond U+FFFF as two.
_UNSENDABLE = lazy("[\ud800-\udfff\U00010000-\U0010ffff]")


class Request(NamedTuple):
    """A text to send: paragraphs of a document, with the offsets at which each begins here and there."""

    text: str
    here: list[int]
    there: list[int]

    def offset(self, here: int) -> int:
        """Return the offset in the document."""
        index = max(bisect_right(self.here, here) - 1, 0)
        return here - self.here[index] + self.there[index]


def requests(document: Document, limit: int = LIMIT) -> Iterator[Request]:
    """Yield the running text of a document in texts of at most `limit` characters, cut between paragraphs."""
    parts: list[str] = []
    here: list[int] = []
    there: list[int] = []
    size = 0
    for start, end in paragraphs(document.prose, limit):
        if parts and size + end - start + 2 > limit:
            yield Request("".join(parts), here, there)
            parts, here, there, size = [], [], [], 0
        here.append(size)
        there.append(start)
        parts.append(_UNSENDABLE.sub("\ufffd", document.prose[start:end]) + "\n\n")
        size += end - start + 2
    if parts:
        yield Request("".join(parts), here, there)


def paragraphs(prose: str, limit: int = LIMIT) -> Iterator[Span]:
    """Yield what is running text, a paragraph at a time, an endless one in pieces; headlines and labels are left out.

    A line is a paragraph; the next one belongs to it where it goes on in lower case.
    """
    for match in _PARAGRAPH.finditer(prose):
        if is_running(match[0]):
            yield from _pieces(prose, match.start(), match.end(), limit)


def is_running(paragraph: str) -> bool:
    """Tell whether a paragraph is made of sentences, not a label, a list of names or a headline in title case."""
    words = _WORD.findall(paragraph[:LIMIT])
    if len(words) < 12 and not _SENTENCE_END.search(paragraph):
        return False
    long_words = [word for word in words if len(word) > 3]
    lower = [word for word in long_words if word[0].islower()]
    share = 4 if paragraph.rstrip().endswith(".") else 2
    return len(lower) * share >= len(long_words)


def _pieces(prose: str, start: int, end: int, limit: int) -> Iterator[Span]:
    while end - start > limit - 2:
        stop = start + limit - 2
        cut = max(prose.rfind(mark, start + 1, stop) + len(mark) for mark in (". ", "? ", "! "))
        if cut <= start + len(". "):
            cut = prose.rfind(" ", start + 1, stop) + 1 or stop
        yield Span(start, cut)
        start = cut
    yield Span(start, end)


def holds_name(found: str, text: str, here: Span) -> bool:
    """Tell whether a capitalized word is part of what was found, other than I or the first of a sentence."""
    before = text[: here.start].rstrip(" \t“”\"'‘’(")
    opens = not before or before[-1] in ".!?:\n…"
    words = _WORD.findall(found)
    return any(word[0].isupper() and word.partition("'")[0] != "I" for word in (words[1:] if opens else words))
