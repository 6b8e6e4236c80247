"""Which regular expressions can take exponential time: those that can match one text in ever more ways.

The expression becomes an automaton of its positions, each a set of sample characters. If two different paths lead
from one position back to it over the same characters, every repetition of these doubles the ways that `re` tries
before it gives up. References to groups, lookarounds and anchors count as nothing there, and may save an expression;
so what is suspected is tried on the text that was worked out, and found guilty only if its time doubles as well.
"""

from __future__ import annotations

import re
import time
from collections import deque
from collections.abc import Iterable, Iterator
from contextlib import suppress
from typing import Any, NamedTuple

from lint.needs import parsed, parts_of

MOST_WORK = 200_000
"""Steps after which an expression is given up as too large to tell; the time limit of rules is there for it."""

_UNROLLED, _EXACT = 12, 60
_ENOUGH = 0.02  # seconds
_ENDS = ("\x00", "!", "\n", " ", "a", "0")
_REPEATS = ("MAX_REPEAT", "MIN_REPEAT", "POSSESSIVE_REPEAT")
_COMMON = "aZ09_ \n\t.,-'\"<é你\u2028\x00"


class Attack(NamedTuple):
    """What leads into a loop of an expression, and what goes round it once."""

    lead: str
    round: str


class TooLargeError(Exception):
    """An expression that is too large to be told about."""


def exponential(pattern: str, flags: int = 0) -> str | None:
    """Return a beginning of the texts on which an expression takes exponential time, None if there are none."""
    for attack in suspicions(pattern, flags):
        if any(_doubles(re.compile(pattern, flags), attack, end) for end in _ENDS):
            return attack.lead + attack.round * 3
    return None


def suspicions(pattern: str, flags: int = 0) -> Iterator[Attack]:
    """Yield what may make an expression take exponential time, as far as its automaton tells."""
    for automaton in _automata(pattern, flags):
        with suppress(TooLargeError):
            yield from _doubled(automaton)


def _doubles(compiled: re.Pattern[str], attack: Attack, end: str) -> bool:
    """Tell whether every round more of an attack costs half as much time again, or more."""
    times: list[float] = []
    for rounds in range(2, 40):
        text = attack.lead + attack.round * rounds + end
        start = time.process_time()
        compiled.search(text)
        times.append(time.process_time() - start)
        if times[-1] > _ENOUGH:
            return len(times) < 3 or times[-1] > 1.5 * times[-2] > 2.25 * times[-3]
    return False


def attacks(pattern: str, flags: int = 0) -> Iterator[Attack]:
    """Yield for every loop of an expression a text that leads into it, and one that goes round it."""
    for automaton in _automata(pattern, flags, every=True):
        for loop in _loops(automaton):
            first = min(loop)
            lead = _walk(automaton, 0, {first})
            tour = _walk(automaton, first, {first}, within=loop)
            if lead is not None and tour is not None:
                yield Attack(lead, tour)


class _Automaton:
    """Positions by number, 0 the start, each with the characters that lead to it; `ways` counts how one follows another."""

    def __init__(self) -> None:
        self.letters: list[frozenset[str]] = [frozenset()]
        self.ways: list[dict[int, int]] = []
        self.work = 0

    def spend(self, steps: int = 1) -> None:
        self.work += steps
        if self.work > MOST_WORK:
            raise TooLargeError


def _automata(pattern: str, flags: int, every: bool = False) -> Iterator[_Automaton]:
    """Yield the automaton of an expression that repeats a choice, or of `every` one, and those of its lookarounds."""
    tree = parsed(pattern, flags)
    if tree is None or not (every or _repeats_choices(tree)):
        return
    flags |= tree.state.flags
    sample = "".join(dict.fromkeys(_COMMON + "".join(_letters(tree))))
    waiting = [tree]
    while waiting:
        builder = _Builder(flags, sample, waiting)
        try:
            yield builder.built(waiting.pop())
        except TooLargeError:
            continue


def _repeats_choices(tree: Iterable[Any], inside: bool = False) -> bool:
    """Tell whether there is a choice inside of something that is repeated; without one nothing is ambiguous."""
    for kind, value in tree:
        repeat = str(kind) in _REPEATS
        if inside and (str(kind) == "BRANCH" or (repeat and value[0] != value[1])):
            return True
        if any(_repeats_choices(part, inside or (repeat and value[1] > 1)) for part in parts_of(value)):
            return True
    return False


def _letters(tree: Iterable[Any]) -> Iterator[str]:
    """Yield the characters that an expression names, and those beside its ranges."""
    for kind, value in tree:
        if str(kind) in ("LITERAL", "NOT_LITERAL"):
            yield chr(value)
        elif str(kind) == "RANGE":
            yield from (chr(code) for edge in value for code in (edge - 1, edge, edge + 1) if 0 <= code < 0x110000)
        elif str(kind) == "IN":
            yield from _letters(value)
        else:
            for part in parts_of(value):
                yield from _letters(part)


