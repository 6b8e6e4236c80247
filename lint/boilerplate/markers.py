"""Links and keywords that were glued to the end of a real paragraph."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from itertools import chain

from lint.boilerplate.lines import ends
from lint.edits import Edit
from lint.kinds import shown
from lint.pattern import lazy
from lint.rule import Example, Finding, Fix, Probe, Rule, Safety, Severity
from lint.text import Alternative, Document, fold, words_of

GAP = 8
"""Characters of white space that no writer puts inside a paragraph."""

LONG = 200
"""Characters of a line beyond which it is a paragraph, so that a name without a verb at its end was glued to it."""

_LINK = lazy(
    r"""(?P<marker>[\[(]?(?:ALSO[ ]READ|Also[ ][Rr]ead|READ[ ]ALSO|Read[ ][Aa]lso|MUST[ -]READ|Must[ -][Rr]ead
      |READ[ ]MORE|Read[ ][Mm]ore|READ[ ]NEXT|Read[ ][Nn]ext|SEE[ ]ALSO|See[ ][Aa]lso|RELATED|Related|WATCH
      |RECOMMENDED|Recommended|You[ ]may[ ](?:also[ ])?like|DON[’']T[ ]MISS|Don[’']t[ ][Mm]iss
      |ALSO[ ]SEE|Also[ ][Ss]ee|BACA[ ]JUGA|Baca[ ]juga
      |Lire[ ]aussi|LIRE[ ]AUSSI|À[ ]lire[ ]aussi|Lea[ ]también|Leia[ ]também|Leggi[ ]anche|Lesen[ ]Sie[ ]auch))
    (?P<colon>[^\S\r\n]{0,3}[:|»–—-]?[^\S\r\n]{0,40})(?P<title>[^a-z\s][^\r\n]{4,220})(?=\r|\n|\Z)""",
    re.VERBOSE,
)
_LABEL = lazy(
    r"(?P<marker>Read [Mm]ore|READ MORE|Continue [Rr]eading|Click [Tt]o [Tt]weet"
    r"|ADVERTISEMENT|Advertisement|Read (?:the )?[Ff]ull (?:[Ss]tory|[Aa]rticle)|Show [Mm]ore|Load [Mm]ore)"
    r"[^\S\r\n]?[»>→…]{0,3}[^\S\r\n]*(?=\r|\n|\Z)"
)
_KEYWORD = lazy(r"(?<![^\s.!?…”\"’')\]])[A-Z][\w’'-]*(?:[^\S\r\n][A-Z][\w’'-]*){0,4}\s*\Z")
_MARKERS = (
    "also read", "read also", "must read", "must-read", "read more", "read next", "see also", "related", "watch",
    "recommended", "you may like", "you may also like", "don't miss", "don’t miss", "also see", "baca juga",
    "lire aussi", "à lire aussi", "lea también", "leia também", "leggi anche", "lesen sie auch",
)  # fmt: skip
_LABELS = (
    "read more", "continue reading", "click to tweet", "advertisement", "read the full", "read full", "show more",
    "load more",
)  # fmt: skip
_SENTENCE_ENDS = ".!?…؟।۔॥”\"’')]"
_NEXT_SENTENCE = lazy(r"[a-z]{2}[.!?] [A-Z]")


def _find_link(document: Document) -> Iterator[Finding]:
    for match in _matches(_LINK, _MARKERS, document):
        gap = _gap(document, match.start())
        colon = match["colon"].strip()
        if gap is None or not (colon or gap >= GAP):
            continue
        loud = match["marker"].isupper() or gap >= 3 or colon in (":", "|")
        sure = loud and not _NEXT_SENTENCE.search(match["title"]) and match["title"].count(" ") < 32
        safety = Safety.SAFE if sure else Safety.SUGGESTION
        yield _cut(document, match.start(), match.end(), gap, safety, "a link to another story")
    for match in _matches(_LABEL, _LABELS, document):
        gap = _gap(document, match.start())
        if gap is not None:
            yield _cut(document, match.start(), match.end(), gap, Safety.SAFE, "the label of a link")


def _matches(pattern: re.Pattern[str], openings: tuple[str, ...], document: Document) -> Iterator[re.Match[str]]:
    """Yield the matches of `pattern` at the folded literals it can begin with, which is faster than a search."""
    done = -1
    met = [opening for opening in openings if document.words.issuperset(_words(opening))]
    places = {place for opening in met for place in _places(document.folded, opening)}
    for place in sorted(places):
        bracketed = place > 0 and document.prose[place - 1] in "[("
        match = pattern.match(document.prose, place - bracketed)
        if match and place >= done:
            done = match.end()
            yield match


@cache
def _words(opening: str) -> tuple[str, ...]:
    return tuple(words_of(opening))


def _places(text: str, literal: str) -> Iterator[int]:
    place = text.find(literal)
    while place >= 0:
        yield place
        place = text.find(literal, place + 1)


def _gap(document: Document, start: int) -> int | None:
    """Return the white space between a paragraph's last sentence and what follows it, None where no sentence ends."""
    line = document.lines[document.line_number(start)]
    before = document.prose[line.start : start]
    kept = before.rstrip()
    return len(before) - len(kept) if kept[-1:] and kept[-1] in _SENTENCE_ENDS else None


def _find_keyword(document: Document) -> Iterator[Finding]:
    open_ended = [lines for sign, lines in document.derived(ends).items() if sign.isalnum()]
    for index in chain.from_iterable(open_ended):
        line = document.lines[index]
        size = line.end - line.start
        if size < 20 or (size <= LONG and not _has_gap(document.line_text(index))):
            continue
        tail = document.prose[max(line.start, line.end - 480) : line.end]
        match = _KEYWORD.search(tail)
        gap = _gap(document, line.end - len(tail) + match.start()) if match else None
        if not match or not gap:
            continue
        phrase = fold(match.group().strip())
        start, others = line.end - len(tail) + match.start(), document.folded.count(phrase) - 1
        if gap >= GAP and others >= 1:
            yield _cut(document, start, line.end, gap, Safety.SAFE, "a keyword for search engines")
        elif " " in phrase and others >= 3 and size > LONG:
            yield _cut(document, start, line.end, gap, Safety.SUGGESTION, "a keyword for search engines")


def _has_gap(content: str) -> bool:
    """Tell whether a line holds more than single spaces between its words."""
    return "  " in content or not content.isprintable()


def _cut(document: Document, start: int, end: int, gap: int, safety: Safety, what: str) -> Finding:
    found = shown(document.text[start:end].rstrip())
    message = f"'{found}' at the end of the paragraph is {what}."
    start -= gap
    return Finding(RULE_ID, start, end, message, Severity.ERROR, Fix(safety, (Edit(start, end, "", RULE_ID),)))


RULE_ID = "boilerplate.fused-marker"


def _needed(opening: str) -> Alternative:
    """Return what a text must hold for an opening to stand there: its only word, or its last two side by side."""
    last = tuple(words_of(opening)[-2:])
    return (max(last, key=len), (last[0], last[1])) if len(last) > 1 else last


RULE = Rule(
    id=RULE_ID,
    severity=Severity.ERROR,
    safety=Safety.SAFE,
    why="The scraper joined a link, a button or a search keyword to the paragraph before it.",
    probes=(Probe(tuple(map(_needed, (*_MARKERS, *_LABELS))), _find_link), Probe((), _find_keyword)),
    examples=(
        Example(
            "The harbor was closed all week." + " " * 20 + "ALSO READ: Storm Breaks Two Piers in Torby\n",
            "The harbor was closed all week.\n",
        ),
        Example("The harbor was closed all week.Read more »\n", "The harbor was closed all week.\n"),
        Example(
            "Lars Holm opened the harbor.\n\nIt was closed all week." + " " * 12 + "Lars Holm\n",
            "Lars Holm opened the harbor.\n\nIt was closed all week.\n",
        ),
    ),
    keep=(
        "The harbor was closed all week. Also read in court was a letter from the owner.",
        "The notice was short. Read more books, said the teacher.",
        "It was signed by the mayor. Lars Holm",
    ),
)
"""Finds what was glued to a paragraph."""
