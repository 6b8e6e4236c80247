"""American and British spelling mixed in one text, as rewriting tools and pasted agency copy leave it."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from typing import NamedTuple

from lint.edits import Edit
from lint.kinds import Voice, fit_case
from lint.packs import data
from lint.pattern import lazy
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
_BEGINS_FREE, _ENDS_FREE = lazy(r"(?<![\w@#/.’'-])"), lazy(r"(?![\w@/-]|\.\w|[’']\w\w)")


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
    american, british = document.words & tables.american_words, document.words & tables.british_words
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
    """Return where words stand in small letters that are no part of a name, a quotation or an address."""
    spans = [(start, start + len(word)) for word in words for start in document.places(word)]
    return [(start, end) for start, end in spans if _stands_free(document, start, end)]


def _stands_free(document: Document, start: int, end: int) -> bool:
    prose = document.prose
    free = _BEGINS_FREE.match(prose, start) and _ENDS_FREE.match(prose, end) and prose[start:end].islower()
    return bool(free) and not document.is_quoted(start, end)


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
