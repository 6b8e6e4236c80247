"""Paragraphs cut into lines of a fixed width, as e-mail and old terminals leave them."""

from __future__ import annotations

from collections.abc import Iterator

from lint.edits import Edit
from lint.kinds import Voice
from lint.pattern import lazy
from lint.repair.prose import is_code, made
from lint.rule import Finding, Probe, Rule, Safety, Severity
from lint.text import Document

WRAPPED = Voice(
    "text.hard-wrapped",
    "The paragraph is cut into lines; it should be one.",
    Severity.INFO,
    Safety.SUGGESTION,
    "fix",
)
_SHORTEST, _LONGEST, _FEWEST = 30, 100, 3
_LIST = lazy(r"\s*(?:[-*•>|#\d]|[A-Za-z][.)]\s)|.*(?:[:|\t]|  )\s*\Z")


def _find(document: Document) -> Iterator[Finding]:
    short = {number for number in document.filled if _SHORTEST <= len(document.line_text(number)) <= _LONGEST}
    done = -1
    for first in sorted(number for number in short if number + 1 in short):
        if first > done:
            run = list(_run(document, first))
            done = run[-1]
            if len(run) >= _FEWEST and _is_prose(document, run):
                yield _joined(document, run)


def _run(document: Document, number: int) -> Iterator[int]:
    """Yield the number of a line and of those that go on with it."""
    yield number
    while number + 1 < len(document.lines) and _goes_on(document, number, number + 1):
        number += 1
        yield number


def _goes_on(document: Document, before: int, number: int) -> bool:
    """Tell whether a line goes on where the one before it was cut: that is full and ends within a sentence."""
    last, line = document.line_text(before), document.line_text(number)
    if not line or not _SHORTEST <= len(last) <= _LONGEST:
        return False
    goes_on = line[0].islower() or last[-1].isalpha() or last[-1] == ","
    return goes_on and not _LIST.match(line) and not _LIST.match(last)


def _is_prose(document: Document, run: list[int]) -> bool:
    """Tell whether most of the lines begin in lower case and they are about equally long, as in no poem."""
    lines = [document.line_text(number) for number in run]
    low = sum(line[0].islower() for line in lines[1:])
    widths = [len(line) for line in lines[:-1]]
    even = max(widths) - min(widths) <= 16
    return low * 2 >= len(lines) - 1 and low >= 2 and even and lines[-1][-1] in '.!?”"' and not any(map(is_code, lines))


def _joined(document: Document, run: list[int]) -> Finding:
    edits = []
    for number in run[:-1]:
        line, following = document.lines[number], document.lines[number + 1]
        end = line.start + len(document.prose[line.start : line.end].rstrip())
        content = document.prose[following.start : following.end]
        edits.append(Edit(end, following.start + len(content) - len(content.lstrip()), " ", WRAPPED.rule))
    return WRAPPED.finding(document, document.lines[run[0]].start, document.lines[run[-1]].end, tuple(edits))


WRAPPED_RULE: Rule = made(
    WRAPPED,
    "Lines of a fixed width show as ragged lines on a page, and hide sentences from a search.",
    Probe((), _find),
    (
        (
            "The mayor left the hall at nine in the evening\nwith his wife and his two sons, the paper\n"
            "reported on Monday in its late edition, and\ncame back to the town on Friday.\n",
            "The mayor left the hall at nine in the evening with his wife and his two sons, the paper "
            "reported on Monday in its late edition, and came back to the town on Friday.\n",
        ),
    ),
    (
        "The mayor left the hall.\nThe council met again.\nThe vote was put off.\n",
        "Shall I compare thee to a summer’s day?\nThou art more lovely and more temperate:\n"
        "Rough winds do shake the darling buds of May,\nAnd summer’s lease hath all too short a date.\n",
    ),
)
"""The rule on lines of a fixed width."""
