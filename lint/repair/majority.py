"""Marks that are set in two ways in one text: a few quotations, or a few dashes, unlike all the others."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from typing import NamedTuple

from lint.edits import Edit
from lint.kinds import Voice
from lint.pattern import lazy
from lint.repair.prose import any_part, is_code, is_english, made
from lint.rule import Finding, Probe, Safety, Severity
from lint.text import Document

QUOTES = Voice(
    "text.mixed-quotes",
    "{found} has other quotation marks than the rest of the text.",
    Severity.INFO,
    Safety.SUGGESTION,
    "fix",
)
DASHES = Voice(
    "text.mixed-dashes",
    "'{found}' is another dash than in the rest of the text.",
    Severity.INFO,
    Safety.SUGGESTION,
    "fix",
)
_FEWEST, _SHARE = 3, 2
"""Uses from which a text has a way of its own, and how many times as often as another one it has to be used."""


class _Marks(NamedTuple):
    """A pair of marks, and what a quotation in them looks like."""

    opening: str
    closing: str
    quotation: re.Pattern[str]


_STYLES = (
    _Marks("“", "”", lazy(r"“(?=\S)[^\"“”«»\n]{1,400}?(?<=\S)”")),
    _Marks('"', '"', lazy(r"(?<![\w\"])\"(?=[^\s\"])[^\"“”«»\n]{1,400}?(?<=\S)\"(?![\w\"])")),
    _Marks("«", "»", lazy(r"«[ \xa0\u202f]?(?=\S)[^\"“”«»\n]{1,400}?(?<=\S)[ \xa0\u202f]?»")),
)
_DASH = lazy(r"(?<=[a-z”’\",)])(?: -{1,2} |--| ?[—–] ?)(?=[a-zA-Z“‘\"(])")


def _find_quotes(document: Document) -> Iterator[Finding]:
    openings = sorted(document.prose.count(style.opening) for style in _STYLES)
    if openings[-1] < _FEWEST or not openings[-2]:
        return
    found = {style: list(style.quotation.finditer(document.prose)) for style in _STYLES}
    main = max(found, key=lambda style: len(found[style]))
    for style, matches in found.items():
        if style is main or len(found[main]) < _FEWEST or len(found[main]) < _SHARE * len(matches):
            continue
        for match in matches:
            if _is_english_prose(document, match):
                yield QUOTES.finding(document, *match.span(), _as(main, match))


def _as(style: _Marks, match: re.Match[str]) -> tuple[Edit, ...]:
    inner = match[0][1:-1].strip(" \xa0\u202f")
    before = match.start() + match[0].index(inner)
    return (
        Edit(match.start(), before, style.opening, QUOTES.rule),
        Edit(before + len(inner), match.end(), style.closing, QUOTES.rule),
    )


def _find_dashes(document: Document) -> Iterator[Finding]:
    prose = document.prose
    if prose.count("—") + prose.count("–") < _FEWEST or not (" - " in prose or "--" in prose):
        return
    matches = list(_DASH.finditer(document.prose))
    uses = Counter(match[0] for match in matches)
    main = max(uses, key=lambda dash: (uses[dash], dash), default="")
    if not main.strip() or main.strip() not in "—–" or uses[main] < _FEWEST:
        return
    for match in matches:
        typed = match[0].strip() in ("-", "--")
        if typed and uses[main] >= _SHARE * uses[match[0]] and _is_english_prose(document, match):
            yield DASHES.finding(document, *match.span(), (Edit(*match.span(), main, DASHES.rule),))


def _is_english_prose(document: Document, match: re.Match[str]) -> bool:
    line = document.line_text(document.line_number(match.start()))
    return not is_code(line) and is_english(document, match.start())


_THREE = "“One,” he said. “Two,” she said. “Three,” they said. "

QUOTES_RULE = made(
    QUOTES,
    "A passage was typed, pasted or translated from elsewhere, and kept its own kind of quotation marks.",
    Probe((('*"',), ("*«",)), _find_quotes),
    examples=(
        (_THREE + 'The mayor said, "Four," and left.\n', _THREE + "The mayor said, “Four,” and left.\n"),
        (_THREE + "The mayor said, « Four », and left.\n", _THREE + "The mayor said, “Four”, and left.\n"),
    ),
    keep=(
        '"One," he said. “Two,” she said. Each of them was 6\'2" tall, and the mayor of the town was there.',
        _THREE + 'The door is 80" by 30" and the mayor said: “Four.”',
    ),
)

_DASHED = "The bridge — an old one — fell. The mayor — a farmer — spoke. "

DASHES_RULE = made(
    DASHES,
    "A passage was typed or pasted from elsewhere, and kept its own kind of dash.",
    Probe(any_part("- ", "--"), _find_dashes),
    examples=((_DASHED + "The town -- all of it -- was there.\n", _DASHED + "The town — all of it — was there.\n"),),
    keep=(
        "The bridge -- an old one -- fell -- and the mayor — a farmer — spoke of it to the people of the town.",
        _DASHED + "The two- and three-year-olds of the town came from 1990 - 1995.",
    ),
)