class _Builder:
    """Makes the automaton of a parse tree, by joints that are passed without a character (Thompson, then Glushkov)."""

    def __init__(self, flags: int, sample: str, waiting: list[Any]) -> None:
        self.flags, self.sample, self.waiting = flags, sample, waiting
        self.automaton = _Automaton()
        self.free: list[list[int]] = []  # from a joint, where it leads without a character
        self.read: list[list[int]] = []  # and the positions it leads to
        self.behind: list[int] = []  # the joint behind each position
        self.once = 0  # how deep in what is never tried again in another way

    def built(self, tree: Any) -> _Automaton:
        start = self._joint()
        self.behind.append(start)
        self._sequence(tree, start)
        self.automaton.ways = [self._follow(joint) for joint in self.behind]
        return self.automaton

    def _joint(self) -> int:
        self.automaton.spend()
        self.free.append([])
        self.read.append([])
        return len(self.free) - 1

    def _sequence(self, tree: Iterable[Any], start: int) -> int:
        for kind, value in tree:
            start = self._node(str(kind), value, start)
        return start

    def _node(self, kind: str, value: Any, start: int) -> int:
        if kind in ("LITERAL", "NOT_LITERAL", "ANY", "IN"):
            return self._letter(kind, value, start)
        if kind == "SUBPATTERN":
            return self._sequence(value[3], start)
        if kind in ("ATOMIC_GROUP", "POSSESSIVE_REPEAT"):
            return self._settled(value if kind == "ATOMIC_GROUP" else value[2], start)
        if kind in _REPEATS:
            return self._repeat(value, start)
        if kind in ("BRANCH", "GROUPREF_EXISTS"):
            return self._branch(value[1] if kind == "BRANCH" else value[1:], start)
        if kind in ("ASSERT", "ASSERT_NOT"):
            self.waiting.append(value[1])
        return start

    def _letter(self, kind: str, value: Any, start: int) -> int:
        letters = frozenset(letter for letter in self.sample if _takes(kind, value, letter, self.flags))
        self.read[start].append(len(self.behind))
        self.automaton.letters.append(letters)
        self.behind.append(self._joint())
        return self.behind[-1]

    def _settled(self, tree: Any, start: int) -> int:
        """Add what keeps its first match: it is looked at by itself, and for others is no repetition."""
        self.waiting.append(tree)
        self.once += 1
        end = self._sequence(tree, start)
        self.once -= 1
        self.free[start].append(end)
        return end

    def _branch(self, options: Iterable[Any], start: int) -> int:
        end = self._joint()
        for option in options:
            inside = self._joint()
            self.free[start].append(inside)
            self.free[self._sequence(option or (), inside)].append(end)
        return end

    def _repeat(self, value: tuple[int, Any, Any], start: int) -> int:
        least, most, tree = value
        if self.once:
            least, most = min(least, 1), 1
        endless = not isinstance(most, int) or most > max(least, _UNROLLED)
        for _ in range(min(least, _EXACT)):
            start = self._sequence(tree, start)
        end = self._joint()
        if endless or least > _EXACT:
            head = self._joint()
            self.free[start].append(head)
            self.free[self._sequence(tree, head)].append(head)
            self.free[head].append(end)
            return end
        for _ in range(int(most) - least):
            inside = self._joint()
            self.free[start].extend((inside, end))
            start = self._sequence(tree, inside)
        self.free[start].append(end)
        return end

    def _follow(self, joint: int) -> dict[int, int]:
        """Return the positions that a joint leads to, each with the number of ways, which pass no step twice."""
        ways: dict[int, int] = {}
        stack: list[tuple[int, frozenset[tuple[int, int]]]] = [(joint, frozenset())]
        while stack:
            at, passed = stack.pop()
            self.automaton.spend()
            for position in self.read[at]:
                ways[position] = ways.get(position, 0) + 1
            for place, there in enumerate(self.free[at]):
                if (at, place) not in passed:
                    stack.append((there, passed | {(at, place)}))
        return ways


def _takes(kind: str, value: Any, letter: str, flags: int) -> bool:
    if kind == "ANY":
        return letter != "\n" or bool(flags & re.DOTALL)
    forms = {letter, letter.lower(), letter.upper()} if flags & re.IGNORECASE else {letter}
    if kind == "LITERAL":
        return chr(value) in forms
    if kind == "NOT_LITERAL":
        return chr(value) not in forms
    negated = bool(value) and str(value[0][0]) == "NEGATE"
    inside: bool = any(_holds(str(part), argument, form) for part, argument in value[negated:] for form in forms)
    return inside != negated


def _holds(kind: str, value: Any, letter: str) -> bool:
    if kind == "LITERAL":
        return letter == chr(value)
    if kind == "RANGE":
        return bool(value[0] <= ord(letter) <= value[1])
    name = str(value).removeprefix("CATEGORY_")
    found = {"DIGIT": letter.isdecimal(), "SPACE": letter.isspace(), "WORD": letter.isalnum() or letter == "_"}
    return found.get(name.removeprefix("NOT_"), False) != name.startswith("NOT_")


def _loops(automaton: _Automaton) -> list[set[int]]:
    """Return the sets of positions each of which leads to all others of its set."""
    return [set(group) for group in _components(range(len(automaton.ways)), automaton.ways, automaton)]


