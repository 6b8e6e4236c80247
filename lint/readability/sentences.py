"""Sentences that are too long to read at once."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache, partial

from lint.kinds import Voice
from lint.pattern import lazy
from lint.rule import Example, Finding, Probe, Rule, Safety, Severity
from lint.text import Document

_END = lazy(r"""[.!?…]["”’')\]]{0,3}(?=\s+["“‘'(\[]?[^\W_a-z]|\s*\Z)""")
_NO_END = lazy(
    r"(?:\b(?:Mr|Mrs|Ms|Mx|Dr|Prof|Gen|Lt|Col|Maj|Capt|Cmdr|Sgt|Adm|Sen|Rep|Gov|Hon|Rev|St|Mt|Ft|Jr|Sr|No|Nos|vs|Inc|"
    r"Ltd|Co|Corp|Bros|Jan|Feb|Mar|Apr|Aug|Sept|Sep|Oct|Nov|Dec|Ave|Blvd|Rd|approx|fig|cf|ca|e\.g|i\.e|a\.m|p\.m|al)"
    r"|\b[A-Z]|(?:\b[A-Za-z]\.)+[A-Za-z])\.\Z"
)
_WORD = lazy(r"\w[\w’'.,-]*")

LONG = Voice(
    "readability.long-sentence",
    "The sentence has {count} words; split it.",
    Severity.INFO,
    Safety.SUGGESTION,
    "suggestion",
)


def sentences(text: str) -> Iterator[tuple[int, int]]:
    """Yield start and end of the sentences of a paragraph."""
    start = 0
    for match in _END.finditer(text):
        if _NO_END.search(text, max(start, match.start() - 16), match.start() + 1) and match.end() < len(text.rstrip()):
            continue
        while start < match.end() and text[start].isspace():
            start += 1
        yield start, match.end()
        start = match.end()
    if text[start:].strip():
        yield start + len(text[start:]) - len(text[start:].lstrip()), len(text.rstrip())


def _find_long(most: int, document: Document) -> Iterator[Finding]:
    for line in document.lines:
        content = document.prose[line.start : line.end]
        if content.count(" ") < most:
            continue
        for start, end in sentences(content):
            count = len(_WORD.findall(content, start, end))
            if count > most:
                voice = LONG._replace(message=LONG.message.replace("{count}", str(count)))
                yield voice.finding(document, line.start + start, line.start + end, ())


@cache
def long_rule(most: int) -> Rule:
    """Return the rule on sentences of more than `most` words; many newsrooms draw the line at 30 to 40."""
    return Rule(
        id=LONG.rule,
        severity=LONG.severity,
        safety=LONG.safety,
        why=f"Readers lose the thread of a sentence of more than {most} words.",
        probes=(Probe((), partial(_find_long, most)),),
        examples=(
            Example(
                "The council, which had met for the third time in a week to talk about the harbor, the ferry and the new "
                "road to the north of the island, put off its vote to the spring because two of its members were ill."
            ),
        ),
        keep=(
            "The council met on Monday. It talked about the harbor, the ferry and the new road to the north. Dr. A. B. "
            "Lind of the U.S. embassy was there. The vote was put off to the spring because two members were ill.",
        ),
        default=False,
    )
