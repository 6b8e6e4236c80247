"""`newslint cache`: where newslint keeps what it can compute anew, and taking that away."""

from __future__ import annotations

import os
import re
import stat
from argparse import Namespace
from collections.abc import Iterator
from contextlib import suppress
from hashlib import blake2b
from pathlib import Path

from lint.cli import WRONG
from lint.packs import cache_folder, sealed

_KEPT = re.compile(r"(?P<kind>[\w.-]+)-(?P<digest>[0-9a-f]{24})(?P<book>\.toml)?")
_UNFINISHED = re.compile(r"\.[\w.-]+-[0-9a-f]{24}\.\d+")
_ANSWERS = re.compile(r"grammar\.sqlite(-journal|-wal|-shm)?")
_FOUND = re.compile(r"\.?[0-9a-f]{30}(\.\d+)?")
_UNSEALED = ("judged", "recurring", "review")


def run(args: Namespace) -> int:
    """Print the folder, or empty it; return the exit code."""
    folder = cache_folder()
    if args.action == "dir":
        print(folder)
        return 0
    files = size = stuck = 0
    for path, length in list(_written(folder)):
        try:
            path.unlink()
        except OSError:
            stuck += 1
        else:
            files, size = files + 1, size + length
    for left in (*(folder / "findings").glob("[0-9a-f][0-9a-f]"), folder / "findings", folder):
        with suppress(OSError):
            left.rmdir()  # only where it is empty
    print(f"{files:,} {'file' if files == 1 else 'files'} removed from {folder} ({size / 1e6:,.1f} MB)")
    if stuck:
        print(f"{stuck:,} could not be removed; check the rights of the folder")
    return WRONG if stuck else 0


def _written(folder: Path) -> Iterator[tuple[Path, int]]:
    """Yield the files that newslint itself has written into its folder, and their sizes; links are not followed."""
    for path, size in _files(folder):
        if _UNFINISHED.fullmatch(path.name) or _ANSWERS.fullmatch(path.name) or _is_kept(path):
            yield path, size
    for below in sorted((folder / "findings").glob("[0-9a-f][0-9a-f]")):
        yield from ((path, size) for path, size in _files(below) if _FOUND.fullmatch(path.name))


def _files(folder: Path) -> Iterator[tuple[Path, int]]:
    with suppress(FileNotFoundError, NotADirectoryError), os.scandir(folder) as entries:
        for entry in entries:
            about = entry.stat(follow_symlinks=False)
            if stat.S_ISREG(about.st_mode):
                yield Path(entry.path), about.st_size


def _is_kept(path: Path) -> bool:
    """Tell by name and content whether a file is of newslint's making: in doubt it is not."""
    named = _KEPT.fullmatch(path.name)
    if not named:
        return False
    if named["kind"] in _UNSEALED and not named["book"]:
        return True
    with suppress(OSError):
        content = path.read_bytes()
        if named["book"]:
            return blake2b(content, digest_size=12).hexdigest() == named["digest"]
        return sealed(content)
    return False
