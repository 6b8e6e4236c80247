"""What came of a review, written out: the final texts with their ledger, a patch, names book, packs, examples."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from difflib import unified_diff
from pathlib import Path
from typing import NamedTuple

from lint import ledger as ledgers
from lint.batch import Output, check_output
from lint.decisions import Settlement
from lint.decisions.names import decided_book, named, names_book
from lint.engine import UnsettledError
from lint.linter import Linter
from lint.packs import PackError
from lint.pattern import lazy
from lint.readers.formats import format_of
from lint.readers.source import Source, encode
from lint.review.desk import Desk
from lint.review.packs import packs, write_packs
from lint.review.shelf import Unusable
from lint.writers import UnwritableError, write

WRONG = 2
"""Exit code where an article could not be written."""

_LINE = lazy(r"[^\n]*\n|[^\n]+")


class Final(NamedTuple):
    """An article as it is at the end: its source, the final text, and the part of the patch."""

    source: Source
    text: str
    patch: bytes


def export(desk: Desk, folder: Path) -> int:
    """Write what came of a review into a folder, and say what; return the exit code."""
    check_output([desk.shelf.folder], folder)
    output = Output(folder)
    patch: list[bytes] = []
    problems: list[str] = []
    written = 0
    linter = _linter(desk)
    for name in sorted(desk.index.rows):
        try:
            patch.append(_write(desk, linter, output, name).patch)
            written += 1
        except (*Unusable, UnwritableError, UnsettledError, RecursionError, MemoryError) as error:
            problems.append(str(error) if name in str(error) else f"{name}: {error}")
    write(folder / "changes.patch", b"".join(patch))
    extra = [_examples(desk, folder)]
    try:
        extra.append(_names(desk, folder))
    except PackError as error:
        problems.append(f"the book of names needs your hand: {error}")
    found = packs(desk.log.decisions, desk.log.path.name)
    try:
        extra += write_packs(found, folder, found)
    except UnwritableError as error:
        problems.append(str(error))
    for problem in problems:
        print(f"newslint: {problem}", file=sys.stderr)
    left = desk.progress().open
    what = ", ".join([f"{written} final texts", "changes.patch", *filter(None, extra)])
    print(f"newslint: {what} in {folder}" + (f"; {left} findings are still open" if left else ""), file=sys.stderr)
    return WRONG if problems else 0


def _linter(desk: Desk) -> Linter:
    """Return the linter of the desk, with the names in force that were accepted at it."""
    config = desk.linter.config
    names = decided_book(desk.log.path) if named(desk.log.decisions) else ()
    if not names:
        return desk.linter
    return Linter(config.with_options(names=(*config.names, *names)), recurring=desk.linter.recurring)


def _write(desk: Desk, linter: Linter, output: Output, name: str) -> Final:
    source = desk.shelf.source(name)
    settlement = Settlement(source.text, desk.log.decisions, source.path)
    cleaned = linter.clean(source.text, name, settlement=settlement)
    data, how = ledgers.encoded(source, cleaned.text)
    write(output.ledger(name), ledgers.dump(ledgers.make(source, data, how, cleaned.rounds)))
    write(output.text(name), data)
    patch = b"" if format_of(name) == "html" else b"".join(_patch(source, cleaned.text, how.encoding))
    return Final(source, cleaned.text, patch)


def _patch(source: Source, text: str, encoding: str) -> Iterator[bytes]:
    """Yield a unified diff from the original to the final text, as `git apply` and `patch -p1` take it."""
    old, new = _LINE.findall(source.text), _LINE.findall(text)
    for number, line in enumerate(unified_diff(old, new, f"a/{source.path}", f"b/{source.path}")):
        data = line.encode("utf-8", "surrogateescape") if number < 2 else encode(line, encoding, False)
        yield data if line.endswith("\n") else data + b"\n\\ No newline at end of file\n"


def _examples(desk: Desk, folder: Path) -> str:
    """Write the genuine sentences, by rule, to be pasted into rules; return the name of the file, if there are any."""
    found = desk.examples()
    if not found:
        return ""
    parts = [f"# {rule}\nkeep = {_listed(sentences)}\n" for rule, sentences in sorted(found.items())]
    write(folder / "examples.txt", "\n".join(parts).encode("utf-8", "replace"))
    return "examples.txt"


def _names(desk: Desk, folder: Path) -> str:
    """Write the names that were accepted as a book; return the name of the file, if there are any."""
    if not named(desk.log.decisions):
        return ""
    path = folder / "names.toml"
    write(path, names_book(desk.log.decisions, path).encode())
    return "names.toml"


def _listed(values: list[str]) -> str:
    return "[\n" + "".join(f"  {json.dumps(value, ensure_ascii=False)},\n" for value in values) + "]"
