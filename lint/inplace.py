"""Articles cleaned where they stand: the ledger first, one writer at a time, and never over what has changed meanwhile."""

from __future__ import annotations

import os
from collections.abc import Iterable
from contextlib import contextmanager
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING

from lint import ledger as ledgers
from lint.batch import FAILURES, Job, Outcome, named
from lint.engine import Cleaned
from lint.guard import refusal, unsettled
from lint.ledger import LedgerError
from lint.linter import Linter
from lint.lock import LockedError, alone, sweep, sweep_file
from lint.readers.source import Source, read
from lint.writers import UnwritableError, unwritable, write

if TYPE_CHECKING:
    from collections.abc import Iterator

PRIVATE = ".newslint"
"""The folder that keeps the ledgers of files which were changed in place."""

_ROOTS = (PRIVATE, ".git", "newslint.toml", "pyproject.toml")


def clean_in_place(job: Job, linter: Linter) -> Outcome:
    """Clean one article over its original, after its ledger; a refused one stays as it is."""
    try:
        source = read(job.path, str(job.path))
        cleaned = linter.clean(source.text, job.name, page=False)
        reason = refusal(cleaned, linter.config.most_removed) or unsettled(cleaned, linter, job.name)
        if reason:
            return Outcome(job.name, "refused", None, f"{job.path}: refused: {reason}")
        if not cleaned.rounds:
            return Outcome(job.name, "unchanged")
        fix_file(job.path, source, cleaned, job.root)
        return Outcome(str(job.path), "cleaned", None, "", cleaned)
    except FAILURES as error:
        return Outcome(job.name, "failed", None, named(str(job.path), error))


def fix_file(path: Path, source: Source, cleaned: Cleaned, root: Path | None = None) -> None:
    """Write a cleaned text over its file, after its ledger, in which what was done to the file before stays known.

    `root` is the folder that was named, if any. A link stays a link. Raise UnwritableError where the file is not as it
    was read, LedgerError where undo would not lead back to it, LockedError where another run is at it.
    """
    file = _real(path)
    data, how = ledgers.encoded(source, cleaned.text)
    made = ledgers.make(source, data, how, cleaned.rounds)
    with _unchanged(file, source):
        place = private_ledger(file, root)
        write(place, ledgers.dump(made.after(_ledger_of(place))), first=True)
        ignore = _folder_of(place) / ".gitignore"
        if not ignore.exists():
            write(ignore, b"*\n")
        write(file, data)


@contextmanager
def _unchanged(file: Path, source: Source) -> Iterator[None]:
    """Hold a file that is as it was read; raise UnwritableError if it is not."""
    try:
        with alone(file) as found:
            if sha256(found).hexdigest() != source.sha256:
                raise UnwritableError(f"{file}: changed while it was checked, and left as it is; do it again")
            yield
    except OSError as error:
        if isinstance(error, UnwritableError | LockedError):
            raise
        raise unwritable(file, error) from None


def _ledger_of(path: Path) -> ledgers.Ledger | None:
    try:
        return ledgers.load(path.read_bytes(), str(path))
    except (OSError, LedgerError):
        return None


def private_ledger(path: Path, root: Path | None = None) -> Path:
    """Return where the ledger of a file that is fixed in place stands, or would.

    One that is there counts, from the closest folder. Else it goes to the root of the repository or project, and
    without one to `root` or beside the file.
    """
    file = _real(path)
    default = root if root and _real(root) in file.parents else file.parent
    marked = (folder for folder in file.parents if any(os.path.exists(folder / name) for name in _ROOTS))
    known = (folder for folder in file.parents if os.path.exists(_below(folder, file)))
    return _below(next(known, None) or next(marked, None) or _real(default), file)


def _below(folder: Path, file: Path) -> Path:
    return folder / PRIVATE / "ledger" / f"{file.relative_to(folder).as_posix()}.json"


def _folder_of(ledger: Path) -> Path:
    """Return the folder that was made for the ledgers of files in place, given one of them."""
    return next(folder for folder in ledger.parents if folder.name == PRIVATE)


def _real(path: Path) -> Path:
    return Path(os.path.realpath(path))


def tidy(paths: Iterable[str | Path]) -> None:
    """Remove what killed runs have left unfinished in folders, and beside files, that are to be changed in place."""
    beside: set[Path] = set()
    for path in map(Path, paths):
        if path.is_dir():
            sweep(path, dead=True)
        elif path.is_file():
            beside |= {_real(path).parent, private_ledger(path).parent}
    for folder in beside:
        for name in os.listdir(folder) if folder.is_dir() else ():
            sweep_file(folder / name)
