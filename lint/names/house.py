"""A house's own books of names: where they stand, and in which order they count."""

from __future__ import annotations

import os
from collections.abc import Iterable
from functools import lru_cache
from hashlib import blake2b
from pathlib import Path

from lint.pattern import lazy

FILE = "names.toml"
"""What a book is called that is found by itself."""

_ROOTS = ("newslint.toml", ".newslint.toml", "pyproject.toml", ".git", ".hg")
_BOOK = lazy(r"^\s*(?:\[\[\s*name\s*\]\]|prefer\s*=)")


def books(folder: Path, named: Iterable[str | Path] = ()) -> tuple[str, ...]:
    """Return the books that count in a folder, each over those before it.

    First the user's, then those that a configuration names, then every names.toml from the root of the project
    down to the folder. A names.toml that holds neither [[name]] nor `prefer` is something else, and left alone.
    """
    here = folder.resolve()
    chain = [here, *here.parents]
    root = next((place for place, above in enumerate(chain) if any(os.path.exists(above / name) for name in _ROOTS)), 0)
    found = [above / FILE for above in reversed(chain[: root + 1])]
    own = [path for path in (user_book(), *found) if _is_book(path)]
    user = [path for path in own if path == user_book()]
    rest = [path for path in own if path != user_book()]
    return tuple(dict.fromkeys(str(Path(path)) for path in (*user, *named, *rest)))


def user_book() -> Path:
    """Return where the book of a user stands who writes for one house only."""
    return Path(os.environ.get("XDG_CONFIG_HOME") or Path.home() / ".config") / "newslint" / FILE


def _is_book(path: Path) -> bool:
    try:
        text = path.read_text(encoding="utf-8-sig", errors="replace")
    except OSError:
        return False
    return any(_BOOK.match(line) for line in text.splitlines())


def digest(paths: Iterable[str]) -> str:
    """Return a digest of the content of books, "" for none; a book that can't be read counts by its name."""
    stamps = tuple((path, _stamp(path)) for path in paths)
    return _digest(stamps) if stamps else ""


def _stamp(path: str) -> tuple[int, int]:
    try:
        stat = os.stat(path)
    except OSError:
        return 0, 0
    return stat.st_mtime_ns, stat.st_size


@lru_cache(maxsize=64)
def _digest(stamps: tuple[tuple[str, tuple[int, int]], ...]) -> str:
    made = blake2b(digest_size=12)
    for path, stamp in stamps:
        made.update(Path(path).read_bytes() if stamp != (0, 0) else path.encode("utf-8", "surrogateescape"))
        made.update(b"\0")
    return made.hexdigest()
