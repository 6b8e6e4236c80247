"""Which files `.newslintignore` leaves out, and `.gitignore` where that is wanted: as git itself reads such files."""

from __future__ import annotations

from pathlib import Path
from typing import NamedTuple

from lint.config.files import ConfigError, shown
from lint.config.globs import names

NAME, OF_GIT = ".newslintignore", ".gitignore"


class Line(NamedTuple):
    """A line of an ignore file: a glob, and whether it leaves out or, after a "!", takes back."""

    glob: str
    leaves_out: bool


class Ignored:
    """Tells what is left out by the files of one name or several, from the root of the project down.

    The root is the closest folder with a `.git`. Each file is read once.
    """

    def __init__(self, *names: str) -> None:
        self._names = names
        self._above: dict[Path, tuple[tuple[Path, list[Line]], ...]] = {}
        self._folders: dict[Path, bool] = {}

    def __call__(self, path: Path) -> bool:
        """Tell whether a file, by its absolute path, is left out; raise ConfigError for an unreadable ignore file."""
        return self._folder(path.parent) or self._names_out(path, folder=False)

    def _folder(self, folder: Path) -> bool:
        """Tell whether a folder is left out, or one above it: then nothing in it can be taken back."""
        if folder not in self._folders:
            inside = bool(self._lines(folder.parent)) and not (folder / ".git").exists()
            self._folders[folder] = inside and (self._folder(folder.parent) or self._names_out(folder, folder=True))
        return self._folders[folder]

    def _names_out(self, path: Path, *, folder: bool) -> bool:
        """Return what the last line says that names this very path; the ignore file closest to it counts most."""
        for above, lines in self._lines(path.parent):
            relative = path.relative_to(above).as_posix()
            for line in reversed(lines):
                if names(line.glob, relative, folder=folder):
                    return line.leaves_out
        return False

    def _lines(self, folder: Path) -> tuple[tuple[Path, list[Line]], ...]:
        """Return the lines that hold in a folder, with the folder that each file of them stands in, the closest first."""
        if folder not in self._above:
            own = [line for name in self._names for line in _read(folder / name)]
            is_root = folder == folder.parent or (folder / ".git").exists()
            further = () if is_root else self._lines(folder.parent)
            self._above[folder] = ((folder, own), *further) if own else further
        return self._above[folder]


def _read(file: Path) -> list[Line]:
    try:
        text = file.read_bytes().decode("utf-8-sig", "surrogateescape")  # as the names of files are read
    except (FileNotFoundError, NotADirectoryError):
        return []
    except OSError as error:
        raise ConfigError(f"{shown(file)}: can't be read ({error.strerror}); check its rights") from None
    lines = map(_without_end, text.split("\n"))
    return [_line(line) for line in lines if line.strip("!/") and not line.startswith("#")]


def _without_end(line: str) -> str:
    """Return a line without the blanks at its end, but for one after a backslash."""
    bare = line.rstrip(" \t\r")
    return f"{bare} " if bare.endswith("\\") and line[len(bare) :].startswith(" ") else bare


def _line(line: str) -> Line:
    taken_back = line.startswith("!")
    return Line(line[1:] if taken_back else line, not taken_back)
