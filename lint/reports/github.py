"""GitHub: annotations by workflow commands, and a summary of the run in Markdown."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator

from lint.positions import Positions
from lint.report import Record
from lint.reports.run import Checked, Run, findings, left, path, whole, worst_first
from lint.terminal import safe

MOST_ANNOTATIONS = 10
"""Annotations of one level that GitHub shows of a step; it drops those that come later without a word."""

MOST_ROWS = 50
"""Rows of each table of the summary."""

_LEVELS = {"error": "error", "warning": "warning", "info": "notice"}


def render(run: Run) -> str:
    """Return workflow commands for the most severe findings, and plain lines of the log for all others."""
    lines = [f"::error title=newslint::{_data(problem.message)}" for problem in run.problems[:MOST_ANNOTATIONS]]
    used = Counter({"error": len(lines)})
    more = 0
    for checked, finding in worst_first(run):
        level = _LEVELS[finding["severity"]]
        used[level] += 1
        if used[level] <= MOST_ANNOTATIONS:
            lines.append(_command(level, checked, finding))
        else:
            more += 1
            name = f"{safe(checked.record['file'])}:{finding['line']}:{finding['column']}"
            lines.append(f"{level} {name} {finding['rule']} {safe(finding['message'])}")
    if more:
        lines.append(f"{more} more findings stand in this log without an annotation; GitHub shows ten of a kind.")
    return "".join(line + "\n" for line in lines)


def _command(level: str, checked: Checked, finding: Record) -> str:
    line, column = Positions(checked.text, len).place(finding["end"])
    place = {
        "file": path(checked.record["file"]),
        "line": finding["line"],
        "endLine": line + 1,
        "col": finding["column"],
        "endColumn": column + 1,
        "title": finding["rule"],
    }
    if place["endLine"] != place["line"]:  # columns are understood within one line only
        del place["col"], place["endColumn"]
    return f"::{level} {','.join(f'{key}={_property(str(value))}' for key, value in place.items())}::" + _data(
        finding["message"] + _advice(checked, checked.fix(finding))
    )


def _advice(checked: Checked, fix: Record | None) -> str:
    if not fix or len(fix["edits"]) != 1:
        return ""
    edit = fix["edits"][0]
    old, new = (" ".join(part.split()) for part in (checked.text[edit["start"] : edit["end"]], edit["replacement"]))
    return f" Replace '{old}' with '{new}'." if old and new else ""


def _data(text: str) -> str:
    lines = "\n".join(map(safe, re.split(r"\r\n|\r|\n", whole(text))))
    return lines.replace("%", "%25").replace("\n", "%0A")


def _property(text: str) -> str:
    return _data(text).replace(":", "%3A").replace(",", "%2C")


def summary(run: Run) -> str:
    """Return the run in Markdown, for $GITHUB_STEP_SUMMARY."""
    rules = Counter(finding["rule"] for _, finding in findings(run))
    total = sum(rules.values())
    head = "No findings" if not total else f"{_counted(total, 'finding')} in {_counted(_dirty(run), 'file')}"
    parts = [f"## newslint: {head}", f"{_counted(len(run.files), 'file')} checked."]
    parts += [f"- **not checked**: {_cell(problem.message)}" for problem in run.problems[:MOST_ROWS]]
    if total:
        severity = {finding["rule"]: finding["severity"] for _, finding in findings(run)}
        fixable = Counter(finding["rule"] for _, finding in findings(run) if _is_safe(finding))
        rows = ((f"`{rule}`", severity[rule], count, fixable[rule]) for rule, count in _ranked(rules))
        parts.append("\n".join(_table(("rule", "severity", "found", "safe fix"), rows)))
        files = Counter({checked.record["file"]: len(left(checked.record)) for checked in run.files})
        parts.append("\n".join(_table(("file", "found"), ((_cell(path(f)), n) for f, n in _ranked(files) if n))))
    return "\n\n".join(parts) + "\n"


def _dirty(run: Run) -> int:
    return sum(bool(left(checked.record)) for checked in run.files)


def _is_safe(finding: Record) -> bool:
    return bool(finding["fix"]) and finding["fix"]["safety"] == "safe"


def _ranked(counts: Counter[str]) -> list[tuple[str, int]]:
    return sorted(counts.items(), key=lambda item: (-item[1], item[0]))


def _table(heads: tuple[str, ...], rows: Iterable[tuple[object, ...]]) -> Iterator[str]:
    yield f"| {' | '.join(heads)} |"
    yield f"|{' --- |' * len(heads)}"
    rest = 0
    for number, row in enumerate(rows):
        if number < MOST_ROWS:
            yield f"| {' | '.join(str(cell) for cell in row)} |"
        else:
            rest += 1
    if rest:
        yield f"\n{rest} more."


def _cell(text: str) -> str:
    text = safe(whole(text)).replace("&", "&amp;").replace("<", "&lt;")
    return "".join(f"\\{letter}" if letter in r"\`*_[]|#!" else letter for letter in text)


def _counted(number: int, noun: str) -> str:
    return f"{number:,} {noun}{'' if number == 1 else 's'}"
