"""The file of decisions: JSON Lines that only grow, so that two windows and a sudden end can lose nothing."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import suppress
from hashlib import sha256
from pathlib import Path

from lint.decisions.held import Decisions
from lint.decisions.record import Decision, dump, parse

NAME = "decisions.jsonl"
"""The name of the file, in the folder of the articles."""


class DecisionsError(ValueError):
    """A file of decisions that can't be read or written; the message names it and the remedy."""


class Log:
    """A file of decisions: what stands in it, and the way to add to it.

    `problems` names the lines that are no decisions; they are left out and left alone.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        self._begin()
        self.refresh()

    def _begin(self) -> None:
        self.decisions = Decisions()
        self.problems: list[str] = []
        self._read = 0  # bytes that are taken in, up to the end of a whole line
        self._lines = 0
        self._mark: tuple[int, int] | None = None

    def refresh(self) -> bool:
        """Take in what others have added since; tell whether there was anything."""
        try:
            found = os.stat(self.path)
        except FileNotFoundError:
            changed = self._read > 0
            if changed:
                self._begin()
            return changed
        except OSError as error:
            raise DecisionsError(f"{self.path}: can't be read ({error.strerror}); check its rights") from None
        mark = (found.st_ino, found.st_size)
        if mark == self._mark:
            return False
        if found.st_size < self._read or (self._mark and mark[0] != self._mark[0]):
            self._begin()
        self._mark = mark
        return self._take(found.st_size - self._read)

    def _take(self, size: int) -> bool:
        try:
            with open(self.path, "rb") as file:
                file.seek(self._read)
                data = file.read(max(size, 0))
        except OSError as error:
            raise DecisionsError(f"{self.path}: can't be read ({error.strerror}); check its rights") from None
        whole = data[: data.rfind(b"\n") + 1]
        self._read += len(whole)
        for decision in self._parsed(whole):
            self.decisions.add(decision)
        return bool(whole)

    def _parsed(self, data: bytes) -> Iterator[Decision]:
        for line in data.splitlines():
            self._lines += 1
            if not line.strip():
                continue
            try:
                yield parse(line)
            except ValueError as error:
                self.problems.append(f"{self.path}:{self._lines}: no decision, left out ({error})")

    def append(self, *decisions: Decision) -> None:
        """Add decisions and force them to disk; raise DecisionsError if that fails.

        They are written at once to the end, whoever else writes; after a line that was torn they begin a new one.
        The message says how many were not kept.
        """
        data = b"".join(map(dump, decisions))
        try:
            self.path.parent.mkdir(parents=True, exist_ok=True)
            handle = os.open(self.path, os.O_RDWR | os.O_APPEND | os.O_CREAT | getattr(os, "O_BINARY", 0), 0o644)
            try:
                if _is_torn(handle):
                    data = b"\n" + data
                written = os.write(handle, data)
                if written != len(data):
                    raise OSError(28, "No space left on device")
                os.fsync(handle)
            finally:
                os.close(handle)
        except OSError as error:
            with suppress(DecisionsError):
                self.refresh()
            lost = sum(self.decisions.get(decision.id) is None for decision in decisions)
            what = "the decision was" if len(decisions) == 1 else f"{lost} of {len(decisions)} decisions were"
            reason = f"can't be written ({error.strerror}); {what} not kept: make room or check the rights"
            raise DecisionsError(f"{self.path}: {reason}, then decide again") from None
        self.refresh()


def _is_torn(handle: int) -> bool:
    size = os.fstat(handle).st_size
    if not size:
        return False
    os.lseek(handle, size - 1, os.SEEK_SET)
    return os.read(handle, 1) != b"\n"


def load(path: Path) -> Log:
    """Return the file of decisions at `path`; raise DecisionsError if there is none."""
    if not path.is_file():
        raise DecisionsError(f"{path}: no such file of decisions; 'newslint review' writes one into its folder")
    return Log(path)


def digest(path: Path) -> str:
    """Return a digest of a file of decisions, by which a run tells whether it must be made anew."""
    try:
        return sha256(path.read_bytes()).hexdigest()[:32]
    except OSError as error:
        raise DecisionsError(f"{path}: can't be read ({error.strerror}); check its path and rights") from None
