"""Which of many needs a text may meet, found in one pass over its words, however many needs there are."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from lint.text import Alternative, Document, Needs, Pair

REMEMBERED = 200_000
"""Words that an index remembers having met; beyond, it begins anew."""


class _Calls(NamedTuple):
    """What a word or a part of one calls for: places for certain, those for which the text must hold a pair of words
    as well, and those for which it must hold further words or parts of words."""

    sure: set[int]
    paired: list[tuple[Pair, int]]
    joined: list[tuple[tuple[str, ...], int]]

    def add(self, alternative: Alternative, place: int) -> None:
        """Note what the rest of an alternative asks for; of several pairs one will do, for this only ever skips work."""
        if len(alternative) == 1:
            self.sure.add(place)
        elif isinstance(alternative[1], tuple):
            self.paired.append((alternative[1], place))
        else:
            self.joined.append((tuple(map(str, alternative[1:])), place))

    def update(self, other: _Calls) -> None:
        """Add what another word or part calls for."""
        self.sure.update(other.sure)
        self.paired.extend(other.paired)
        self.joined.extend(other.joined)


def _no_calls() -> _Calls:
    return _Calls(set(), [], [])


class NeedsIndex:
    """The needs of many probes by the words that they call for; places are places in the sequence of needs.

    It remembers the words it has met, with what each of them calls for: few words are new in the next text, and few
    of those it knows call for anything.
    """

    def __init__(self, needs: Iterable[Needs]) -> None:
        self._always: set[int] = set()
        self._by_word: dict[str, _Calls] = {}
        self._by_part: dict[str, _Calls] = {}
        self._by_sign: dict[str, dict[str, _Calls]] = {}
        for place, need in enumerate(needs):
            if not need:
                self._always.add(place)
            for alternative in need:
                self._calls_of(str(alternative[0])).add(alternative, place)
        self._met: set[str] = set()
        self._called: dict[str, _Calls] = {}
        self._calling: set[str] = set()

    def _calls_of(self, word: str) -> _Calls:
        """Return what calls for a word, a part of a word or a sign, to be added to."""
        part = word[1:]
        if word[0] != "*":
            return self._by_word.setdefault(word, _no_calls())
        if part.isalnum():
            return self._by_part.setdefault(part, _no_calls())
        return self._by_sign.setdefault(_rarest(part), {}).setdefault(part, _no_calls())

    def candidates(self, document: Document) -> set[int]:
        """Return the places of the needs that the segments of a text may meet."""
        words, sought = document.words, document.sought
        new = words - self._met
        if new:
            self._meet(new)
        calls = [self._called[word] for word in self._calling & words]
        for sign, parts in self._by_sign.items():
            if sign in sought:
                calls += [parts[part] for part in parts if part == sign or part in sought]
        paired = [pair for call in calls for pair in call.paired]
        pairs = document.pairs({first for (first, _), _ in paired})
        found = self._always.union(*(call.sure for call in calls))
        found.update([place for pair, place in paired if pair in pairs])
        joined = (rest for call in calls for rest in call.joined)
        found.update(place for rest, place in joined if place not in found and _holds(words, sought, rest))
        return found

    def _meet(self, new: frozenset[str]) -> None:
        """Remember what new words call for."""
        if len(self._met) > REMEMBERED:
            self._met, self._called, self._calling = set(), {}, set()
        self._met |= new
        vocabulary = f" {' '.join(new)} "
        for word in self._by_word.keys() & new:
            self._called.setdefault(word, _no_calls()).update(self._by_word[word])
        for part, calls in self._by_part.items():
            if part in vocabulary:
                for word in new:
                    if part in word:
                        self._called.setdefault(word, _no_calls()).update(calls)
        self._calling |= self._called.keys() & new


def _holds(words: frozenset[str], sought: str, rest: tuple[str, ...]) -> bool:
    return all(word[1:] in sought if word[0] == "*" else word in words for word in rest)


def _rarest(part: str) -> str:
    """Return the sign of a part that fewest texts hold; to look for one sign is quicker than for several."""
    return min(part, key=lambda sign: (sign in " \n,.", sign.isspace(), sign.isalnum()))
