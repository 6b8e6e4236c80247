"""Slips of the pen in a name: one letter off a name that the text uses often, or off a full name of the book."""

from __future__ import annotations

import re
from collections.abc import Iterator

from lint.edits import Edit
from lint.names.book import Book, shipped_book
from lint.names.given import groups
from lint.names.inconsistent import SHARED, bearers, in_book, is_one_name, neighbors, reported, spellings
from lint.names.matching import Row
from lint.names.mentions import in_headline, starts_sentence
from lint.names.similarity import part_similarity
from lint.names.sounds import skeleton
from lint.names.spelling import is_at_home
from lint.rule import Example, Finding, Fix, Probe, Rule, Safety, Severity
from lint.text import Document

MISSPELLED = "name.misspelled"

FREQUENT, LONG = 3, 6
"""Mentions of a name, and letters in it, from which on one other spelling by a single letter is taken for a slip."""


def find_misspelled(document: Document, book: Book | None = None) -> Iterator[Finding]:
    """Yield a finding for each name that stands once and is one letter off a name that stands often or in the book."""
    known, counts = book or shipped_book(), spellings(document).counts
    by_edge: dict[str, list[str]] = {}
    for plain in counts:
        if len(plain) >= LONG - 1:
            by_edge.setdefault(_edge(plain), []).append(plain)
    slips = list(_slips(counts, by_edge))
    if slips:
        row = Row(document, known, {plain for pair in slips for plain in pair})
        for plain, rare in slips:
            if _is_slip_of_name(row, plain, rare):
                yield from reported(row, plain, rare, MISSPELLED)
    for wrong, right in sorted(_slips_of_book(counts, by_edge, known)):
        yield from _slipped(document, wrong, right, known)


def _slips(counts: dict[str, int], by_edge: dict[str, list[str]]) -> Iterator[tuple[str, str]]:
    """Yield each name that stands often with each word that stands once and is a letter off it."""
    for plain, count in counts.items():
        if count >= FREQUENT and len(plain) >= LONG:
            for rare in by_edge[_edge(plain)]:
                if counts[rare] == 1 and -2 < len(plain) - len(rare) < 2 and is_slip(plain, rare):
                    yield plain, rare


def _slips_of_book(
    counts: dict[str, int], by_edge: dict[str, list[str]], book: Book
) -> Iterator[tuple[tuple[str, str], tuple[str, str]]]:
    """Yield given and family name as a text may have them, one of them a letter off, and as the book has them."""
    for given in counts.keys() & book.given.keys():
        for right in book.given[given].split():
            for wrong in by_edge.get(_edge(right), ()) if len(right) >= LONG else ():
                if wrong not in book.family and is_slip(right, wrong):
                    yield (given, wrong), (given, right)
    for family in counts.keys() & book.family.keys():
        for right in book.family[family].split():
            for wrong in by_edge.get(_edge(right), ()) if len(right) >= LONG else ():
                if wrong not in book.given and wrong not in groups() and is_slip(right, wrong):
                    yield (wrong, family), (right, family)


def _slipped(document: Document, wrong: tuple[str, str], right: tuple[str, str], book: Book) -> Iterator[Finding]:
    numbers = book.numbers(" ".join(right))
    if not numbers or book.numbers(" ".join(wrong)):
        return
    entry = book.entry(next(iter(numbers)))
    if not is_at_home(document, entry):
        return
    written = " ".join(wrong).title()
    for match in re.finditer(rf"(?<![\w-]){re.escape(written)}(?![\w-]| [A-Z])", document.prose):
        if document.is_quoted(*match.span()):
            continue
        message = f"'{written}' looks like a slip for '{entry.canonical}'."
        fix = Fix(Safety.SUGGESTION, (Edit(match.start(), match.end(), entry.canonical, MISSPELLED),))
        yield Finding(MISSPELLED, match.start(), match.end(), message, Severity.WARNING, fix)


def is_slip(right: str, wrong: str) -> bool:
    """Tell whether a word differs from another by one letter too many, too few, swapped or exchanged with the next.

    Its ends don't count: there another letter makes another word (Johnsons, Iranian, Maria).
    """
    start = 0
    while start < min(len(right), len(wrong)) and right[start] == wrong[start]:
        start += 1
    end = 0
    while end < min(len(right), len(wrong)) - start and right[-1 - end] == wrong[-1 - end]:
        end += 1
    left, found = right[start : len(right) - end], wrong[start : len(wrong) - end]
    if len(left) == 2:
        return end >= 1 and left == found[::-1]
    return end >= 2 and max(len(left), len(found)) == 1


def _edge(plain: str) -> str:
    """Return the letters of a word that a slip leaves as they are."""
    return plain[:2] + plain[-1]


def _is_slip_of_name(row: Row, plain: str, rare: str) -> bool:
    if skeleton(plain) == skeleton(rare) and part_similarity(plain, rare) >= SHARED and is_one_name(row, plain, rare):
        return False
    if plain in groups() and rare in groups():
        return False
    token = row.tokens[row.places[rare][0]]
    if in_headline(row.document, token) or in_book(row, rare) or row.document.folded.count(token.text.lower()) > 1:
        return False
    if bearers(row, plain) & bearers(row, rare):
        return True
    return not starts_sentence(row.document, token) and not neighbors(row, row.places[rare][0])


RULE = Rule(
    id=MISSPELLED,
    severity=Severity.WARNING,
    safety=Safety.SUGGESTION,
    why="A name that a text spells one way again and again and differs once by a single letter is a slip of the pen.",
    probes=(Probe((), find_misspelled),),
    examples=(
        Example(
            "Claudia Brandvold sued first. Later Brandvold won, and Brandvold paid. The judge told Brandvlod to wait.",
            "Claudia Brandvold sued first. Later Brandvold won, and Brandvold paid. The judge told Brandvold to wait.",
        ),
        Example(
            "A day later Boris Yelstin of Russia took the call in the car that was to bring the guests to the airport.",
            "A day later Boris Yeltsin of Russia took the call in the car that was to bring the guests to the airport.",
        ),
    ),
    keep=(
        "Claudia Johnson sued. Later Johnson won and Johnson paid. A lawyer, Mary Johnston, told the court so.",
        "Germany won, Germany lost, and Germany drew. Every German fan and all Germans cheered.",
    ),
)
"""The rule on a slip in a name that stands often."""
