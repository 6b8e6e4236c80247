"""Which lines match which line probes: no line is looked at for a probe whose words the text does not hold."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from functools import cached_property

from lint.index import NeedsIndex
from lint.region import Step
from lint.rule import LineProbe
from lint.text import Document

Match = tuple[int, LineProbe]
"""The number of a line, and a probe that it matches."""


class LineIndex:
    """Line probes by what the text must hold, and by the words with which their lines begin."""

    def __init__(self, probes: Iterable[LineProbe]) -> None:
        self.probes = tuple(probes)
        self._known = frozenset(self.probes)
        self._by_first: dict[str, list[int]] = {}
        for place, probe in enumerate(self.probes):
            for key in probe.first:
                self._by_first.setdefault(key, []).append(place)

    def __contains__(self, probe: LineProbe) -> bool:
        return probe in self._known

    @cached_property
    def _needs(self) -> NeedsIndex:
        return NeedsIndex(probe.needs for probe in self.probes)

    def matches(self, document: Document) -> list[Match]:
        """Return the lines that match, by number, each with a probe that it matches; ask through `derived`."""
        return self.matches_of(self._needs.candidates(document), document)

    def matches_of(self, places: Collection[int], document: Document) -> list[Match]:
        """Return the same for the probes in these places, the only ones whose needs the text meets."""
        lines = document.lines
        return [
            (number, probe)
            for number, probe in self._candidates(places, document)
            if lines[number].end - lines[number].start <= probe.longest and probe.matches(document.line_text(number))
        ]

    def matches_after(self, places: Collection[int], document: Document, part: Document, step: Step) -> list[Match]:
        """Return the same from the matches in the text before, and the changed `part` and the places for it."""
        kept = []
        for number, probe in step.before.derived(self.matches):
            start = step.moved(step.before.lines[number].start)
            if start is not None:
                kept.append((document.line_number(start), probe))
        return list(dict.fromkeys((*kept, *self.matches_of(places, part))))

    def _candidates(self, places: Collection[int], document: Document) -> Iterator[Match]:
        """Yield the lines and probes that the first words of the lines, or what they hold, do not rule out."""
        for key, numbers in document.first_words.items():
            for place in self._by_first.get(key, ()):
                if place in places:
                    probe = self.probes[place]
                    for number in numbers:
                        yield number, probe
        for place in places:
            probe = self.probes[place]
            if not probe.first:
                for number in _holding(probe, document):
                    yield number, probe


def _holding(probe: LineProbe, document: Document) -> Iterable[int]:
    """Return the lines that hold a word that a probe needs."""
    if not probe.needs:
        return document.filled
    numbers: set[int] = set()
    for alternative in probe.needs:
        word = str(alternative[0])
        part = word.lstrip("*")
        if word in document.words or (word[0] == "*" and (not part.isalnum() or part in document.vocabulary)):
            numbers.update(_lines_of(part, document, whole=word[0] != "*"))
    return numbers


def _lines_of(part: str, document: Document, *, whole: bool) -> Iterator[int]:
    text, size = document.folded, len(part)
    for low, high in document.segments:
        start = text.find(part, low, high)
        while start >= 0:
            stop = start + size
            if not whole or not (text[start - 1 : start].isalnum() or text[stop : stop + 1].isalnum()):
                number = document.line_number(start)
                yield number
                stop = document.lines[number].stop
            start = text.find(part, stop, high)
