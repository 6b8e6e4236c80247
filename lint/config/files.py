"""Configuration files: where they stand, what they extend, and what is wrong with one, by line and with a remedy."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

from lint.config.settings import Table
from lint.packs import cached
from lint.pattern import lazy

FILES = ("newslint.toml", ".newslint.toml", "pyproject.toml")
"""Where a configuration may stand, the first one found in a folder counts."""

_HEADER = lazy(r"\s*(\[\[?)\s*([^\]]+?)\s*\]")
_KEY = lazy(r"""\s*("[^"]*"|'[^']*'|[\w.-]+)\s*=""")


class ConfigError(ValueError):
    """A configuration that can't be used; the message names file, line, key and remedy."""


class Layer(NamedTuple):
    """The settings of one origin: a file, a profile or the command line; globs are relative to `base`.

    `keys` lead to the table in a `file`; there are none where the table is the whole of it.
    """

    origin: str
    base: Path
    table: Table
    file: Path | None = None
    keys: tuple[str, ...] = ()

    def place(self, *keys: str, value: str | None = None) -> str:
        """Return where a key of this layer, or a value below it, was given: a file with its line, else the origin."""
        return f"{shown(self.file)}:{line_of(self.file, [*self.keys, *keys], value)}" if self.file else self.origin


@cache
def find(start: Path) -> Path | None:
    """Return the configuration file of the closest folder at or above `start` that has one."""
    for name in FILES:
        path = start / name
        if path.is_file() and (name != "pyproject.toml" or b"[tool.newslint" in _content(path)):
            return path
    return find(start.parent) if start != start.parent else None


def layers(path: Path, seen: tuple[Path, ...] = ()) -> list[Layer]:
    """Return the layers of a file: those it extends first, then its own."""
    path = Path(os.path.abspath(path))
    if path in seen:
        chain = " extends ".join(shown(file) for file in (*seen[seen.index(path) :], path))
        raise ConfigError(f"{shown(seen[-1])}:{line_of(seen[-1], ['extend'])}: {chain}; take one of them out")
    table = _table(path)
    extended = table.get("extend", [])
    result = []
    for name in [extended] if isinstance(extended, str) else extended:
        other = path.parent / os.path.expanduser(name)
        if not other.is_file():
            raise ConfigError(
                f"{shown(path)}:{line_of(path, ['extend'])}: it extends '{name}', which is no file; check the path"
            )
        result += layers(other, (*seen, path))
    return [*result, Layer(shown(path), path.parent, _placed(table, path.parent), path)]


def _placed(table: dict[str, Any], folder: Path) -> Table:
    """Return a table whose packs and books are paths, and whose plugins are a list."""
    placed = dict(table)
    for key in ("packs", "names"):
        if key in table:
            placed[key] = [shown(folder / os.path.expanduser(name)) for name in table[key]]
    if isinstance(table.get("plugins"), bool):
        placed["plugins"] = ["*"] if table["plugins"] else []
    return placed


def shown(path: Path) -> str:
    """Return a path as a message names it: relative where it lies below the working folder."""
    relative = os.path.relpath(path)
    return str(path) if relative.startswith("..") else relative


