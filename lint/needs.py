"""What a text must hold for a regular expression to match, taken from the expression itself.

The answer only ever skips work: an expression that is not understood needs nothing and always runs.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise, product
from typing import Any

from lint.text import Alternative, Needs, fold

try:  # the parser of the standard library is private; without it every expression simply runs
    from re import _parser as parser  # type: ignore[attr-defined]
except ImportError:  # pragma: no cover
    parser = None

MOST_STRINGS = 200
"""Most strings that one mandatory set may have before it is given up."""

_COMMON = frozenset(
    "a about after all also an and are as at be been but by can could for from had has have he her his i if in into is "
    "it its more not of on or our said she so than that the their them there they this to two was we were what when "
    "which who will with would you your year new".split()
)

# A token is a string of letters and digits, or BREAK for a place that no word can span, or UNKNOWN for anything.
_BREAK, _UNKNOWN, _LF = "\0", "\1", 10
_String = str
_Strings = frozenset[_String]
_NOTHING: _Strings = frozenset({""})
_ANYTHING: _Strings = frozenset({_UNKNOWN})


def parsed(pattern: str, flags: int = re.IGNORECASE) -> Any:
    """Return the tree of an expression, or None where Python's own parser of them, which is private, is not to be had."""
    return parser.parse(pattern, flags) if parser else None


def needs_of(pattern: str) -> Needs:
    """Return what a text must hold for `pattern`, matched with re.IGNORECASE, to match in it."""
    return next(iter(all_needs_of(pattern)), ())


def all_needs_of(pattern: str) -> list[Needs]:
    """Return all that is known of what a text must hold for `pattern` to match in it, the rarest first."""
    tree = list(parsed(pattern) or ())
    longer = _with_what_follows(tree)
    needed = {*_mandatory(tree), *(_mandatory(longer) if longer != tree else ())} - {()}
    return sorted(needed, key=lambda needs: (_price(needs), str(needs)))


def _with_what_follows(tree: list[Any]) -> list[Any]:
    """Return a tree that also takes what it only looks at, on the same line, behind its end."""
    for kind, value in tree[-1:]:
        if str(kind) == "ASSERT" and value[0] > 0 and not _reaches_line_end(value[1], re.IGNORECASE):
            return [*tree[:-1], *value[1]]
    return tree


def crosses_lines(pattern: str, flags: int) -> bool:
    """Tell whether what `pattern` matches or looks at can reach over the end of a line."""
    tree = parsed(pattern, flags)
    return tree is None or _reaches_line_end(tree, tree.state.flags)


def _reaches_line_end(tree: Iterable[Any], flags: int) -> bool:
    return any(_takes_line_end(str(kind), value, flags) for kind, value in _nodes(tree))


def _nodes(tree: Iterable[Any]) -> Iterator[tuple[Any, Any]]:
    for kind, value in tree:
        yield kind, value
        for inner in parts_of(value):
            yield from _nodes(inner)


def _takes_line_end(kind: str, value: Any, flags: int) -> bool:
    if kind == "IN":
        negated = str(value[0][0]) == "NEGATE"
        return negated != any(_includes_line_end(str(item), inner) for item, inner in value)
    if kind == "ANY":
        return bool(flags & re.DOTALL)
    return (kind == "LITERAL" and value == _LF) or (kind == "NOT_LITERAL" and value != _LF)


def _includes_line_end(item: str, value: Any) -> bool:
    if item == "CATEGORY":
        return str(value) in ("CATEGORY_SPACE", "CATEGORY_NOT_WORD", "CATEGORY_NOT_DIGIT")
    return (item == "LITERAL" and value == _LF) or (item == "RANGE" and value[0] <= _LF <= value[1])


def width_of(pattern: str, flags: int) -> int:
    """Return the most characters that `pattern` can match and look ahead to; very many where that is open."""
    tree = parsed(pattern, flags)
    return 1 << 32 if tree is None else int(tree.getwidth()[1]) + sum(_ahead(tree)) + 2


def _ahead(tree: Iterable[Any]) -> Iterator[int]:
    """Yield the width of each lookahead anywhere in a tree."""
    for kind, value in tree:
        if str(kind) in ("ASSERT", "ASSERT_NOT") and value[0] > 0:
            yield int(value[1].getwidth()[1])
        for inner in parts_of(value):
            yield from _ahead(inner)


