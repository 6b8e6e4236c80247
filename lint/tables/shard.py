"""One table from source to output: finished whole or not at all, skipped when it is done, the same on any machine."""

from __future__ import annotations

import json
import os
from collections import Counter, deque
from collections.abc import Callable, Iterable, Iterator
from contextlib import ExitStack, contextmanager, suppress
from hashlib import sha256
from pathlib import Path
from typing import Any, NamedTuple, Protocol
from uuid import uuid4

from lint.batch import Job, NoArticlesError, articles, dumped
from lint.linter import Linter
from lint.lock import UNFINISHED
from lint.pool import Crew, Lost, Task, bounded, run
from lint.report import rules_hash
from lint.tables import jsonl
from lint.tables.row import Bad, Batch, Columns, Row, RowCleaner, TableError
from lint.tables.streams import packing, writing
from lint.version import __version__
from lint.writers import UnwritableError, force

SCHEMA = "newslint-table/1"

REJECTS, REPORTS = "_rejects", "_reports"
"""The folders beside the cleaned tables; what reads a folder of tables leaves out names that begin like this."""


def format_of(name: str) -> str | None:
    """Return the format of a table, "jsonl", "parquet", "arrow" or "warc", by its name; None for any other file."""
    packed = packing(name)
    suffix = Path(name.lower().removesuffix(packed)).suffix
    if suffix in (".jsonl", ".ndjson"):
        return "jsonl"
    if suffix == ".warc":
        return "warc"
    if packed:
        return None
    return {".parquet": "parquet", ".arrow": "arrow", ".feather": "arrow", ".ipc": "arrow"}.get(suffix)


def tables(paths: Iterable[str], inside: bool) -> tuple[list[Job], list[str]]:
    """Return the tables at `paths`, and the paths that may hold articles.

    Folders are searched for tables if `inside` says so, or if they hold no article.
    """
    found: list[Job] = []
    others: list[str] = []
    for given in paths:
        path = Path(given)
        if not path.is_dir():
            if format_of(path.name) and path.exists():
                found.append(Job(path, path.name))
            else:
                others.append(given)
            continue
        bare = _holds_no_article(path)
        below = [Job(file, file.relative_to(path).as_posix()) for file in _below(path)] if inside or bare else []
        found.extend(below)
        if not (below and bare):
            others.append(given)
    return found, others


def _holds_no_article(folder: Path) -> bool:
    try:
        next(articles([folder]))
        return False
    except NoArticlesError:
        return True


def _below(folder: Path) -> list[Path]:
    return sorted(
        path
        for path in folder.rglob("*")
        if format_of(path.name)
        and path.is_file()
        and not any(part[0] == "." for part in path.relative_to(folder).parts)
    )


class Places(NamedTuple):
    """Where what belongs to a table goes, below an output folder."""

    folder: Path
    name: str

    @property
    def table(self) -> Path:
        """The cleaned table."""
        return self.folder / self.name

    @property
    def record(self) -> Path:
        """What was done, which also tells that it is done."""
        return self.folder / REPORTS / f"{self.name}.json"

    @property
    def rejects(self) -> Path:
        """The rows that could not be cleaned, with their reasons."""
        cut = len(packing(self.name)) if format_of(self.name) == "jsonl" else 0
        return self.folder / REJECTS / self.name[: len(self.name) - cut]

    @property
    def reports(self) -> Path:
        """The reports of the rows, where they are wanted apart from the table."""
        return self.folder / REPORTS / (self.name + ".jsonl.gz" if format_of(self.name) == "warc" else self.name)

    def targets(self) -> dict[str, Path]:
        """Return where each part of the result moves, the table last, by its name in the hidden folder."""
        return {"rejects": self.rejects, "reports": self.reports, "record": self.record, "table": self.table}


class Recipe(NamedTuple):
    """How tables are cleaned: with which rules, which columns; all bad rows put aside, or an error at the first."""

    linter: Linter
    columns: Columns = Columns()
    keep_going: bool = True
    restart: bool = False


class TableOutcome(NamedTuple):
    """What became of a table: "cleaned", "skipped" because it was done, or "failed"; its record or a message."""

    name: str
    state: str
    record: dict[str, Any] | None = None
    message: str = ""


def rejects(record: dict[str, Any], folder: Path) -> str:
    """Return a sentence about the rows of a table that were put aside."""
    rows, (reason, count) = record["rows"], next(iter(record["reasons"].items()))
    others = f", and {rows['rejected'] - count} more for other reasons" if count < rows["rejected"] else ""
    place = Places(folder, record["file"]).rejects
    return f"{record['file']}: {rows['rejected']} of {rows['total']} rows are in {place}: {count} {reason}{others}"


