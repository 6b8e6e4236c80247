"""WARC files: web pages become `conversion` records of plain text, all other records pass untouched."""

from __future__ import annotations

import base64
import json
import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import IO, Any, NamedTuple
from uuid import NAMESPACE_URL, uuid5

from lint.readers.source import decode, encode
from lint.tables.row import COLUMNS, PREFIX, Bad, Batch, Row, TableError, restored
from lint.tables.streams import engine, packing, reading

PATH = "page.html"
"""The name under which pages are cleaned: its ending makes them prose."""

MOST_BYTES = 100_000_000
"""Largest record that is cleaned, packed and unpacked; larger ones are put aside."""

MOST_PASSED = 500_000_000
"""Largest record that is passed on; a file with a larger one is refused."""

_BATCH = 64
_BATCH_BYTES = 32_000_000
_PAGES = ("text/html", "application/xhtml+xml")


class Page(NamedTuple):
    """A record: its first line, its headers and its block; and for a page what leads from its text to its bytes."""

    status: str
    headers: list[tuple[str, str]]
    block: bytes
    encoding: str = ""
    bom: bool = False
    body: int = -1

    @property
    def id(self) -> str:
        """The WARC-Record-ID."""
        return self.header("WARC-Record-ID")

    def header(self, name: str) -> str:
        """Return the value of a header, or nothing."""
        return next((value for key, value in self.headers if key.lower() == name.lower()), "")

    def dumped(self) -> bytes:
        """Return the record as bytes."""
        head = "".join(f"{name}: {value}\r\n" for name, value in self.headers)
        return f"{self.status}\r\n{head}\r\n".encode() + self.block + b"\r\n\r\n"


def batches(path: Path) -> Iterator[Batch]:
    """Yield the records of a file; those that are no pages have an empty text. Raise TableError for a damaged file."""
    warc = engine("fastwarc.warc", str(path), "warc")
    first, size = 1, 0
    pages: list[Page] = []
    texts: list[str | Bad] = []
    with reading(path) as file:
        records = iter(warc.ArchiveIterator(file, parse_http=False, func_filter=None))
        while True:
            found = _next(records, path, first + len(pages) - 1)
            if found is None:
                break
            record, block = found
            page, text = _page(warc, record, block)
            pages.append(page)
            texts.append(text)
            size += len(block)
            if len(pages) >= _BATCH or size >= _BATCH_BYTES:
                yield Batch(first, texts, [page.id for page in pages], pages, size)
                first, size, pages, texts = first + len(pages), 0, [], []
    if pages:
        yield Batch(first, texts, [page.id for page in pages], pages, size)
    elif first == 1:
        raise TableError(f"{path}: holds no WARC record; leave it out")


def _next(records: Iterator[Any], path: Path, rows: int) -> tuple[Any, bytes] | None:
    try:
        record = next(records, None)
        if record is None:
            return None
        if record.content_length > MOST_PASSED:
            raise TableError(
                f"{path}: record {rows + 1} has {record.content_length / 1e6:.0f} MB, more than the "
                f"{MOST_PASSED // 1_000_000} MB that are read; take it out; nothing was written"
            )
        block = record.reader.read()
    except TableError:
        raise
    except BaseException as error:
        if not _is_of_reading(error):
            raise
        raise TableError(f"{path}: damaged after record {rows} ({error}); repair it; nothing was written") from None
    if len(block) < record.content_length or record.headers.get("Content-Length") is None:
        raise TableError(f"{path}: damaged after record {rows} (it ends in the middle of one); nothing was written")
    return record, block


def _is_of_reading(error: BaseException) -> bool:
    """Tell whether an exception is about the data; a panic of FastWARC, which is no Exception, has no type to name."""
    return isinstance(error, EOFError | OSError | ValueError | zlib.error) or type(error).__name__ == "PanicException"


