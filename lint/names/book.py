"""The book of names: TOML files become one index of spellings, kept in the cache.

[[name]]
canonical = "Maleeha Lodhi"                what the text should say
kind = "person"                            person, place or group
variants = ["Maliha Lodhi"]                other spellings; fewer words than `canonical`: a part that may stand alone
not = ["Shahbaz Bhatti"]                   other names that hold a variant and must stay as they are
roles = ["foreign minister"]               words before a lone part that tell who is meant
context = ["Pakistan"]                     words of which the text must hold one
style = ["Maliha Lodhi"]                   variants of good papers, changed only in a text that mixes them; true: all
hyphens = true                             "Kim Jong-Un" for "Kim Jong Un" is wrong too; so are case, accents, spaces
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache, lru_cache
from pathlib import Path
from typing import NamedTuple

from lint.names.entries import Source, parsed, read
from lint.packs import cached, rules_folder

_FORMAT = b"19"

CANONICAL, FULL, LONE, PART = 0, 1, 2, 3
"""What a spelling is: the canonical one, another of the whole name, another of a part, the canonical one of a part."""


AHEAD = 40
"""Characters of a spelling that are compared before it is compared in full."""


class Entry(NamedTuple):
    """A name of the book; all but `canonical` and `kind` are in plain lower case.

    `exact` holds "case" or "accents" where a difference of that sort is a wrong spelling; `house` tells whose it is;
    `spellings` are all under which the name is found.
    """

    canonical: str
    kind: str
    others: tuple[str, ...]
    roles: tuple[str, ...]
    context: tuple[str, ...]
    exact: tuple[str, ...]
    spellings: tuple[str, ...]
    house: bool


class Spelling(NamedTuple):
    """A spelling as it may stand in a text: so many capitalized words, of what name, and what to write instead."""

    plain: str
    length: int
    number: int
    kind: int
    style: bool
    replacement: str


class Beginning(NamedTuple):
    """A spelling, how many characters of it stand before its first capitalized word, and how it goes on from there."""

    spelling: Spelling
    before: int
    ahead: str


class Book:
    """The names, and under the first capitalized word of every spelling, in plain lower case, the spellings.

    Both are rows of text, taken apart where they are met: a book of 100,000 names must load in a moment. `signs`
    holds, under the rarest word of each spelling that is not the canonical one, the number of the name and the other
    words; `given` the family names that stand behind a given one, and `family` the given ones that stand before.
    `house` tells whether some of the names are a house's own.
    """

    __slots__ = ("_sign_words", "family", "given", "house", "names", "signs", "spellings")

    def __init__(
        self,
        names: list[str],
        spellings: dict[str, str],
        signs: dict[str, str],
        given: dict[str, str],
        family: dict[str, str],
        house: bool,
    ) -> None:
        self.names = names
        self.spellings = spellings
        self.signs = signs
        self._sign_words = frozenset(signs)
        self.given = given
        self.family = family
        self.house = house

    def entry(self, number: int) -> Entry:
        """Return a name by its number."""
        return entry_of(self.names[number])

    def starting(self, word: str) -> tuple[Beginning, ...]:
        """Return the spellings whose first capitalized word is `word`, the longest first."""
        return _beginnings_of(word, self.spellings[word])

    def numbers(self, plain: str) -> dict[int, Spelling]:
        """Return the whole names that a spelling in plain lower case belongs to, by their number."""
        from lint.names.entries import capital_words

        first = (capital_words(plain.title()) or ("",))[0]
        rows = self.starting(first) if first in self.spellings else ()
        return {row.number: row for row, *_ in rows if row.plain == plain and row.kind in (CANONICAL, FULL)}

    def suspects(self, words: frozenset[str]) -> set[int]:
        """Return the names of which a text of these words, in plain lower case, may hold another than the canonical
        spelling."""
        found = (sign for word in self._sign_words & words for sign in _signs_of(self.signs[word]))
        return {number for number, others in found if others <= words}


_FIELD, _ITEM, _ROW = "\x1f", "\x1e", "\x1d"


def row_of(*fields: str | Iterable[str]) -> str:
    """Return an entry as one row of text."""
    return _FIELD.join(field if isinstance(field, str) else _ITEM.join(field) for field in fields)


def rows_of(spellings: Iterable[Spelling]) -> str:
    """Return spellings as one row of text."""
    return _ROW.join(
        _FIELD.join((s.plain, str(s.length), str(s.number), str(s.kind), str(int(s.style)), s.replacement))
        for s in spellings
    )


@lru_cache(maxsize=4096)
def entry_of(row: str) -> Entry:
    """Return the entry in a row of text."""
    canonical, kind, house, *lists = row.split(_FIELD)
    others, roles, context, exact, spellings = (tuple(text.split(_ITEM)) if text else () for text in lists)
    return Entry(canonical, kind, others, roles, context, exact, spellings, house == "1")


@lru_cache(maxsize=4096)
def _signs_of(row: str) -> tuple[tuple[int, frozenset[str]], ...]:
    signs = (sign.split() for sign in row.split(_ITEM))
    return tuple((int(number), frozenset(words)) for number, *words in signs)


@lru_cache(maxsize=4096)
def _beginnings_of(word: str, rows: str) -> tuple[Beginning, ...]:
    found = []
    for row in rows.split(_ROW):
        plain, length, number, kind, style, replacement = row.split(_FIELD)
        spelling = Spelling(plain, int(length), int(number), int(kind), style == "1", replacement)
        before = max(plain.find(word), 0)
        found.append(Beginning(spelling, before, plain[before : before + AHEAD]))
    return tuple(found)


@cache
def shipped_book() -> Book:
    """Return the book of names that newslint ships."""
    return load(())


def shipped_files() -> list[Path]:
    """Return the files of the book that newslint ships."""
    return sorted((rules_folder() / "names").glob("*.toml"))


def load(house: Iterable[Path], *, shipped: bool = True) -> Book:
    """Return the shipped book with a house's own books over it, each over those before.

    Raise PackError for a book that can't be used.
    """
    sources = [Source(path, read(path)) for path in (shipped_files() if shipped else ())]
    own = [Source(path, read(path), house=True) for path in house]
    keys = [_FORMAT, *(source.content for source in sources), b"house", *(source.content for source in own)]
    return Book(*cached("names", keys, lambda: _made(sources, own)))


@lru_cache(maxsize=4)
def house_book(paths: tuple[str, ...]) -> Book:
    """Return the shipped book with the books at `paths` over it, read once."""
    return load(map(Path, paths)) if paths else shipped_book()


def _made(sources: list[Source], own: list[Source]) -> tuple[object, ...]:
    from lint.names.entries import Layer
    from lint.names.indexing import index
    from lint.names.layers import merged

    shipped = [parsed(source) for source in sources]
    base = Layer([entry for layer in shipped for entry in layer.entries], [])
    return index(merged([base, *map(parsed, own)]))
