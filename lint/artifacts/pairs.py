"""The table of what find-and-replace spinners put for what: checked, and indexed for turning it around."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from typing import Any, NamedTuple, TypeVar

from lint.packs import PackError, cached, rules_folder
from lint.pattern import lazy

EVIDENCE = ("seen", "table")
"""The tables of pairs.toml, the best witnessed first."""

LEAST_LETTERS = 4
"""Fewest letters of a replacement: shorter ones stand inside too many genuine words and names."""

_T = TypeVar("_T")
_START = 3
_FORMAT = b"pairs 1"
_REPLACEMENT = lazy(r"[a-z]+(?: [a-z]+)*")
_ENDINGS = ("s", "es", "d", "ed", "ing", "er", "est", "ly", "r", "n", "en", "'s")


class Pair(NamedTuple):
    """What the writer wrote, what the spinner put, and whether a spun page witnesses it."""

    source: str
    replacement: str
    seen: bool


class Pairs(NamedTuple):
    """The pairs, by how they can be found again.

    `inside` holds the replacements of one word under their first three letters; `first` and `last` hold those of
    several words under their outer words. `proper` are the folded words that are written with a capital.
    """

    sources: Mapping[str, tuple[Pair, ...]]
    inside: Mapping[str, tuple[str, ...]]
    first: Mapping[str, tuple[str, ...]]
    last: Mapping[str, tuple[str, ...]]
    proper: frozenset[str]


@cache
def shipped_pairs() -> Pairs:
    """Return the pairs that newslint ships."""
    path = rules_folder() / "artifacts" / "pairs.toml"
    content = path.read_bytes()
    stored = cached("pairs", [_FORMAT, content], lambda: read(content.decode("utf-8"), str(path)))
    return index([Pair(*fields) for fields in stored["pairs"]], stored["proper"])


def read(content: str, path: str) -> dict[str, Any]:
    """Return the checked pairs of a table as plain data; raise PackError with file, line and reason."""
    import tomllib

    try:
        tables = tomllib.loads(content)
    except tomllib.TOMLDecodeError as error:
        raise PackError(f"{path}: not valid TOML: {error}") from None
    pairs = [
        (source, replacement, evidence == "seen")
        for evidence in EVIDENCE
        for source, replacements in tables.get(evidence, {}).items()
        for replacement in replacements
    ]
    for source, replacement, problem in problems(pairs):
        raise PackError(f"{path}:{_line(content, source, replacement)}: '{source}' -> '{replacement}': {problem}")
    proper = sorted({word.lower() for text in tables.get("proper", {}).values() for word in text.split()})
    return {"pairs": pairs, "proper": proper}


def _line(content: str, source: str, replacement: str) -> int:
    for number, line in enumerate(content.splitlines(), 1):
        if line.partition("=")[0].strip().strip("\"'") == source and f'"{replacement}"' in line:
            return number
    return 1


def problems(pairs: Iterable[tuple[str, str, bool]]) -> Iterator[tuple[str, str, str]]:
    """Yield each pair that can't be turned around safely, with the reason and the remedy."""
    done: set[tuple[str, str]] = set()
    onward: dict[str, set[str]] = {}
    for source, replacement, _ in pairs:
        problem = _problem(source, replacement)
        if (source, replacement) in done:
            problem = "the pair stands here twice; remove one"
        elif not problem and _leads(onward, replacement, source):
            problem = "the pair leads back to its own source over other pairs; remove one of them"
        if problem:
            yield source, replacement, problem
        done.add((source, replacement))
        onward.setdefault(source, set()).add(replacement)


def _problem(source: str, replacement: str) -> str:
    if not source.strip() or not replacement.strip():
        return "a side is empty; fill it"
    if source == replacement:
        return "the pair maps to itself; remove it"
    if not re.fullmatch("[a-z]+", source):
        return "the source must be one word of the letters a to z"
    if not _REPLACEMENT.fullmatch(replacement):
        return "the replacement must be words of the letters a to z, a space between them"
    if " " not in replacement and len(replacement) < LEAST_LETTERS:
        return f"a replacement of fewer than {LEAST_LETTERS} letters stands inside too many words; remove it"
    if is_inflection(source, replacement):
        return "the replacement is an inflection of the source; remove it"
    return ""


def is_inflection(source: str, replacement: str) -> bool:
    """Tell whether `replacement` is a regularly inflected form of `source`."""
    stems = {source, source + source[-1]}
    if source[-1] in "ey":
        stems.add(source[:-1] + ("i" if source[-1] == "y" else ""))
    return any(replacement == stem + ending for stem in stems for ending in _ENDINGS)


def _leads(onward: Mapping[str, set[str]], start: str, goal: str) -> bool:
    waiting, met = [start], {start}
    while waiting:
        word = waiting.pop()
        if word == goal:
            return True
        new = onward.get(word, set()) - met
        met |= new
        waiting.extend(new)
    return False


def index(pairs: Iterable[Pair], proper: Iterable[str] = ()) -> Pairs:
    """Return pairs indexed for the search."""
    sources: dict[str, list[Pair]] = {}
    for pair in pairs:
        sources.setdefault(pair.replacement, []).append(pair)
    inside: dict[str, list[str]] = {}
    first: dict[str, list[str]] = {}
    last: dict[str, list[str]] = {}
    for replacement in sources:
        if " " in replacement:
            first.setdefault(replacement.split()[0], []).append(replacement)
            last.setdefault(replacement.split()[-1], []).append(replacement)
        else:
            inside.setdefault(replacement[:_START], []).append(replacement)
    return Pairs(_frozen(sources), _frozen(inside), _frozen(first), _frozen(last), frozenset(proper))


def _frozen(table: Mapping[str, list[_T]]) -> dict[str, tuple[_T, ...]]:
    return {key: tuple(found) for key, found in table.items()}


def contained(pairs: Pairs, word: str) -> Iterator[str]:
    """Yield the one-word replacements that stand inside a longer word."""
    for start in range(len(word) - _START + 1):
        for replacement in pairs.inside.get(word[start : start + _START], ()):
            if len(replacement) < len(word) and word.startswith(replacement, start):
                yield replacement


def glued(pairs: Pairs, word: str) -> Iterator[tuple[str, str]]:
    """Yield the replacements of several words of which an outer word, with letters glued to it, may be `word`.

    With each comes how it reads with those letters.
    """
    for cut in range(1, len(word)):
        for phrase in pairs.last.get(word[:cut], ()):
            yield phrase, phrase + word[cut:]
        for phrase in pairs.first.get(word[cut:], ()):
            yield phrase, word[:cut] + phrase
