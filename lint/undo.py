"""From cleaned articles back to their original bytes, checked against their digests."""

from __future__ import annotations

import os
from collections.abc import Iterator
from hashlib import sha256
from pathlib import Path
from typing import NamedTuple

from lint import ledger as ledgers
from lint.batch import Output
from lint.inplace import PRIVATE, private_ledger
from lint.ledger import LedgerError
from lint.lock import LockedError, alone
from lint.writers import UnwritableError, write


class Undoable(NamedTuple):
    """A cleaned file, its ledger, and the name that the original had."""

    path: Path
    ledger: Path
    name: str


def undoable(path: Path) -> Iterator[Undoable]:
    """Yield what can be undone at `path`: an output folder, a folder fixed in place, or one file of either."""
    if path.is_dir():
        yield from _of_output(path)
        yield from _in_place(path)
        return
    if private_ledger(path).is_file():
        yield Undoable(path, private_ledger(path), path.name)
        return
    file = Path(os.path.realpath(path))
    for folder in file.parents:
        place = folder / "ledger"
        relative = file.relative_to(folder).as_posix()
        for name in (relative, relative.removesuffix(".txt")):
            if (place / f"{name}.json").is_file() and Output(folder).text(name) == folder / relative:
                yield Undoable(path, place / f"{name}.json", Path(name).name)
                return


def _of_output(folder: Path) -> Iterator[Undoable]:
    place = folder / "ledger"
    for name, ledger in _ledgers(place):
        # the sources may have a folder of that name too, whose reports then stand among the ledgers
        if not (name.endswith(".report") and (place / "ledger" / f"{name.removesuffix('.report')}.json").is_file()):
            yield Undoable(Output(folder).text(name), ledger, name)


def _in_place(folder: Path) -> Iterator[Undoable]:
    """Yield the files of a folder that were fixed in place; their ledgers are in it, below, or above in a project."""
    whole = Path(os.path.realpath(folder))
    found = {folder / name: place for above in whole.parents for name, place in _ledgers(_part(above, whole))}
    for root, folders, _ in os.walk(folder):
        if PRIVATE in folders:
            found |= {Path(root, name): place for name, place in _ledgers(Path(root, PRIVATE, "ledger"))}
        folders[:] = sorted(name for name in folders if not name.startswith("."))
    for path in sorted(found):
        yield Undoable(path, found[path], path.relative_to(folder).as_posix())


def _part(above: Path, folder: Path) -> Path:
    return above / PRIVATE / "ledger" / folder.relative_to(above)


def _ledgers(folder: Path) -> Iterator[tuple[str, Path]]:
    """Yield the ledgers in a folder with the names of their files."""
    for place in sorted(folder.rglob("*.json")):
        if not place.name.startswith("."):
            yield place.relative_to(folder).as_posix().removesuffix(".json"), place


def undo_file(item: Undoable, target: Path) -> str:
    """Write the original bytes of a cleaned file to `target`; return what was done.

    Raise LedgerError, LockedError or UnwritableError where that can't be; then nothing is written.
    """
    try:
        record = ledgers.load(item.ledger.read_bytes(), str(item.ledger))
        first = record.steps[0].original_sha256
        if not item.path.exists() and _digest(target) == first:
            return "unchanged"  # a page, whose original has another name than its text
        with alone(item.path) as data:
            original = data if sha256(data).hexdigest() == first else ledgers.restore(data, record, str(item.path))
            if target != item.path:
                write(target, original)
            elif original is not data:
                write(Path(os.path.realpath(target)), original)
    except OSError as error:
        if isinstance(error, LockedError | UnwritableError):
            raise
        raise LedgerError(f"{item.path}: can't be undone ({error.strerror}: {error.filename})") from None
    if target != item.path and target.parent == item.path.parent:
        item.path.unlink()
    return "unchanged" if original is data else "restored"


def _digest(path: Path) -> str:
    return sha256(path.read_bytes()).hexdigest() if path.is_file() else ""
