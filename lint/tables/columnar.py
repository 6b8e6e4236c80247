"""Parquet and Arrow files: the text column is replaced, report columns come behind, all others pass untouched."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

from lint.tables.row import COLUMNS, FINDING, PREFIX, Bad, Batch, Columns, Row, TableError
from lint.tables.streams import LARGE, MOST_GROWTH, engine

if TYPE_CHECKING:
    import pyarrow

BATCH_ROWS = 512
"""Rows that are read at once from Parquet."""

MOST_CHARACTERS = 100_000_000
"""Longest text that is cleaned; longer ones are put aside."""

GROUP_BYTES = 32_000_000
"""Size from which rows are written as a row group of Parquet."""

_TEXTS = ("string", "large_string", "string_view")


def arrow(path: Path) -> Any:
    """Return pyarrow; raise TableError where it is not installed."""
    return engine("pyarrow", str(path), "tables")


class Source:
    """A Parquet or Arrow file that is open: its schema, and its record batches in order."""

    def __init__(self, path: Path, columns: Columns) -> None:
        self.path, self.columns, self.arrow = path, columns, arrow(path)
        self.rows, self.sound = 0, False
        self._meta: Any = None
        try:
            self.schema, self.read = self._parquet() if path.suffix == ".parquet" else self._ipc()
        except (OSError, ValueError, self.arrow.ArrowException) as error:
            raise TableError(
                f"{path}: not readable as {_kind(path)} ({_first(error)}); repair it or leave it out"
            ) from None

    def _parquet(self) -> tuple[Any, Callable[[], Iterable[Any]]]:
        from pyarrow import parquet

        file = parquet.ParquetFile(self.path)
        self._meta = file.metadata
        self.rows = self._meta.num_rows
        self._refuse_bomb(self._meta)
        return file.schema_arrow, lambda: file.iter_batches(batch_size=BATCH_ROWS, use_threads=False)

    @property
    def codec(self) -> str:
        """How a Parquet file is packed; ask after its rows were read, for PyArrow ends the process over a damaged one."""
        meta = self._meta
        if meta is None or not meta.num_row_groups or not meta.num_columns or not self.sound:
            return ""
        return str(meta.row_group(0).column(0).compression).replace("UNCOMPRESSED", "NONE")

    def _refuse_bomb(self, meta: Any) -> None:
        """Raise TableError for a file that would unpack out of all proportion to its size."""
        size = sum(meta.row_group(number).total_byte_size for number in range(meta.num_row_groups))
        if size > max(LARGE, MOST_GROWTH * self.path.stat().st_size):
            raise TableError(
                f"{self.path}: unpacks to {size / 1e6:.0f} MB, more than {MOST_GROWTH} times its size; "
                "if that is meant, write it anew without compression"
            )

    def _ipc(self) -> tuple[Any, Callable[[], Iterable[Any]]]:
        source = self.arrow.memory_map(str(self.path))
        if is_stream(self.path):
            stream = self.arrow.ipc.open_stream(source)
            return stream.schema, lambda: stream
        file = self.arrow.ipc.open_file(source)
        return file.schema, lambda: (file.get_batch(number) for number in range(file.num_record_batches))

    def batches(self) -> Iterator[Batch]:
        """Yield the rows; raise TableError where the column is missing or no text, or where the file breaks off."""
        check_schema(self.schema, self.columns, str(self.path))
        first, whole = 1, self.path.stat().st_size
        try:
            for batch in self.read():
                self.sound = True
                if batch.num_rows:
                    for column in batch.columns:
                        _require_sound(column)
                    size = whole * batch.num_rows // self.rows if self.rows else batch.nbytes
                    names = batch.column(self.columns.id).to_pylist() if self.columns.id else [None] * batch.num_rows
                    yield Batch(first, texts_of(batch, self.columns.text), names, batch, size)
                    first += batch.num_rows
        except TableError:
            raise
        except (OSError, ValueError, self.arrow.ArrowException) as error:
            raise TableError(
                f"{self.path}: damaged after row {first - 1} ({_first(error)}); repair it; nothing was written"
            ) from None


def _require_sound(column: Any) -> None:
    """Raise ArrowInvalid where the offsets of a column lead out of it; what is only no UTF-8 is left to the rows."""
    import pyarrow as pa

    raw = {"string": pa.binary(), "large_string": pa.large_binary()}.get(str(column.type))
    (column.view(raw) if raw else column).validate(full=True)


def is_stream(path: Path) -> bool:
    """Tell whether an Arrow file is a stream, which has no table of contents."""
    with open(path, "rb") as file:
        return file.read(6) != b"ARROW1"


def _kind(path: Path) -> str:
    return "Parquet" if path.suffix == ".parquet" else "Arrow"


def _first(error: Exception) -> str:
    return (str(error).splitlines() or [type(error).__name__])[0].rstrip(".")


def check_schema(schema: pyarrow.Schema, columns: Columns, place: str) -> None:
    """Raise TableError if the text column is missing or of another type, or if the table is cleaned already."""
    try:
        names = ", ".join(map(repr, schema.names[:12]))
    except UnicodeDecodeError:
        raise TableError(f"{place}: the name of a column is not valid UTF-8; repair it or leave it out") from None
    for column in filter(None, (columns.text, columns.id)):
        if schema.names.count(column) != 1:
            count = "no column" if column not in schema.names else "several columns"
            raise TableError(
                f"{place}: {count} '{column}'; it has {names}; name another with --text-column or --id-column"
            )
    kind = schema.field(columns.text).type
    if str(getattr(kind, "value_type", kind)) not in _TEXTS:
        raise TableError(f"{place}: column '{columns.text}' is {kind}, not a text; name another with --text-column")
    if not columns.aside and any(PREFIX + column in schema.names for column in COLUMNS):
        raise TableError(f"{place}: cleaned already, it has columns that begin with '{PREFIX}'; undo it first")


def texts_of(batch: pyarrow.RecordBatch, name: str) -> list[str | Bad]:
    """Return the texts of a column; a null, or what is no UTF-8, as a bad row."""
    column = batch.column(name)
    try:
        texts = column.to_pylist()
    except UnicodeDecodeError:
        texts = [_text(item) for item in column]
    return [_readable(text, name) for text in texts]


def _readable(text: str | Bad | None, name: str) -> str | Bad:
    if text is None:
        return Bad(f"column '{name}' is null")
    if not isinstance(text, Bad) and len(text) > MOST_CHARACTERS:
        return Bad(f"longer than {MOST_CHARACTERS // 1_000_000} million characters; split it")
    return text


def _text(item: Any) -> str | Bad | None:
    try:
        text: str | None = item.as_py()
        return text
    except UnicodeDecodeError as error:
        return Bad(f"not valid UTF-8 at byte {error.start + 1}")


# --- what a cleaned table looks like ------------------------------------------------------------------------------


def report_fields() -> list[pyarrow.Field]:
    """Return the fields of the report columns."""
    import pyarrow as pa

    kinds = {"start": pa.int32(), "end": pa.int32(), "applied": pa.bool_()}
    finding = pa.struct([(name, kinds.get(name, pa.string())) for name in FINDING])
    types = (pa.list_(finding), pa.string(), pa.float64(), pa.float64(), pa.string())
    return [pa.field(PREFIX + name, type) for name, type in zip(COLUMNS, types, strict=True)]


def report_arrays(rows: list[Row | None]) -> list[pyarrow.Array]:
    """Return the report columns of rows; a row that is None has nulls."""
    import pyarrow as pa

    values: list[list[Any]] = [
        [row and row.findings for row in rows],
        [row and row.edits and json.dumps(row.edits, separators=(",", ":")) for row in rows],
        [row and row.artifact_score for row in rows],
        [row and row.boilerplate_score for row in rows],
        [row and row.verdict for row in rows],
    ]
    return [pa.array(column, field.type) for column, field in zip(values, report_fields(), strict=True)]


def replaced(batch: pyarrow.RecordBatch, column: str, texts: list[str | None]) -> pyarrow.RecordBatch:
    """Return a batch with other texts in a column of the same type."""
    import pyarrow as pa

    place = batch.schema.get_field_index(column)
    kind = batch.schema.field(place).type
    plain = pa.array(texts, getattr(kind, "value_type", kind))
    array = plain.dictionary_encode().cast(kind) if pa.types.is_dictionary(kind) else plain
    return pa.RecordBatch.from_arrays(
        [array if number == place else old for number, old in enumerate(batch.columns)], schema=batch.schema
    )


def cleaned(batch: pyarrow.RecordBatch, column: str, rows: list[Row]) -> pyarrow.RecordBatch:
    """Return a batch of good rows with their cleaned texts; one without an edit keeps its column as it is."""
    if all(row.edits is None for row in rows):
        return batch
    return replaced(batch, column, [row.text for row in rows])


def appended(
    batch: pyarrow.RecordBatch, fields: list[pyarrow.Field], arrays: list[pyarrow.Array]
) -> pyarrow.RecordBatch:
    """Return a batch with more columns behind its own, metadata kept."""
    import pyarrow as pa

    schema = pa.schema([*batch.schema, *fields], metadata=batch.schema.metadata)
    return pa.RecordBatch.from_arrays([*batch.columns, *arrays], schema=schema)


# --- writing ------------------------------------------------------------------------------------------------------


class Sink:
    """A Parquet or Arrow file that is written batch by batch, and begun with the first."""

    def __init__(self, path: Path, source: Source) -> None:
        self.path, self.source = path, source
        self.parquet = source.path.suffix == ".parquet"
        self.file: Any = None
        self.waiting: list[Any] = []
        self.size = 0

    def write(self, batch: pyarrow.RecordBatch) -> None:
        """Write a batch; Parquet gathers them into row groups."""
        if self.file is None:
            self.begin(batch.schema)
        if not self.parquet:
            self.file.write_batch(batch)
            return
        self.waiting.append(batch)
        self.size += batch.nbytes
        if self.size >= GROUP_BYTES:
            self._flush()

    def begin(self, schema: pyarrow.Schema) -> None:
        """Open the file."""
        pa = self.source.arrow
        if self.parquet:
            from pyarrow import parquet

            self.file = parquet.ParquetWriter(self.path, schema, compression=self.source.codec or "snappy")
        elif is_stream(self.source.path):
            self.file = pa.ipc.new_stream(str(self.path), schema)
        else:
            self.file = pa.ipc.new_file(str(self.path), schema)

    def _flush(self) -> None:
        if self.waiting:
            table = self.source.arrow.Table.from_batches(self.waiting)
            self.file.write_table(table, row_group_size=max(1, table.num_rows))
            self.waiting, self.size = [], 0

    def close(self) -> None:
        """Finish the file, if it was begun."""
        if self.file is not None:
            self._flush()
            self.file.close()


class Writer:
    """Writes cleaned rows, bad rows and, if wanted, the reports of a table."""

    def __init__(self, source: Source, out: Path, rejects: Path, reports: Path | None) -> None:
        self.source, self.columns = source, source.columns
        self.out, self.rejects = Sink(out, source), Sink(rejects, source)
        self.reports = Sink(reports, source) if reports else None

    def write(self, batch: Batch, rows: list[Row | Bad]) -> None:
        """Write the rows of a batch, each to its place."""
        import pyarrow as pa

        good = pa.array([isinstance(row, Row) for row in rows])
        kept = [row for row in rows if isinstance(row, Row)]
        table = batch.raw if len(kept) == len(rows) else batch.raw.filter(good)
        numbers = pa.array(range(batch.first, batch.first + len(rows)), pa.int64())
        if kept:
            table = cleaned(table, self.columns.text, kept)
            fields, arrays = report_fields(), report_arrays(list(kept))
            if self.reports:
                self.reports.write(self._aside(table, numbers.filter(good), fields, arrays))
            else:
                table = appended(table, fields, arrays)
            self.out.write(table)
        if len(kept) < len(rows):
            reasons = [row.reason for row in rows if isinstance(row, Bad)]
            bad = pa.array([isinstance(row, Bad) for row in rows])
            more = [pa.field("newslint_row", pa.int64()), pa.field("newslint_reason", pa.string())]
            self.rejects.write(
                appended(batch.raw.filter(bad), more, [numbers.filter(bad), pa.array(reasons, pa.string())])
            )

    def _aside(self, table: Any, numbers: Any, fields: list[Any], arrays: list[Any]) -> Any:
        import pyarrow as pa

        head, columns = [pa.field("newslint_row", pa.int64())], [numbers]
        if self.columns.id:
            head.append(table.schema.field(self.columns.id))
            columns.append(table.column(self.columns.id))
        return pa.RecordBatch.from_arrays([*columns, *arrays], schema=pa.schema([*head, *fields]))

    def close(self) -> None:
        """Finish the files; a table without a good row is written without rows."""
        if self.out.file is None:
            fields = [] if self.reports else report_fields()
            schema = self.source.schema
            self.out.begin(self.source.arrow.schema([*schema, *fields], metadata=schema.metadata))
        for sink in (self.out, self.rejects, self.reports):
            if sink:
                sink.close()