class _Writer(Protocol):
    def write(self, batch: Batch, rows: list[Row | Bad]) -> None: ...


def clean_table(
    job: Job,
    folder: Path,
    recipe: Recipe,
    crew: Crew | None = None,
    count: Callable[[int, int], None] = lambda rows, size: None,
) -> TableOutcome:
    """Clean one table into an output folder, by a crew of processes or in this one; `count` hears of rows and bytes.

    It may be called again and at the same time elsewhere: what is done is skipped, and files appear whole.
    """
    places = Places(folder, job.name)
    try:
        source = digest_of(job.path)
        done = None if recipe.restart else _done(places, source, recipe)
        if done:
            return TableOutcome(job.name, "skipped", done)
        if not recipe.restart and places.table.exists() and not places.record.exists():
            raise TableError(
                f"{places.table}: exists and was not written by newslint; name another folder, or --restart"
            )
        tally = _Tally(job.name, recipe, source)
        with staged(folder, places.targets(), str(places.table)) as stage:
            with _opened(job.path, stage, recipe.columns) as (batches, writer):
                for batch, rows in _rows(batches, _cleaner(job.name, recipe), crew or Crew(0)):
                    if not recipe.keep_going:
                        _first_bad(job.name, batch, rows)
                    tally.add(batch, rows)
                    writer.write(batch, rows)
                    count(len(rows), batch.size)
            if tally.rows and tally.rejected == tally.rows:
                raise TableError(f"{job.path}: no row could be cleaned: {tally.reasons.most_common(1)[0][0]}")
            record = tally.record(digest_of(stage / "table"))
            (stage / "record").write_bytes(dumped(record))
        return TableOutcome(job.name, "cleaned", record)
    except (TableError, UnwritableError) as error:
        return TableOutcome(job.name, "failed", None, str(error))


def digest_of(path: Path) -> str:
    """Return the SHA-256 of a file; raise TableError if it can't be read."""
    digest = sha256()
    try:
        if path.exists() and not path.is_file():
            raise TableError(f"{path}: not a regular file; name a table or a folder of tables")
        with open(path, "rb") as file:
            while piece := file.read(1 << 20):
                digest.update(piece)
    except OSError as error:
        raise TableError(f"{path}: can't be read ({error.strerror}); check its path and rights") from None
    return digest.hexdigest()


def _done(places: Places, source: str, recipe: Recipe) -> dict[str, Any] | None:
    """Return the record of an earlier run over the same table with the same rules and columns, if its output stands."""
    try:
        record: dict[str, Any] = json.loads(places.record.read_bytes())
        same = (
            record["sha256"]["original"] == source
            and record["rules_hash"] == rules_hash(recipe.linter.config.packs)
            and record["config_hash"] == recipe.linter.config.digest
            and record["columns"] == recipe.columns._asdict()
            and record["sha256"]["cleaned"] == digest_of(places.table)
        )
        return record if same else None
    except (OSError, ValueError, KeyError, TypeError):
        return None


@contextmanager
def staged(folder: Path, targets: dict[str, Path], shown: str) -> Iterator[Path]:
    """Yield a hidden folder to write into; what has the name of a target there moves to it when all went well.

    A target that was not written, or is empty, is removed: it would be of an earlier run.
    """
    stage = folder / UNFINISHED / uuid4().hex
    try:
        try:
            stage.mkdir(parents=True)
            yield stage
            for name, target in targets.items():
                part = stage / name
                if part.exists() and (part.stat().st_size or name == "table"):
                    target.parent.mkdir(parents=True, exist_ok=True)
                    force(part)
                    os.replace(part, target)
                else:
                    target.unlink(missing_ok=True)
        finally:
            for part in stage.glob("*"):
                part.unlink(missing_ok=True)
            with suppress(OSError):
                stage.rmdir()
                stage.parent.rmdir()
    except OSError as error:
        if isinstance(error, UnwritableError):
            raise
        reason = error.strerror or error
        raise UnwritableError(f"{shown}: can't be written ({reason}); check its path, rights and disk") from None


