"""The linter for each article of an editor: made anew when its configuration changes on disk."""

from __future__ import annotations

from pathlib import Path

from lint.config import Config, find, load
from lint.linter import Linter

SETTINGS_ERRORS = (ValueError, OSError)
"""What a configuration or a pack that can't be used raises."""


class Settings:
    """Linters by configuration file; a file that was changed is read again."""

    def __init__(self) -> None:
        self._linters: dict[Path | None, tuple[int, Linter]] = {}

    def linter(self, path: Path) -> Linter:
        """Return the linter for an article; raise ConfigError or PackError where its settings can't be used."""
        file = find(path.resolve().parent)
        stamp = file.stat().st_mtime_ns if file else 0
        known = self._linters.get(file)
        if known and known[0] == stamp:
            return known[1]
        linter = Linter(load(file) if file else Config())
        self._linters[file] = stamp, linter
        return linter

    def forget(self) -> None:
        """Read everything again, because packs or names books may have changed."""
        self._linters.clear()
