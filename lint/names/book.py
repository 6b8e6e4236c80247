"""The book of names: TOML files become one index of spellings; what is wrong in one is said by file, line and remedy.

[[name]]
canonical = "Maleeha Lodhi"                what the text should say
kind = "person"                            person, place or group
variants = ["Maliha Lodhi"]                other spellings; fewer words than `canonical`: a part that may stand alone
not = ["Shahbaz Bhatti"]                   other names that hold a variant and must stay as they are
roles = ["foreign minister"]               words before a lone part that tell who is meant
context = ["Pakistan"]                     words of which the text must hold one
style = ["Maliha Lodhi"]                   variants of good papers, changed only in a text that mixes them; true: all
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import cache, lru_cache
from pathlib import Path
from typing import Any, NamedTuple

from lint.names.letters import bare, composed, letters
from lint.packs import PackError, cached, rules_folder
from lint.pattern import lazy

_KEYS: dict[str, Any] = {
    "canonical": str,
    "kind": str,
    "variants": list,
    "not": list,
    "roles": list,
    "context": list,
    "style": (bool, list),
}
_KINDS = ("person", "place", "group")
_WORD = lazy(r"[^\W\d_]+(?:'[^\W\d_]+)*")
_FORMAT = b"8"

CANONICAL, FULL, LONE, PART = 0, 1, 2, 3
"""What a spelling is: the canonical one, another of the whole name, another of a part, the canonical one of a part."""


class Entry(NamedTuple):
    """A name of the book; all but `canonical` and `kind` are in plain lower case."""

    canonical: str
    kind: str
    others: tuple[str, ...]
    roles: tuple[str, ...]
    context: tuple[str, ...]


class Spelling(NamedTuple):
    """A spelling as it may stand in a text: so many capitalized words, of what name, and what to write instead."""

    plain: str
    length: int
    number: int
    kind: int
    style: bool
    replacement: str


class Book(NamedTuple):
    """The names, and under the first capitalized word of every spelling, in plain lower case, the spellings.

    Both are rows of text, taken apart where they are met: a book of 100,000 names must load in a moment.
    """

    names: list[str]
    spellings: dict[str, str]

    def entry(self, number: int) -> Entry:
        """Return a name by its number."""
        return _entry_of(self.names[number])

    def starting(self, word: str) -> tuple[Spelling, ...]:
        """Return the spellings whose first capitalized word is `word`, the longest first."""
        return _spellings_of(self.spellings[word])


_FIELD, _ITEM, _ROW = "\x1f", "\x1e", "\x1d"


@lru_cache(maxsize=4096)
def _entry_of(row: str) -> Entry:
    canonical, kind, *lists = row.split(_FIELD)
    others, roles, context = (tuple(text.split(_ITEM)) if text else () for text in lists)
    return Entry(canonical, kind, others, roles, context)


@lru_cache(maxsize=4096)
def _spellings_of(rows: str) -> tuple[Spelling, ...]:
    found = []
    for row in rows.split(_ROW):
        plain, length, number, kind, style, replacement = row.split(_FIELD)
        found.append(Spelling(plain, int(length), int(number), int(kind), style == "1", replacement))
    return tuple(found)


def _row_of(spelling: Spelling) -> str:
    numbers = (spelling.length, spelling.number, spelling.kind, int(spelling.style))
    return _FIELD.join((spelling.plain, *map(str, numbers), spelling.replacement))


@cache
def shipped_book() -> Book:
    """Return the book of names that newslint ships."""
    return load(sorted((rules_folder() / "names").glob("*.toml")))


def load(paths: Iterable[Path]) -> Book:
    """Return the book that files make together; raise PackError for one that can't be used."""
    sources = [(path, _read(path)) for path in paths]
    return Book(*cached("names", [_FORMAT, *(content for _, content in sources)], lambda: tuple(_made(sources))))


def capital_words(name: str) -> list[str]:
    """Return the words of a name that begin with a capital, in plain lower case."""
    return [bare(word) for word in _WORD.findall(name.replace("’", "'")) if word[0].isupper()]