@contextmanager
def _opened(path: Path, stage: Path, columns: Columns) -> Iterator[tuple[Iterator[Batch], _Writer]]:
    """Open a table and what is written of it, by its format."""
    with ExitStack() as stack:
        reports = stage / "reports" if columns.aside else None
        if format_of(path.name) == "jsonl":
            out = stack.enter_context(writing(stage / "table", path.name))
            rejects = stack.enter_context(open(stage / "rejects", "wb"))
            aside = stack.enter_context(writing(reports, path.name)) if reports else None
            yield jsonl.batches(path, columns), jsonl.Writer(out, rejects, aside)
            return
        if format_of(path.name) == "warc":
            from lint.tables import warc

            table = warc.Members(stack.enter_context(open(stage / "table", "wb")), path.name)
            bad = warc.Members(stack.enter_context(open(stage / "rejects", "wb")), path.name)
            aside = stack.enter_context(writing(stage / "reports", ".gz"))
            yield warc.batches(path), warc.Writer(table, bad, aside)
            return
        from lint.tables import columnar

        source = columnar.Source(path, columns)
        writer = columnar.Writer(source, stage / "table", stage / "rejects", reports)
        yield source.batches(), writer
        writer.close()


def _cleaner(name: str, recipe: Recipe) -> RowCleaner:
    if format_of(name) == "warc":
        from lint.tables.warc import PATH

        return RowCleaner(recipe.linter, PATH)
    return RowCleaner(recipe.linter)


def _rows(batches: Iterator[Batch], cleaner: RowCleaner, crew: Crew) -> Iterator[tuple[Batch, list[Row | Bad]]]:
    """Yield every batch with its cleaned rows, in order."""
    waiting: deque[Batch] = deque()

    def tasks() -> Iterator[Task[str | Bad]]:
        for batch in batches:
            waiting.append(batch)
            for number, text in enumerate(batch.texts, batch.first):
                yield Task(f"row {number}", len(text) if isinstance(text, str) else 0, text)

    rows: list[Row | Bad] = []
    for row in _cleaned(tasks(), cleaner, crew):
        rows.append(row)
        if len(rows) == len(waiting[0].texts):
            yield waiting.popleft(), rows
            rows = []


def _cleaned(tasks: Iterator[Task[str | Bad]], cleaner: RowCleaner, crew: Crew) -> Iterator[Row | Bad]:
    if crew.processes:
        answers = (answer for _, answer in run(tasks, cleaner, crew.processes, crew.limits, tell=crew.lost))
    else:
        clean = bounded(cleaner, crew.limits)
        answers = (clean(task.item, task.size) for task in tasks)
    for answer in answers:
        yield Bad(answer.reason) if isinstance(answer, Lost) else answer


def _first_bad(name: str, batch: Batch, rows: list[Row | Bad]) -> None:
    for number, row in enumerate(rows, batch.first):
        if isinstance(row, Bad):
            raise TableError(f"{name}: row {number}: {row.reason}; repair it, or --keep-going to put it aside")


class _Tally:
    """Counts what became of the rows; its size depends on the number of rules, not of rows."""

    def __init__(self, name: str, recipe: Recipe, source: str) -> None:
        self.name, self.recipe, self.source = name, recipe, source
        self.rows = self.cleaned = self.rejected = self.refused = 0
        self.found: Counter[str] = Counter()
        self.applied: Counter[str] = Counter()
        self.verdicts: Counter[str] = Counter()
        self.reasons: Counter[str] = Counter()

    def add(self, batch: Batch, rows: list[Row | Bad]) -> None:
        self.rows += len(rows)
        for row, text in zip(rows, batch.texts, strict=True):
            if isinstance(row, Bad):
                self.rejected += 1
                self.refused += row.refused
                if len(self.reasons) < 1000:
                    self.reasons[row.reason] += 1
                continue
            if not text:  # a blank line, or a record that is no page
                continue
            self.cleaned += row.edits is not None
            self.verdicts[row.verdict] += 1
            for finding in row.findings:
                self.found[finding["rule"]] += 1
                self.applied[finding["rule"]] += finding["applied"]

    def record(self, digest: str) -> dict[str, Any]:
        config = self.recipe.linter.config
        return {
            "schema": SCHEMA,
            "file": self.name,
            "newslint": __version__,
            "rules_hash": rules_hash(config.packs),
            "config_hash": config.digest,
            "columns": self.recipe.columns._asdict(),
            "sha256": {"original": self.source, "cleaned": digest},
            "rows": {
                "total": self.rows,
                "cleaned": self.cleaned,
                "unchanged": self.rows - self.cleaned - self.rejected,
                "rejected": self.rejected,
                "refused": self.refused,
            },
            "rules": {
                rule: {"found": count, "applied": self.applied[rule]}
                for rule, count in sorted(self.found.items(), key=lambda item: (-item[1], item[0]))
            },
            "verdicts": dict(sorted(self.verdicts.items())),
            "reasons": dict(sorted(self.reasons.items(), key=lambda item: (-item[1], item[0]))[:20]),
        }
