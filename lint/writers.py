"""Files are written whole or not at all: a temporary file beside the target, forced to disk, then renamed."""

from __future__ import annotations

import os
from contextlib import suppress
from pathlib import Path
from typing import IO


class UnwritableError(OSError):
    """A file that can't be written; the message names the file and the remedy."""


def write(path: Path, data: bytes, *, lasting: bool = True) -> None:
    """Write `data` so that the file at `path` is always either the old one or the new one.

    What need not outlast a power failure, because it can be made again, is not forced to disk.
    """
    folder, name = os.path.split(path)
    temporary = os.path.join(folder, f".{name}.{os.getpid()}.tmp")
    try:
        with _opened(temporary, folder) as file:
            file.write(data)
            if lasting:
                file.flush()
                os.fsync(file.fileno())
        with suppress(FileNotFoundError):
            os.chmod(temporary, os.stat(path).st_mode & 0o7777)
        os.replace(temporary, path)
    except BaseException as error:
        with suppress(OSError):
            os.unlink(temporary)
        if not isinstance(error, OSError):
            raise
        raise UnwritableError(f"{path}: can't be written ({error.strerror}); check its path, rights and disk") from None


def _opened(path: str, folder: str) -> IO[bytes]:
    """Open a file to write, in a folder that is made if it is missing."""
    try:
        return open(path, "wb")
    except FileNotFoundError:
        os.makedirs(folder, exist_ok=True)
        return open(path, "wb")
