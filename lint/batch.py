"""Files by the thousand: find them, clean each on its own, write text, report and ledger, and take up where one stopped."""

from __future__ import annotations

import json
import os
from collections.abc import Iterable, Iterator
from contextlib import suppress
from hashlib import sha256
from pathlib import Path
from typing import Any, NamedTuple

from lint import ledger as ledgers
from lint.engine import Cleaned, UnsettledError
from lint.guard import refusal, unsettled
from lint.ledger import LedgerError
from lint.linter import Linter
from lint.lock import LockedError
from lint.readers.formats import SUFFIXES, document, format_of
from lint.readers.source import Source, UnreadableError, read
from lint.report import Origin, Record, make, rules_hash
from lint.writers import UnwritableError, write

FAILURES = (UnreadableError, UnwritableError, UnsettledError, LedgerError, LockedError, RecursionError)
"""What keeps one article from being cleaned and does not touch the others."""

_SKIPPED_FOLDERS = {"node_modules", "__pycache__"}


class NoArticlesError(ValueError):
    """A path that leads to no article; the message says what was looked for."""


class Job(NamedTuple):
    """A file to work on, and the name it has in reports: its path below the folder that was named."""

    path: Path
    name: str

    @property
    def root(self) -> Path:
        """The folder that was named, or the one of the file."""
        return self.path.parents[self.name.count("/")]


class Outcome(NamedTuple):
    """What became of a file: cleaned, unchanged, skipped, refused or failed; `cleaned` is the work of this run."""

    name: str
    state: str
    record: Record | None = None
    message: str = ""
    cleaned: Cleaned | None = None


def articles(paths: Iterable[str | Path]) -> Iterator[Job]:
    """Yield the articles at `paths`: files as named, folders by the endings of article files, sorted.

    Raise NoArticlesError for a path that is missing or holds no article.
    """
    for given in paths:
        path = Path(given)
        if path.is_dir():
            found = False
            for file in _walk(path):
                found = True
                yield Job(file, file.relative_to(path).as_posix())
            if not found:
                raise NoArticlesError(f"{path}: no articles in this folder; looked for {', '.join(sorted(SUFFIXES))}")
        elif os.path.lexists(path):
            yield Job(path, path.name)
        else:
            raise NoArticlesError(f"{path}: no such file or folder; check the path")


def measured(paths: Iterable[str | Path]) -> tuple[int, int]:
    """Return how many articles stand at `paths`, and their size in bytes; what can't be read counts nothing."""
    number = size = 0
    for path in paths:
        with suppress(NoArticlesError):
            for job in articles([path]):
                number += 1
                size += size_of(job.path)
    return number, size


def size_of(path: Path) -> int:
    """Return the size of a file in bytes, 0 if it can't be told."""
    try:
        return os.stat(path).st_size
    except OSError:
        return 0


def _walk(folder: Path) -> Iterator[Path]:
    """Yield the articles below a folder, and the folders that can't be read, which fail as an article would."""
    closed: list[Path] = []
    for root, folders, files in os.walk(folder, onerror=lambda error: closed.append(Path(error.filename))):
        folders[:] = sorted(f for f in folders if not f.startswith(".") and f not in _SKIPPED_FOLDERS)
        for name in sorted(files):
            if not name.startswith(".") and Path(name).suffix.lower() in SUFFIXES and not _is_page(name, files):
                yield Path(root, name)
        yield from closed
        closed.clear()
    yield from closed


def _is_page(name: str, beside: list[str]) -> bool:
    """Tell whether a file is one that `clean` has written for people to read, by the files beside it."""
    if name == "index.html":
        return "summary.json" in beside and any(other.endswith(".report.json") for other in beside)
    return name.endswith(".report.html") and f"{name.removesuffix('html')}json" in beside


class Output(NamedTuple):
    """Where the results of a run go: beside the originals, below a folder of their own."""

    folder: Path

    def text(self, name: str) -> Path:
        """Return where the cleaned text of an article goes; a web page becomes plain text, and is named so."""
        return self.folder / (name + ".txt" if format_of(name) == "html" else name)

    def report(self, name: str) -> Path:
        """Return where the report of an article goes."""
        return self.folder / f"{name}.report.json"

    def ledger(self, name: str) -> Path:
        """Return where the ledger of an article goes."""
        return self.folder / "ledger" / f"{name}.json"