def parts_of(value: Any) -> Iterator[Any]:
    """Yield the expressions inside the argument of a node of a parsed expression."""
    if hasattr(value, "getwidth"):
        yield value
    elif isinstance(value, tuple | list):
        for part in value:
            yield from parts_of(part)


def _cost(words: Sequence[str]) -> float:
    """Return a rough measure of how often a text holds one of `words`; no words at all is the dearest."""
    if not words:
        return 1e9
    return sum(_rate(word) for word in words)


def _rate(word: str) -> float:
    text = word.lstrip("*")
    if not text:
        return 1e9
    if word in _COMMON:
        return 3000.0
    return (3.0 if word.startswith("*") else 1.0) * 1000.0 / len(text) ** 2


def _price(needs: Needs) -> float:
    """Return a rough measure of how often a text holds what is needed; nothing at all is the dearest."""
    return sum(map(_price_of, needs)) if needs else 1e9


def _price_of(alternative: Alternative) -> float:
    pairs = (0.02 * min(map(_rate, item)) for item in alternative if isinstance(item, tuple))
    return min(_rate(str(alternative[0])), *pairs, 1e9)


def _mandatory(tree: Iterable[Any]) -> list[Needs]:
    """Return needs, each of which every match meets."""
    found: list[Needs] = []
    for run in _runs(tree):
        alternatives = {_alternative(string) for string in run}
        if None not in alternatives and 0 < len(alternatives) <= MOST_STRINGS:
            found.append(_without_longer(sorted(filter(None, alternatives), key=str)))
    return found


def _without_longer(alternatives: list[Alternative]) -> Needs:
    """Return alternatives without those parts of words or signs that hold another of them."""
    parts = [str(word)[1:] for word, *pair in alternatives if not pair and word[0] == "*"]
    longer = {"*" + part for part in parts for other in parts if other != part and other in part}
    return tuple(alternative for alternative in alternatives if alternative[0] not in longer)


def _alternative(string: str) -> Alternative | None:
    """Return the rarest two whole words that stand next to each other in a string, behind the rarer of them; or else
    the rarest need of one word."""
    parts = (_whole_words(part) for part in string.split(_UNKNOWN))
    pairs = [pair for words in parts for pair in pairwise(words) if all(pair)]
    if not pairs:
        key = _key(string)
        return (key,) if key else None
    pair = min(pairs, key=lambda pair: (min(map(_rate, pair)), pair))
    return min(pair, key=_rate), pair


def _whole_words(part: str) -> list[str]:
    """Return the words between two unknowns in order, "" for those at the ends that may be parts of words."""
    words = re.split(r"[\W_]+", part)
    return ["", *words[1:-1], ""] if len(words) > 1 else []


def _key(string: str) -> str | None:
    """Return the rarest need that a string gives: a whole word between breaks, or "*" and a part of a word."""
    best: str | None = None
    pieces = re.split(f"({_BREAK}|{_UNKNOWN})", string)
    for place in range(0, len(pieces), 2):
        text = pieces[place]
        left = pieces[place - 1] if place else _UNKNOWN
        right = pieces[place + 1] if place + 1 < len(pieces) else _UNKNOWN
        words = re.split(r"[\W_]+", text)
        for index, word in enumerate(words):
            whole = (index > 0 or left == _BREAK) and (index < len(words) - 1 or right == _BREAK)
            if word:
                key = word if whole else "*" + word
                if len(word) >= (1 if whole else 2) and (best is None or _rate(key) < _rate(best)):
                    best = key
    if best is None:
        literal = max(re.split(f"[{_BREAK}{_UNKNOWN}]", string), key=len)
        if literal.strip():
            best = "*" + literal
    return best


def _runs(tree: Iterable[Any]) -> list[_Strings]:
    """Return sets of strings, of each of which every match of the sequence `tree` holds one."""
    found: list[_Strings] = []
    current = _NOTHING
    for node in tree:
        strings, inner = _strings(node)
        found.extend(inner)
        joined = _join(current, strings)
        if joined is None:
            found.append(frozenset(s + _UNKNOWN for s in current))
            edge = _BREAK if all(s.endswith(_BREAK) for s in current) else _UNKNOWN
            joined = strings if len(strings) <= MOST_STRINGS else _ANYTHING
            joined = frozenset(edge + s for s in joined)
        current = joined
    found.append(current)
    return found


