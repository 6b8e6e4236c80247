"""What the boilerplate rules share: which lines are furniture, how to remove lines, where the story is."""

from __future__ import annotations

from bisect import bisect_left
from functools import cache
from typing import NamedTuple

from lint.edits import Edit
from lint.kinds import shown
from lint.packs import shipped, shipped_lines
from lint.rule import Finding, Fix, LineProbe, Rule, Safety, Severity
from lint.text import Document, Span


class Signs(NamedTuple):
    """Line indexes: `certain` are furniture wherever they stand, `likely` where they stand in company.

    `ends` are certain lines that stand below an article, `lists` those that head a list of other stories.
    """

    certain: frozenset[int]
    likely: frozenset[int]
    ends: frozenset[int]
    lists: frozenset[int]


_ENDS = frozenset(
    {"boilerplate.comment-form", "boilerplate.mobile-switch", "boilerplate.copyright", "boilerplate.about-author"}
)
_LISTS = frozenset({"boilerplate.related-heading"})


_NOT_FURNITURE = frozenset({"boilerplate.editor-note", "boilerplate.link-sentence", "boilerplate.bare-address"})


@cache
def _rules() -> dict[LineProbe, Rule]:
    """Return for each line probe that tells of furniture its rule."""
    return {
        probe: rule
        for rule in shipped()
        if rule.category == "boilerplate" and rule.default and rule.id not in _NOT_FURNITURE
        for probe in rule.probes
        if isinstance(probe, LineProbe)
    }


def signs(document: Document) -> Signs:
    """Return the lines that the packs hold for furniture; ask through `document.derived(signs)`."""
    certain: set[int] = set()
    likely: set[int] = set()
    ends: set[int] = set()
    lists: set[int] = set()
    for number, probe in document.derived(shipped_lines().matches):
        rule = _rules().get(probe)
        if rule is None or next(probe.find_at(document, number), None) is None:
            continue
        (certain if rule.safety is Safety.SAFE else likely).add(number)
        if rule.id in _ENDS:
            ends.add(number)
        elif rule.id in _LISTS:
            lists.add(number)
    return Signs(frozenset(certain), frozenset(likely - certain), frozenset(ends), frozenset(lists))


def story(document: Document) -> Span:
    """Return the line indexes from the first to the last paragraph of prose that is no furniture, half-open.

    Unlike `document.body`, it does not count disclaimers, appeals and notices as prose.
    """
    certain = document.derived(signs).certain
    prose = [index for index in document.prose_lines if index not in certain]
    return Span(prose[0], prose[-1] + 1) if prose else Span(0, 0)


def ends(document: Document) -> dict[str, list[int]]:
    """Return for each last character of a line the lines that end in it; ask through `document.derived(ends)`."""
    index: dict[str, list[int]] = {}
    for number in document.filled:
        index.setdefault(document.line_text(number)[-1], []).append(number)
    return index


def removed(rule: str, document: Document, first: int, last: int, message: str, safety: Safety) -> Finding:
    """Return the finding that asks to remove the lines `first` to `last`; '{found}' in the message is their text."""
    lines = document.lines
    start, end = lines[first].start, lines[last].end
    content = document.prose[start:end]
    start += len(content) - len(content.lstrip())
    end = max(start, end - len(content) + len(content.rstrip()))
    gone = document.removal(first, last)
    text = message.replace("{found}", shown(document.text[start:end]))
    return Finding(rule, start, end, text, Severity.ERROR, Fix(safety, (Edit(gone.start, gone.end, "", rule),)))


def neighbors(document: Document, index: int) -> tuple[int | None, int | None]:
    """Return the nearest lines before and behind a line that are not blank."""
    filled = document.filled
    place = bisect_left(filled, index)
    before = filled[place - 1] if place else None
    behind = place + 1 if place < len(filled) and filled[place] == index else place
    return before, filled[behind] if behind < len(filled) else None
