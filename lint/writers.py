"""Files are written whole or not at all: a temporary file beside the target, forced to disk, then renamed."""

from __future__ import annotations

import os
from contextlib import suppress
from pathlib import Path


class UnwritableError(OSError):
    """A file that can't be written; the message names the file and the remedy."""


def write(path: Path, data: bytes) -> None:
    """Write `data` so that the file at `path` is always either the old one or the new one."""
    temporary = path.with_name(f".{path.name}.{os.getpid()}.tmp")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with open(temporary, "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        if path.exists():
            os.chmod(temporary, path.stat().st_mode & 0o7777)
        os.replace(temporary, path)
    except BaseException as error:
        with suppress(OSError):
            temporary.unlink(missing_ok=True)
        if not isinstance(error, OSError):
            raise
        raise UnwritableError(f"{path}: can't be written ({error.strerror}); check its path, rights and disk") from None
