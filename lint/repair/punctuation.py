"""Spaces that are missing after punctuation."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import chain

from lint.edits import Edit
from lint.kinds import Voice
from lint.pattern import lazy
from lint.repair.prose import any_part, in_code, is_english, line_head, listed, made
from lint.rule import Finding, Probe, Safety, Severity
from lint.text import Document

MISSING = Voice("text.missing-space", "A space is missing in '{found}'.", Severity.WARNING, Safety.SAFE, "fix")
_STARTERS = (
    "The|This|That|These|Those|There|They|He|She|We|It|In|But|And|However|According|After|Before|When|While|If|As|At|"
    "For|From|His|Her|Their|Its|Our|My|You|Your|On|Since|With|Although|Also|Now|Some|Many|Most|Our|So|What|Why|How|Here"
)
_JOINTS = tuple(lazy(mark + "(?=[A-Z][a-z])") for mark in (r"\.", "!", r"\?"))
_LEFT = lazy(r"(?<![\w@/.:#&=?-])[A-Za-z][a-z]{1,20}\Z")
_RIGHT = lazy(r"[A-Z][a-z]{1,20}(?=[ ,’'](?![=*/]))")
_QUOTED = lazy(r"”(?<=[.,!?]”)(?=[a-z]{2}|[A-Z][a-z]+ (?![^“\n]{0,80}”))")
_START = lazy(_STARTERS)
_AFTER_NAME = lazy("The|This|That|These|Those|There|They|However|According|After|Before|When|While|Although")
"""What begins a sentence and ends no site's name; "Harbor.It" could be one."""

_LEFT_IN_NAMES = listed(
    "www node asp vue next bin com net org http https js io app dot en mr mrs dr st no vs etc eg ie"
)


def _find_missing(document: Document) -> Iterator[Finding]:
    text = document.prose
    for joint in chain.from_iterable(map(document.finditer, _JOINTS)):
        left = _LEFT.search(text, max(joint.start() - 21, 0), joint.start())
        right = _RIGHT.match(text, joint.end())
        if left and right and left.group().lower() not in _LEFT_IN_NAMES and _is_running(document, left.start()):
            edit = Edit(joint.end(), joint.end(), " ", MISSING.rule)
            named = left.group()[0].isupper()
            starts = (_AFTER_NAME if named else _START).fullmatch(right.group())
            if named and not starts:
                continue
            certain = starts and text[right.end()] in " ,"
            safety = None if certain else Safety.SUGGESTION
            yield MISSING.finding(document, left.start(), right.end(), (edit,), safety=safety)
    for match in document.finditer(_QUOTED):
        edit = Edit(match.end(), match.end(), " ", MISSING.rule)
        yield MISSING.finding(document, match.start() - 1, match.end() + 1, (edit,))


def _is_running(document: Document, offset: int) -> bool:
    """Tell whether a place is in running English rather than in code."""
    indented = line_head(document, offset)[:1].isspace()
    return not indented and not in_code(document, offset) and is_english(document, offset)


MISSING_RULE = made(
    MISSING,
    "Two sentences of one paragraph were joined when a line break or a tag was taken out.",
    Probe(any_part(".", "!", "?", "”"), _find_missing),
    examples=(
        ("The vote was close.The mayor left early.", "The vote was close. The mayor left early."),
        ("“It was close,”he said.", "“It was close,” he said."),
        (
            "They will be paid until March.Those who stay get more.",
            "They will be paid until March. Those who stay get more.",
        ),
    ),
    keep=(
        "He shops at Booking.com, One.Tel and Node.js, e.g. in the U.S. and at home.",
        "The firm sells its rooms through Harbor.It and Room.Now for less.",
        "They met at 10.30 a.m. near St. Ives, the club said. Its site is harbor.Example.",
    ),
)
