"""One text of a table: cleaned, with what was found and what undo needs, as plain data."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass
from hashlib import sha256
from typing import Any, NamedTuple

from lint import ledger
from lint.engine import UnsettledError, undo
from lint.guard import refusal, unsettled
from lint.ledger import LedgerError
from lint.linter import Linter
from lint.readers.formats import document
from lint.report import finding_records
from lint.verdict import scores

PREFIX = "newslint_"
"""How the names of the columns begin that a cleaned table has more than its source."""

COLUMNS = ("findings", "edits", "artifact_score", "boilerplate_score", "verdict")
"""The columns, without the prefix, in order."""

FINDING = ("rule", "severity", "message", "start", "end", "text", "safety", "replacement", "applied")
"""The fields of a finding in a table; offsets are code points of the original text."""


class TableError(ValueError):
    """A table that can't be worked on; the message names the file, the place and the remedy."""


class Row(NamedTuple):
    """What became of a text: `edits` is what undo needs, or None where nothing was changed."""

    text: str
    findings: list[dict[str, Any]]
    edits: dict[str, Any] | None
    artifact_score: float
    boilerplate_score: float
    verdict: str


class Bad(NamedTuple):
    """A row that could not be cleaned, and why; `refused` if it would have lost most of its words."""

    reason: str
    refused: bool = False


class Columns(NamedTuple):
    """Which columns hold the texts and, if any, the names of the rows; and whether reports get their own table."""

    text: str = "text"
    id: str | None = None
    aside: bool = False


class Batch(NamedTuple):
    """Rows as they were read: the number of the first, counted from 1, their texts, names,
    `raw` for the writer, and how many bytes of the file they took."""

    first: int
    texts: list[str | Bad]
    ids: list[Any]
    raw: Any
    size: int


@dataclass(frozen=True)
class RowCleaner:
    """Cleans the text of a row; `path` is only there for its ending, which tells the format of all texts."""

    linter: Linter
    path: str = "-"

    def __call__(self, text: str | Bad) -> Row | Bad:
        """Return the cleaned row; a row that is bad already is passed on."""
        if isinstance(text, Bad):
            return text
        try:
            cleaned = self.linter.clean(text, self.path)
        except (UnsettledError, RecursionError) as error:
            return Bad(str(error) or type(error).__name__)
        for rule, why in cleaned.unavailable:
            return Bad(f"{rule} {why}")
        page = document(text, self.path)
        reason = refusal(cleaned, self.linter.config.most_removed) or unsettled(cleaned, self.linter, self.path)
        if reason:
            return Bad(f"refused: {reason}", refused=True)
        found = finding_records(page, cleaned.findings, True, self.linter.whys, marked=False)
        edits = {"sha256": [digest(text), digest(cleaned.text)], **ledger.packed(cleaned.rounds)}
        judged = scores(page, [finding for finding, _ in cleaned.findings], self.linter.config)
        return Row(
            cleaned.text,
            list(_brief(found)),
            edits if cleaned.rounds else None,
            judged["artifact"],
            judged["boilerplate"],
            judged["verdict"],
        )


def _brief(findings: Iterable[dict[str, Any]]) -> Iterable[dict[str, Any]]:
    for finding in findings:
        fix = finding["fix"] or {"safety": None, "replacement": None}
        whole = {**finding, "safety": fix["safety"], "replacement": fix["replacement"]}
        yield {name: whole[name] for name in FINDING}


def digest(text: str) -> str:
    """Return the SHA-256 of a text in UTF-8."""
    return sha256(text.encode("utf-8", "surrogatepass")).hexdigest()


def restored(text: str, edits: dict[str, Any] | str | None, place: str) -> str:
    """Return the original of a cleaned text; raise LedgerError if its edits do not lead there."""
    if edits is None:
        return text
    try:
        record = json.loads(edits) if isinstance(edits, str) else edits
        before, after = record["sha256"]
        if digest(text) == after:
            original = undo(text, ledger.unpacked(record))
            if digest(original) == before:
                return original
    except (KeyError, TypeError, ValueError, IndexError):
        raise LedgerError(f"{place}: its edits are damaged; restore the table from a backup") from None
    raise LedgerError(f"{place}: changed since it was cleaned, so it can't be undone; restore that state first")
