"""Where words stand in a text: what the grammar rules walk along."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import NamedTuple

from lint.edits import Edit
from lint.kinds import Voice
from lint.pattern import lazy
from lint.rule import Example, Finding
from lint.text import Document, Needs

_NEXT = lazy(r"[ \u00a0]([a-z][a-z’'-]*)")
_BEFORE = lazy(r"([^\W_][\w’'-]*)[ \u00a0]\Z")
_SENTENCE_START = lazy(r"[.!?…:][”\"’')\]]{0,3}[ \u00a0]+[“\"‘'(\[]?|[\r\n]+[ \t]*[“\"‘'(\[]?")
_SENTENCE_END = lazy(r"[.!?…](?=[”\"’')\]]{0,3}(?:\s|\Z))|[\r\n]|\Z")
_LONGEST = 400


class Word(NamedTuple):
    """A folded word and where it stands."""

    text: str
    start: int
    end: int


def example(marked: str) -> Example:
    """Return the example that a sentence with one "{wrong|right}" in it stands for."""
    before, _, rest = marked.partition("{")
    found, _, after = rest.partition("}")
    wrong, _, right = found.partition("|")
    return Example(before + wrong + after, before + right + after)


def needing(words: Iterable[str]) -> Needs:
    """Return the need for any one of some words."""
    return tuple((word,) for word in sorted(words))


def occurrences(document: Document, words: frozenset[str]) -> Iterator[Word]:
    """Yield every place of `words`, which are folded, that is followed by a space; in order for each word."""
    text = document.folded
    for word in sorted(words & document.words):
        sought, size = word + " ", len(word)
        start = text.find(sought)
        while start >= 0:
            before = text[start - 1 : start]
            if not before or not (before.isalnum() or before in "'’-‑–_@#&/."):
                yield Word(word, start, start + size)
            start = text.find(sought, start + size)


def next_word(document: Document, end: int) -> Word | None:
    """Return the word that follows after a space, in lower case as it stands, or None."""
    match = _NEXT.match(document.prose, end)
    return Word(match[1].rstrip("'’-"), match.start(1), match.end(1)) if match else None


def word_before(document: Document, start: int) -> str:
    """Return the folded word before a place, or "" where something else stands there."""
    match = _BEFORE.search(document.folded, max(start - 40, 0), start)
    return match[1] if match else ""


def sentence_start(document: Document, place: int) -> int:
    """Return where the sentence around a place begins, or a place shortly before it in an endless one."""
    low = max(place - _LONGEST, 0)
    start = low
    for match in _SENTENCE_START.finditer(document.prose, low, place):
        start = match.end()
    return start


def sentence_end(document: Document, place: int) -> int:
    """Return where the sentence around a place ends, or a place shortly behind it in an endless one."""
    high = min(place + _LONGEST, len(document.prose))
    match = _SENTENCE_END.search(document.prose, place, high)
    return match.start() if match else high


def offered(voice: Voice, document: Document, span: tuple[int, int], fix: str | None) -> Iterator[Finding]:
    """Yield a finding with the replacement `fix`, if there is one; nothing within quotation marks."""
    start, end = span
    if document.is_quoted(start, end):
        return
    edits = () if fix is None else (Edit(start, end, fix, voice.rule),)
    yield voice.finding(document, start, end, edits)