@cache
def _content(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        raise ConfigError(f"{shown(path)}: can't be read ({error.strerror}); check its path and rights") from None


@cache
def _table(path: Path) -> dict[str, Any]:
    """Return the validated table of a file, from the cache where an earlier run has validated the same content."""
    content = _content(path)
    model = str(os.stat(Path(__file__).with_name("model.py")).st_mtime_ns).encode()
    project = path.name == "pyproject.toml"
    found: dict[str, Any] = cached("config", [content, model, b"p" * project], lambda: _validated(path, content))
    return found


def _validated(path: Path, content: bytes) -> dict[str, Any]:
    import tomllib

    try:
        parsed = tomllib.loads(content.decode("utf-8-sig"))
    except UnicodeDecodeError as error:
        raise ConfigError(f"{shown(path)}: byte {error.start} is not UTF-8; save the file as UTF-8") from None
    except RecursionError:
        raise ConfigError(f"{shown(path)}: not valid TOML: nested too deeply; write it flat") from None
    except ValueError as error:
        message, _, place = str(error).partition(" (at ")
        line = re.match(r"line (\d+)", place)
        last = max(1, len(content.splitlines()))
        raise ConfigError(f"{shown(path)}:{line[1] if line else last}: not valid TOML: {message}") from None
    table = parsed.get("tool", {}).get("newslint", {}) if path.name == "pyproject.toml" else parsed
    if not isinstance(table, dict):
        raise ConfigError(f"{shown(path)}: [tool.newslint] must be a table of settings")
    from lint.config.model import problem

    wrong = problem(table)
    if wrong:
        raise ConfigError(_said(path, *wrong))
    return table


def _said(path: Path, keys: list[str], message: str) -> str:
    """Return what is wrong at a place of a file, with the line and the remedy."""
    unknown = re.search(r"unknown field `([^`]+)`", message)
    wrong = re.search(r"enum value '([^']*)'", message)
    line = line_of(path, [*keys, unknown[1]]) if unknown else line_of(path, keys, wrong[1] if wrong else None)
    return f"{shown(path)}:{line}: {in_words(keys, message)}"


def in_words(keys: list[str], message: str) -> str:
    """Return what the validator says of the place that `keys` lead to, in plain words and with the remedy."""
    unknown = re.search(r"unknown field `([^`]+)`", message)
    if unknown:
        from lint.config.model import known_keys

        return f"unknown key '{unknown[1]}'; {did_you_mean(unknown[1], known_keys(keys), 'the keys are')}"
    key = next((key for key in reversed(keys) if not key.isdigit()), "the file")
    return f"{key}: {_plain(message)}"


_PLAIN = {"object": "a table", "array": "a list in square brackets", "str": "a text in quotation marks"}
_PLAIN |= {"bool": "true or false", "float": "a number", "int": "a number", "null": "nothing"}


def _plain(message: str) -> str:
    """Return a message of the validator in the words of somebody who writes TOML."""
    kinds = re.fullmatch(r"Expected `([^`]+)`, got `([^`]+)`", message)
    if kinds:
        wanted = " or ".join(_PLAIN.get(kind.strip(), kind) for kind in kinds[1].split("|"))
        return f"must be {wanted}, not {_PLAIN.get(kinds[2], kinds[2])}"
    value = re.fullmatch(r"Invalid enum value '([^']*)'", message)
    if value:
        known = ("error", "warning", "info", "never", "safe", "unsafe", "suggestion", "news", "strict", "batch", "hook")
        return f"'{value[1]}' is none of its values; {did_you_mean(value[1], known, 'see newslint config schema')}"
    limits = re.fullmatch(r"Expected `\w+` ([<>]=) ([\d.]+)", message)
    if limits:
        return f"must be a number from 0 to 1, this is {'more' if limits[1] == '<=' else 'less'}"
    return message.replace("Object", "it").replace("`", "'")


def did_you_mean(word: str, known: tuple[str, ...] | list[str], otherwise: str) -> str:
    """Return the known word that may be meant by a wrong one, as a question, or else all of them."""
    from difflib import get_close_matches

    close = get_close_matches(word, known, n=1, cutoff=0.5)
    if close:
        return f"did you mean '{close[0]}'?"
    return otherwise if otherwise.startswith("see") else f"{otherwise} {', '.join(known)}"


def line_of(path: Path, keys: list[str], value: str | None = None) -> int:
    """Return the line on which a key of a configuration stands, or below it a quoted value; 1 if it is not found."""
    text = _content(path).decode("utf-8", "replace")
    lines = text.splitlines()
    place = next((n for n, at in enumerate(_paths(lines, path.name == "pyproject.toml")) if at == keys), None)
    while place is None and len(keys) > 1:
        keys = keys[:-1]
        place = next((n for n, at in enumerate(_paths(lines, path.name == "pyproject.toml")) if at == keys), None)
    start = place or 0
    if value is not None:
        quoted = re.compile(rf"""["']{re.escape(value)}["']""")
        start = next((n for n in range(start, len(lines)) if quoted.search(lines[n])), start)
    return start + 1


def _paths(lines: list[str], project: bool) -> Iterator[list[str]]:
    """Yield for each line the path of the key or table that begins on it; of no interest is an empty path."""
    table: list[str] = []
    counts: dict[str, int] = {}
    for line in lines:
        header, key = _HEADER.match(line), _KEY.match(line)
        if header:
            name = header[2]
            table = _split(name)
            if header[1] == "[[":
                counts[name] = counts.get(name, -1) + 1
                table.append(str(counts[name]))
            yield _own(table, project) or ["-"]
        elif key:
            yield _own([*table, *_split(key[1])], project) or ["-"]
        else:
            yield []


def _own(path: list[str], project: bool) -> list[str]:
    if not project:
        return path
    return path[2:] if path[:2] == ["tool", "newslint"] else []


def _split(name: str) -> list[str]:
    return [part.strip("\"' ") for part in re.findall(r"""\s*"[^"]*"\s*|\s*'[^']*'\s*|[^.]+""", name)]


def forget() -> None:
    """Forget what was read, because the files may have changed."""
    for function in (find, _content, _table):
        function.cache_clear()
