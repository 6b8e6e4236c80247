"""`newslint undo`: the original bytes of cleaned files, checked against their digest."""

from __future__ import annotations

import sys
from argparse import Namespace
from contextlib import AbstractContextManager, nullcontext
from functools import partial
from pathlib import Path

from lint.batch import NoArticlesError
from lint.cli import WRONG
from lint.ledger import LedgerError
from lint.lock import NAME, LockedError, changing, locked
from lint.tables.row import TableError
from lint.tables.undo import records, undo_table
from lint.terminal import safe
from lint.undo import undo_file, undoable
from lint.writers import UnwritableError


def run(args: Namespace) -> int:
    """Undo every cleaned file at the named places; return the exit code."""
    restored = wrong = 0
    for given in args.paths:
        path = Path(given)
        if not path.exists():
            raise NoArticlesError(f"{path}: no such file or folder; check the path")
        with nullcontext() if args.output or not path.is_dir() else _held(path):
            done, failed = _undone(path, args.output)
        restored, wrong = restored + done, wrong + failed
    if sys.stderr.isatty():
        print(f"{restored} restored, {wrong} not", file=sys.stderr)
    return WRONG if wrong else 0


def _held(folder: Path) -> AbstractContextManager[None]:
    """Return the lock of a folder in which files are to be changed back."""
    return locked(folder) if (folder / NAME).exists() else changing(folder)


def _undone(path: Path, output: str | None) -> tuple[int, int]:
    """Undo what is at a place; return how many were restored, and how many could not be."""
    items, tables = list(undoable(path)), list(records(path))
    if not items and not tables:
        raise NoArticlesError(f"{path}: no ledger of newslint belongs to this; name what clean or check --fix wrote")
    steps = [
        *(
            partial(undo_file, i, Path(output, i.name) if output else i.path.with_name(Path(i.name).name))
            for i in items
        ),
        *(partial(undo_table, p, Path(output, p.name) if output else p.table) for _, p in tables),
    ]
    wrong = 0
    for step in steps:
        try:
            step()
        except (LedgerError, LockedError, TableError, UnwritableError) as error:
            wrong += 1
            print(f"newslint: {safe(str(error))}", file=sys.stderr)
    return len(steps) - wrong, wrong
