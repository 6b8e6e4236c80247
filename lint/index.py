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
        self._by_sign: dict[str, dict[str, set[int]]] = {}
        for place, need in enumerate(self._needs):
            for alternative in need:
                word = alternative[0]
                if word[0] != "*":
                    self._by_word.setdefault(word, set()).add(place)
                else:
                    self._add_part(place, max(alternative, key=len)[1:])
        self._met: set[str] = set()
        self._calls: dict[str, frozenset[int]] = {}
        self._calling: set[str] = set()

    def _add_part(self, place: int, part: str) -> None:
        if part.isalnum():
            self._by_part.setdefault(part, set()).add(place)
        else:
            self._by_sign.setdefault(_rarest(part), {}).setdefault(part, set()).add(place)

    def candidates(self, document: Document) -> set[int]:
        """Return the places of the needs that the segments of a text may meet."""
        words, sought = document.words, document.sought
        new = words - self._met
        if new:
            self._meet(new)
        found = set(self._always)
        for word in self._calling & words:
            found |= self._calls[word]
        for sign, parts in self._by_sign.items():
            if sign in sought:
                for part, places in parts.items():
                    if part == sign or part in sought:
                        found |= places
        everywhere = Span(0, len(sought))
        simple, needs = self._simple, self._needs
        return {place for place in found if simple[place] or holds(needs[place], words, sought, everywhere)}

    def _meet(self, new: frozenset[str]) -> None:
        """Remember what new words call for."""
        if len(self._met) > REMEMBERED:
            self._met, self._calls, self._calling = set(), {}, set()
        self._met |= new
        calls: dict[str, set[int]] = {word: set(self._by_word[word]) for word in self._by_word.keys() & new}
        vocabulary = f" {' '.join(new)} "
        for part, places in self._by_part.items():
            if part in vocabulary:
                for word in new:
                    if part in word:
                        calls.setdefault(word, set()).update(places)
        self._calls |= {word: frozenset(places) for word, places in calls.items()}
        self._calling |= calls.keys()


def _rarest(part: str) -> str:
    """Return the sign of a part that fewest texts hold; to look for one sign is quicker than for several."""
    return min(part, key=lambda sign: (sign in " \n,.", sign.isspace(), sign.isalnum()))
