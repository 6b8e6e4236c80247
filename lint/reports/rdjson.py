"""The Reviewdog Diagnostic Format: ends are exclusive, columns count bytes of UTF-8."""

from __future__ import annotations

import json
from typing import Any

from lint.edits import Edit, apply
from lint.positions import Positions, utf8
from lint.report import Record
from lint.reports.links import rule_page
from lint.reports.run import Checked, Run, left, path, whole


def render(run: Run) -> str:
    """Return the findings that are left as a DiagnosticResult."""
    diagnostics = [diagnostic for checked in run.files for diagnostic in _diagnostics(checked, run.docs)]
    result = {"source": {"name": "newslint"}, "severity": "WARNING", "diagnostics": diagnostics}
    return json.dumps(result, ensure_ascii=False, indent=1) + "\n"


def _diagnostics(checked: Checked, docs: str) -> list[Record]:
    at = Positions(checked.text, utf8)
    return [_diagnostic(checked, finding, at, docs) for finding in left(checked.record)]


def _diagnostic(checked: Checked, finding: Record, at: Positions, docs: str) -> Record:
    page = rule_page(docs, finding["rule"])
    diagnostic: dict[str, Any] = {
        "message": whole(finding["message"]),
        "location": {
            "path": whole(path(checked.record["file"])),
            "range": _range(at, finding["start"], finding["end"]),
        },
        "severity": finding["severity"].upper(),
        "code": {"value": finding["rule"], **({"url": page} if page else {})},
    }
    fix = checked.fix(finding)
    if fix:
        diagnostic["suggestions"] = [_suggestion(checked.text, fix["edits"], at)]
    return diagnostic


def _suggestion(text: str, edits: list[Record], at: Positions) -> Record:
    """Return the edits of a fix as one, from the first to the last: several suggestions would be alternatives."""
    start, end = min(edit["start"] for edit in edits), max(edit["end"] for edit in edits)
    moved = sorted(Edit(edit["start"] - start, edit["end"] - start, edit["replacement"]) for edit in edits)
    return {"range": _range(at, start, end), "text": whole(apply(text[start:end], moved))}


def _range(at: Positions, start: int, end: int) -> Record:
    return {
        key: dict(zip(("line", "column"), _from_one(at, place), strict=True))
        for key, place in (("start", start), ("end", end))
    }


def _from_one(at: Positions, offset: int) -> tuple[int, int]:
    line, column = at.place(offset)
    return line + 1, column + 1
