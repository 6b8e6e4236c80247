"""From a cleaned table back to its source: the texts, the rows that were put aside, the columns as they were."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import IO, Any

from lint.ledger import LedgerError
from lint.tables.jsonl import fields, is_blank, unquoted
from lint.tables.row import COLUMNS, PREFIX, Columns, TableError, restored
from lint.tables.shard import REPORTS, SCHEMA, Places, digest_of, format_of, staged
from lint.tables.streams import packing, reading, writing


def records(path: Path) -> Iterator[tuple[Path, Places]]:
    """Yield the records of cleaned tables at `path`, an output folder or a cleaned table, each with its places."""
    if path.is_dir():
        for record in sorted((path / REPORTS).rglob("*.json")):
            if format_of(record.stem):
                yield record, Places(path, record.relative_to(path / REPORTS).as_posix().removesuffix(".json"))
    elif format_of(path.name):
        for folder in path.parents:
            places = Places(folder, path.relative_to(folder).as_posix())
            known = _loaded(places.record)
            if known.get("schema") == SCHEMA and known.get("file") == places.name:
                yield places.record, places
                return


def _loaded(path: Path) -> dict[str, Any]:
    try:
        record = json.loads(path.read_bytes())
        return record if isinstance(record, dict) else {}
    except (OSError, ValueError):
        return {}


def undo_table(places: Places, target: Path) -> str:
    """Write the source of a cleaned table to `target`: to the byte if it is JSON Lines, else with equal content.

    Return "restored" or "unchanged". Raise LedgerError, TableError or UnwritableError where that can't be; then
    nothing is written.
    """
    record = _loaded(places.record)
    try:
        columns, digests = Columns(**record["columns"]), record["sha256"]
        now = digest_of(places.table)
    except (KeyError, TypeError):
        raise LedgerError(f"{places.record}: damaged; restore it from a backup") from None
    if now == digests["original"] and target == places.table:
        return "unchanged"
    if now != digests["cleaned"]:
        raise LedgerError(
            f"{places.table}: changed since it was cleaned, so it can't be undone; restore that state first"
        )
    with staged(target.parent, {"table": target}, str(target)) as stage:
        if format_of(places.name) == "jsonl":
            _lines(places, columns, stage / "table")
            if not packing(places.name) and digest_of(stage / "table") != digests["original"]:
                raise LedgerError(f"{places.table}: its rejects or reports are damaged; nothing was written")
        elif format_of(places.name) == "warc":
            _records(places, stage / "table")
        else:
            _batches(places, columns, stage / "table")
    return "restored"


def _lines(places: Places, columns: Columns, target: Path) -> None:
    with ExitStack() as stack:
        source: Iterator[bytes] = iter(stack.enter_context(reading(places.table)))
        aside = stack.enter_context(reading(places.reports)) if columns.aside else None
        rejects = stack.enter_context(reading(places.rejects)) if places.rejects.exists() else None
        out = stack.enter_context(writing(target, places.name))
        reject, number = _next(rejects), 1
        while True:
            while reject and reject["row"] == number:
                out.write(_rejected(reject, places))
                reject, number = _next(rejects), number + 1
            line = next(source, None)
            if line is None:
                return
            out.write(_line(line, columns, aside, f"{places.table}: row {number}"))
            number += 1


def _records(places: Places, target: Path) -> None:
    from lint.tables import warc

    with ExitStack() as stack:
        source = (page for batch in warc.batches(places.table) for page in batch.raw)
        put_aside = warc.batches(places.rejects) if places.rejects.exists() else ()
        rejects = (page for batch in put_aside for page in batch.raw)
        reports = stack.enter_context(reading(places.reports))
        out = warc.Members(stack.enter_context(open(target, "wb")), places.name)
        number, line = 1, _next(reports)
        while True:
            reported = line is not None and line["row"] == number
            page = next(rejects if reported and line and "reason" in line else source, None)
            if page is None:
                return
            if reported and line:
                place = f"{places.table}: record {number}"
                out.write((page if "reason" in line else warc.original(page, line, place)).dumped())
                line = _next(reports)
            else:
                out.write(page.dumped())
            number += 1


def _next(file: IO[bytes] | None) -> dict[str, Any] | None:
    line = file.readline() if file else b""
    found: dict[str, Any] | None = json.loads(line) if line else None
    return found


def _rejected(reject: dict[str, Any], places: Places) -> bytes:
    if not reject.get("whole", True):
        raise LedgerError(f"{places.rejects}: row {reject['row']} was too long to be kept; take it from the source")
    return str(reject["line"]).encode("utf-8", "surrogateescape")


def _line(raw: bytes, columns: Columns, aside: IO[bytes] | None, place: str) -> bytes:
    """Return a line as it was: the text restored, the columns of the report cut off."""
    line = raw.decode()
    if is_blank(line):
        return raw
    found = fields(line) or []
    ours = {PREFIX + name for name in COLUMNS}
    text = [field for field in found if field.name == columns.text][-1]
    report = _next(aside) if aside else {field.name: field.value for field in found}
    edits = (report or {}).get(PREFIX + "edits")
    cut = found[-1].end
    if not columns.aside:
        own = [field for field in found if field.name not in ours]
        line, cut = line[: own[-1].end] + line[cut:], own[-1].end
    if not edits:
        return line.encode()
    original = unquoted(restored(text.value, edits, place), edits)
    return (line[: text.start] + original + line[text.end :]).encode()


def _batches(places: Places, columns: Columns, target: Path) -> None:
    import pyarrow as pa

    from lint.tables.columnar import Sink, Source

    source = Source(places.table, columns)
    sink = Sink(target, source)
    rejects = _rejects(places, columns)
    reports = iter(Source(places.reports, columns).read()) if columns.aside else None
    number, taken = 1, 0
    schema = _own(source.schema)
    for batch in source.read():
        edits = (next(reports) if reports else batch).column(PREFIX + "edits").to_pylist()
        whole = _restored(batch.select(schema.names), columns.text, edits, f"{places.table}: rows from {number}")
        start = 0
        while start < whole.num_rows:
            while rejects and taken < rejects.num_rows and rejects.column("newslint_row")[taken].as_py() == number:
                sink.write(_typed(rejects.slice(taken, 1), schema))
                taken, number = taken + 1, number + 1
            rows = whole.num_rows - start
            if rejects and taken < rejects.num_rows:
                rows = min(rows, rejects.column("newslint_row")[taken].as_py() - number)
            sink.write(whole.slice(start, rows))
            start, number = start + rows, number + rows
    if rejects and taken < rejects.num_rows:
        sink.write(_typed(rejects.slice(taken), schema))
    if sink.file is None:
        sink.begin(pa.schema(schema, metadata=schema.metadata))
    sink.close()


def _typed(rejects: Any, schema: Any) -> Any:
    """Return rows that were put aside in the types of their table, also those without what it says can't be missing."""
    import pyarrow as pa

    lenient = pa.schema([field.with_nullable(True) for field in schema], metadata=schema.metadata)
    return pa.RecordBatch.from_arrays(rejects.select(schema.names).cast(lenient).columns, schema=schema)


def _own(schema: Any) -> Any:
    """Return a schema without the columns of the report."""
    for name in COLUMNS:
        place = schema.get_field_index(PREFIX + name)
        if place >= 0:
            schema = schema.remove(place)
    return schema


def _restored(batch: Any, column: str, edits: list[str | None], place: str) -> Any:
    from lint.tables.columnar import replaced

    if not any(edits):
        return batch
    texts = batch.column(column).to_pylist()
    return replaced(batch, column, [restored(text, edit, place) for text, edit in zip(texts, edits, strict=True)])


def _rejects(places: Places, columns: Columns) -> Any:
    """Return the rows that were put aside as one batch, or None."""
    import pyarrow as pa

    from lint.tables.columnar import Source

    if not places.rejects.exists():
        return None
    try:
        batches = list(Source(places.rejects, columns).read())
    except TableError as error:
        raise LedgerError(str(error)) from None
    return pa.Table.from_batches(batches).combine_chunks().to_batches()[0]  # pa.concat_batches came with PyArrow 19
