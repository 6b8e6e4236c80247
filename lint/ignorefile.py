"""The ignore file: findings that somebody has looked at and wants left alone, by fingerprint, one a line.

It is for plain text, which has no comments. An entry holds wherever its rule finds the same text between the same
words, below the folder of the ignore file: also when paragraphs move, and when the article gets another name.
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterable
from functools import cache
from pathlib import Path
from typing import NamedTuple

from lint.writers import write

NAME = "newslint-ignore.jsonl"
"""The name of an ignore file; the one of the closest folder counts."""

_ROOTS = (".git", "newslint.toml", ".newslint.toml", "pyproject.toml")


class IgnoreFileError(ValueError):
    """An ignore file that can't be used; the message names file, line and remedy."""


class Entry(NamedTuple):
    """A finding to leave alone; `rule`, `file` and `text` are for the people who read the file."""

    fingerprint: str
    rule: str
    file: str
    text: str
    reason: str = ""


@cache
def find(folder: Path) -> Path | None:
    """Return the ignore file of the closest folder at or above `folder` that has one."""
    if os.path.isfile(folder / NAME):
        return folder / NAME
    return find(folder.parent) if folder != folder.parent else None


def place(folder: Path) -> Path:
    """Return where an ignore file for a folder is, or is to be made: at the root of its project.

    Without a project, that is the working folder, or where the folder lies elsewhere, the folder itself.
    """
    known = find(folder)
    if known:
        return known
    roots = (above for above in (folder, *folder.parents) if any(os.path.exists(above / name) for name in _ROOTS))
    here = Path.cwd()
    return next(roots, here if folder.is_relative_to(here) else folder) / NAME


@cache
def read(path: Path) -> dict[str, Entry]:
    """Return the entries of an ignore file by fingerprint; raise IgnoreFileError for a line that is none."""
    entries = {}
    for number, line in enumerate(_lines(path), 1):
        if line.strip():
            entry = _entry(path, number, line)
            entries[entry.fingerprint] = entry
    return entries


@cache
def reasons(path: Path) -> dict[str, str]:
    """Return the reason for each fingerprint of an ignore file."""
    return {mark: entry.reason for mark, entry in read(path).items()}


def _lines(path: Path) -> list[str]:
    try:
        return path.read_text(encoding="utf-8-sig").splitlines()
    except OSError as error:
        raise IgnoreFileError(f"{path}: can't be read ({error.strerror}); check its rights") from None
    except UnicodeDecodeError as error:
        raise IgnoreFileError(f"{path}: byte {error.start} is not UTF-8; save the file as UTF-8") from None


def _entry(path: Path, number: int, line: str) -> Entry:
    try:
        record = json.loads(line)
        values = [record["fingerprint"], record["rule"], *(record.get(key, "") for key in ("file", "text", "reason"))]
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
        values = [None]
    if not all(isinstance(value, str) for value in values):
        raise IgnoreFileError(
            f"{path}:{number}: no entry of an ignore file; an entry is an object with 'fingerprint' and 'rule', "
            "as 'newslint check --add-ignore' writes it; mend or delete the line"
        )
    return Entry(*values)


def add(path: Path, entries: Iterable[Entry]) -> int:
    """Add entries to an ignore file, which is made where it is missing; return how many were new."""
    kept = read(path) if path.exists() else {}
    new = {entry.fingerprint: entry for entry in entries if entry.fingerprint not in kept}
    if new:
        save(path, [*kept.values(), *new.values()])
    return len(new)


def replace(path: Path, mark: str, entry: Entry) -> None:
    """Put an entry in the place of the one with fingerprint `mark`, which stays if it is of another file."""
    kept = read(path)
    others = [other for other in kept.values() if other.fingerprint != mark or other.file != entry.file]
    save(path, [*(other for other in others if other.fingerprint != entry.fingerprint), entry])


def save(path: Path, entries: Iterable[Entry]) -> None:
    """Write an ignore file, whole or not at all."""
    lines = [json.dumps(entry._asdict(), ensure_ascii=False) + "\n" for entry in entries]
    write(path, "".join(lines).encode("utf-8", "backslashreplace"))
    forget()


def forget() -> None:
    """Forget what was read, because the files may have changed."""
    for function in (find, read, reasons):
        function.cache_clear()
