"""Where a sentence begins and ends, and which words stand beside a place."""

from __future__ import annotations

from collections.abc import Iterator

from lint.grammar.pairs import Word
from lint.pattern import lazy
from lint.text import Document

_NEXT = lazy(r"[ \u00a0]([a-z][a-z’'-]*)")
_BEFORE = lazy(r"([^\W_][\w’'-]*)[ \u00a0]\Z")
_SENTENCE_START = lazy(r"[.!?…:][”\"’')\]]{0,3}[ \u00a0]+[“\"‘'(\[]?|[\r\n]+[ \t]*[“\"‘'(\[]?")
_LONGEST = 400


def behind_comma(document: Document, word: str) -> Iterator[Word]:
    """Yield the places of a folded word between a comma and a space."""
    for start in document.places(f", {word} "):
        yield Word(word, start + 2, start + 2 + len(word))


def next_word(document: Document, end: int) -> Word | None:
    """Return the word in lower case that follows after a space, or None."""
    match = _NEXT.match(document.prose, end)
    return Word(match[1].rstrip("'’-"), match.start(1), match.end(1)) if match else None


def word_before(document: Document, start: int) -> str:
    """Return the folded word before a place, or "" where something else stands there."""
    match = _BEFORE.search(document.folded, max(start - 40, 0), start)
    return match[1] if match else ""


def sentence_start(document: Document, place: int) -> int:
    """Return where the sentence around a place begins, or a place shortly before it in an endless one."""
    start = max(place - _LONGEST, 0)
    for match in _SENTENCE_START.finditer(document.prose, start, place):
        start = match.end()
    return start
