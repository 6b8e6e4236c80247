"""Two spellings of one name inside one text.

Only evidence that proved right on clean articles counts: the two spellings share another part of the name ("Samus
Aran", "Samus Arran"), differ by a hyphen or a space only, or sound the same and both stand for the whole name.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter, defaultdict
from collections.abc import Iterator
from functools import lru_cache
from itertools import combinations
from typing import NamedTuple

from lint.edits import Edit
from lint.names.book import Book, shipped_book
from lint.names.given import groups
from lint.names.letters import bare, composed
from lint.names.matching import Row
from lint.names.mentions import Token, in_headline, is_like_a_name, is_title, starts_sentence, words
from lint.names.similarity import part_similarity
from lint.names.sounds import skeleton
from lint.names.words import COMMON, DEMONYMS
from lint.pattern import lazy
from lint.rule import Example, Finding, Fix, Probe, Rule, Safety, Severity
from lint.text import Document

INCONSISTENT = "name.inconsistent"

SHARED, ALONE = 0.84, 0.95
"""Least similarity of two parts that share another part of the name, and of two that don't; tuned on clean articles."""


LISTED = 6
"""Names from which on two spellings are too far apart to stand in one list."""

_LISTED = lazy(
    r"(?: ?[^\W_]{1,20},?){0,2} ?(?:\b(?:and|or|vs|versus|not|nor)\b|[(&/“\"])[^\S\n]?(?:[^\W_]{1,20} ?){0,2}"
)


@lru_cache(maxsize=65_536)
def _keys(text: str) -> tuple[str, str] | None:
    """Return a capitalized word in plain letters and its consonants, or None if it can't be a part of a name."""
    if not is_like_a_name(text):
        return None
    plain = bare(text)
    return None if len(plain) < 4 or plain in COMMON or plain in DEMONYMS else (plain, skeleton(plain))


class Spellings(NamedTuple):
    """What may be parts of names, in plain letters: how often each stands, those that sound alike, and those that
    stand with and without their accents."""

    counts: dict[str, int]
    by_sound: dict[str, list[str]]
    accented: set[str]


def spellings(document: Document) -> Spellings:
    """Return the spellings of what may be parts of names."""
    return document.derived(_spellings)


def _spellings(document: Document) -> Spellings:
    counts: dict[str, int] = {}
    by_sound: dict[str, list[str]] = {}
    accented: set[str] = set()
    for text, count in words(document).items():
        keys = _keys(text)
        if keys is None:
            continue
        plain, sound = keys
        if plain in counts:
            counts[plain] += count
            accented.add(plain)
        else:
            counts[plain] = count
            by_sound.setdefault(sound, []).append(plain)
    return Spellings(counts, by_sound, accented)


def find_inconsistent(document: Document, book: Book | None = None) -> Iterator[Finding]:
    """Yield a finding for each mention of a name in the rarer of two spellings."""
    found = spellings(document)
    alike = [group for group in found.by_sound.values() if len(group) > 1]
    pairs = [
        (one, other)
        for group in alike
        for one, other in combinations(group, 2)
        if part_similarity(one, other) >= SHARED and not (_is_word(document, one) or _is_word(document, other))
    ]
    if not pairs and not found.accented:
        return
    row = Row(document, book or shipped_book(), found.accented.union(*pairs))
    for one, other in pairs:
        if is_one_name(row, one, other):
            yield from reported(row, one, other, INCONSISTENT)
    for plain in sorted(found.accented):
        yield from _accents(row, plain)


# --- evidence -----------------------------------------------------------------------------------------------------


def is_one_name(row: Row, one: str, other: str) -> bool:
    """Tell whether the text shows that two spellings are one name."""
    if in_book(row, one) and in_book(row, other):
        return False
    if bearers(row, one) & bearers(row, other):
        return not _are_listed(row, one, other)
    if part_similarity(one, other) < ALONE or one in groups() or other in groups():
        return False
    few, many = sorted((len(row.places[one]), len(row.places[other])))
    return many >= 2 * few and _stands_alone(row, one) and _stands_alone(row, other)


def neighbors(row: Row, place: int) -> list[tuple[int, Token]]:
    """Return the tokens beside the one at `place` in one mention, each with its side."""
    return [(side, token) for side, token in zip((-1, 1), row.neighbors(place, place), strict=True) if token]


def bearers(row: Row, plain: str) -> set[tuple[int, str]]:
    """Return the other parts of names that stand beside a spelling in running text, each with its side."""
    return {
        (side, token.plain)
        for place in row.places[plain]
        if not in_headline(row.document, row.tokens[place])
        for side, token in neighbors(row, place)
        if len(token.plain) > 2 and token.plain not in COMMON and token.plain not in DEMONYMS and not is_title(token)
    }