def _components(nodes: Iterable[Any], follow: Any, automaton: _Automaton) -> Iterator[list[Any]]:
    """Yield the strongly connected components that hold a cycle (Tarjan, without recursion)."""
    index: dict[Any, int] = {}
    low: dict[Any, int] = {}
    stack: list[Any] = []
    open_: set[Any] = set()
    for root in nodes:
        if root in index:
            continue
        work: list[tuple[Any, Iterator[Any]]] = []
        _enter(root, index, low, stack, open_)
        work.append((root, iter(follow[root])))
        while work:
            node, ahead = work[-1]
            automaton.spend()
            there = next(ahead, None)
            if there is None:
                work.pop()
                if work:
                    low[work[-1][0]] = min(low[work[-1][0]], low[node])
                if low[node] == index[node]:
                    group = stack[stack.index(node) :] if len(stack) < 50 else _tail(stack, node)
                    del stack[len(stack) - len(group) :]
                    open_.difference_update(group)
                    if len(group) > 1 or node in follow[node]:
                        yield group
            elif there not in index:
                _enter(there, index, low, stack, open_)
                work.append((there, iter(follow[there])))
            elif there in open_:
                low[node] = min(low[node], index[there])


def _enter(node: Any, index: dict[Any, int], low: dict[Any, int], stack: list[Any], open_: set[Any]) -> None:
    index[node] = low[node] = len(index)
    stack.append(node)
    open_.add(node)


def _tail(stack: list[Any], node: Any) -> list[Any]:
    place = len(stack) - 1
    while stack[place] != node:
        place -= 1
    return stack[place:]


class _Pairs(dict[tuple[int, int], list[tuple[int, int]]]):
    """Where two readers of one loop can stand after the same character, worked out when asked for."""

    def __init__(self, automaton: _Automaton, loop: set[int]) -> None:
        self.automaton, self.loop = automaton, loop

    def __missing__(self, pair: tuple[int, int]) -> list[tuple[int, int]]:
        letters, ways = self.automaton.letters, self.automaton.ways
        ones = [there for there in ways[pair[0]] if there in self.loop]
        others = [there for there in ways[pair[1]] if there in self.loop]
        self.automaton.spend(len(ones) * len(others))
        self[pair] = [(one, other) for one in ones for other in others if letters[one] & letters[other]]
        return self[pair]


def _doubled(automaton: _Automaton) -> Iterator[Attack]:
    """Yield what leads to a position from which two paths lead back over the same characters, and these."""
    for loop in _loops(automaton):
        for here in loop:
            for there, ways in automaton.ways[here].items():
                if ways > 1 and there in loop:
                    back = _walk(automaton, there, {here}, within=loop) if there != here else ""
                    yield Attack(_walk(automaton, 0, {here}) or "", _letter_of(automaton, there) + (back or ""))
        pairs = _Pairs(automaton, loop)
        for group in _components([(position, position) for position in loop], pairs, automaton):
            same = next((one for one, other in group if one == other), None)
            if same is not None and any(one != other for one, other in group):
                yield Attack(_walk(automaton, 0, {same}) or "", _tour(automaton, pairs, set(group), same))


def _tour(automaton: _Automaton, pairs: _Pairs, group: set[tuple[int, int]], same: int) -> str:
    """Return the characters of a way from a pair of equal positions over one of different ones and back."""
    start = same, same
    out, parted = _path(automaton, pairs, group, start, lambda pair: pair[0] != pair[1])
    home, _ = _path(automaton, pairs, group, parted, lambda pair: pair == start)
    return out + home


def _path(
    automaton: _Automaton, pairs: _Pairs, group: set[tuple[int, int]], start: Any, wanted: Any
) -> tuple[str, Any]:
    waiting, seen = deque([(start, "")]), {start}
    while waiting:
        pair, text = waiting.popleft()
        for there in pairs[pair]:
            letter = min(automaton.letters[there[0]] & automaton.letters[there[1]], key=_dullness)
            if wanted(there):
                return text + letter, there
            if there in group and there not in seen:
                seen.add(there)
                waiting.append((there, text + letter))
    return "", start


def _walk(automaton: _Automaton, start: int, goals: set[int], within: set[int] | None = None) -> str | None:
    """Return the characters of the shortest way, of one step or more, from a position to one of `goals`."""
    waiting, seen = deque([(start, "")]), set[int]()
    while waiting:
        here, text = waiting.popleft()
        for there in automaton.ways[here]:
            if there in seen or (within is not None and there not in within) or not automaton.letters[there]:
                continue
            seen.add(there)
            if there in goals:
                return text + _letter_of(automaton, there)
            waiting.append((there, text + _letter_of(automaton, there)))
    return "" if start in goals and within is None else None


def _letter_of(automaton: _Automaton, position: int) -> str:
    return min(automaton.letters[position], key=_dullness, default="")


def _dullness(letter: str) -> tuple[bool, bool, str]:
    """Return what puts plain letters before others."""
    return not letter.isascii(), not letter.isalnum(), letter
