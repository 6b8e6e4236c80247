"""The linter for each article of an editor: made anew when its settings change on disk."""

from __future__ import annotations

import os
from pathlib import Path

from lint import baseline, ignorefile
from lint.config import FILES, Configs, files
from lint.config.ignored import NAME, OF_GIT
from lint.linter import Linter
from lint.linters import SETTINGS_ERRORS, Linters
from lint.names import house
from lint.names.book import house_book

_WATCHED = (*FILES, NAME, OF_GIT, ignorefile.NAME, baseline.NAME, house.FILE)

Stamp = tuple[tuple[str, int], ...]


class Settings:
    """The linters of an editor, by folder; they follow settings, ignore file and baseline as `newslint check` does."""

    def __init__(self) -> None:
        self._linters: dict[Path, tuple[Stamp, Linters]] = {}

    def linter(self, path: Path) -> Linter | None:
        """Return the linter for an article, None for one that is excluded.

        Raise one of SETTINGS_ERRORS where its settings can't be used.
        """
        folder = Path(os.path.abspath(path)).parent
        stamp = _stamp(folder)
        made, linters = self._linters.get(folder, (None, None))
        if linters is None or made != stamp:
            _forget_files()
            configs = Configs()
            known = configs.baseline() or baseline.find(folder)
            linters = Linters(configs, baseline=baseline.load(known) if known else None)
            self._linters[folder] = stamp, linters
        return None if linters.configs.excluded(path) else linters.of(path)

    def forget(self) -> None:
        """Read everything again, because packs or books of names may have changed."""
        self._linters.clear()
        _forget_files()


def _forget_files() -> None:
    for forget in (files.forget, ignorefile.forget, house_book.cache_clear):
        forget()


def _stamp(folder: Path) -> Stamp:
    """Return the files that decide on the settings of a folder, each with the time of its last change."""
    found = []
    for above in (folder, *folder.parents):
        for name in _WATCHED:
            try:
                found.append((f"{above}/{name}", os.stat(above / name).st_mtime_ns))
            except OSError:
                continue
    return tuple(found)


__all__ = ["SETTINGS_ERRORS", "Settings"]
