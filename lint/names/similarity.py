"""How likely two names are two spellings of one: part by part, the worst part counts."""

from __future__ import annotations

from functools import lru_cache
from itertools import pairwise

from lint.names.dialects import readings
from lint.names.given import same_name
from lint.names.letters import letters
from lint.names.parts import parsed
from lint.names.sounds import distance, sounds
from lint.names.syllables import chinese, korean
from lint.names.words import ENDINGS

SAME = 0.88
"""From this similarity on, two names are taken for one; tuned on half of benchmarks/names.tsv."""

_MARKED = frozenset({("i", "aia"), ("i", "aya"), ("ski", "skaia"), ("ski", "ska"), ("o", "a"), ("us", "a"), ("os", "a"),
                     ("son", "sen"), ("i", "a"), ("er", "e"), ("son", "ston"), ("man", "men")})  # fmt: skip
_APART = 0.5
_EASTERN = (chinese, korean)


def similarity(left: str, right: str) -> float:
    """Return from 0 to 1 how likely two names are the same person or place in another spelling.

    0.88 and more means the same. Namesakes can't be told apart, nor a short form from a full one.
    """
    first, second = parsed(left), parsed(right)
    if not first.parts or not second.parts:
        return 0.0
    if first == second:
        return 1.0
    if letters(left) == letters(right) or any(one and one == read(right) for read in _EASTERN for one in [read(left)]):
        return 0.97
    score = _eastern(left, right, _best(first.parts, second.parts))
    if first.ordinal != second.ordinal:
        score = min(score, _APART if first.ordinal and second.ordinal else 0.7)
    return round(score, 4)


def _eastern(left: str, right: str, score: float) -> float:
    """Return `score`, less where both names are Chinese, or both Korean, and yet not the same syllables."""
    return min(score, 0.8) if any(read(left) and read(right) for read in _EASTERN) else score


def _best(first: tuple[str, ...], second: tuple[str, ...]) -> float:
    """Return the similarity of two names in those readings of them that fit best."""
    score = _aligned(first, second)
    if score >= SAME:
        return score
    others = ((one, other) for a, one in readings(first) for b, other in readings(second) if a != b)
    return max([score, *(0.98 * _aligned(one, other) for one, other in others)])


def _aligned(one: tuple[str, ...], other: tuple[str, ...]) -> float:
    if len(one) == len(other):
        score = _compared(one, other)
        if len(one) > 1 and score < SAME:
            score = max(
                score, 0.97 * _compared(one[-1:] + one[:-1], other), 0.97 * _compared(one, other[-1:] + other[:-1])
            )
        return score if score >= SAME else max(score, _joined(one, other))
    return max(_joined(one, other), _shortened(one, other))


def _compared(one: tuple[str, ...], other: tuple[str, ...]) -> float:
    scores = [part_similarity(a, b) for a, b in zip(one, other, strict=True)]
    return 0.65 * min(scores) + 0.35 * sum(scores) / len(scores)


def _joined(one: tuple[str, ...], other: tuple[str, ...]) -> float:
    """Return the best similarity when neighboring parts of the longer name are written as one."""
    if len(one) < len(other):
        one, other = other, one
    if len(one) == len(other) or len(one) > 6:
        return 0.0
    shorter = ((*one[:i], a + b, *one[i + 2 :]) for i, (a, b) in enumerate(pairwise(one)) if len(a) > 1 and len(b) > 1)
    if len(one) - 1 == len(other):
        return max((_compared(parts, other) for parts in shorter), default=0.0)
    return max((_joined(parts, other) for parts in shorter), default=0.0)


def _shortened(one: tuple[str, ...], other: tuple[str, ...]) -> float:
    """Return a score below SAME for a name of which parts are left out: it may be the same, or a relative."""
    if len(one) < len(other):
        one, other = other, one
    initials = [part for part in one[1:-1] if len(part) == 1]
    if initials and len(one) - len(initials) == len(other) > 1:
        kept = tuple(part for place, part in enumerate(one) if len(part) > 1 or place in (0, len(one) - 1))
        return 0.95 * _compared(kept, other) if len(kept) == len(other) else 0.0
    best = [max(part_similarity(part, whole) for whole in one) for part in other]
    return 0.8 * min(best)


@lru_cache(maxsize=65_536)
def part_similarity(left: str, right: str) -> float:
    """Return the similarity of two parts of names, given in plain lower-case letters."""
    if left == right:
        return 1.0
    if len(left) == 1 or len(right) == 1:
        return 0.82 if left[0] == right[0] else 0.0
    known = same_name(left, right)
    if known is not None:
        return 0.97 if known else _APART
    one, other = sounds(left), sounds(right)
    if {left[-2:], right[-1:]} == {"ie", "y"} or {left[-1:], right[-2:]} == {"ie", "y"}:
        return _APART
    if one == other:
        return 0.96
    if min(len(left), len(right)) <= 3:
        return _short(one, other)
    if _another_word(one, other):
        return _APART
    length = max((len(one) + len(other)) / 2, 4.0)
    return max(0.0, 0.97 - 1.25 * distance(one, other) / length)


def _short(one: str, other: str) -> float:
    cost = distance(one, other)
    return 0.9 if cost <= 0.2 else 0.7 if cost <= 0.35 else max(0.0, 0.6 - cost / 3)


def _another_word(one: str, other: str) -> bool:
    """Tell whether two words differ by an ending that makes another word: Pakistan and Pakistani."""
    if len(one) > len(other):
        one, other = other, one
    if other.startswith(one) and other[len(one) :] in ENDINGS:
        return True
    start = 0
    while start < len(one) and one[start] == other[start]:
        start += 1
    for place in range(max(start - 2, 2), start + 1):
        tails = (one[place:], other[place:])
        if tails in _MARKED or tails[::-1] in _MARKED:
            return True
    return False
