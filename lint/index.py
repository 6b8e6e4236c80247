"""Which of many needs a text may meet, found in one pass over its words, however many needs there are."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from lint.text import Alternative, Document, Needs, Pair

REMEMBERED = 200_000
"""Words that an index remembers having met; beyond, it begins anew."""


_Row = tuple[Alternative, int]
"""An alternative of some needs, and the place of these needs."""


class _Calls(NamedTuple):
    """What a word or a part of one calls for: places for certain, those for which the text must hold a pair of words
    as well, and those for which it must hold further words or parts of words."""

    sure: frozenset[int]
    paired: list[tuple[Pair, int]]
    joined: list[tuple[tuple[str, ...], int]]


def _calls(rows: list[_Row]) -> _Calls:
    """Return what stands in some rows; of several pairs the first one will do, for this only ever skips work."""
    sure, paired, joined = set[int](), list[tuple[Pair, int]](), list[tuple[tuple[str, ...], int]]()
    for alternative, place in rows:
        if len(alternative) == 1:
            sure.add(place)
        elif isinstance(alternative[1], tuple):
            paired.append((alternative[1], place))
        else:
            joined.append((tuple(map(str, alternative[1:])), place))
    return _Calls(frozenset(sure), paired, joined)


class NeedsIndex:
    """The needs of many probes by the words that they call for; places are places in the sequence of needs.

    It remembers the words it has met, with what each of them calls for: few words are new in the next text, and few
    of those it knows call for anything.
    """

    def __init__(self, needs: Iterable[Needs]) -> None:
        always: set[int] = set()
        self._rows: dict[str | Pair, list[_Row]] = {}
        for place, need in enumerate(needs):
            if not need:
                always.add(place)
            for alternative in need:
                self._rows.setdefault(alternative[0], []).append((alternative, place))
        self._always = frozenset(always)
        self._by_part: dict[str, list[_Row]] = {}
        self._by_sign: dict[str, dict[str, _Calls]] = {}
        for word in [str(word) for word in self._rows if word[0] == "*"]:
            part, rows = word[1:], self._rows.pop(word)
            if part.isalnum():
                self._by_part[part] = rows
            else:
                self._by_sign.setdefault(_rarest(part), {})[part] = _calls(rows)
        self._met: set[str] = set()
        self._called: dict[str, _Calls] = {}
        self._calling: set[str] = set()

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
        found = set(self._always).union(*(call.sure for call in calls))
        found.update([place for pair, place in paired if pair in pairs])
        joined = (rest for call in calls for rest in call.joined)
        found.update(place for rest, place in joined if place not in found and _holds(words, sought, rest))
        return found

    def _meet(self, new: frozenset[str]) -> None:
        """Remember what new words call for."""
        if len(self._met) > REMEMBERED:
            self._met, self._called, self._calling = set(), {}, set()
        self._met |= new
        rows: dict[str, list[_Row]] = {word: [*self._rows[word]] for word in new if word in self._rows}
        vocabulary = f" {' '.join(new)} "
        for part, calling in self._by_part.items():
            if part in vocabulary:
                for word in new:
                    if part in word:
                        rows.setdefault(word, []).extend(calling)
        self._called |= {word: _calls(found) for word, found in rows.items()}
        self._calling |= rows.keys()


def _holds(words: frozenset[str], sought: str, rest: tuple[str, ...]) -> bool:
    return all(word[1:] in sought if word[0] == "*" else word in words for word in rest)


def _rarest(part: str) -> str:
    """Return the sign of a part that fewest texts hold; to look for one sign is quicker than for several."""
    return min(part, key=lambda sign: (sign in " \n,.", sign.isspace(), sign.isalnum()))
