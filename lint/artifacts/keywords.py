"""The keyword of a page, a person's name, pushed into sentences that have no room for it."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from functools import cache

from lint.edits import Edit
from lint.kinds import Voice
from lint.lexicon import tags
from lint.packs import data
from lint.pattern import lazy
from lint.rule import Example, Finding, Probe, Rule, Safety, Severity
from lint.text import Document

VOICE = Voice(
    "artifact.stuffed-keyword",
    "'{found}' was pushed in as a keyword; the sentence reads without it.",
    Severity.WARNING,
    Safety.SUGGESTION,
    "suggestion",
)

LEAST_MENTIONS = 3
"""Fewest times that a name must stand in a text to be its keyword."""

_FULL_NAME = lazy(r"[A-Z](?<!\w[A-Z])[a-z]+[^\S\r\n]{1,3}[A-Z][a-z]+\b(?![^\S\r\n]{1,3}[A-Z])")
_OWNED = lazy(
    r"[^\S\r\n]+(?:visit|trip|tour|speech|arrival|death|statement|agenda|meeting|remarks|resignation|election|comments)\b"
)
_WANTS_OWNER = lazy(r"\b(?:during|before|after|of|on|amid)[^\S\r\n]+$")
_ARTICLE = lazy(r"\bthe[^\S\r\n]+$")
_PART_OF = lazy(r"[^\S\r\n]+[a-z]+ of the\b")
_PLACE = lazy(r"(?<!\bto )(?<!\bof )(?<!\bin )(?<!\bfor )(?<!\bfrom )\b([A-Z]\w+)[^\S\r\n]+$")
_VERB = lazy(r"[^\S\r\n]+([a-z]+)")
_WIDE_GAP = lazy(r"[.!?”\"][^\S\r\n]{5,}$")
_AUXILIARIES = frozenset(("is", "are", "was", "were", "has", "have", "had", "will", "would", "can", "could", "may"))
_MARGIN = 40


def keywords(document: Document) -> list[str]:
    """Return the full names that stand often in a text, made of words that it never writes small."""
    counts = Counter(" ".join(name.split()) for name in _FULL_NAME.findall(document.prose))
    frequent = [name for name, count in counts.items() if count >= LEAST_MENTIONS]
    return [name for name in frequent if not any(_stands_small(document, word.lower()) for word in name.split())]


def _stands_small(document: Document, word: str) -> bool:
    return any(f" {word}{mark}" in document.prose for mark in " ,.")


@cache
def _places() -> frozenset[str]:
    capitals = data("artifacts/capitals.toml")["capitals"]
    return frozenset(name.split()[-1] for pair in capitals.items() for name in pair)


def find(document: Document) -> Iterator[Finding]:
    """Yield the places where a name that is frequent in the text stands without any grammar."""
    for keyword in keywords(document):
        if _places().isdisjoint(keyword.split()):
            name = re.compile(r"[^\S\r\n]{1,3}".join(keyword.split()))
            places = [match.span() for match in name.finditer(document.prose)]
            for start, end in places:
                yield from _judged(document, start, end)
            headings = [start for start, end in places if _is_heading(document, start, end)]
            if len(headings) == 1:  # several label the speakers of an interview
                yield _heading(document, document.line_number(headings[0]))


def _judged(document: Document, start: int, end: int) -> Iterator[Finding]:
    prose, low, high = document.prose, max(0, start - _MARGIN), end + _MARGIN
    place, verb = _PLACE.search(prose, low, start), _VERB.match(prose, end, high)
    if place and verb and place[1] in _places() and (verb[1] in _AUXILIARIES or "z" in tags(verb[1])):
        yield _removal(document, place.end(1), end)
    elif _ARTICLE.search(prose, low, start) and _PART_OF.match(prose, end, high):
        yield _removal(document, start, end + 1)
    elif _WANTS_OWNER.search(prose, low, start) and _OWNED.match(prose, end, high):
        mark = "’s" if "’" in prose else "'s"
        yield VOICE.finding(document, start, end, (Edit(end, end, mark, VOICE.rule),))
    elif _is_line_end(document, end):
        gap = _WIDE_GAP.search(prose, max(0, start - 300), start)
        if gap:
            yield _removal(document, gap.start() + 1, end)


def _is_line_end(document: Document, end: int) -> bool:
    return not document.prose[end : document.lines[document.line_number(end - 1)].end].strip()


def _is_heading(document: Document, start: int, end: int) -> bool:
    """Tell whether a name and a colon are all of a line."""
    return document.prose[end : end + 1] == ":" and _is_line_end(document, end + 1) and _is_line_start(document, start)


def _is_line_start(document: Document, start: int) -> bool:
    return not document.prose[document.lines[document.line_number(start)].start : start].strip()


def _heading(document: Document, number: int) -> Finding:
    line, span = document.lines[number], document.removal(number)
    return VOICE.finding(document, line.start, line.end, (Edit(span.start, span.end, "", VOICE.rule),))


def _removal(document: Document, start: int, end: int) -> Finding:
    content = document.prose[start:end]
    low, high = start + len(content) - len(content.lstrip()), end - len(content) + len(content.rstrip())
    return VOICE.finding(document, low, high, (Edit(start, end, "", VOICE.rule),))


RULE = Rule(
    id=VOICE.rule,
    severity=VOICE.severity,
    safety=VOICE.safety,
    why="Sites push the name that people search for into headings and sentences where it has no part.",
    probes=(Probe((), find),),
    examples=(
        Example(
            "Marta Quispe flew in.\n\nMarta Quispe left.\n\nPeru and Chile Marta Quispe are close.\n",
            "Marta Quispe flew in.\n\nMarta Quispe left.\n\nPeru and Chile are close.\n",
        ),
        Example(
            "Marta Quispe flew in.\n\nMarta Quispe left.\n\nMuch was said during Marta Quispe visit.\n",
            "Marta Quispe flew in.\n\nMarta Quispe left.\n\nMuch was said during Marta Quispe's visit.\n",
        ),
    ),
    keep=(
        "Marta Quispe flew in.\n\nMarta Quispe left.\n\nPeru and Marta Quispe are close.\n",
        "Marta Quispe flew in.\n\nMarta Quispe left.\n\nMuch was said during Marta Quispe’s visit.\n",
    ),
)
