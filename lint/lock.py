"""One writer at a time, in an output folder as over an article, and no rubbish from runs that were killed."""

from __future__ import annotations

import os
import re
import sys
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

_TEMPORARY = re.compile(r"\..+\.(\d+)-\d+\.newslint")


class LockedError(OSError):
    """Another run writes to the same folder or file; the message says which."""


@contextmanager
def locked(folder: Path) -> Iterator[None]:
    """Hold the lock of an output folder; what a killed run left half written is removed first.

    Raise LockedError where another run holds it. The system takes the lock off a process that dies.
    """
    path = folder / NAME
    try:
        folder.mkdir(parents=True, exist_ok=True)
        file = open(path, "a+b", buffering=0)  # noqa: SIM115
    except OSError as error:
        raise _unusable(folder, error) from None
    with file:
        if not _wait(file):
            file.seek(0)
            holder = file.read(20).decode("ascii", "replace").strip()
            raise LockedError(
                f"{folder}: another run of newslint (process {holder or 'unknown'}) writes here; wait for it to end, "
                "or name another folder"
            )
        if file.seek(0, os.SEEK_END):
            sweep(folder)
        file.truncate(0)
        try:
            file.write(b"%d\n" % os.getpid())
        except OSError as error:
            raise _unusable(folder, error) from None
        yield
        file.truncate(0)


def _unusable(folder: Path, error: OSError) -> LockedError:
    return LockedError(f"{folder}: can't be written ({error.strerror}); check its path, rights and disk")


@contextmanager
def alone(path: Path) -> Iterator[bytes]:
    """Yield the content of a file that no other newslint writes to meanwhile; raise LockedError if one does for long.

    What was replaced while this one waited is read anew. Where files can't be locked, the content is all there is.
    """
    try:
        import fcntl  # noqa: F401, where it is missing an open file could not be replaced
    except ImportError:
        yield path.read_bytes()
        return
    while True:
        with open(path, "rb") as file:
            if not _wait(file):
                raise LockedError(f"{path}: another run of newslint writes this file; wait for it to end")
            if os.path.samestat(os.fstat(file.fileno()), os.stat(path)):
                yield file.read()
                return


@contextmanager
def changing(folder: Path) -> Iterator[None]:
    """Hold a folder whose articles are changed where they stand, and remove what a killed run left there.

    Raise LockedError where another run holds it.
    """
    if sys.platform == "win32":  # folders can't be locked there; `alone` keeps files whole
        sweep(folder, dead=True)
        yield
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        if not _wait(handle):
            raise LockedError(f"{folder}: another run of newslint changes these files; wait for it to end")
        sweep(folder, dead=True)
        yield
    finally:
        os.close(handle)


def _wait(file: IO[bytes] | int) -> bool:
    """Lock a file for as long as it is open; return False where another process keeps it."""
    until = time.monotonic() + _PATIENCE
    while not (mine := _take(file)) and time.monotonic() < until:
        time.sleep(0.02)  # the workers of a run that was killed finish the article they are at
    return mine


def _take(file: IO[bytes] | int) -> bool:
    """Lock a file until it is closed or the process ends; return False where another process holds it."""
    try:
        try:
            import fcntl

            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except ImportError:
            import msvcrt

            assert not isinstance(file, int)
            file.seek(1000)
            msvcrt.locking(file.fileno(), msvcrt.LK_NBLCK, 1)  # type: ignore[attr-defined]
    except (BlockingIOError, PermissionError):
        return False
    except OSError:
        return True  # a file system without locks
    return True


def sweep(folder: Path, *, dead: bool = False) -> None:
    """Remove what is not finished below a folder: all of it, for the one who holds its lock, or only of dead processes."""
    import shutil

    if not dead:
        shutil.rmtree(folder / UNFINISHED, ignore_errors=True)
    for root, folders, files in os.walk(folder):
        folders[:] = [name for name in folders if name not in (".git", "node_modules")]
        for name in files:
            sweep_file(Path(root, name), dead=dead)


def sweep_file(path: Path, *, dead: bool = True) -> None:
    """Remove a file that a run has not finished, if it is one, and that run is over."""
    found = _TEMPORARY.fullmatch(path.name)
    if found and not (dead and _alive(int(found[1]))):
        with suppress(OSError):
            path.unlink()


def _alive(process: int) -> bool:
    if sys.platform == "win32":  # there the question would end it; an open file can't be removed anyway
        return False
    try:
        os.kill(process, 0)
    except (ProcessLookupError, OverflowError):
        return False
    except PermissionError:
        return True
    return True
