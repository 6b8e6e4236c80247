"""A book of names as it is written: TOML becomes checked entries; what is wrong is said by file, line and remedy."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import lru_cache
from pathlib import Path
from typing import Any, NamedTuple

from lint.names.letters import bare, composed
from lint.packs import PackError
from lint.pattern import lazy

SWITCHES = ("case", "accents", "hyphens", "spaces")
"""Keys that make a difference of that sort alone a wrong spelling too."""

KINDS = ("person", "place", "group")

_KEYS: dict[str, Any] = {
    "canonical": str,
    "kind": str,
    "variants": list,
    "not": list,
    "roles": list,
    "context": list,
    "style": (bool, list),
    **dict.fromkeys(SWITCHES, bool),
}
_WORD = lazy(r"[^\W\d_]+(?:'[^\W\d_]+)*")


class Source(NamedTuple):
    """A file of a book; a house's own book decides what the shipped one only suggests."""

    path: Path
    content: bytes
    house: bool = False

    def problem(self, number: int, canonical: str, what: str) -> PackError:
        """Return the error that says `what` of a name, the entry `number` of the file, with its line."""
        return PackError(f"{self.path}:{self._line(number, canonical)}: name '{canonical}': {what}")

    def _line(self, number: int, canonical: str) -> int:
        lines = self.content.decode("utf-8").splitlines()
        heads = [n for n, line in enumerate(lines) if re.match(r"\s*\[\[\s*name\s*\]\]", line)]
        start = heads[number] if 0 <= number < len(heads) else 0
        wanted = re.compile(rf"[\"']{re.escape(canonical)}[\"']")
        return next((n for n in range(start, len(lines)) if wanted.search(lines[n])), start) + 1


class Written(NamedTuple):
    """An entry as it stands in its file, and which one of the file it is; -1 for a preferred spelling.

    `lower` holds the variants that it took over from a layer below.
    """

    source: Source
    number: int
    values: dict[str, Any]
    lower: frozenset[str] = frozenset()

    @property
    def canonical(self) -> str:
        """What the text should say."""
        name: str = self.values["canonical"]
        return name

    @property
    def kind(self) -> str:
        """Person, place or group."""
        kind: str = self.values.get("kind", "person")
        return kind

    @property
    def variants(self) -> list[str]:
        """The other spellings."""
        return list(self.values.get("variants", ()))

    def problem(self, what: str) -> PackError:
        """Return the error that says `what` of this entry."""
        return self.source.problem(self.number, self.canonical, what)


class Layer(NamedTuple):
    """What one file says: its entries, and the spellings of other books that it prefers."""

    entries: list[Written]
    preferred: list[Written]


def read(path: Path) -> bytes:
    """Return the content of a book; raise PackError where it can't be read."""
    try:
        return path.read_bytes()
    except OSError as error:
        raise PackError(f"{path}: the book can't be read ({error.strerror}); check its path and rights") from None


def parsed(source: Source) -> Layer:
    """Return the checked entries of a file."""
    table = _table(source)
    for key in table.keys() - {"name", "prefer"}:
        raise PackError(
            f"{source.path}: unknown table or key '{key}'; a book of names holds 'prefer' and [[name]] only"
        )
    raws, preferred = table.get("name", []), table.get("prefer", [])
    if not isinstance(raws, list) or not all(isinstance(raw, dict) for raw in raws):
        raise PackError(f"{source.path}: 'name' must be [[name]] tables; write [[name]] with two brackets")
    if not isinstance(preferred, list) or not all(isinstance(text, str) for text in preferred):
        raise PackError(f"{source.path}: 'prefer' must be a list of spellings in quotes")
    entries = [Written(source, number, raw) for number, raw in enumerate(raws)]
    for entry in entries:
        _check(entry)
    return Layer(entries, [Written(source, -1, {"canonical": text}) for text in preferred])


@lru_cache(maxsize=65_536)
def capital_words(name: str) -> tuple[str, ...]:
    """Return the words of a name that begin with a capital, in plain lower case."""
    return tuple(bare(word) for word in _WORD.findall(name.replace("’", "'")) if word[0].isupper())


def _table(source: Source) -> dict[str, Any]:
    import tomllib

    try:
        return tomllib.loads(source.content.decode("utf-8-sig"))
    except UnicodeDecodeError as error:
        raise PackError(f"{source.path}: byte {error.start} is not UTF-8; save the book as UTF-8") from None
    except RecursionError:
        raise PackError(f"{source.path}: not valid TOML: nested too deeply; write it flat") from None
    except ValueError as error:
        raise PackError(f"{source.path}: not valid TOML: {error}") from None


def _check(entry: Written) -> None:
    for problem in _problems(entry.values):
        raise entry.source.problem(entry.number, str(entry.values.get("canonical")), problem)


def _problems(raw: dict[str, Any]) -> Iterator[str]:
    canonical = raw.get("canonical")
    if not isinstance(canonical, str) or not capital_words(canonical):
        yield "the key 'canonical' must be a name with a capital; add it"
        return
    for key, value in raw.items():
        if key not in _KEYS:
            yield f"unknown key '{key}'; the keys are {', '.join(_KEYS)}"
        elif not isinstance(value, _KEYS[key]) or (isinstance(value, list) and not _are_texts(value)):
            yield f"'{key}' has a value of the wrong type; docs/names.md shows each key"
    if raw.get("kind", "person") not in KINDS:
        yield f"kind '{raw['kind']}' is unknown; use {', '.join(KINDS)}"
    apart = {bare(other) for other in raw.get("not", [])}
    for variant in raw.get("variants", []):
        if composed(variant) == composed(canonical):
            yield f"the variant '{variant}' is the name itself; remove it"
        if not capital_words(variant):
            yield f"the variant '{variant}' has no capital; write it as in running text"
        if bare(variant) in apart:
            yield f"'{variant}' is both a variant and in 'not'; keep it on one side"


def _are_texts(values: Iterable[Any]) -> bool:
    return all(isinstance(value, str) and value.strip() for value in values)
