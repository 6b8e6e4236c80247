"""Which lines match which line probes: no line is looked at for a probe whose words the text does not hold."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from lint.index import NeedsIndex
from lint.rule import LineProbe
from lint.text import Document


class LineIndex:
    """Line probes by what the text must hold, and by the words with which their lines begin."""

    def __init__(self, probes: Iterable[LineProbe]) -> None:
        self.probes = tuple(probes)
        self._known = frozenset(self.probes)
        self._needs = NeedsIndex(probe.needs for probe in self.probes)
        self._by_first: dict[str, list[int]] = {}
        for place, probe in enumerate(self.probes):
            for key in probe.first:
                self._by_first.setdefault(key, []).append(place)

    def __contains__(self, probe: LineProbe) -> bool:
        return probe in self._known

    def matches(self, document: Document) -> list[tuple[int, LineProbe]]:
        """Return the lines that match, by number, each with a probe that it matches; ask through `derived`."""
        return list(self._matches(document))

    def _matches(self, document: Document) -> Iterator[tuple[int, LineProbe]]:
        lines = document.lines
        for number, probe in self._candidates(document):
            line = lines[number]
            if line.end - line.start <= probe.longest and probe.matches(document.line_text(number)):
                yield number, probe

    def _candidates(self, document: Document) -> Iterator[tuple[int, LineProbe]]:
        """Yield the lines and probes that the words of the text and the first words of its lines do not rule out."""
        possible = set(self._needs.candidates(document))
        for key, numbers in document.first_words.items():
            for place in self._by_first.get(key, ()):
                if place in possible:
                    probe = self.probes[place]
                    for number in numbers:
                        yield number, probe
        for place in possible:
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
        word = max(alternative, key=len)
        part = word.lstrip("*")
        if word in document.words or (word[0] == "*" and (not part.isalnum() or part in document.vocabulary)):
            numbers.update(_lines_of(part, document, whole=word[0] != "*"))
    return numbers


def _lines_of(part: str, document: Document, *, whole: bool) -> Iterator[int]:
    text, size = document.folded, len(part)
    start = text.find(part)
    while start >= 0:
        stop = start + size
        if not whole or not (text[start - 1 : start].isalnum() or text[stop : stop + 1].isalnum()):
            number = document.line_number(start)
            yield number
            stop = document.lines[number].stop
        start = text.find(part, stop)
