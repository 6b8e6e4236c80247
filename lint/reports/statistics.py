"""How much was found, by rule, category and file, as JSON; what programs plot and compare."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping

from lint.reports.data import dumped
from lint.reports.run import Run, findings
from lint.rule import Safety


def render(run: Run) -> str:
    """Return the counts of what is left: all of it, and what a machine may repair without asking."""
    tables: dict[str, dict[str, Counter[str]]] = {key: defaultdict(Counter) for key in ("rules", "categories", "files")}
    for checked, finding in findings(run):
        safe = bool(finding["fix"]) and finding["fix"]["safety"] == Safety.SAFE
        names = (finding["rule"], finding["category"], checked.record["file"])
        for table, name in zip(tables.values(), names, strict=True):
            table[name].update(found=1, safe=safe)
    whole = {
        "schema": "newslint-statistics/1",
        "checked": len(run.files),
        "findings": sum(count["found"] for count in tables["rules"].values()),
        **{key: _ordered(table) for key, table in tables.items()},
        "problems": [problem._asdict() for problem in run.problems],
    }
    return dumped(whole, indent=1) + "\n"


def _ordered(table: Mapping[str, Counter[str]]) -> dict[str, dict[str, int]]:
    return {name: dict(count) for name, count in sorted(table.items(), key=lambda item: (-item[1]["found"], item[0]))}
