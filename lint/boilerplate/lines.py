"""What the boilerplate rules share: which lines are furniture, how to remove lines, where the story is."""

from __future__ import annotations

from bisect import bisect_left
from functools import cache
from typing import NamedTuple

from lint.edits import Edit
from lint.kinds import shown
from lint.packs import shipped
from lint.rule import Finding, Fix, Probe, Rule, Safety, Severity
from lint.text import Document, Span, holds


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


@cache
def _probes() -> tuple[tuple[Rule, Probe], ...]:
    """Return the probes of the line rules, each with its rule."""
    return tuple(
        (rule, probe)
        for rule in shipped()
        if rule.category == "boilerplate" and rule.default and rule.id not in _NOT_FURNITURE
        for probe in rule.probes
    )


@cache
def _by_first() -> dict[str, list[int]]:
    """Return for each word with which a line can begin the places of the probes that it may concern."""
    index: dict[str, list[int]] = {}
    for place, (_, probe) in enumerate(_probes()):
        for key in probe.first or ():
            index.setdefault(key, []).append(place)
    return index


@cache
def _others() -> tuple[int, ...]:
    """Return the places of the probes that do not tell how their lines begin."""
    return tuple(place for place, (_, probe) in enumerate(_probes()) if probe.first is None)


_NOT_FURNITURE = frozenset({"boilerplate.editor-note", "boilerplate.link-sentence", "boilerplate.bare-address"})


def _met(document: Document) -> set[int]:
    """Return the places of the probes that the first words of the lines do not rule out."""
    index = _by_first()
    met = {place for key in document.first_words.keys() & index.keys() for place in index[key]}
    return met.union(_others())


def has_end(document: Document) -> bool:
    """Tell whether a line stands below an article or heads a list of other stories; cheaper than `signs`."""
    ends = (_probes()[place] for place in _met(document) if _probes()[place][0].id in _ENDS | _LISTS)
    return any(next(iter(probe.find(document)), None) is not None for _, probe in ends)


def signs(document: Document) -> Signs:
    """Return the lines that the packs hold for furniture; ask through `document.derived(signs)`."""
    certain: set[int] = set()
    likely: set[int] = set()
    ends: set[int] = set()
    lists: set[int] = set()
    everywhere, probes = Span(0, len(document.folded)), _probes()
    for place in sorted(_met(document)):
        rule, probe = probes[place]
        if probe.first is None and not holds(probe.needs, document.words, document.folded, everywhere):
            continue
        for finding in probe.find(document):
            number = document.line_number(finding.start)
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
    prose = [index for index in document.filled if index not in certain and document.is_prose(index)]
    return Span(prose[0], prose[-1] + 1) if prose else Span(0, 0)


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
