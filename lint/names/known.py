"""The words of a text that are names, for engines that would take them for misspelled words."""

from __future__ import annotations

from functools import lru_cache

from lint.names.book import Book, shipped_book
from lint.names.letters import bare
from lint.names.mentions import Token, are_joined, in_headline, starts_sentence, tokens
from lint.names.words import COMMON
from lint.pattern import lazy
from lint.text import Document

_WORD = lazy(r"[^\W\d_]+")


def known(document: Document, book: Book | None = None) -> frozenset[str]:
    """Return the words of a text, as they stand there, that a book has or that the text itself shows to be names.

    A text shows it by a capital inside a sentence, or inside a name of several words, of a word that it never
    writes small. `book` is a house's own; without it, the shipped one is asked.
    """
    listed = _words(book or shipped_book())
    row = tokens(document)
    found = {token.text for token in row if token.plain in listed}
    for place, token in enumerate(row):
        if token.plain not in COMMON and token.text not in found and _is_shown(document, row, place):
            found.add(token.text)
    return frozenset(found)


@lru_cache(maxsize=2)
def _words(book: Book) -> frozenset[str]:
    """Return the words of the names of a book, in plain lower case."""
    canonicals = (row.partition("\x1f")[0] for row in book.names)
    return frozenset(bare(word) for name in canonicals for word in _WORD.findall(name) if word[0].isupper())


def _is_shown(document: Document, row: list[Token], place: int) -> bool:
    token = row[place]
    if token.text.lower() in _small(document) or in_headline(document, token):
        return False
    inside = place > 0 and are_joined(document, row[place - 1], token) and row[place - 1].plain not in COMMON
    return inside or not starts_sentence(document, token)


@lru_cache(maxsize=2)
def _small(document: Document) -> frozenset[str]:
    """Return the words that a text writes small."""
    return frozenset(word for word in _WORD.findall(document.prose) if word[0].islower())
