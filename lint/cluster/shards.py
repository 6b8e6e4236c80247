"""The two functions that every engine is given; neither knows of one, and the rules are built once a process."""

from __future__ import annotations

import pickle
from functools import lru_cache
from hashlib import blake2b
from pathlib import Path
from typing import TYPE_CHECKING, Any

from lint.batch import Job
from lint.config import Config
from lint.linter import Linter
from lint.pool import Crew, Limits
from lint.report import rules_hash
from lint.tables.row import PREFIX, Bad, Columns, Row, RowCleaner, TableError
from lint.tables.shard import Recipe, clean_table

if TYPE_CHECKING:
    import pyarrow

ERROR = PREFIX + "error"
"""The column that says why a row could not be cleaned; a shard puts such rows aside, a batch keeps them."""


@lru_cache(maxsize=16)
def built(pickled: bytes) -> Any:
    """Return what was pickled: a linter, or what gives linters; made once in each process, for that takes a while."""
    return pickle.loads(pickled)


def linter(config: Config | None) -> Linter:
    """Return the linter of a configuration, built once in each process."""
    return _linter(pickle.dumps(config or Config()))


@lru_cache(maxsize=16)
def _linter(config: bytes) -> Linter:
    return Linter(pickle.loads(config))


def clean_batch(
    batch: pyarrow.RecordBatch, text_column: str = "text", config: Config | None = None
) -> pyarrow.RecordBatch:
    """Return a record batch, or a table, with its texts cleaned and the columns of the report behind its own.

    A row that can't be cleaned keeps its text, and its reason stands in `newslint_error`. Raise TableError where the
    column is missing or of another type.
    """
    import pyarrow as pa

    from lint.tables.columnar import appended, check_schema, replaced, report_arrays, texts_of

    check_schema(batch.schema, Columns(text_column), "batch")
    if isinstance(batch, pa.Table):
        parts = [clean_batch(part, text_column, config) for part in batch.to_batches()]
        return pa.Table.from_batches(parts, cleaned_schema(batch.schema))
    clean = RowCleaner(linter(config))
    rows = [clean(text) for text in texts_of(batch, text_column)]
    good = [row if isinstance(row, Row) else None for row in rows]
    if any(row and row.edits for row in good):
        before = batch.column(text_column).to_pylist()
        batch = replaced(batch, text_column, [row.text if row else old for row, old in zip(good, before, strict=True)])
    errors = pa.array([row.reason if isinstance(row, Bad) else None for row in rows], pa.string())
    return appended(batch, _fields(), [*report_arrays(good), errors])


def _fields() -> list[pyarrow.Field]:
    import pyarrow as pa

    from lint.tables.columnar import report_fields

    return [*report_fields(), pa.field(ERROR, pa.string())]


def cleaned_schema(schema: pyarrow.Schema) -> pyarrow.Schema:
    """Return the schema that `clean_batch` gives to batches of a schema."""
    import pyarrow as pa

    return pa.schema([*schema, *_fields()], metadata=schema.metadata)


def clean_shard(
    source: str | Path,
    folder: str | Path,
    text_column: str = "text",
    id_column: str | None = None,
    config: Config | None = None,
    name: str | None = None,
) -> dict[str, Any]:
    """Clean one table into `folder` in this process, and return the record of it; a table that is done is skipped.

    It may run twice, at once or after a death: what is unfinished stands in a hidden folder, and files appear whole.
    Raise TableError for a table that can't be cleaned.
    """
    job = Job(Path(source), name or Path(source).name)
    recipe = Recipe(linter(config), Columns(text_column, id_column))
    outcome = clean_table(job, Path(folder), recipe, Crew(0, Limits()))
    if outcome.record is None:
        raise TableError(outcome.message)
    return outcome.record


def fingerprint(config: Config | None = None) -> str:
    """Return a digest that changes whenever the rules, the settings or the version do, for engines that keep results."""
    settings = config or Config()
    return blake2b((rules_hash(settings.packs) + settings.digest).encode(), digest_size=16).hexdigest()
