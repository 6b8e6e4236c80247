"""What the engines said of a text, kept for the next run: an engine takes a hundred times longer than looking it up."""

from __future__ import annotations

import json
import os
import time
from collections.abc import Sequence
from hashlib import blake2b
from pathlib import Path
from typing import Any

from lint.edits import Edit
from lint.packs import rules_folder
from lint.rule import Finding, Fix, Safety, Severity
from lint.version import __version__

MOST_KEPT = 50_000
"""Texts whose answers are kept, the last used ones; at about a kilobyte each."""


class Answers:
    """A file of answers, by content; one that is damaged, locked or not to be written is never an error."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._file: Any = None
        self._owner = 0

    def get(self, key: bytes) -> list[Finding] | None:
        """Return what was found in the text behind `key`, or None where that is not known."""
        row = self._run("SELECT findings FROM answers WHERE key = ?", key)
        try:
            return [_finding(each) for each in json.loads(row[0][0])] if row else None
        except (ValueError, TypeError, KeyError):
            return None

    def put(self, key: bytes, findings: Sequence[Finding]) -> None:
        """Keep what was found in the text behind `key`."""
        self._run("INSERT OR REPLACE INTO answers VALUES (?, ?, ?)", key, json.dumps(findings), int(time.time()))

    def close(self) -> None:
        """Forget what was not used for longest, where there is too much, and close the file."""
        if self._file is not None and self._owner == os.getpid():
            kept = "(SELECT key FROM answers ORDER BY used DESC LIMIT ?)"
            self._run(f"DELETE FROM answers WHERE key NOT IN {kept}", MOST_KEPT)
            self._file.close()
        self._file = None

    def _run(self, command: str, *values: object) -> list[Any]:
        import sqlite3

        try:
            if self._file is None or self._owner != os.getpid():
                self._file, self._owner = self._opened(), os.getpid()
            with self._file:
                rows: list[Any] = self._file.execute(command, values).fetchall()
                return rows
        except (sqlite3.Error, OSError, UnicodeError):
            return []

    def _opened(self) -> Any:
        import sqlite3

        self._path.parent.mkdir(parents=True, exist_ok=True)
        file = sqlite3.connect(self._path, timeout=2, check_same_thread=False)
        file.execute("CREATE TABLE IF NOT EXISTS answers (key BLOB PRIMARY KEY, findings TEXT, used INTEGER)")
        return file


def key_of(signature: str, text: str) -> bytes:
    """Return the key of a text for an engine; it changes with the engine, with our tables and with our version."""
    digest = blake2b(f"{__version__}\0{signature}\0".encode(), digest_size=16)
    for name in ("harper.toml", "languagetool.toml"):
        digest.update((rules_folder() / "grammar" / name).read_bytes())
    digest.update(text.encode("utf-8", "surrogatepass"))
    return digest.digest()


def _finding(stored: list[Any]) -> Finding:
    rule, start, end, message, severity, fix = stored
    edits = Fix(Safety(fix[0]), tuple(Edit(*edit) for edit in fix[1])) if fix else None
    return Finding(rule, start, end, message, Severity(severity), edits)