def check_output(sources: Iterable[str | Path], folder: Path) -> None:
    """Raise UnwritableError if the output folder would lie inside, or be, a folder that is read."""
    target = Path(os.path.realpath(folder))
    for source in sources:
        origin = Path(os.path.realpath(source))
        if origin.is_dir() and (target == origin or origin in target.parents):
            raise UnwritableError(f"{folder}: lies inside the source {source}; name a folder outside of it")
        if origin.is_file() and target == origin.parent:
            raise UnwritableError(f"{folder}: is the folder of the source {source}; name another folder")
    if folder.exists() and not folder.is_dir():
        raise UnwritableError(f"{folder}: is a file; name a folder")


def clean_file(job: Job, output: Output, linter: Linter, *, readability: bool = True) -> Outcome:
    """Clean one article into the output folder: the ledger first, then the text, then the report."""
    try:
        source = read(job.path, job.name)
        cleaned = linter.clean(source.text, job.name)
        data, how = ledgers.encoded(source, cleaned.text)
        reason = refusal(cleaned, linter.config.most_removed) or unsettled(cleaned, linter, job.name)
        record = _record(source, cleaned, linter, None if reason else data, readability)
        if reason:
            record["refused"] = reason
            write(output.report(job.name), dumped(record))
            return Outcome(job.name, "refused", record, reason, cleaned)
        write(output.ledger(job.name), ledgers.dump(ledgers.make(source, data, how, cleaned.rounds)))
        write(output.text(job.name), data)
        write(output.report(job.name), dumped(record))
        return Outcome(job.name, "cleaned" if cleaned.rounds else "unchanged", record, "", cleaned)
    except FAILURES as error:
        return Outcome(job.name, "failed", None, named(job.name, error))


def finished(job: Job, output: Output, linter: Linter) -> Outcome | None:
    """Return the outcome that an earlier run left for the same file, rules and configuration, if all of it is there."""
    try:
        record: Record = json.loads(output.report(job.name).read_bytes())
        digests = record["sha256"]
        same = (
            record["rules_hash"] == rules_hash(linter.config.packs)
            and record["config_hash"] == linter.config.digest
            and sha256(job.path.read_bytes()).hexdigest() == digests["original"]
            and sha256(output.text(job.name).read_bytes()).hexdigest() == digests["cleaned"]
            and output.ledger(job.name).is_file()
        )
        return Outcome(job.name, "skipped", record) if same else None
    except (OSError, ValueError, KeyError, TypeError):
        return None


def _record(source: Source, cleaned: Cleaned, linter: Linter, data: bytes | None, readability: bool) -> Record:
    origin = Origin(source.path, source.encoding, source.sha256, sha256(data).hexdigest() if data is not None else None)
    before = document(source.text, source.path)
    measured, unavailable = _measured(before.prose, cleaned.text) if readability else (None, [])
    return make(
        origin,
        before,
        cleaned,
        linter.config,
        written=data is not None,
        readability=measured,
        unavailable=[*unavailable, *({"rule": rule, "reason": reason} for rule, reason in cleaned.unavailable)],
        whys=linter.whys,
    )


def _measured(before: str, after: str) -> tuple[dict[str, Any] | None, list[dict[str, str]]]:
    from lint.readability.measure import ReadabilityUnavailable, measure

    try:
        return {"before": measure(before)._asdict(), "after": measure(after)._asdict()}, []
    except ReadabilityUnavailable as error:
        return None, [{"rule": "readability", "reason": str(error)}]


def dumped(record: Record) -> bytes:
    """Return a report as JSON, readable where the text can be written in UTF-8."""
    from msgspec import json as quick  # ten times as fast, but it knows no text that kept undecoded bytes

    try:
        return quick.format(quick.encode(record), indent=1) + b"\n"
    except UnicodeEncodeError:
        return json.dumps(record, ensure_ascii=True, indent=1).encode() + b"\n"


def named(name: str, error: BaseException) -> str:
    """Return what an error says of an article, its name included."""
    message = str(error) or type(error).__name__
    return message if name in message else f"{name}: {message}"
