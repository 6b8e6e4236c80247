"""`newslint undo`: the original bytes of cleaned files, checked against their digest."""

from __future__ import annotations

import sys
from argparse import Namespace
from pathlib import Path

from lint.batch import NoArticlesError, undo_file, undoable
from lint.cli import WRONG
from lint.ledger import LedgerError
from lint.tables.row import TableError
from lint.tables.undo import records, undo_table
from lint.writers import UnwritableError


def run(args: Namespace) -> int:
    """Undo every cleaned file at the named places; return the exit code."""
    restored = wrong = 0
    for given in args.paths:
        path = Path(given)
        if not path.exists():
            raise NoArticlesError(f"{path}: no such file or folder; check the path")
        items = list(undoable(path))
        tables = list(records(path))
        if not items and not tables:
            raise NoArticlesError(
                f"{path}: no ledger of newslint belongs to this; name what clean or check --fix wrote"
            )
        for item in items:
            target = Path(args.output, item.name) if args.output else item.path.with_name(Path(item.name).name)
            try:
                undo_file(item, target)
                restored += 1
            except (LedgerError, UnwritableError) as error:
                wrong += 1
                print(f"newslint: {error}", file=sys.stderr)
        for _, places in tables:
            try:
                undo_table(places, Path(args.output, places.name) if args.output else places.table)
                restored += 1
            except (LedgerError, TableError, UnwritableError) as error:
                wrong += 1
                print(f"newslint: {error}", file=sys.stderr)
    if sys.stderr.isatty():
        print(f"{restored} restored, {wrong} not", file=sys.stderr)
    return WRONG if wrong else 0
