"""Bytes of plain, gzip and zstandard files as one stream, which says so when its end is missing."""

from __future__ import annotations

import gzip
import io
import zlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, Any

from lint.tables.row import TableError

LARGE = 500_000_000
MOST_GROWTH = 200
"""A packed file may unpack to so many bytes, or to so many times its size; text comes to 3 or 10 times."""

_PIECE = 1 << 17
_GRAIN = 1 << 11  # packed bytes of zstandard that are unpacked at once: they can become 30,000 times as many


def engine(module: str, what: str, extra: str) -> Any:
    """Return an optional module; raise TableError that says how to install it."""
    from importlib import import_module

    try:
        return import_module(module)
    except ImportError:
        name = module.partition(".")[0]
        raise TableError(f"{what}: needs {name}, which is not installed; pip install 'newslint[{extra}]'") from None


def packing(name: str) -> str:
    """Return how a file is compressed, ".gz" or ".zst", by the ending of its name in either case, or ""."""
    return next((ending for ending in (".gz", ".zst") if name.lower().endswith(ending)), "")


@contextmanager
def reading(path: Path) -> Iterator[IO[bytes]]:
    """Open a file for reading, decompressed by its ending."""
    try:
        if packing(path.name) == ".gz":
            with gzip.open(path, "rb") as unpacked, io.BufferedReader(_Bounded(unpacked, path), _PIECE) as file:
                yield file
        elif packing(path.name) == ".zst":
            with (
                open(path, "rb") as raw,
                io.BufferedReader(_Bounded(_Zstandard(raw, path), path), _PIECE) as file,
            ):
                yield file
        else:
            with open(path, "rb") as file:
                yield file
    except OSError as error:
        if isinstance(error, gzip.BadGzipFile) or error.strerror is None:
            raise TableError(
                f"{path}: not a gzip file, or a damaged one ({error}); repair it or leave it out"
            ) from None
        raise TableError(f"{path}: can't be read ({error.strerror}); check its path and rights") from None


@contextmanager
def writing(path: Path, like: str) -> Iterator[IO[bytes]]:
    """Open a file for writing, compressed as the file name `like` ends; the same content gives the same bytes."""
    if packing(like) == ".gz":
        with open(path, "wb") as raw, gzip.GzipFile("", "wb", 6, raw, mtime=0) as file:
            yield file  # type: ignore[misc]
    elif packing(like) == ".zst":
        zstandard = engine("zstandard", like, "tables")
        with open(path, "wb") as raw, zstandard.ZstdCompressor(3).stream_writer(raw) as file:
            yield file
    else:
        with open(path, "wb") as file:
            yield file


def guarded(read: Callable[[], bytes], path: Path, rows: int) -> bytes:
    """Return what `read` gives; raise TableError, which says how far it came, where the compressed data end or break."""
    try:
        return read()
    except (EOFError, zlib.error, gzip.BadGzipFile) as error:
        raise TableError(
            f"{path}: damaged after row {rows} ({str(error).rstrip('.')}); repair it, or cut it there; nothing was written"
        ) from None


class _Bounded(io.RawIOBase):
    """A stream that was unpacked, given up where it is out of all proportion to its file."""

    def __init__(self, unpacked: Any, path: Path) -> None:
        self.unpacked, self.path = unpacked, path
        self.most, self.place = max(LARGE, MOST_GROWTH * path.stat().st_size), 0

    def readable(self) -> bool:
        return True

    def tell(self) -> int:
        """Return how much was read; FastWARC asks for it."""
        return self.place

    def readinto(self, buffer: Any) -> int:
        count: int = self.unpacked.readinto(buffer)
        self.place += count
        if self.place > self.most:
            raise TableError(
                f"{self.path}: unpacks to more than {MOST_GROWTH} times its size; "
                "if that is meant, unpack it yourself and name the unpacked file"
            )
        return count


class _Zstandard(io.RawIOBase):
    """A stream of zstandard frames; the reader of the library takes a file that was cut for a whole one."""

    def __init__(self, raw: IO[bytes], path: Path) -> None:
        self.raw, self.library = raw, engine("zstandard", str(path), "tables")
        self.frame: Any = None
        self.waiting = memoryview(b"")

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        while not self.waiting:
            piece = self._unused() or self.raw.read(_GRAIN)
            if not piece:
                if self.frame is not None and not self.frame.eof:
                    raise EOFError("the compressed data end too early")
                return 0
            if self.frame is None or self.frame.eof:
                self.frame = self.library.ZstdDecompressor().decompressobj()
            try:
                self.waiting = memoryview(self.frame.decompress(piece))
            except self.library.ZstdError as error:
                raise EOFError(str(error)) from None
        count = min(len(buffer), len(self.waiting))
        buffer[:count] = self.waiting[:count]
        self.waiting = self.waiting[count:]
        return count

    def _unused(self) -> bytes:
        return self.frame.unused_data if self.frame is not None and self.frame.eof else b""