def _join(left: _Strings, right: _Strings) -> _Strings | None:
    if len(left) * len(right) > MOST_STRINGS:
        return None
    return frozenset(_squeeze(a + b) for a, b in product(left, right))


def _squeeze(string: str) -> str:
    return re.sub(f"{_UNKNOWN}+", _UNKNOWN, string) if _UNKNOWN * 2 in string else string


def _strings(node: tuple[Any, Any]) -> tuple[_Strings, list[_Strings]]:
    """Return the strings that a node can match, and further sets found inside it."""
    kind, value = str(node[0]), node[1]
    if kind == "LITERAL":
        return frozenset({_letter(chr(value))}), []
    if kind == "IN":
        return _class(value), []
    if kind == "AT":
        return frozenset({_BREAK if "NON" not in str(value) else ""}), []
    if kind == "SUBPATTERN":
        return _sequence(value[3])
    if kind == "ATOMIC_GROUP":
        return _sequence(value)
    if kind == "BRANCH":
        return _branch(value[1])
    if kind in ("MAX_REPEAT", "MIN_REPEAT", "POSSESSIVE_REPEAT"):
        return _repeat(*value)
    if kind in ("ASSERT", "ASSERT_NOT"):
        return _NOTHING, []
    return _ANYTHING, []


def _letter(character: str) -> str:
    return _BREAK if character.isspace() else fold(character)


def _class(items: Sequence[tuple[Any, Any]]) -> _Strings:
    letters: set[str] = set()
    for item, value in items:
        kind = str(item)
        if kind == "LITERAL":
            letters.add(_letter(chr(value)))
        elif kind == "RANGE" and value[1] - value[0] < 10:
            letters.update(_letter(chr(code)) for code in range(value[0], value[1] + 1))
        elif kind == "CATEGORY" and str(value) in ("CATEGORY_SPACE", "CATEGORY_NOT_WORD"):
            letters.add(_BREAK)
        else:
            return _ANYTHING
    return frozenset(letters)


def _sequence(tree: Iterable[Any]) -> tuple[_Strings, list[_Strings]]:
    runs = _runs(tree)
    if len(runs) == 1:
        return runs[0], []
    return _ANYTHING, runs


def _branch(branches: Sequence[Any]) -> tuple[_Strings, list[_Strings]]:
    """Return what an alternation can match, or else one set that holds the best of every alternative."""
    parts = [_sequence(branch) for branch in branches]
    if all(not inner for _, inner in parts):
        together: _Strings = frozenset().union(*(strings for strings, _ in parts))
        if len(together) <= MOST_STRINGS:
            return together, []
    chosen: set[str] = set()
    for strings, inner in parts:
        options = [_keys(run) for run in (strings, *inner)]
        usable = [option for option in options if option]
        if not usable:
            return _ANYTHING, []
        chosen.update(min(usable, key=lambda option: _cost(sorted(option))))
    back = {(_BREAK + key + _BREAK) if not key.startswith("*") else (_UNKNOWN + key[1:] + _UNKNOWN) for key in chosen}
    return _ANYTHING, [frozenset(back)]


def _keys(run: _Strings) -> frozenset[str]:
    keys = {_key(string) for string in run}
    if None in keys or len(keys) > MOST_STRINGS:
        return frozenset()
    return frozenset(key for key in keys if key)


def _repeat(low: int, high: Any, tree: Iterable[Any]) -> tuple[_Strings, list[_Strings]]:
    strings, inner = _sequence(tree)
    if low == 0:
        optional = strings | _NOTHING if high == 1 and not inner else _ANYTHING
        if strings <= {_BREAK}:
            return _NOTHING_OR_BREAK, []
        return (optional if len(optional) <= MOST_STRINGS else _ANYTHING), []
    if low == high == 1:
        return strings, inner
    if strings <= {_BREAK}:
        return frozenset({_BREAK}), inner
    return frozenset(_squeeze(s + _UNKNOWN + s) for s in strings) if len(strings) <= MOST_STRINGS else _ANYTHING, inner


