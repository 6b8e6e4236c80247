"""Patterns: a regular expression within the running text, with a replacement or none."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from functools import partial
from typing import Any

from lint.edits import Edit
from lint.kinds.voice import Voice, fit_case
from lint.pattern import compiled
from lint.rule import Finding, Probe
from lint.text import Document, Needs, Span

_WIDEST, _MOST_PLACES = 400, 24


def pattern_needs(entry: Mapping[str, Any]) -> list[tuple[Needs, int]]:
    """Return what each pattern of an entry needs, and how wide its matches are, 0 where that is open or no help."""
    from lint.needs import needs_of, width_of

    flags = 0 if entry.get("case") else re.IGNORECASE
    widths = [width_of(pattern, flags) for pattern in entry["patterns"]]
    return [
        (needs_of(pattern), width if width <= _WIDEST else 0)
        for pattern, width in zip(entry["patterns"], widths, strict=True)
    ]


def _find_pattern(
    voice: Voice, source: str, flags: int, fix: str | None, unless: str | None, needs: Needs, width: int, doc: Document
) -> Iterator[Finding]:
    pattern = compiled(source, flags)
    for segment in doc.where(needs):
        for match in _near(pattern, needs, width, doc, segment):
            if unless and compiled(unless, re.IGNORECASE).search(_around(doc, match)):
                continue
            start, end = match.span("bad") if "bad" in pattern.groupindex else match.span()
            if fix is None:
                yield voice.finding(doc, start, end, ())
                continue
            replacement = match.expand(fix)
            if flags & re.IGNORECASE:
                replacement = fit_case(replacement, doc.prose[start:end])
            yield voice.finding(doc, start, end, (Edit(start, end, replacement, voice.rule),))


def _near(
    pattern: re.Pattern[str], needs: Needs, width: int, document: Document, segment: Span
) -> Iterator[re.Match[str]]:
    """Yield the matches within a segment, tried only around what the pattern needs where its width is bounded."""
    places = _places(needs, document, segment) if width else None
    if places is None:
        yield from pattern.finditer(document.prose, *segment)
        return
    low = high = segment.start
    for place in places:
        if place - width > high:
            if high > low:
                yield from pattern.finditer(document.prose, low, high)
            low = max(place - width, segment.start)
        high = min(place + width, segment.end)
    if high > low:
        yield from pattern.finditer(document.prose, low, high)


def _places(needs: Needs, document: Document, segment: Span) -> list[int] | None:
    """Return where the needed words stand in a segment, in order, or None where they are too many to help."""
    folded, places = document.folded, list[int]()
    for word in {str(alternative[0]).lstrip("*") for alternative in needs if document.may_hold(alternative)}:
        place = folded.find(word, *segment)
        while place >= 0:
            places.append(place)
            if len(places) > _MOST_PLACES:
                return None
            place = folded.find(word, place + 1, segment.end)
    return sorted(places) if needs else None


def _around(document: Document, match: re.Match[str]) -> str:
    """Return what stands around a match on its line."""
    line = document.lines[document.line_number(match.start())]
    return document.prose[max(line.start, match.start() - 120) : min(line.end, match.end() + 120)]


def pattern_probes(entry: Mapping[str, Any], voice: Voice) -> Iterator[Probe]:
    """Yield a probe for each pattern of an entry."""
    flags = 0 if entry.get("case") else re.IGNORECASE
    fix, unless = entry.get("replace"), entry.get("unless")
    for source, (needs, width) in zip(entry["patterns"], entry["needs"], strict=True):
        find = partial(_find_pattern, voice, source, flags, fix, unless, needs, width)
        yield Probe(needs, find, local=True)
