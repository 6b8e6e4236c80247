"""The overview of a run as one page without scripts: every file, every edit in place, and the reason for it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any, NamedTuple

from lint import ledger as ledgers
from lint.batch import Outcome, Output
from lint.edits import Edit
from lint.engine import retrace
from lint.ledger import LedgerError
from lint.readers.source import UnreadableError, decode, encode
from lint.report import Record

MOST_FILES = 200
"""Files that the page shows in full; of the rest it names the report."""

MOST_CHARACTERS = 60_000
"""Longest article that the page shows with its edits marked."""

_CONTEXT = 45
_WHOLE = 160


class Piece(NamedTuple):
    """A part of an article as the page shows it: kept, deleted, inserted, or marked as left to an editor."""

    kind: str
    text: str
    title: str = ""


class Page:
    """Collects what the page shows while a run goes on; bounded, whatever the number of files."""

    def __init__(self, output: Output) -> None:
        self.output = output
        self.rows: list[dict[str, Any]] = []
        self.more = 0

    def add(self, outcome: Outcome) -> None:
        """Take the outcome of a file, and its marked text while there is room."""
        if len(self.rows) >= MOST_FILES:
            self.more += 1
            return
        row: dict[str, Any] = {"name": outcome.name, "state": outcome.state, "message": outcome.message}
        if outcome.record:
            record = outcome.record
            original, edits = self._texts(outcome)
            row |= {
                "record": record,
                "report": self.output.report(outcome.name).relative_to(self.output.folder).as_posix(),
                "text": self.output.text(outcome.name).relative_to(self.output.folder).as_posix(),
                "applied": [_shown(f, original) for f in record["findings"] if f["applied"]],
                "left": [_shown(f, original) for f in record["findings"] if not f["applied"]],
                "pieces": list(pieces(original, edits, record)) if 0 < len(original) <= MOST_CHARACTERS else [],
            }
        self.rows.append(row)

    def _texts(self, outcome: Outcome) -> tuple[str, Sequence[Edit]]:
        if outcome.cleaned:
            return outcome.cleaned.original, outcome.cleaned.edits
        try:
            ledger = ledgers.load(self.output.ledger(outcome.name).read_bytes(), outcome.name)
            data = self.output.text(outcome.name).read_bytes()
            mark = len(encode("", *ledger.cleaned))
            text = decode(data, outcome.name).text if mark else data.decode("utf-8", "surrogateescape")
            return retrace(text, ledger.rounds)
        except (OSError, LedgerError, UnreadableError, ValueError):
            return "", ()

    def html(self, summary: Record) -> str:
        """Return the page."""
        from jinja2 import Environment, FileSystemLoader

        folder = Path(__file__).parent / "templates"
        environment = Environment(
            loader=FileSystemLoader(folder), autoescape=True, trim_blocks=True, lstrip_blocks=True
        )
        top = list(summary["rules"].items())[:20]
        most = max((counts["found"] for _, counts in top), default=1)
        template = environment.get_template("index.html.j2")
        return template.render(summary=summary, rows=self.rows, more=self.more, top=top, most=most)


def _shown(finding: Record, text: str) -> Record:
    """Return a finding with its changes: what stood there and what comes, with the words around it."""
    start, end = finding["start"], finding["end"]
    edits = (finding["fix"] or {}).get("edits", [])
    if len(edits) == 1 and start <= edits[0]["start"] and edits[0]["end"] <= end:
        head, tail = text[start : edits[0]["start"]], text[edits[0]["end"] : end]
        return {**finding, "changes": [_change(text, start, end, head + edits[0]["replacement"] + tail)]}
    places = [(edit["start"], edit["end"], edit["replacement"]) for edit in edits] or [(start, end, None)]
    return {**finding, "changes": [_change(text, *place) for place in places]}


def _change(text: str, start: int, end: int, new: str | None) -> dict[str, str | None]:
    before = text[max(0, start - _CONTEXT) : start].rpartition("\n")[2]
    after = text[end : end + _CONTEXT].partition("\n")[0]
    if end - start > _WHOLE:
        before = after = ""
    elif start - _CONTEXT > 0 and len(before) == _CONTEXT:
        before = "…" + before.partition(" ")[2]
    if len(after) == _CONTEXT:
        after = after.rpartition(" ")[0] + "…"
    return {"before": before, "old": text[start:end], "new": new, "after": after}


def pieces(text: str, edits: Sequence[Edit], record: Record) -> Iterator[Piece]:
    """Yield an article's text with its edits, and with what is left to an editor, marked in place."""
    left = [finding for finding in record["findings"] if not finding["applied"]]
    done = 0
    for edit in edits:
        yield from _marked(text, done, edit.start, left)
        if edit.end > edit.start:
            yield Piece("del", text[edit.start : edit.end], edit.rule)
        if edit.replacement:
            yield Piece("ins", edit.replacement, edit.rule)
        done = edit.end
    yield from _marked(text, done, len(text), left)


def _marked(text: str, start: int, end: int, findings: list[Record]) -> Iterator[Piece]:
    for finding in findings:
        if start <= finding["start"] < finding["end"] <= end:
            yield Piece("same", text[start : finding["start"]])
            yield Piece("mark", finding["text"], f"{finding['rule']}: {finding['message']}")
            start = finding["end"]
    yield Piece("same", text[start:end])
