"""One run at a time in an output folder, and no rubbish from runs that were killed."""

from __future__ import annotations

import os
import re
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import IO

NAME = ".newslint.lock"
"""The file that a run holds locked in its output folder; it is empty when the run ended in order."""

UNFINISHED = ".newslint-unfinished"
"""The folder in an output folder for tables that are not finished, out of the sight of readers."""

_PATIENCE = 3.0

_TEMPORARY = re.compile(r"\..+\.\d+\.tmp")


class LockedError(OSError):
    """Another run writes to the same folder; the message says which."""


@contextmanager
def locked(folder: Path) -> Iterator[None]:
    """Hold the lock of an output folder; what a killed run left half written is removed first.

    Raise LockedError where another run holds it. The system takes the lock off a process that dies.
    """
    path = folder / NAME
    try:
        folder.mkdir(parents=True, exist_ok=True)
        file = open(path, "a+b")  # noqa: SIM115
    except OSError as error:
        raise LockedError(f"{folder}: can't be written ({error.strerror}); check its path, rights and disk") from None
    with file:
        until = time.monotonic() + _PATIENCE
        while not (mine := _take(file)) and time.monotonic() < until:
            time.sleep(0.1)  # the workers of a run that was killed finish the article they are at
        if not mine:
            file.seek(0)
            holder = file.read(20).decode("ascii", "replace").strip()
            raise LockedError(
                f"{folder}: another run of newslint (process {holder or 'unknown'}) writes here; wait for it to end, "
                "or name another folder"
            )
        if file.seek(0, os.SEEK_END):
            sweep(folder)
        file.truncate(0)
        file.write(b"%d\n" % os.getpid())
        file.flush()
        yield
        file.truncate(0)


def _take(file: IO[bytes]) -> bool:
    """Lock a file until it is closed or the process ends; return False where another process holds it."""
    try:
        try:
            import fcntl

            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except ImportError:
            import msvcrt

            file.seek(1000)
            msvcrt.locking(file.fileno(), msvcrt.LK_NBLCK, 1)  # type: ignore[attr-defined]
    except OSError:
        return False
    return True


def sweep(folder: Path) -> None:
    """Remove what is not finished below a folder; only for the one who holds its lock."""
    import shutil

    shutil.rmtree(folder / UNFINISHED, ignore_errors=True)
    for root, _, files in os.walk(folder):
        for name in files:
            if _TEMPORARY.fullmatch(name):
                with suppress(OSError):
                    os.unlink(os.path.join(root, name))
