"""What a run says of a file, and of all files, as plain data: the shape of every report and of the JSON contract."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from functools import cache
from hashlib import blake2b
from pathlib import Path
from typing import Any, NamedTuple

from lint.catalogue import all_rules
from lint.config import Config
from lint.engine import Cleaned, Judged
from lint.fingerprint import fingerprint
from lint.packs import rules_folder
from lint.rule import Finding, Severity
from lint.text import Document
from lint.version import __version__

SCHEMA = "newslint/1"
LEVELS = {Severity.INFO: 0, Severity.WARNING: 1, Severity.ERROR: 2}
"""The severities in order."""

Record = dict[str, Any]
"""A report of one file, as it is written to JSON."""


class Origin(NamedTuple):
    """What a report says of the bytes that it is about; `cleaned` is None where nothing was written."""

    file: str
    encoding: str
    original: str
    cleaned: str | None = None


@cache
def rules_hash(packs: tuple[str, ...] = ()) -> str:
    """Return a digest of the version, the shipped rules, and the user's packs, files or folders."""
    digest = blake2b(__version__.encode(), digest_size=16)
    for path in sorted(rules_folder().rglob("*.toml")):
        digest.update(path.read_bytes())
    for name in packs:
        for path in sorted(Path(name).rglob("*.toml")) if Path(name).is_dir() else [Path(name)]:
            digest.update(path.read_bytes())
    return digest.hexdigest()


@cache
def _whys() -> dict[str, str]:
    return {rule.id: rule.why for rule in all_rules()}


def make(
    origin: Origin,
    document: Document,
    cleaned: Cleaned,
    config: Config,
    *,
    written: bool,
    readability: Mapping[str, Any] | None = None,
    unavailable: Iterable[Mapping[str, str]] = (),
    whys: Mapping[str, str] | None = None,
) -> Record:
    """Return the report of a file; `written` tells whether the edits were made or only found."""
    from lint.boilerplate.metadata import metadata  # scores and metadata stand in reports only
    from lint.readability.hardest import hardest
    from lint.verdict import scores, scores_after

    findings = [finding for finding, _ in cleaned.findings]
    if readability is not None:
        readability = {**readability, "hardest": hardest(document)}
    return {
        "schema": SCHEMA,
        "file": origin.file,
        "newslint": __version__,
        "rules_hash": rules_hash(config.packs),
        "config_hash": config.digest,
        "sha256": {"original": origin.original, "cleaned": origin.cleaned},
        "encoding": origin.encoding,
        "findings": list(finding_records(document, cleaned.findings, written, whys if whys is not None else _whys())),
        "metadata": _metadata(document, metadata(findings, document)),
        "readability": readability,
        "scores": {
            **scores(document, findings, config),
            "after": scores_after(cleaned, document.path, config) if written else None,
        },
        "unavailable": list(unavailable),
    }


def _metadata(document: Document, found: dict[str, list[str]]) -> dict[str, list[str]]:
    """Return what the head of a web page says of the article, before what its lines said."""
    if document.format != "html":
        return found
    from lint.readers.page import metadata

    head = metadata(document.text)
    return {kind: list(dict.fromkeys(head.get(kind, []) + found.get(kind, []))) for kind in [*head, *found]}


def finding_records(
    document: Document, findings: Iterable[Judged], written: bool, whys: Mapping[str, str], *, marked: bool = True
) -> Iterable[Record]:
    """Yield each finding as plain data, in order of place; without `marked` its fingerprint, which takes a while, is ""."""
    seen: Counter[str] = Counter()
    for finding, applied in findings:
        line, column = document.position(finding.start)
        text = document.text[finding.start : finding.end]
        yield {
            "rule": finding.rule,
            "category": finding.category,
            "severity": finding.severity.value,
            "message": finding.message,
            "why": whys.get(finding.rule, ""),
            "start": finding.start,
            "end": finding.end,
            "line": line,
            "column": column,
            "text": text,
            "fingerprint": _numbered(fingerprint(document, finding), seen) if marked else "",
            "fix": _fix(finding),
            "applied": applied and written,
        }


def _numbered(mark: str, seen: Counter[str]) -> str:
    """Return a fingerprint that no other finding of the file has: equal ones are told apart by their number."""
    seen[mark] += 1
    return mark if seen[mark] == 1 else f"{mark}-{seen[mark]}"


def _fix(finding: Finding) -> Record | None:
    if finding.fix is None:
        return None
    edits = [{"start": e.start, "end": e.end, "replacement": e.replacement} for e in finding.fix.edits]
    replacement = finding.fix.edits[0].replacement if finding.fix.edits else ""
    return {"safety": finding.fix.safety.value, "replacement": replacement, "edits": edits}


class Summary:
    """The totals of a run; it keeps counts, never texts, so its size does not depend on the number of files."""

    def __init__(self) -> None:
        self.files: Counter[str] = Counter()
        self.rules: Counter[str] = Counter()
        self.applied: Counter[str] = Counter()
        self.verdicts: Counter[str] = Counter()
        self.problems: list[Record] = []
        self.tables: Counter[str] = Counter()
        self.rows: Counter[str] = Counter()

    def add(self, record: Record, state: str) -> None:
        """Count a file's report; `state` says what became of the file: cleaned, unchanged, skipped or refused."""
        self.files[state] += 1
        self.verdicts[record["scores"]["verdict"]] += 1
        for finding in record["findings"]:
            self.rules[finding["rule"]] += 1
            self.applied[finding["rule"]] += finding["applied"]

    def add_table(self, record: Record | None, state: str) -> None:
        """Count a table by its record: cleaned, skipped or failed."""
        self.tables[state] += 1
        if record:
            self.rows.update(record["rows"])
            self.verdicts.update(record["verdicts"])
            for rule, counts in record["rules"].items():
                self.rules[rule] += counts["found"]
                self.applied[rule] += counts["applied"]

    def problem(self, file: str, message: str) -> None:
        """Note a file that could not be worked on."""
        self.files["failed"] += 1
        self.problems.append({"file": file, "message": message})

    def record(self) -> Record:
        """Return the totals as plain data."""
        return {
            "schema": "newslint-summary/1",
            "newslint": __version__,
            "rules_hash": rules_hash(),
            "files": {"total": sum(self.files.values()), **dict(sorted(self.files.items()))},
            **self._of_tables(),
            "findings": sum(self.rules.values()),
            "applied": sum(self.applied.values()),
            "rules": {
                rule: {"found": count, "applied": self.applied[rule]}
                for rule, count in sorted(self.rules.items(), key=lambda item: (-item[1], item[0]))
            },
            "verdicts": dict(sorted(self.verdicts.items())),
            "problems": self.problems,
        }

    def _of_tables(self) -> Record:
        if not self.tables:
            return {}
        states = {"total": sum(self.tables.values()), **dict(sorted(self.tables.items()))}
        return {"tables": states, "rows": dict(self.rows)}
