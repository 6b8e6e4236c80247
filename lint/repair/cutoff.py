"""Paragraphs that stop in the middle of a sentence."""

from __future__ import annotations

from collections.abc import Iterator

from lint.kinds import Voice
from lint.pattern import lazy
from lint.repair.prose import listed, made
from lint.rule import Finding, Probe, Safety, Severity
from lint.text import Document

VOICE = Voice(
    "text.cut-off-paragraph",
    "The paragraph stops at '{found}', in the middle of a sentence.",
    Severity.WARNING,
    Safety.SUGGESTION,
    "suggestion",
)
_OPEN = listed("the an of and not will which are were by than into his their its but because would could has have had")
"""Words behind which no sentence ends, except for a few that are spoken."""

_CUT_OFF = lazy(rf'[A-Z“"][^\n|/]{{60,1500}} (?P<bad>{"|".join(sorted(_OPEN))})[ \t]*')


def _find(document: Document) -> Iterator[Finding]:
    for number in document.filled:
        words = document.line_words[number]
        if words and words[-1] in _OPEN and _ends_paragraph(document, number):
            line = document.lines[number]
            match = _CUT_OFF.fullmatch(document.prose, line.start, line.end)
            if match:
                yield VOICE.finding(document, *match.span("bad"), ())


def _ends_paragraph(document: Document, number: int) -> bool:
    return number + 1 == len(document.lines) or not document.line_text(number + 1)


CUT_OFF_RULE = made(
    VOICE,
    "The rest was lost where the text was taken from its page, behind a link, an advertisement or a limit of length.",
    Probe((), _find, local=True),
    examples=(
        (
            "The mayor of the town left for the coast on Monday, and he said that the bridge will not\n\n"
            "The council met on Tuesday and agreed to build another one.\n",
            None,
        ),
    ),
    keep=(
        "The mayor of the town left for the coast on Monday, and he said that the bridge will not fall\n\n"
        "The council met on Tuesday and agreed to build another one.\n",
        "What the mayor hopes for, what he is afraid of and what the town is waiting\nfor is known to all.\n",
    ),
)
