"""Files are written whole or not at all: a temporary file beside the target, forced to disk, then renamed."""

from __future__ import annotations

import os
import re
import stat
from collections.abc import Callable
from contextlib import suppress
from hashlib import blake2b
from itertools import count
from pathlib import Path, PurePath, PureWindowsPath
from typing import IO
from unicodedata import normalize

_NUMBERS = count()
_LONGEST = 255
"""Most bytes in the name of a file, on all systems that are in use."""

_DEVICE = re.compile(r"(?:con|prn|aux|nul|conin\$|conout\$|(?:com|lpt)[0-9¹²³]) *(?:\..*)?", re.IGNORECASE | re.DOTALL)


class UnwritableError(OSError):
    """A file that can't be written; the message names the file and the remedy."""


def write(path: Path, data: bytes, *, lasting: bool = True, first: bool = False) -> None:
    """Write `data` so that the file at `path` is always either the old one or the new one.

    What need not outlast a power failure, because it can be made again, is not forced to disk if `lasting` is false.
    What has to be there `first`, before anything else is written, is found after one in any case, with its folders.
    """
    folder, name = os.path.split(path)
    temporary = os.path.join(folder, temporary_name(name))
    made = _folders_to_make(path.parent) if first else []
    try:
        if _is_stream(path):
            _pour(path, data)
            return
        with _opened(temporary, folder) as file:
            file.write(data)
            if lasting:
                file.flush()
                os.fsync(file.fileno())
        _take_rights(path, temporary)
        os.replace(temporary, path)
        for place in [path.parent, *(one.parent for one in made)] if first else []:
            force(place)
    except BaseException as error:
        with suppress(OSError):
            os.unlink(temporary)
        if not isinstance(error, OSError):
            raise
        raise unwritable(path, error) from None


def _opened(path: str, folder: str) -> IO[bytes]:
    """Open a file to write, in a folder that is made if it is missing."""
    try:
        return open(path, "wb")
    except FileNotFoundError:
        os.makedirs(folder, exist_ok=True)
        return open(path, "wb")


def unwritable(path: Path, error: OSError) -> UnwritableError:
    """Return the error that says why a file can't be written, and what to look at."""
    return UnwritableError(f"{path}: can't be written ({error.strerror}); check its path, rights and disk")


def temporary_name(name: str) -> str:
    """Return how a file is called while it is written: hidden, by the process, and never too long."""
    ending = f".{os.getpid()}-{next(_NUMBERS)}.newslint"
    if len(os.fsencode(name)) + len(ending) >= _LONGEST:
        name = blake2b(os.fsencode(name), digest_size=16).hexdigest()
    return f".{name}{ending}"


def folding(folder: Path) -> Callable[[str], str] | None:
    """Return what makes names alike that are one file in a folder, or None where any difference makes two."""
    probe = folder / temporary_name("probe-\xe9")
    try:
        probe.touch()
        decomposed = os.path.lexists(probe.with_name(normalize("NFD", probe.name)))
        case = os.path.lexists(probe.with_name(probe.name.upper()))
    except OSError:
        return None
    finally:
        with suppress(OSError):
            probe.unlink()
    if not (case or decomposed):
        return None
    return lambda name: _folded(name, case=case, decomposed=decomposed)


def _folded(name: str, *, case: bool, decomposed: bool) -> str:
    name = name.casefold() if case else name
    return normalize("NFC", name) if decomposed else name


def stays_below(folder: PurePath, name: str) -> bool:
    """Tell whether a name that comes from outside leads to a place below a folder, in the ways of the folder's system.

    On Windows neither a drive, a device such as `con`, nor a stream of a file (`a.txt:b`) is such a place.
    """
    path = type(folder)(name)
    if path.anchor or not path.parts or ".." in path.parts:
        return False
    windows = isinstance(path, PureWindowsPath)
    return not (windows and any(":" in part or _DEVICE.fullmatch(part) for part in path.parts))


def force(place: Path) -> None:
    """Force a file, or the names in a folder, to disk; systems that can't do so for folders are left to it."""
    with suppress(PermissionError, NotImplementedError):
        handle = os.open(place, os.O_RDONLY | getattr(os, "O_BINARY", 0))
        try:
            os.fsync(handle)
        finally:
            os.close(handle)


def _folders_to_make(folder: Path) -> list[Path]:
    return [place for place in (folder, *folder.parents) if not place.exists()]


def _take_rights(path: Path, temporary: str) -> None:
    """Give a new file the mode and owner of the one that it replaces; raise PermissionError if that is read-only."""
    try:
        old = os.stat(path)
    except FileNotFoundError:
        return
    if not os.access(path, os.W_OK):
        raise PermissionError(13, "the file is read-only")
    os.chmod(temporary, stat.S_IMODE(old.st_mode))
    new = os.stat(temporary)
    if (old.st_uid, old.st_gid) != (new.st_uid, new.st_gid):
        with suppress(OSError):
            os.chown(temporary, old.st_uid, old.st_gid)


def _is_stream(path: Path) -> bool:
    """Tell whether a path is a stream such as /dev/stdout; raise OSError for any other thing that is no file."""
    try:
        mode = os.stat(path).st_mode
    except OSError:
        return False
    if stat.S_ISREG(mode) or stat.S_ISDIR(mode):
        return False
    if path.parts[:2] == ("/", "dev") and not stat.S_ISBLK(mode):
        return True
    raise OSError(22, "it is a pipe or a device")


def _pour(path: Path, data: bytes) -> None:
    with open(path, "wb") as file:
        file.write(data)
