"""JSON Lines: only the text changes, and columns come behind; every other byte of a line stays as it is."""

from __future__ import annotations

import json
from collections.abc import Iterator
from json.decoder import scanstring  # type: ignore[attr-defined]
from pathlib import Path
from typing import IO, Any, NamedTuple

from lint.tables.row import COLUMNS, PREFIX, Bad, Batch, Columns, Row
from lint.tables.streams import guarded, reading

MOST_BYTES = 100_000_000
"""Longest line that is read; longer ones are put aside."""

BATCH_BYTES = 1_000_000
BATCH_ROWS = 256
"""How much of a table is in memory at once, for each process."""

_BLANK = " \t\r\n"
_DECODER = json.JSONDecoder()


class Field(NamedTuple):
    """A member of a JSON object: its name and value, and where the value stands in the line."""

    name: str
    value: Any
    start: int
    end: int


class Line(NamedTuple):
    """A line as it was read: where the text stands in it, and behind which character columns are added."""

    raw: str | bytes
    start: int = 0
    end: int = 0
    close: int = 0


def batches(path: Path, columns: Columns) -> Iterator[Batch]:
    """Yield the rows of a file; blank lines are rows that need no cleaning. Raise TableError for a damaged file."""
    first, size = 1, 0
    lines: list[Line] = []
    texts: list[str | Bad] = []
    ids: list[Any] = []
    for raw in _lines(path):
        line, text, name = parsed(raw, columns)
        lines.append(line)
        texts.append(text)
        ids.append(name)
        size += len(raw)
        if size >= BATCH_BYTES or len(lines) >= BATCH_ROWS:
            yield Batch(first, texts, ids, lines, size)
            first, size, lines, texts, ids = first + len(lines), 0, [], [], []
    if lines:
        yield Batch(first, texts, ids, lines, size)


def _lines(path: Path) -> Iterator[bytes]:
    """Yield lines with their ends; of one that is too long, its beginning."""
    with reading(path) as file:
        rows = 0
        while line := guarded(lambda: file.readline(MOST_BYTES), path, rows):
            rows += 1
            rest = line
            while len(rest) == MOST_BYTES and not rest.endswith(b"\n"):
                rest = guarded(lambda: file.readline(MOST_BYTES), path, rows)
            yield line


def is_blank(line: str) -> bool:
    """Tell whether a line holds no row: nothing but white space and a byte order mark."""
    return not line.strip(_BLANK + "\ufeff")


def parsed(raw: bytes, columns: Columns) -> tuple[Line, str | Bad, Any]:
    """Return a line with its text and its name, or with the reason why it is bad."""
    if len(raw) >= MOST_BYTES:
        head = raw[:1000].decode("utf-8", "replace")
        return Line(head), Bad(f"longer than {MOST_BYTES // 1_000_000} MB; split it"), None
    try:
        line = raw.decode()
        if is_blank(line):
            return Line(line), "", None
        found = fields(line)
    except UnicodeDecodeError as error:
        return Line(raw), Bad(f"not valid UTF-8 at byte {error.start + 1}"), None
    except json.JSONDecodeError as error:
        return Line(raw), Bad(f"not JSON: {error.msg} at character {error.pos + 1}"), None
    except RecursionError:
        return Line(raw), Bad("not read: nested too deeply"), None
    if found is None:
        return Line(raw), Bad("not a JSON object"), None
    named = {field.name: field for field in found}
    name = named[columns.id].value if columns.id in named else None
    problem = _problem(named, columns)
    if problem:
        return Line(raw), Bad(problem), name
    text = named[columns.text]
    return Line(line, text.start, text.end, found[-1].end), text.value, name


def _problem(named: dict[str, Field], columns: Columns) -> str:
    if columns.text not in named:
        return f"no column '{columns.text}'; it has {', '.join(map(repr, list(named)[:8])) or 'none'}"
    value = named[columns.text].value
    if not isinstance(value, str):
        return f"column '{columns.text}' is {_KINDS.get(type(value), 'a number')}, not a text"
    if not columns.aside and any(PREFIX + column in named for column in COLUMNS):
        return "cleaned already; undo it first"
    return ""


_KINDS = {type(None): "null", bool: "true or false", list: "a list", dict: "an object"}


