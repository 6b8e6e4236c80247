"""The ledger: what undo needs to give back the original bytes of a cleaned file, and nothing more."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from hashlib import sha256
from typing import Any, NamedTuple

from lint.edits import Change
from lint.engine import undo
from lint.readers.source import Source, encode

SCHEMA = "newslint-ledger/1"


class LedgerError(ValueError):
    """A ledger that can't be read, or that does not belong to the file; the message says what to do."""


class Encoded(NamedTuple):
    """How the bytes of a text are made."""

    encoding: str
    bom: bool


class Ledger(NamedTuple):
    """The recorded rounds of one file with the digests of both its states.

    `cleaned` differs from `original` in encoding only where the cleaned text has a character that the
    original encoding lacks. `earlier` are the ledgers of a file that was cleaned in place several times, the first
    one first; each leads to the original of the next.
    """

    source: str
    original_sha256: str
    cleaned_sha256: str
    original: Encoded
    cleaned: Encoded
    rounds: tuple[tuple[Change, ...], ...]
    earlier: tuple[Ledger, ...] = ()

    @property
    def steps(self) -> tuple[Ledger, ...]:
        """Every cleaning of the file, the first one first."""
        return (*self.earlier, self._replace(earlier=()))

    def after(self, known: Ledger | None) -> Ledger:
        """Return this ledger with the cleanings before it in mind, as far as they lead to its original."""
        steps = known.steps if known else ()
        if any(step.original_sha256 == self.original_sha256 for step in steps[:1]):
            return self
        made = [number for number, step in enumerate(steps, 1) if step.cleaned_sha256 == self.original_sha256]
        return self._replace(earlier=steps[: made[-1]]) if made else self


def encoded(source: Source, text: str) -> tuple[bytes, Encoded]:
    """Return the bytes of a cleaned text in the encoding of its source, or in UTF-8 where that is too narrow."""
    try:
        return encode(text, source.encoding, source.bom), Encoded(source.encoding, source.bom)
    except UnicodeEncodeError:
        return encode(text, "utf-8:surrogateescape", False), Encoded("utf-8:surrogateescape", False)


def make(source: Source, data: bytes, how: Encoded, rounds: Sequence[Sequence[Change]]) -> Ledger:
    """Return the ledger of a source that became `data`; raise LedgerError if it would not lead back to the source."""
    ledger = Ledger(
        source.path,
        source.sha256,
        sha256(data).hexdigest(),
        Encoded(source.encoding, source.bom),
        how,
        tuple(tuple(changes) for changes in rounds),
    )
    try:
        _back(data, ledger, source.path)
    except LedgerError:
        raise LedgerError(
            f"{source.path}: its bytes could not be had back from the cleaned text, so it is left as it is; "
            "repair its encoding first"
        ) from None
    return ledger


def restore(data: bytes, ledger: Ledger, path: str) -> bytes:
    """Return the first bytes of a file of which `data` was made; raise LedgerError if they are not what was written."""
    digest = sha256(data).hexdigest()
    made = [number for number, step in enumerate(ledger.steps, 1) if step.cleaned_sha256 == digest]
    if not made:
        raise LedgerError(f"{path}: changed since it was cleaned, so it can't be undone; restore that state first")
    for step in reversed(ledger.steps[: made[-1]]):
        data = _back(data, step, path)
    return data


def _back(data: bytes, ledger: Ledger, path: str) -> bytes:
    how = ledger.cleaned
    codec, _, errors = how.encoding.partition(":")
    damaged = f"{path}: the ledger is damaged, its edits do not lead to the original; nothing was written"
    try:
        mark = len(encode("", how.encoding, how.bom))
        text = undo(data[mark:].decode(codec, errors or "strict"), ledger.rounds)
        original = encode(text, *ledger.original)
    except (ValueError, LookupError, TypeError):
        raise LedgerError(damaged) from None
    if sha256(original).hexdigest() != ledger.original_sha256:
        raise LedgerError(damaged)
    return original


def dump(ledger: Ledger) -> bytes:
    """Return a ledger as JSON."""
    record = {"schema": SCHEMA, **_plain(ledger)}
    if ledger.earlier:
        record["earlier"] = [_plain(step) for step in ledger.earlier]
    return json.dumps(record, ensure_ascii=True, separators=(",", ":")).encode("ascii") + b"\n"


def _plain(ledger: Ledger) -> dict[str, Any]:
    return {
        "source": ledger.source,
        "sha256": {"original": ledger.original_sha256, "cleaned": ledger.cleaned_sha256},
        "encoding": {"original": list(ledger.original), "cleaned": list(ledger.cleaned)},
        **packed(ledger.rounds),
    }


def packed(rounds: Iterable[Sequence[Change]]) -> dict[str, Any]:
    """Return rounds as plain data: each a list of [gap, length, original, rule], gaps counted in its result."""
    rules: dict[str, int] = {}
    lists = [[_packed(change, before, rules) for before, change in _with_ends(changes)] for changes in rounds]
    return {"rules": list(rules), "rounds": lists}


def unpacked(record: dict[str, Any]) -> tuple[tuple[Change, ...], ...]:
    """Return the rounds in plain data; raise KeyError, TypeError, ValueError or IndexError for what is none."""
    return tuple(_unpacked(changes, record["rules"]) for changes in record["rounds"])


def _with_ends(changes: Sequence[Change]) -> list[tuple[int, Change]]:
    """Return each change with the end of the one before it."""
    ends = [0, *(change.start + change.length for change in changes)]
    return list(zip(ends, changes, strict=False))


def _packed(change: Change, before: int, rules: dict[str, int]) -> list[Any]:
    return [change.start - before, change.length, change.old, rules.setdefault(change.rule, len(rules))]


def load(data: bytes, path: str) -> Ledger:
    """Return the ledger in `data`; raise LedgerError if it is none or is damaged."""
    try:
        record = json.loads(data)
        if record["schema"] != SCHEMA:
            raise LedgerError(f"{path}: written by another version ({record['schema']}); undo with that version")
        return _of(record)._replace(earlier=tuple(_of(step) for step in record.get("earlier", ())))
    except (KeyError, TypeError, ValueError, IndexError, OverflowError, RecursionError) as error:
        if isinstance(error, LedgerError):
            raise
        raise LedgerError(f"{path}: not a ledger of newslint, or a damaged one; restore it from a backup") from None


def _of(record: dict[str, Any]) -> Ledger:
    return Ledger(
        record["source"],
        record["sha256"]["original"],
        record["sha256"]["cleaned"],
        Encoded(*record["encoding"]["original"]),
        Encoded(*record["encoding"]["cleaned"]),
        unpacked(record),
    )


def _unpacked(changes: list[list[Any]], rules: list[str]) -> tuple[Change, ...]:
    done = 0
    result = []
    for gap, length, old, rule in changes:
        result.append(Change(done + int(gap), int(length), str(old), rules[rule]))
        done += int(gap) + int(length)
    return tuple(result)
