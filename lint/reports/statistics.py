"""How much was found, by rule, category, file and site, as JSON or CSV; what programs plot and compare."""

from __future__ import annotations

import csv
import io
from collections import Counter, defaultdict
from collections.abc import Mapping
from pathlib import Path

from lint.config.domains import domain_of
from lint.reports.cells import harmless
from lint.reports.data import dumped
from lint.reports.run import Run, findings, whole
from lint.rule import Safety

Table = dict[str, dict[str, int]]
"""By name, the most frequent first: how much was found, and how much of it has a safe fix."""

_TABLES = {"rules": "rule", "categories": "category", "files": "file", "domains": "domain"}


def render(run: Run) -> str:
    """Return the counts of what is left: all of it, and what a machine may repair without asking."""
    tables = _counted(run)
    record = {
        "schema": "newslint-statistics/1",
        "checked": len(run.files),
        "findings": sum(count["found"] for count in tables["rules"].values()),
        **tables,
        "problems": [problem._asdict() for problem in run.problems],
    }
    return dumped(record, indent=1) + "\n"


def as_csv(run: Run) -> str:
    """Return a row for each rule, category, file and site; no cell is one that a spreadsheet takes for a formula."""
    out = io.StringIO(newline="")
    writer = csv.writer(out)
    writer.writerow(("by", "name", "found", "safe"))
    for key, table in _counted(run).items():
        writer.writerows((_TABLES[key], harmless(name), count["found"], count["safe"]) for name, count in table.items())
    return whole(out.getvalue())


def _counted(run: Run) -> dict[str, Table]:
    tables: dict[str, dict[str, Counter[str]]] = {key: defaultdict(Counter) for key in _TABLES}
    for checked, finding in findings(run):
        safe = bool(finding["fix"]) and finding["fix"]["safety"] == Safety.SAFE
        file = checked.record["file"]
        names = (finding["rule"], finding["category"], file, domain_of(Path(file)) or "unknown")
        for table, name in zip(tables.values(), names, strict=True):
            table[name].update(found=1, safe=int(safe))
    return {key: _ordered(table) for key, table in tables.items()}


def _ordered(table: Mapping[str, Counter[str]]) -> Table:
    return {name: dict(count) for name, count in sorted(table.items(), key=lambda item: (-item[1]["found"], item[0]))}
