"""The capitalized words of a text, or of some of its lines, with the names of a book that stand among them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterator
from functools import cached_property, lru_cache
from typing import NamedTuple

from lint.names.book import AHEAD, Book, Spelling
from lint.names.letters import bare
from lint.names.mentions import Token, are_joined, is_like_a_name, tokens
from lint.pattern import lazy
from lint.text import Document, fold, words_of

_LOWER_END = lazy(r"(?:[-‐‑'’][^\W\d_A-Z]{2,})+")


class Match(NamedTuple):
    """A spelling of the book found in the text: the tokens `first` to `last`, the characters `start` to `end`."""

    first: int
    last: int
    start: int
    end: int
    spelling: Spelling


class Row:
    """The capitalized words of the lines that hold one of `plains`, names in plain letters, and a book of names.

    No name goes on behind the end of its line, so the other lines tell nothing about it.
    """

    def __init__(self, document: Document, book: Book, plains: Collection[str]) -> None:
        self.document = document
        self.book = book
        self.tokens = tokens(document, _lines_with(document, plains))

    @cached_property
    def places(self) -> dict[str, list[int]]:
        """Where in the row the words stand that are written like names, by their form in plain letters."""
        places: dict[str, list[int]] = defaultdict(list)
        for place, token in enumerate(self.tokens):
            if is_like_a_name(token.text):
                places[token.plain].append(place)
        return places

    @cached_property
    def matches(self) -> list[Match]:
        """The spellings of the book, the longest at each place, in order."""
        found: list[Match] = []
        free = 0
        for place, token in enumerate(self.tokens):
            if place >= free and token.plain in self.book.spellings:
                here = list(self._matches_at(place))
                found += here
                free = here[0].last + 1 if here else free
        return found

    def neighbors(self, first: int, last: int) -> tuple[Token | None, Token | None]:
        """Return the words right before and behind the words `first` to `last`, where they are one mention with them."""
        row = self.tokens
        before = row[first - 1] if first and are_joined(self.document, row[first - 1], row[first]) else None
        behind = row[last + 1] if last + 1 < len(row) and are_joined(self.document, row[last], row[last + 1]) else None
        return before, behind

    def _matches_at(self, place: int) -> Iterator[Match]:
        """Yield the longest spelling that stands at a place, and the same one of other names."""
        token, found = self.tokens[place], ""
        text = bare(self.document.prose[token.start : token.start + 2 * AHEAD])
        for spelling, before, ahead in self.book.starting(token.plain):
            if text.startswith(ahead) and found in ("", spelling.plain):
                match = self._match(place, token.start - before, spelling)
                if match:
                    found = spelling.plain
                    yield match

    def _match(self, place: int, start: int, spelling: Spelling) -> Match | None:
        prose = self.document.prose
        if start < 0 or (start and start < self.tokens[place].start and prose[start - 1].isalnum()):
            return None
        least = max(spelling.length - 1 - spelling.plain.count("-"), 0)  # "Jong-Un" may go on in lower case
        for last in range(place + least, min(place + spelling.length + 1, len(self.tokens))):
            end = self._end(self.tokens[last], spelling)
            text = prose[start:end]
            if "\n" not in text and "\r" not in text and bare(text) == spelling.plain:
                return Match(place, last, start, end, spelling)
        return None

    def _end(self, last: Token, spelling: Spelling) -> int:
        """Return where a spelling ends whose last capitalized word is `last`: "Mao Tse-tung" goes on in lower case."""
        if spelling.plain.endswith(last.plain):
            return last.end
        more = _LOWER_END.match(self.document.prose, last.end)
        return more.end() if more else last.end


def _lines_with(document: Document, plains: Collection[str]) -> list[int]:
    """Return the lines that hold the longest word of one of `plains`, with or without accents."""
    if _has_marks(document):
        return document.filled
    wanted = set(map(_longest_word, plains))
    accented = () if document.vocabulary.isascii() else [word for word in document.words if not word.isascii()]
    wanted.update([word for word in accented if not wanted.isdisjoint(words_of(bare(word)))])
    return [number for number in document.filled if not wanted.isdisjoint(document.line_words[number])]


@lru_cache(maxsize=16_384)
def _longest_word(plain: str) -> str:
    return fold(max(words_of(plain), key=len))


def _has_marks(document: Document) -> bool:
    """Tell whether accents stand as characters of their own in a text, so that they part its words."""
    return any("\u0300" <= sign <= "\u036f" for sign in document.unusual)


def plain_words(document: Document) -> frozenset[str]:
    """Return the words of a text in plain lower case, without accents."""
    if _has_marks(document):
        return document.words.union(words_of(bare(document.folded)))
    if document.vocabulary.isascii():
        return document.words
    return document.words.union(part for word in document.words if not word.isascii() for part in words_of(bare(word)))