def _read(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        raise PackError(f"{path}: the book can't be read ({error.strerror}); check its path and rights") from None


class _Source(NamedTuple):
    path: Path
    content: bytes

    def problem(self, canonical: str, what: str) -> PackError:
        """Return the error that says `what` of a name, with its line."""
        lines = self.content.decode("utf-8").splitlines()
        wanted = re.compile(rf"\s*canonical\s*=\s*[\"']{re.escape(canonical)}[\"']")
        number = next((n for n, line in enumerate(lines, 1) if wanted.match(line)), 1)
        return PackError(f"{self.path}:{number}: name '{canonical}': {what}")


def _parsed(source: _Source) -> list[dict[str, Any]]:
    import tomllib

    try:
        parsed = tomllib.loads(source.content.decode("utf-8"))
    except UnicodeDecodeError as error:
        raise PackError(f"{source.path}: byte {error.start} is not UTF-8; save the book as UTF-8") from None
    except tomllib.TOMLDecodeError as error:
        raise PackError(f"{source.path}: not valid TOML: {error}") from None
    for table in parsed.keys() - {"name"}:
        raise PackError(f"{source.path}: unknown table '{table}'; a book of names holds [[name]] only")
    found: list[dict[str, Any]] = parsed.get("name", [])
    return found


def _check(source: _Source, raw: dict[str, Any]) -> None:
    canonical = raw.get("canonical")
    if not isinstance(canonical, str) or not capital_words(canonical):
        raise source.problem(str(canonical), "the key 'canonical' must be a name with a capital; add it")
    for key, value in raw.items():
        if key not in _KEYS:
            raise source.problem(canonical, f"unknown key '{key}'; the keys are {', '.join(_KEYS)}")
        if not isinstance(value, _KEYS[key]) or (
            isinstance(value, list) and not all(isinstance(v, str) for v in value)
        ):
            raise source.problem(
                canonical, f"'{key}' has a value of the wrong type; see the head of lint/names/book.py"
            )
    if raw.get("kind", "person") not in _KINDS:
        raise source.problem(canonical, f"kind '{raw['kind']}' is unknown; use {', '.join(_KINDS)}")
    for variant in raw.get("variants", []):
        if composed(variant) == composed(canonical):
            raise source.problem(canonical, f"the variant '{variant}' is the name itself; remove it")
        if not capital_words(variant):
            raise source.problem(canonical, f"the variant '{variant}' has no capital; write it as in running text")


def _made(sources: Iterable[tuple[Path, bytes]]) -> Iterator[Any]:
    """Yield the rows of the names and those of the spellings."""
    origin = [(source, raw) for source in map(_Source._make, sources) for raw in _parsed(source)]
    taken: dict[str, tuple[int, int, str]] = {}
    spellings: dict[str, list[Spelling]] = {}
    for number, (source, raw) in enumerate(origin):
        _check(source, raw)
        own = {spelling.plain: spelling for spelling in reversed(list(_spellings(source, raw, number)))}
        for spelling in own.values():
            _claim(spelling, taken, origin)
            first = (capital_words(_capitals(spelling, raw)) or [spelling.plain])[0]
            spellings.setdefault(first, []).append(spelling)
    yield [_entry(raw) for _, raw in origin]
    yield {first: _ROW.join(map(_row_of, sorted(found, key=_order))) for first, found in spellings.items()}


def _order(spelling: Spelling) -> tuple[int, int, str, int]:
    return -spelling.length, -len(spelling.plain), spelling.plain, spelling.number


def _entry(raw: dict[str, Any]) -> str:
    lists = (_ITEM.join(bare(value) for value in raw.get(key, ())) for key in ("not", "roles", "context"))
    return _FIELD.join((raw["canonical"], raw.get("kind", "person"), *lists))


def _capitals(spelling: Spelling, raw: dict[str, Any]) -> str:
    """Return a spelling as it is written, for its capitals."""
    written = [raw["canonical"], *raw.get("variants", [])]
    found = next((text for text in written if bare(text) == spelling.plain), None)
    return found or spelling.plain.title()


def _spellings(source: _Source, raw: dict[str, Any], number: int) -> Iterator[Spelling]:
    """Yield every spelling of a name: canonical, listed, and the family names that listed ones imply."""
    canonical = raw["canonical"]
    own = bare(canonical)
    words = canonical.split()
    yield Spelling(own, len(capital_words(canonical)), number, CANONICAL, False, canonical)
    implied = []
    for variant in raw.get("variants", []):
        plain, parts = bare(variant), variant.split()
        style = _is_style(raw, variant)
        if plain == own:
            continue
        if raw.get("kind", "person") != "person" or _is_whole(parts, words):
            yield Spelling(plain, len(capital_words(variant)), number, FULL, style, canonical)
            implied += [(*found, style) for found in _family_names(parts, words)]
        else:
            implied.append((plain, _part(source, canonical, variant), style))
    if raw.get("kind", "person") == "person":
        for plain, replacement, style in implied:
            yield Spelling(plain, len(capital_words(plain.title())), number, LONE, style, replacement)
            yield Spelling(bare(replacement), len(capital_words(replacement)), number, PART, False, replacement)


def _is_style(raw: dict[str, Any], variant: str) -> bool:
    """Tell whether good papers use a variant too; the spelling of a place always is a matter of taste."""
    style = raw.get("style", False)
    return raw.get("kind", "person") != "person" or style is True or (style is not False and variant in style)


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
    yield bare(" ".join(parts[shared:])), " ".join(words[shared:])


def _part(source: _Source, canonical: str, variant: str) -> str:
    """Return the part of the canonical name that a variant of fewer words stands for: the one most like it."""
    from difflib import SequenceMatcher

    words, length = canonical.split(), len(variant.split())
    runs = [" ".join(words[i:j]) for i in range(len(words)) for j in range(i + 1, min(i + length, len(words)) + 1)]
    likeness = {run: SequenceMatcher(None, bare(run), bare(variant), autojunk=False).ratio() for run in runs}
    best = max(likeness, key=lambda run: likeness[run])
    if likeness[best] < 0.5:
        raise source.problem(canonical, f"the variant '{variant}' is like no part of the name; write the whole name")
    return best


def _listed(plain: str, raw: dict[str, Any]) -> bool:
    return any(bare(text) == plain for text in (raw["canonical"], *raw.get("variants", [])))


def _claim(
    spelling: Spelling, taken: dict[str, tuple[int, int, str]], origin: list[tuple[_Source, dict[str, Any]]]
) -> None:
    """Raise PackError where two names claim one spelling and nothing tells them apart."""
    other = taken.setdefault(spelling.plain, (spelling.number, spelling.kind, spelling.replacement))
    (source, raw), (before, first) = origin[spelling.number], origin[other[0]]
    if other[0] == spelling.number:
        return
    if spelling.kind == other[1] == CANONICAL:
        raise source.problem(raw["canonical"], f"the name stands already in {before.path}; join the two entries")
    if other[2] == spelling.replacement:
        return
    if PART in (spelling.kind, other[1]):
        return
    if LONE in (spelling.kind, other[1]) and not (_listed(spelling.plain, raw) and _listed(spelling.plain, first)):
        return
    if spelling.kind == other[1] == LONE and (raw.get("not") or first.get("not")):
        return
    if raw.get("context") and first.get("context"):
        return
    where = f"'{first['canonical']}' in {before.path}"
    if CANONICAL in (spelling.kind, other[1]):
        what = f"'{spelling.plain}' is the canonical spelling of one name and a variant of another, {where}"
        raise source.problem(raw["canonical"], f"{what}; keep it on one side, or the two would undo each other")
    what = f"the variant '{spelling.plain}' belongs to {where} too"
    raise source.problem(
        raw["canonical"], f"{what}; remove one, or give both a 'context' (or a 'not') that tells them apart"
    )
