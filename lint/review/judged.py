"""What the rules found in an article, without asking them again: from its report, or for long ones from a cache."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import suppress
from hashlib import blake2b
from typing import Any

import msgspec

from lint.edits import Edit
from lint.engine import Judged
from lint.linter import Linter
from lint.packs import cache_folder
from lint.readers.formats import format_of
from lint.readers.source import Source
from lint.recurrence.count import evidence
from lint.report import Record, rules_hash
from lint.rule import Finding, Fix, Safety, Severity
from lint.version import __version__
from lint.writers import UnwritableError, write

LONG = 150_000
"""Characters from which on an article is shown in parts, and not cleaned anew with each decision."""

_MARKUP = 10
"""How many times longer a web page may be, for most of it is no text."""


def judged(source: Source, report: Record | None, linter: Linter) -> Sequence[Judged]:
    """Return what the rules make of an article before any decision; raise UnsettledError if they undo each other."""
    known = reported(report, linter) if report else None
    if known is not None:
        return known
    if not is_long(source):
        return linter.clean(source.text, source.path).findings
    path = cache_folder() / f"judged-{_digest(source, linter)}"
    with suppress(OSError, msgspec.DecodeError):
        return msgspec.msgpack.decode(path.read_bytes(), type=list[Judged])
    found = linter.clean(source.text, source.path).findings
    with suppress(UnwritableError, UnicodeEncodeError):
        write(path, msgspec.msgpack.encode(found))
    return found


def is_long(source: Source) -> bool:
    """Tell whether an article is so long that it can't be cleaned with each decision."""
    return len(source.text) > LONG * (_MARKUP if format_of(source.path) == "html" else 1)


def settings(linter: Linter) -> str:
    """Return a digest of the rules and settings of a linter, whatever was decided."""
    config = linter.config.with_options(decisions="", decided="")
    parts = (__version__, rules_hash(config.packs), config.digest, evidence(linter.recurring))
    return blake2b("\0".join(parts).encode(), digest_size=12).hexdigest()


def _digest(source: Source, linter: Linter) -> str:
    parts = (settings(linter), source.path, source.sha256)
    return blake2b("\0".join(parts).encode("utf-8", "surrogatepass"), digest_size=12).hexdigest()


def reported(report: Record, linter: Linter) -> list[Judged] | None:
    """Return the findings of a report that the same rules made, if it is whole."""
    try:
        if not _is_current(report, linter):
            return None
        return [Judged(finding_of(record), record["applied"]) for record in report["findings"]]
    except (KeyError, TypeError, ValueError, AttributeError):
        return None


def _is_current(report: Record, linter: Linter) -> bool:
    config = linter.config.with_options(decisions="", decided="").digest
    return report.get("rules_hash") == rules_hash(linter.config.packs) and report.get("config_hash") == config


def finding_of(record: Record) -> Finding:
    """Return the finding that a report holds as plain data."""
    fix: dict[str, Any] | None = record["fix"]
    edits = tuple(Edit(e["start"], e["end"], e["replacement"], record["rule"]) for e in fix["edits"]) if fix else ()
    return Finding(
        record["rule"],
        record["start"],
        record["end"],
        record["message"],
        Severity(record["severity"]),
        Fix(Safety(fix["safety"]), edits) if fix else None,
    )
