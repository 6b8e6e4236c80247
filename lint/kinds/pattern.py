"""Patterns: a regular expression within the running text, with a replacement or none."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cached_property, partial
from typing import Any

from lint.edits import Edit
from lint.kinds.voice import Voice, fit_case
from lint.pattern import compiled
from lint.rule import Finding, Probe
from lint.text import Document, Needs, Pair, Span

_MOST_NEEDS, _AHEAD = 3, 2


def pattern_needs(entry: Mapping[str, Any]) -> list[tuple[list[Needs], bool]]:
    """Return all that each pattern of an entry needs, the rarest first, and whether it can reach over line ends."""
    from lint.needs import all_needs_of, crosses_lines

    flags = 0 if entry.get("case") else re.IGNORECASE
    return [(all_needs_of(pattern)[:_MOST_NEEDS], crosses_lines(pattern, flags)) for pattern in entry["patterns"]]


def _find_pattern(
    voice: Voice, source: str, flags: int, fix: str | None, unless: str | None, near: _Near, document: Document
) -> Iterator[Finding]:
    pattern = compiled(source, flags)
    for low, high in near.spans(document):
        for match in pattern.finditer(document.prose, low, high + _AHEAD):
            if match.start() >= high or (unless and compiled(unless, re.IGNORECASE).search(_around(document, match))):
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
    """Where a pattern can match: on the lines that hold all that it needs, unless it can reach over their ends."""

    def __init__(self, needs: Sequence[Needs], crosses: bool) -> None:
        self._needs = needs
        self._crosses = crosses

    @cached_property
    def _anywhere(self) -> bool:
        """Whether to go by lines is no help: for a sign, which is found quickly, or where lines do not matter."""
        return self._crosses or not self._needs or any(not word.lstrip("*").isalnum() for word in self._pairs)

    @cached_property
    def _pairs(self) -> dict[str, tuple[frozenset[Pair], frozenset[str]]]:
        """For each word of what is rarest the pairs of which one must stand there, if not any place will do, and the
        first words of these pairs."""
        alone = {str(word) for word, *beside in self._needs[0] if not beside}
        pairs: dict[str, set[Pair]] = {word: set() for word in alone}
        for word, *beside in self._needs[0]:
            if word not in alone:
                pairs.setdefault(str(word), set()).update(pair for pair in beside if isinstance(pair, tuple))
        return {word: (frozenset(found), frozenset(first for first, _ in found)) for word, found in pairs.items()}

    @cached_property
    def _further(self) -> list[frozenset[str]]:
        """What it needs besides, as far as it is whole words."""
        further = [frozenset(str(alternative[0]) for alternative in needs) for needs in self._needs[1:]]
        return [words for words in further if not any(word[0] == "*" for word in words)]

    def spans(self, document: Document) -> Iterable[Span]:
        """Return the ranges of the segments in which the pattern must be tried, in order."""
        if self._anywhere or not document.has_short_lines:
            return document.where(self._needs[0] if self._needs else ())
        numbers = self._lines(document)
        for words in self._further:
            if numbers:
                numbers &= document.lines_holding(words)
        return [Span(line.start, line.stop) for line in map(document.lines.__getitem__, sorted(numbers))]

    def _lines(self, document: Document) -> set[int]:
        """Return the lines that hold something of what is rarest."""
        pairs = self._pairs
        numbers = document.lines_holding(
            {word for word in pairs.keys() & document.words if not (pairs[word][0] and document.lacks(*pairs[word]))}
        )
        for word in self._pairs:
            if word[0] == "*":
                numbers.update(map(document.line_number, document.places(word[1:])))
        return numbers


def _around(document: Document, match: re.Match[str]) -> str:
    """Return what stands around a match on its line."""
    line = document.lines[document.line_number(match.start())]
    return document.prose[max(line.start, match.start() - 120) : min(line.end, match.end() + 120)]


def pattern_probes(entry: Mapping[str, Any], voice: Voice) -> Iterator[Probe]:
    """Yield a probe for each pattern of an entry."""
    flags = 0 if entry.get("case") else re.IGNORECASE
    fix, unless = entry.get("replace"), entry.get("unless")
    for source, (needs, crosses) in zip(entry["patterns"], entry["needs"], strict=True):
        find = partial(_find_pattern, voice, source, flags, fix, unless, _Near(needs, crosses))
        yield Probe(needs[0] if needs else (), find, local=True)
