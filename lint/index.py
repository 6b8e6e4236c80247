"""Which of many needs a text may meet, found in one pass over its words, however many needs there are."""

from __future__ import annotations

from collections.abc import Iterable

from lint.text import Document, Needs, Span, holds

REMEMBERED = 200_000
"""Words that an index remembers having met; beyond, it begins anew."""


class NeedsIndex:
    """The needs of many probes by the words that they call for; places are places in the sequence of needs.

    It remembers the words it has met, with the places that each of them calls for: few words are new in the next
    text, and few of those it knows call for anything.
    """

    def __init__(self, needs: Iterable[Needs]) -> None:
        self._needs = tuple(needs)
        self._simple = [all(len(alternative) == 1 for alternative in need) for need in self._needs]
        self._always = frozenset(place for place, need in enumerate(self._needs) if not need)
        self._by_word: dict[str, set[int]] = {}
        self._by_part: dict[str, set[int]] = {}
        self._by_sign: dict[str, set[int]] = {}
        for place, need in enumerate(self._needs):
            for alternative in need:
                self._add(place, alternative)
        self._met: set[str] = set()
        self._calls: dict[str, frozenset[int]] = {}

    def _add(self, place: int, alternative: tuple[str, ...]) -> None:
        word = next((word for word in alternative if word[0] != "*"), None)
        if word is not None:
            self._by_word.setdefault(word, set()).add(place)
            return
        part = max(alternative, key=len)[1:]
        (self._by_part if len(part) > 2 and part.isalnum() else self._by_sign).setdefault(part, set()).add(place)

    def candidates(self, document: Document) -> list[int]:
        """Return the places of the needs that the text may meet, in order."""
        words, folded = document.words, document.folded
        new = words - self._met
        if new:
            self._meet(new)
        found = set(self._always)
        for word in self._calls.keys() & words:
            found |= self._calls[word]
        characters = document.characters
        for part, places in self._by_sign.items():
            if part[0] in characters and (len(part) == 1 or part in folded):
                found |= places
        everywhere = Span(0, len(folded))
        simple, needs = self._simple, self._needs
        return sorted(place for place in found if simple[place] or holds(needs[place], words, folded, everywhere))

    def _meet(self, new: frozenset[str]) -> None:
        """Remember what new words call for."""
        if len(self._met) > REMEMBERED:
            self._met, self._calls = set(), {}
        self._met |= new
        calls: dict[str, set[int]] = {word: set(self._by_word[word]) for word in self._by_word.keys() & new}
        vocabulary = f" {' '.join(new)} "
        for part, places in self._by_part.items():
            if part in vocabulary:
                for word in new:
                    if part in word:
                        calls.setdefault(word, set()).update(places)
        self._calls |= {word: frozenset(places) for word, places in calls.items()}
