"""The texts of a JSON Lines table, to be checked: each row is an article of its own, named by file and line."""

from __future__ import annotations

import json
from collections.abc import Iterator
from hashlib import sha256
from pathlib import Path
from typing import IO, Any

from lint.readers.source import Source, UnreadableError

SUFFIXES = frozenset({".jsonl", ".ndjson"})
"""The endings of tables that can be checked."""

MOST_BYTES = 100_000_000
"""Longest line that is read; longer ones are named, and left out."""


def is_table(path: Path) -> bool:
    """Tell whether a file is a table, by its ending."""
    return path.suffix.lower() in SUFFIXES


def rows(path: Path, name: str, column: str) -> Iterator[Source | UnreadableError]:
    """Yield the text of each row, named `name:line`, or what is wrong with the row; rows without text are left out.

    Raise UnreadableError where the file can't be opened, or where no row has the column.
    """
    seen, found = set[str](), False
    try:
        if path.exists() and not path.is_file():
            raise UnreadableError(f"{name}: not a regular file; name a file or a folder of articles")
        with open(path, "rb") as file:
            for number, line in enumerate(_lines(file), 1):
                row = _row(line.removeprefix(b"\xef\xbb\xbf") if number == 1 else line, f"{name}:{number}")
                if isinstance(row, UnreadableError):
                    yield row
                    continue
                seen.update(row)
                found = found or column in row
                if row.get(column) is not None:
                    yield _source(row[column], f"{name}:{number}", column)
    except OSError as error:
        raise UnreadableError(f"{name}: can't be read ({error.strerror}); check its path and rights") from None
    if seen and not found:
        columns = ", ".join(sorted(seen)[:20])
        raise UnreadableError(f"{name}: no row has '{column}'; name the text with --text-column; there are {columns}")


def _lines(file: IO[bytes]) -> Iterator[bytes]:
    """Yield the lines of a file; of one that is too long, its beginning."""
    while line := file.readline(MOST_BYTES):
        rest = line
        while len(rest) == MOST_BYTES and not rest.endswith(b"\n"):
            rest = file.readline(MOST_BYTES)
        yield line


def _row(line: bytes, place: str) -> dict[str, Any] | UnreadableError:
    if len(line) >= MOST_BYTES:
        return UnreadableError(f"{place}: longer than {MOST_BYTES // 1_000_000} MB; split it")
    if not line.strip():
        return {}
    try:
        row = json.loads(line)
    except (ValueError, RecursionError) as error:
        return UnreadableError(f"{place}: not valid JSON ({error}); mend the line")
    return row if isinstance(row, dict) else UnreadableError(f"{place}: not a JSON object; mend the line")


def _source(text: Any, place: str, column: str) -> Source | UnreadableError:
    if not isinstance(text, str):
        return UnreadableError(f"{place}: '{column}' is not a text; mend the line")
    return Source(place, text, "utf-8", False, sha256(text.encode("utf-8", "surrogatepass")).hexdigest())
