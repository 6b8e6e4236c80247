"""American and British spelling mixed in one text, as rewriting tools and pasted agency copy leave it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from typing import NamedTuple

from lint.edits import Edit
from lint.kinds import Voice, fit_case
from lint.packs import data
from lint.rule import Example, Finding, Probe, Rule, Safety, Severity
from lint.text import Document

_VOICE = Voice(
    "grammar.mixed-dialect",
    "'{found}' is {its} English, the rest of this text is {other}: '{fix}'.",
    Severity.INFO,
    Safety.SUGGESTION,
    "suggestion",
)
_FEWEST = 2


class Spellings(NamedTuple):
    """The other side's spelling of a word, and which words tell a dialect."""

    american: dict[str, str]
    british: dict[str, str]
    american_words: frozenset[str]
    british_words: frozenset[str]


@cache
def spellings() -> Spellings:
    """Return each American spelling with its British one, and the other way round."""
    table = data("grammar/dialects.toml")
    american = {us: uk for uk, us in table["spelling"].items()}
    british = {**table["spelling"], **table["british"]}
    return Spellings(american, british, frozenset(american), frozenset(british))


def _find(document: Document) -> Iterator[Finding]:
    tables = spellings()
    words = document.words
    american, british = words & tables.american_words, words & tables.british_words
    if not american or not british:
        return
    here, there = _places(document, american), _places(document, british)
    if max(len(here), len(there)) < _FEWEST or not here or not there:
        return
    if len(there) > len(here):
        yield from _marked(document, here, tables.american, "American", "British")
    else:
        yield from _marked(document, there, tables.british, "British", "American")


def _places(document: Document, words: frozenset[str]) -> list[tuple[int, int]]:
    """Return where words stand that are no part of a name, a quotation or an address."""
    pattern = re.compile(rf"(?<![\w@#/.’'-])(?:{'|'.join(sorted(words))})(?![\w@/-]|\.\w|[’']\w\w)")
    return [match.span() for match in pattern.finditer(document.prose) if not document.is_quoted(*match.span())]


def _marked(
    document: Document, places: list[tuple[int, int]], table: dict[str, str], its: str, other: str
) -> Iterator[Finding]:
    voice = _VOICE._replace(message=_VOICE.message.replace("{its}", its).replace("{other}", other))
    for start, end in places:
        found = document.prose[start:end]
        yield voice.finding(document, start, end, (Edit(start, end, fit_case(table[found], found), voice.rule),))


RULES: tuple[Rule, ...] = (
    Rule(
        id=_VOICE.rule,
        severity=_VOICE.severity,
        safety=_VOICE.safety,
        why="A text keeps to one spelling; a mixture shows that parts of it come from elsewhere.",
        probes=(Probe((), _find),),
        examples=(
            Example(
                "The neighborhood signaled support, and the color of the flags was new. Its neighbours stayed away.",
                "The neighborhood signaled support, and the color of the flags was new. Its neighbors stayed away.",
            ),
        ),
        keep=(
            "The neighbourhood signalled support for the colour of the flags, as the Center for Labor said.",
            "The neighborhood signaled support at the Centre for Defence, and “honour the past”, said a British guest.",
        ),
    ),
)
"""Rules on the spelling of a whole text."""
