"""Which names the articles of a corpus hold: one article at a time, so that its size is no matter."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import NamedTuple

from lint.lexicon import tags
from lint.names.letters import bare, letters
from lint.names.mentions import Token, are_joined, in_headline, may_precede, starts_sentence, tokens
from lint.names.similarity import part_similarity
from lint.names.words import COMMON, DEMONYMS
from lint.pattern import lazy
from lint.text import Document

ALONE = 0.9
"""Least similarity of a lone word and a part of a full name in the same article, to be taken for that name."""

PLACES = 3
"""Mentions of a spelling of which the place is kept, to be shown as examples."""

_SMALL = lazy(r"[a-z]{4,}")
_BEFORE_PLACE = lazy(r"\b(?:in|at|near|to|from|across|outside)\s$")


class Place(NamedTuple):
    """Where a name stands: the file, line and column, and the text around it."""

    file: str
    line: int
    column: int
    text: str


class Seen(NamedTuple):
    """A spelling in one article: `owner` is the full name that a lone word stands for, or ""."""

    text: str
    owner: str
    mentions: int
    placed: int
    place: Place


class Form:
    """A spelling in a corpus: mentions, files, mentions that look like those of a place, and some of its places."""

    __slots__ = ("count", "files", "placed", "places")

    def __init__(self) -> None:
        self.count = self.files = self.placed = 0
        self.places: list[Place] = []

    def add(self, seen: Seen) -> None:
        """Count what one article holds."""
        self.count += seen.mentions
        self.placed += seen.placed
        self.files += 1
        if len(self.places) < PLACES:
            self.places.append(seen.place)


class Tally:
    """The spellings of a corpus, and those of parts that stand alone under their full name."""

    def __init__(self) -> None:
        self.forms: dict[str, Form] = {}
        self.lone: dict[tuple[str, str], Form] = {}
        self.files = 0

    def add(self, article: Iterable[Seen]) -> None:
        """Count the names of one article."""
        self.files += 1
        for seen in article:
            if seen.owner:
                self.lone.setdefault((seen.owner, seen.text), Form()).add(seen)
            else:
                self.forms.setdefault(seen.text, Form()).add(seen)


def names_in(document: Document, file: str) -> list[Seen]:
    """Return the names of an article, each spelling once."""
    counts: dict[str, list[tuple[int, int]]] = {}
    inside: set[str] = set()  # spellings that owe their capital to no beginning of a sentence
    for run in _mentions(document):
        start, end = run[0].start, run[-1].end
        text = " ".join(document.prose[start:end].split())
        counts.setdefault(text, []).append((start, end))
        if len(run) > 1 or not starts_sentence(document, run[0]):
            inside.add(text)
    owners = _owners(counts)
    found = []
    for text, spans in counts.items():
        owner = owners.get(text, "")
        if owner != text and (owner or text in inside):
            placed = sum(bool(_BEFORE_PLACE.search(document.prose, max(start - 9, 0), start)) for start, _ in spans)
            found.append(Seen(text, owner, len(spans), placed, _place(document, file, *spans[0])))
    return found


def _mentions(document: Document) -> Iterator[list[Token]]:
    """Yield the names in running text, without titles and other words around them."""
    small = frozenset(_SMALL.findall(document.prose))
    for run in _runs(document, tokens(document)):
        while run and (may_precede(run[0]) or (starts_sentence(document, run[0]) and run[0].plain in small)):
            del run[0]
        while run and (run[-1].plain in COMMON or run[-1].plain in DEMONYMS):
            del run[-1]
        if run and not _is_doubtful(document, run, small):
            yield run


def _runs(document: Document, row: list[Token]) -> Iterator[list[Token]]:
    run: list[Token] = []
    for token in row:
        if run and not are_joined(document, run[-1], token):
            yield run
            run = []
        run.append(token)
    if run:
        yield run


def _is_doubtful(document: Document, run: list[Token], small: frozenset[str]) -> bool:
    """Tell whether the capitals of a run may say nothing: in a headline, in capitals throughout, on a usual word."""
    if len(run) > 5 or in_headline(document, run[0]) or all(token.text.isupper() for token in run):
        return True
    return len(run) == 1 and (len(run[0].plain) < 4 or run[0].plain in small)


def _owners(counts: dict[str, list[tuple[int, int]]]) -> dict[str, str]:
    """Return for lone words of an article the full name that they stand for; the word itself if nothing is odd."""
    fulls = [text for text in counts if " " in text]
    families: dict[str, str] = {}
    for full in fulls:
        for part in full.split(" "):
            families.setdefault(bare(part), full)
    found = {}
    for text in counts:
        if " " in text:
            continue
        plain = bare(text)
        if plain in families:
            found[text] = text
            continue
        if tags(plain):
            continue
        alike = {full for part, full in families.items() if part[:1] == plain[:1] and _is_part(plain, part)}
        if len(alike) == 1:
            found[text] = alike.pop()
    return found


def _is_part(plain: str, part: str) -> bool:
    return len(plain) > 4 and (letters(plain) == letters(part) or part_similarity(plain, part) >= ALONE)


def _place(document: Document, file: str, start: int, end: int) -> Place:
    line = document.lines[document.line_number(start)]
    low, high = max(line.start, start - 50), min(line.end, end + 50)
    around = " ".join(document.prose[low:high].split())
    return Place(file, *document.position(start), around)