def fields(line: str) -> list[Field] | None:
    """Return the members of the JSON object in a line, in order, or None if it is another value.

    Raise JSONDecodeError, and RecursionError for one that is nested without end.
    """
    place = _skipped(line, 1 if line.startswith("\ufeff") else 0)
    if line[place : place + 1] != "{":
        _, end = _DECODER.raw_decode(line, place)
        _ended(line, end)
        return None
    found: list[Field] = []
    place = _skipped(line, place + 1)
    while line[place : place + 1] != "}":
        if found:
            place = _skipped(line, _past(line, place, ","))
        name, place = scanstring(line, _past(line, place, '"'))
        start = _skipped(line, _past(line, _skipped(line, place), ":"))
        value, end = _DECODER.raw_decode(line, start)
        found.append(Field(name, value, start, end))
        place = _skipped(line, end)
    _ended(line, place + 1)
    return found


def _skipped(line: str, place: int) -> int:
    while place < len(line) and line[place] in _BLANK:
        place += 1
    return place


def _past(line: str, place: int, mark: str) -> int:
    if line[place : place + 1] != mark:
        raise json.JSONDecodeError(f"expecting '{mark}'", line, place)
    return place + 1


def _ended(line: str, place: int) -> None:
    place = _skipped(line, place)
    if place < len(line):
        raise json.JSONDecodeError("extra data", line, place)


def written(line: Line, original: str, row: Row, aside: bool) -> bytes:
    """Return the line of a cleaned row."""
    raw = line.raw
    if not line.close or not isinstance(raw, str):  # a blank line
        return raw if isinstance(raw, bytes) else raw.encode()
    text = raw[line.start : line.end] if row.edits is None else quoted(row.text, not raw.isascii())
    columns = {} if aside else report(line, original, row)
    extra = "".join(f", {json.dumps(name)}: {value}" for name, value in columns.items())
    return (raw[: line.start] + text + raw[line.end : line.close] + extra + raw[line.close :]).encode()


def report(line: Line, original: str, row: Row) -> dict[str, str]:
    """Return the columns of a report, each as JSON; the edits say how the text was written, where that is unusual."""
    edits = row.edits
    if edits is not None:
        edits = {**edits, **_style(str(line.raw[line.start : line.end]), original)}
    values = (row.findings, edits, *row[3:])
    return {
        PREFIX + name: json.dumps(value, ensure_ascii=True, separators=(",", ":"))
        for name, value in zip(COLUMNS, values, strict=True)
    }


def _style(literal: str, text: str) -> dict[str, Any]:
    if literal == quoted(text, True):
        return {}
    return {"ascii": True} if literal == quoted(text, False) else {"literal": literal}


def unquoted(text: str, edits: dict[str, Any]) -> str:
    """Return an original text as it was written in its line."""
    literal = edits.get("literal")
    return literal if isinstance(literal, str) else quoted(text, not edits.get("ascii"))


def quoted(text: str, plain: bool) -> str:
    """Return a text as JSON; `plain` leaves letters beyond ASCII as they are."""
    try:
        literal = json.dumps(text, ensure_ascii=not plain)
        literal.encode()
        return literal
    except UnicodeEncodeError:  # half a surrogate pair
        return json.dumps(text)


def reject(number: int, name: Any, reason: str, line: Line) -> bytes:
    """Return the line that a bad row is kept in."""
    raw = line.raw if isinstance(line.raw, str) else line.raw.decode("utf-8", "surrogateescape")
    kept = {} if isinstance(line.raw, bytes) or line.close else {"whole": False}
    return json.dumps({"row": number, "id": name, "reason": reason, **kept, "line": raw}).encode() + b"\n"


class Writer:
    """Writes cleaned rows, bad rows and, if wanted, the reports of a table to open files."""

    def __init__(self, out: IO[bytes], rejects: IO[bytes], reports: IO[bytes] | None) -> None:
        self.out, self.rejects, self.reports = out, rejects, reports

    def write(self, batch: Batch, rows: list[Row | Bad]) -> None:
        """Write the rows of a batch, each to its place."""
        every = zip(rows, batch.raw, batch.texts, batch.ids, strict=True)
        for number, (row, line, text, name) in enumerate(every, batch.first):
            if isinstance(row, Bad) or isinstance(text, Bad):
                reason = row.reason if isinstance(row, Bad) else ""
                self.rejects.write(reject(number, name, reason, line))
                continue
            self.out.write(written(line, text, row, self.reports is not None))
            if self.reports and line.close:
                head = f'{{"row": {number}, "id": {json.dumps(name)}'
                columns = report(line, text, row).items()
                body = "".join(f", {json.dumps(key)}: {value}" for key, value in columns)
                self.reports.write(f"{head}{body}}}\n".encode())
