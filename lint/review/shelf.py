"""The articles of a folder: those that `clean` wrote there, with their originals, or the files as they lie there."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from lint import ledger as ledgers
from lint.batch import NoArticlesError, Output, articles
from lint.ledger import LedgerError
from lint.readers.source import Source, UnreadableError, decode, read
from lint.report import Record
from lint.writers import stays_below

Stamp = tuple[int, ...]
"""Sizes and times of the files of an article, by which a change shows."""

_REPORT = ".report.json"


class MissingError(ValueError):
    """An article that is not in the folder, or not any more; the message says so."""


class Shelf(NamedTuple):
    """A folder of articles; `written` tells whether `clean` wrote it."""

    folder: Path
    written: bool

    def names(self) -> Iterator[str]:
        """Yield the names of the articles; what a link leads to outside of the folder is left out."""
        if self.written:
            yield from self._reported()
        else:
            for job in articles([self.folder]):
                if self._is_inside(job.path):
                    yield job.name

    def _reported(self) -> Iterator[str]:
        for root, folders, files in os.walk(self.folder):
            inside = Path(root)
            folders[:] = sorted(
                f for f in folders if not f.startswith(".") and not (inside == self.folder and f == "ledger")
            )
            for file in sorted(files):
                if file.endswith(_REPORT) and self._is_inside(inside / file):
                    yield (inside / file).relative_to(self.folder).as_posix().removesuffix(_REPORT)

    def _is_inside(self, path: Path) -> bool:
        return not path.is_symlink() or self.folder.resolve() in path.resolve().parents

    def _require_inside(self, name: str, path: Path) -> None:
        """Raise MissingError for a name that leads out of the folder, perhaps by a link that was put there since."""
        if not stays_below(self.folder, name) or self.folder.resolve() not in path.resolve().parents:
            raise MissingError(f"{path}: leads out of {self.folder} and is not opened")

    def stamp(self, name: str) -> Stamp:
        """Return what changes when an article changes; raise MissingError if it is not there."""
        output = Output(self.folder)
        paths = [output.report(name), output.text(name)] if self.written else [self.folder / name]
        try:
            found = [os.stat(paths[0])]
        except OSError:
            raise MissingError(
                f"{name}: the article is no longer in {self.folder}; decisions about it are kept"
            ) from None
        for path in paths[1:]:
            if path.exists():
                found.append(os.stat(path))
        return tuple(number for stat in found for number in (stat.st_mtime_ns, stat.st_size))

    def source(self, name: str) -> Source:
        """Return the original of an article; raise UnreadableError, LedgerError or MissingError with the reason."""
        output = Output(self.folder)
        self._require_inside(name, output.text(name) if self.written else self.folder / name)
        if not self.written:
            if not (self.folder / name).exists():
                raise MissingError(f"{name}: the article is no longer in {self.folder}; decisions about it are kept")
            return read(self.folder / name, name)
        try:
            ledger = ledgers.load(output.ledger(name).read_bytes(), str(output.ledger(name)))
            data = output.text(name).read_bytes()
        except OSError as error:
            raise MissingError(f"{name}: its original can't be made ({error.strerror}: {error.filename})") from None
        return decode(ledgers.restore(data, ledger, str(output.text(name))), name)

    def report(self, name: str) -> Record | None:
        """Return what `clean` reported of an article, if it did."""
        if not self.written:
            return None
        try:
            record: Record = json.loads(Output(self.folder).report(name).read_bytes())
            return record
        except (OSError, ValueError):
            return None


def shelf(folder: Path) -> Shelf:
    """Return the articles in a folder; raise NoArticlesError if there are none."""
    if not folder.is_dir():
        what = "is a file; name the folder that it lies in" if folder.exists() else "no such folder; check the path"
        raise NoArticlesError(f"{folder}: {what}")
    found = Shelf(folder, (folder / "summary.json").is_file() and (folder / "ledger").is_dir())
    if not found.written:
        next(iter(articles([folder])))
    elif not any(True for _ in found.names()):
        raise NoArticlesError(f"{folder}: no reports of newslint in this folder; clean something into it first")
    return found


Unusable = (UnreadableError, LedgerError, MissingError)
"""What may be wrong with a single article."""