def _page(warc: Any, record: Any, block: bytes) -> tuple[Page, str | Bad]:
    page = Page(record.headers.status_line, list(record.headers.items()), block)
    if record.record_type != warc.WarcRecordType.response:
        return page, ""
    if len(block) > MOST_BYTES:
        return page, Bad(f"longer than {MOST_BYTES // 1_000_000} MB")
    try:
        record.set_bytes_content(block)
        record.parse_http(auto_decode="all")
        if record.http_content_type not in _PAGES:
            return page, ""
        body = record.reader.read(MOST_BYTES + 1)
        if len(body) > MOST_BYTES:
            return page, Bad(f"unpacks to more than {MOST_BYTES // 1_000_000} MB")
        source = decode(body, page.header("WARC-Target-URI") or page.id)
    except BaseException as error:
        if not _is_of_reading(error):
            raise
        return page, Bad(str(error))
    start = len(block) - len(body) if body and block.endswith(body) else -1
    return page._replace(encoding=source.encoding, bom=source.bom, body=start), source.text


def converted(page: Page, text: str) -> Page:
    """Return the record of the text of a page, as WARC 1.1 wants it; the same page gives the same record."""
    block = text.encode("utf-8", "replace")
    refers = page.id
    headers = [
        ("WARC-Type", "conversion"),
        ("WARC-Record-ID", f"<{uuid5(NAMESPACE_URL, refers + '#newslint').urn}>"),
        ("WARC-Refers-To", refers),
        *((name, page.header(name)) for name in ("WARC-Date", "WARC-Target-URI") if page.header(name)),
        ("Content-Type", "text/plain; charset=utf-8"),
        ("Content-Length", str(len(block))),
    ]
    return Page(page.status, headers, block)


class Writer:
    """Writes records, bad ones to a file of their own; the reports of the pages are lines of JSON beside."""

    def __init__(self, out: Members, rejects: Members, reports: IO[bytes]) -> None:
        self.out, self.rejects, self.reports = out, rejects, reports

    def write(self, batch: Batch, rows: list[Row | Bad]) -> None:
        """Write the records of a batch, each to its place."""
        for number, (row, page) in enumerate(zip(rows, batch.raw, strict=True), batch.first):
            line: dict[str, Any] = {"row": number, "id": page.id}
            if isinstance(row, Bad):
                self.rejects.write(page.dumped())
                line["reason"] = row.reason
            elif not page.encoding:
                self.out.write(page.dumped())
                continue
            else:
                self.out.write(converted(page, row.text).dumped())
                line |= {PREFIX + name: value for name, value in zip(COLUMNS, row[1:], strict=True)}
                line["page"] = _kept(page, lossless=row.text == row.text.encode("utf-8", "replace").decode())
            self.reports.write(json.dumps(line, separators=(",", ":")).encode() + b"\n")


def _kept(page: Page, lossless: bool) -> dict[str, Any]:
    """Return what undo needs beside the edits: the headers, and the whole block of a page that came packed."""
    kept = {"status": page.status, "headers": page.headers, "encoding": page.encoding, "bom": page.bom}
    if page.body < 0 or not lossless:
        return {**kept, "block": base64.b64encode(page.block).decode()}
    return {**kept, "http": page.block[: page.body].decode("latin-1")}


class Members:
    """A file that is written record by record; compressed, each record is a member of its own, as readers expect."""

    def __init__(self, file: IO[bytes], name: str) -> None:
        self.file, self.name = file, name

    def write(self, record: bytes) -> None:
        """Write a record."""
        if packing(self.name) == ".gz":
            import gzip

            record = gzip.compress(record, 6, mtime=0)
        elif packing(self.name) == ".zst":
            record = engine("zstandard", self.name, "tables").ZstdCompressor(3).compress(record)
        self.file.write(record)


def original(page: Page, line: dict[str, Any], place: str) -> Page:
    """Return the page that a conversion record was made of; raise LedgerError where that can't be."""
    kept = line["page"]
    headers = [(str(name), str(value)) for name, value in kept["headers"]]
    if "block" in kept:
        return Page(kept["status"], headers, base64.b64decode(kept["block"]))
    text = restored(page.block.decode(), line[PREFIX + "edits"], place)
    block = kept["http"].encode("latin-1") + encode(text, kept["encoding"], kept["bom"])
    return Page(kept["status"], headers, block)