_NOTHING_OR_BREAK: _Strings = frozenset({"", _BREAK})


# --- the first word of a line ---------------------------------------------------------------------------------------


def first_words_of(pattern: str) -> frozenset[str] | None:
    """Return the keys of all words with which a line that `pattern` matches can begin, or None if that is open.

    Signs before the first letter or digit do not count, neither here nor in the line.
    """
    tree = parsed(pattern)
    starts = None if tree is None else _after({""}, tree)
    if starts is None:
        return None
    words = {start.rstrip(_BREAK) for start in starts}
    return frozenset(words) if "" not in words else None


def _after(starts: set[str] | None, tree: Iterable[Any]) -> set[str] | None:
    """Return the first words, begun or (with a BREAK at the end) complete, when `tree` follows `starts`."""
    for node in tree:
        if starts is None or all(start.endswith(_BREAK) for start in starts):
            break
        starts = _step(starts, node)
        if starts is not None and len(starts) > 4 * MOST_STRINGS:
            return None
    return starts


def _step(starts: set[str], node: tuple[Any, Any]) -> set[str] | None:
    complete = {start for start in starts if start.endswith(_BREAK)}
    begun = starts - complete
    kind, value = str(node[0]), node[1]
    if kind == "SUBPATTERN":
        return _union(complete, _after(begun, value[3]))
    if kind == "ATOMIC_GROUP":
        return _union(complete, _after(begun, value))
    if kind == "BRANCH":
        result: set[str] | None = complete
        for branch in value[1]:
            result = _union(result, _after(begun, branch))
        return result
    if kind in ("MAX_REPEAT", "MIN_REPEAT", "POSSESSIVE_REPEAT"):
        return _union(complete, _repeated(begun, value[0], value[1], value[2]))
    letters = _letters(kind, value)
    if letters is None:
        return None
    return complete | {_begun(start, letter) for start in begun for letter in letters}


def _repeated(begun: set[str], low: int, high: Any, tree: Any) -> set[str] | None:
    result: set[str] | None = set() if low else set(begun)
    current: set[str] | None = begun
    for count in range(1, min(int(high), 24) + 1):
        current = _after(current, tree)
        if current is None:
            return None
        if count >= low:
            if result is not None and current <= result:
                return result
            result = _union(result, current)
        if len(current) > 4 * MOST_STRINGS:
            return None
    open_words = {start for start in current or () if not start.endswith(_BREAK)}
    return None if int(high) > 24 and open_words else result


def _union(left: set[str] | None, right: set[str] | None) -> set[str] | None:
    return None if left is None or right is None else left | right


def _begun(start: str, letter: str) -> str:
    """Return a first word with one more letter; a break before it is dropped, a break behind it completes it."""
    if letter == _BREAK:
        return start + _BREAK if start else ""
    return start if letter == "#" and start.endswith("#") else start + letter


def _letters(kind: str, value: Any) -> set[str] | None:
    """Return the letters that one node can match: digits as one sign, all that is no letter as BREAK, "" for none."""
    if kind == "LITERAL":
        return {_sign(chr(value))}
    if kind == "AT":
        return {_BREAK} if str(value) in ("AT_BOUNDARY", "AT_END", "AT_END_STRING") else {""}
    if kind in ("ASSERT", "ASSERT_NOT"):
        return {""}
    if kind != "IN":
        return None
    letters: set[str] = set()
    for item, inner in value:
        name = str(item)
        if name == "LITERAL":
            letters.add(_sign(chr(inner)))
        elif name == "RANGE" and inner[1] - inner[0] < 30:
            letters.update(_sign(chr(code)) for code in range(inner[0], inner[1] + 1))
        elif name == "CATEGORY" and str(inner) in ("CATEGORY_SPACE", "CATEGORY_NOT_WORD"):
            letters.add(_BREAK)
        elif name == "CATEGORY" and str(inner) == "CATEGORY_DIGIT":
            letters.add("#")
        else:
            return None
    return letters


def _sign(character: str) -> str:
    if character.isdigit():
        return "#"
    return fold(character) if character.isalnum() else _BREAK
