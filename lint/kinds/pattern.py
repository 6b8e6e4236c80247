"""Patterns: a regular expression within the running text, with a replacement or none."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from functools import cached_property, partial
from typing import Any

from lint.edits import Edit
from lint.kinds.voice import Voice, fit_case
from lint.pattern import compiled
from lint.rule import Finding, Probe
from lint.text import Document, Needs, Pair, Span

_WIDEST, _FEW, _SPARSE = 400, 24, 400


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
    voice: Voice, source: str, flags: int, fix: str | None, unless: str | None, near: _Near, document: Document
) -> Iterator[Finding]:
    pattern = compiled(source, flags)
    for span in near.spans(document):
        for match in pattern.finditer(document.prose, *span):
            if unless and compiled(unless, re.IGNORECASE).search(_around(document, match)):
                continue
            start, end = match.span("bad") if "bad" in pattern.groupindex else match.span()
            if fix is None:
                yield voice.finding(document, start, end, ())
                continue
            replacement = match.expand(fix)
            if flags & re.IGNORECASE:
                replacement = fit_case(replacement, document.prose[start:end])
            yield voice.finding(document, start, end, (Edit(start, end, replacement, voice.rule),))


class _Near:
    """Where a pattern can match: around the words that it needs, where its width is bounded and they are few."""

    def __init__(self, needs: Needs, width: int) -> None:
        self._needs = needs
        self._width = width

    @cached_property
    def _pairs(self) -> dict[str, list[Pair]]:
        """For each word that may be needed the pairs of which one must stand there; none where any place will do."""
        pairs: dict[str, list[Pair]] = {}
        for word, *beside in self._needs:
            pairs.setdefault(str(word), []).extend(pair for pair in beside if isinstance(pair, tuple))
        alone = [str(word) for word, *beside in self._needs if not beside]
        return pairs | {word: [] for word in alone}

    @cached_property
    def _parts(self) -> list[str]:
        return [word for word in self._pairs if word[0] == "*"]

    def spans(self, document: Document) -> Iterator[Span]:
        """Yield the ranges of the segments in which the pattern must be tried, in order."""
        for segment in document.where(self._needs):
            places = self._places(document, segment) if self._width and self._needs else None
            yield from (segment,) if places is None else self._around(places, segment)

    def _places(self, document: Document, segment: Span) -> list[int] | None:
        """Return where the needed words stand in a segment, in order, or None where they are too many to help."""
        folded, places, most = document.folded, list[int](), max(_FEW, (segment.end - segment.start) // _SPARSE)
        for word in (*(self._pairs.keys() & document.words), *self._parts):
            if not document.may_hold(self._pairs[word]):
                continue
            sought = word.lstrip("*")
            place = folded.find(sought, *segment)
            while place >= 0:
                places.append(place)
                place = folded.find(sought, place + 1, segment.end)
            if len(places) > most:
                return None
        return sorted(places)

    def _around(self, places: list[int], segment: Span) -> Iterator[Span]:
        low = high = segment.start
        for place in places:
            if place - self._width > high:
                if high > low:
                    yield Span(low, high)
                low = max(place - self._width, segment.start)
            high = min(place + self._width, segment.end)
        if high > low:
            yield Span(low, high)


def _around(document: Document, match: re.Match[str]) -> str:
    """Return what stands around a match on its line."""
    line = document.lines[document.line_number(match.start())]
    return document.prose[max(line.start, match.start() - 120) : min(line.end, match.end() + 120)]


def pattern_probes(entry: Mapping[str, Any], voice: Voice) -> Iterator[Probe]:
    """Yield a probe for each pattern of an entry."""
    flags = 0 if entry.get("case") else re.IGNORECASE
    fix, unless = entry.get("replace"), entry.get("unless")
    for source, (needs, width) in zip(entry["patterns"], entry["needs"], strict=True):
        find = partial(_find_pattern, voice, source, flags, fix, unless, _Near(needs, width))
        yield Probe(needs, find, local=True)