def _is_word(document: Document, plain: str) -> bool:
    """Tell whether a spelling also stands in lower case, and so is no name."""
    place = document.prose.find(plain)
    while place > 0 and document.prose[place - 1].isalnum():
        place = document.prose.find(plain, place + 1)
    return place >= 0


def _are_listed(row: Row, one: str, other: str) -> bool:
    """Tell whether the writer sets the two side by side and so knows both: "Anna and Anne Bell"."""
    near = [(a, b) for a in row.places[one] for b in _around(row.places[other], a)]
    pairs = (sorted((row.tokens[a], row.tokens[b])) for a, b in near)
    return any(_LISTED.fullmatch(row.document.prose[left.end : right.start]) for left, right in pairs)


def _around(places: list[int], place: int) -> list[int]:
    """Return those of the sorted places that are so near that what stands between can be a short list."""
    return places[bisect_left(places, place - LISTED) : bisect_left(places, place + LISTED + 1)]


def _stands_alone(row: Row, plain: str) -> bool:
    """Tell whether a spelling stands within sentences, never beside another name."""
    places = row.places[plain]
    if any(token for place in places for _, token in neighbors(row, place)):
        return False
    return all(not in_headline(row.document, row.tokens[place]) for place in places) and not all(
        starts_sentence(row.document, row.tokens[place]) for place in places
    )


def in_book(row: Row, plain: str) -> bool:
    """Tell whether a mention of a spelling is a part of a name of the book, whatever its spelling there."""
    places = set(row.places[plain])
    return any(places.intersection(range(match.first, match.last + 1)) for match in row.matches)


# --- reports ------------------------------------------------------------------------------------------------------


def _accents(row: Row, plain: str) -> Iterator[Finding]:
    """Yield findings for a whole name that stands with and without its accents."""
    places = row.places[plain]
    written = Counter(composed(row.tokens[place].text) for place in places)
    if len(written) < 2 or any(_is_word(row.document, spelling) for spelling in written):
        return
    bearers: dict[tuple[int, str], set[str]] = defaultdict(set)
    for place in places:
        for side, token in neighbors(row, place):
            if not is_title(token) and token.plain not in COMMON:
                bearers[side, token.plain].add(composed(row.tokens[place].text))
    if any(len(spellings) > 1 for spellings in bearers.values()):
        usual = max(written, key=lambda text: (written[text], not text.isascii()))
        for place in places:
            if composed(row.tokens[place].text) != usual:
                yield _finding(row.tokens[place], usual, written[usual], INCONSISTENT)


def reported(row: Row, one: str, other: str, rule: str) -> Iterator[Finding]:
    """Yield a finding on each mention of the spelling that the book does not have, or that is rarer."""
    first, second = row.places[one], row.places[other]
    canonical = in_book(row, other) - in_book(row, one) or len(second) - len(first)
    usual, rare = (other, one) if canonical > 0 else (one, other)
    shown = row.tokens[row.places[usual][0]].text
    tie = len(first) == len(second) and rule == INCONSISTENT and not in_book(row, usual)
    for place in row.places[rare]:
        token = row.tokens[place]
        if row.document.is_quoted(token.start, token.end):
            continue
        if not any(match.first <= place <= match.last for match in row.matches):
            yield _finding(token, shown, len(row.places[usual]), rule, fix=not tie)


def _finding(token: Token, usual: str, count: int, rule: str, *, fix: bool = True) -> Finding:
    replacement = usual[0].upper() + usual[1:]
    times = "once" if count == 1 else f"{count} times"
    what = "looks like another spelling of" if rule == INCONSISTENT else "looks like a slip for"
    message = f"'{token.text}' {what} '{replacement}', which stands {times} in this text."
    edit = Edit(token.start, token.end, replacement, rule)
    return Finding(
        rule, token.start, token.end, message, Severity.WARNING, Fix(Safety.SUGGESTION, (edit,)) if fix else None
    )


RULE = Rule(
    id=INCONSISTENT,
    severity=Severity.WARNING,
    safety=Safety.SUGGESTION,
    why="A name in two spellings reads like two people or places; translators and spinners often mix them.",
    probes=(Probe((), find_inconsistent),),
    examples=(
        Example(
            "The mayor, Rikard Soderqvist, quit. Critics of Rikard Soderkvist had asked for it, and Soderqvist knew.",
            "The mayor, Rikard Soderqvist, quit. Critics of Rikard Soderqvist had asked for it, and Soderqvist knew.",
        ),
        Example("The coach Tomaz Belkhir stayed. It was Tomaz Belkir who had found the boy in a village near the sea."),
    ),
    keep=(
        "The twins Jan Moller and Jane Moller both row, and Jane Moller won the final on Sunday.",
        "Pakistan and a Pakistani bank signed, and later the Pakistanis left for home.",
        "Both Imran Khan and Irfan Khan were born in autumn, but only Imran Khan played cricket.",
    ),
)
"""The rule on two spellings of one name."""
