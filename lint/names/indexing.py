"""Checked entries become the rows of the index; names that contradict each other are refused."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from itertools import product
from typing import NamedTuple

from lint.lexicon import tags
from lint.names.book import CANONICAL, FULL, LONE, PART, Spelling, row_of, rows_of
from lint.names.entries import Written, capital_words
from lint.names.letters import bare, letters
from lint.names.words import PARTICLES
from lint.pattern import lazy
from lint.text import words_of

_ARTICLE = lazy(r"(?:a[ldnrstz]|ash|e[ls]|ul)[- ](?=\w)", re.IGNORECASE)
MOST_JOINTS = 3
"""Gaps in a name from which on the switches for hyphens and spaces do nothing: the forms would be too many."""


def index(entries: list[Written]) -> tuple[object, ...]:
    """Return the fields of a Book of these entries; raise PackError where two of them contradict each other."""
    claims = _Claims(entries)
    spellings: dict[str, list[Spelling]] = {}
    plains: list[list[str]] = [[] for _ in entries]
    sought: list[Spelling] = []
    for number, entry in enumerate(entries):
        own = {spelling.plain: spelling for spelling in reversed(list(_spellings(entry, number, claims.listed)))}
        for spelling in own.values():
            if spelling.kind == LONE and claims.means_another(spelling):
                continue
            claims.add(spelling)
            first = (capital_words(_as_written(spelling, entry)) or (spelling.plain,))[0]
            spellings.setdefault(first, []).append(spelling)
            plains[number].append(spelling.plain)
            if spelling.kind in (FULL, LONE) or _switches(entry, "case", "accents"):
                sought.append(spelling)
    rows = {first: rows_of(sorted(found, key=_order)) for first, found in spellings.items()}
    given, family = _pairs(entries)
    house = any(entry.source.house for entry in entries)
    return [*map(_entry, entries, plains)], rows, _signs(sought), given, family, house


def _entry(entry: Written, plains: list[str]) -> str:
    lists = ([bare(value) for value in entry.values.get(key, ())] for key in ("not", "roles", "context"))
    exact = _switches(entry, "case", "accents")
    return row_of(entry.canonical, entry.kind, str(int(entry.source.house)), *lists, exact, plains)


def _switches(entry: Written, *keys: str) -> list[str]:
    return [key for key in keys if entry.values.get(key)]


def _order(spelling: Spelling) -> tuple[int, int, str, int]:
    return -spelling.length, -len(spelling.plain), spelling.plain, spelling.number


def _as_written(spelling: Spelling, entry: Written) -> str:
    """Return a spelling as it is written, for its capitals."""
    found = next((text for text in (entry.canonical, *entry.variants) if bare(text) == spelling.plain), None)
    return found or spelling.plain.title()


def _signs(sought: Iterable[Spelling]) -> dict[str, str]:
    """Return, under the rarest word of each spelling, the number of its name and the other words a text must hold."""
    split = {(spelling.number, tuple(words_of(spelling.plain))) for spelling in sought}
    usual = Counter(word for words in {words for _, words in split} for word in set(words))
    signs: dict[str, set[str]] = {}
    for number, words in split:
        rarest = min(words, key=lambda word: (len(word) < 4, usual[word], -len(word), word))
        signs.setdefault(rarest, set()).add(" ".join((str(number), *sorted({*words} - {rarest}))))
    return {word: "\x1e".join(sorted(others)) for word, others in signs.items()}


def _pairs(entries: Iterable[Written]) -> tuple[dict[str, str], dict[str, str]]:
    """Return the family names behind each given name, and the given names before each family name."""
    given: dict[str, set[str]] = {}
    family: dict[str, set[str]] = {}
    for entry in entries:
        words = bare(entry.canonical).split()
        if entry.kind == "person" and len(words) == 2 and all(word.isalpha() and len(word) > 3 for word in words):
            given.setdefault(words[0], set()).add(words[1])
            family.setdefault(words[1], set()).add(words[0])
    return tuple({word: " ".join(sorted(found)) for word, found in side.items()} for side in (given, family))  # type: ignore[return-value]


# --- the spellings of one name ------------------------------------------------------------------------------------


def _spellings(entry: Written, number: int, listed: frozenset[str]) -> Iterator[Spelling]:
    """Yield every spelling of a name: canonical, listed, and the family names that listed ones imply."""
    canonical, person = entry.canonical, entry.kind == "person"
    own, words = bare(canonical), canonical.split()
    yield Spelling(own, len(capital_words(canonical)), number, CANONICAL, False, canonical)
    implied = []
    for variant in (*entry.variants, *_regapped(entry, listed)):
        plain, parts = bare(variant), variant.split()
        style = _is_style(entry, variant)
        if plain == own:
            continue
        if not person or _is_whole(parts, words):
            yield Spelling(plain, len(capital_words(variant)), number, FULL, style, canonical)
            if entry.values.get("style") is not True:  # a lone "Sari" in a text on Yahya Saree may be anybody
                implied += [(*found, style) for found in _family_names(parts, words)]
        else:
            part = _part(canonical, variant)
            if part:
                implied.append((plain, part, style))
            elif entry.number >= 0 and variant not in entry.lower:
                raise entry.problem(f"the variant '{variant}' is like no part of the name; write the whole name")
    if person:
        for plain, replacement, style in implied:
            if plain != bare(replacement):  # a preferred spelling can be a listed variant
                yield Spelling(plain, len(capital_words(plain.title())), number, LONE, style, replacement)
            yield Spelling(bare(replacement), len(capital_words(replacement)), number, PART, False, replacement)


def _regapped(entry: Written, listed: frozenset[str]) -> Iterator[str]:
    """Yield the canonical name with other hyphens and spaces, as far as the switches of the entry call that wrong."""
    joints = [" ", "-", *("" for _ in _switches(entry, "spaces"))]
    if not _switches(entry, "hyphens", "spaces"):
        return
    words = entry.canonical.replace("-", " ").split()
    if not 1 < len(words) <= MOST_JOINTS + 1:
        return
    hyphens = bool(_switches(entry, "hyphens"))
    gaps = [gap for gap in entry.canonical if gap in " -"]
    for chosen in product(joints, repeat=len(words) - 1):
        text = "".join(word + joint for word, joint in zip(words, (*chosen, ""), strict=True))
        exchanged = any(a != b and a and b for a, b in zip(gaps, chosen, strict=True))
        if text != entry.canonical and bare(text) not in listed and (hyphens or not exchanged):
            yield text


def _is_style(entry: Written, variant: str) -> bool:
    """Tell whether good papers use a variant too; the spelling of a place always is a matter of taste.

    Of its own names a house has decided.
    """
    style = entry.values.get("style", False)
    if style is True or (style is not False and variant in style):
        return True
    return entry.kind != "person" and not entry.source.house


def _is_whole(parts: list[str], words: list[str]) -> bool:
    """Tell whether a spelling is one of the whole name, and not of a part such as "Amir Abdollahian"."""
    own = letters("".join(parts))
    if any(own == letters("".join(words[place:])) for place in range(1, len(words))):
        return False
    return len(parts) >= len(words) or (len(parts) > 1 and bare(parts[0])[0] == bare(words[0])[0])


def _family_names(parts: list[str], words: list[str]) -> Iterator[tuple[str, str]]:
    """Yield the last part of a variant, with what it stands for, where that differs from the canonical one."""
    shared = 0
    while shared < min(len(parts), len(words)) - 1 and bare(parts[shared]) == bare(words[shared]):
        shared += 1
    if not shared or bare(parts[-1]) == bare(words[-1]):
        return
    own = parts[shared:]
    rest = words[shared:][-len(own) :]  # "Asif Zerdari" tells what Zerdari stands for, not what Ali does
    plain, family = bare(" ".join(own)), " ".join(rest)
    if not _ARTICLE.match(plain):
        family = _ARTICLE.sub("", family)  # who is Ali al-Sistani at first is Sistani later
    if plain != bare(family) and not PARTICLES.issuperset(plain.split()):
        yield plain, family


def _part(canonical: str, variant: str) -> str:
    """Return the part of the canonical name that a variant of fewer words stands for, "" where it is like none."""
    from difflib import SequenceMatcher

    words, length = canonical.split(), len(variant.split())
    runs = [" ".join(words[i:j]) for i in range(len(words)) for j in range(i + 1, min(i + length, len(words)) + 1)]
    likeness = {run: SequenceMatcher(None, bare(run), bare(variant), autojunk=False).ratio() for run in runs}
    best = max(likeness, key=lambda run: likeness[run])
    return best if likeness[best] >= 0.5 else ""


# --- contradictions -----------------------------------------------------------------------------------------------


class _Claim(NamedTuple):
    number: int
    kind: int
    replacement: str


class _Claims:
    """Which name has each spelling; two that claim one are told apart by a guard, or refused."""

    def __init__(self, entries: list[Written]) -> None:
        self.entries = entries
        self.listed = frozenset(bare(text) for entry in entries for text in (entry.canonical, *entry.variants))
        self._taken: dict[str, _Claim] = {}
        self._words: dict[str, set[int]] = {}
        for number, entry in enumerate(entries):
            for word in bare(entry.canonical).split():
                self._words.setdefault(word, set()).add(number)

    def means_another(self, spelling: Spelling) -> bool:
        """Tell whether a part that a variant implies is a word, or how the book writes a part of another name."""
        if _lists(self.entries[spelling.number], spelling.plain):
            return False
        return bool(self._words.get(spelling.plain, set()) - {spelling.number} or tags(spelling.plain))

    def add(self, spelling: Spelling) -> None:
        """Note a spelling; raise PackError where nothing tells two names apart that claim it."""
        own = _Claim(spelling.number, spelling.kind, spelling.replacement)
        other = self._taken.setdefault(spelling.plain, own)
        if other.number == own.number:
            return
        entry, first = self.entries[own.number], self.entries[other.number]
        what = self._contradiction(spelling.plain, own, other, entry, first)
        if what:
            raise entry.problem(what)

    def _contradiction(self, plain: str, own: _Claim, other: _Claim, entry: Written, first: Written) -> str:
        kinds = (own.kind, other.kind)
        where = f"'{first.canonical}' in {first.source.path}"
        if own.kind == other.kind == CANONICAL:
            return f"the name stands already in {first.source.path}; join the two entries"
        if other.replacement == own.replacement or PART in kinds:
            return ""
        if LONE in kinds and not (_lists(entry, plain) and _lists(first, plain)):
            return ""
        if own.kind == other.kind == LONE and (entry.values.get("not") or first.values.get("not")):
            return ""
        if entry.values.get("context") and first.values.get("context"):
            return ""
        if CANONICAL in kinds:
            what = f"'{plain}' is the canonical spelling of one name and a variant of another, {where}"
            return f"{what}; keep it on one side, or the two would undo each other"
        what = f"the variant '{plain}' belongs to {where} too"
        return f"{what}; remove one, or give both a 'context' (or a 'not') that tells them apart"


def _lists(entry: Written, plain: str) -> bool:
    return any(bare(text) == plain for text in (entry.canonical, *entry.variants))
