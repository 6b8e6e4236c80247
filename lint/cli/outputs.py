"""The reports of a run of `check`: one to standard output, others to files, all from the same findings."""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from lint.engine import Cleaned
from lint.report import Record
from lint.reports import FORMATS, render
from lint.reports.text import by_rule, grouped
from lint.rule import Rule
from lint.terminal import Style
from lint.writers import UnwritableError, write

if TYPE_CHECKING:
    from lint.reports.run import Run

PROSE = frozenset({"full", "concise", "grouped", "by-rule"})
"""Formats for people; a closing line with the count follows them."""

STREAMED = frozenset({"full", "concise", "jsonl"})
"""Formats that standard output gets file by file; the others need the whole run."""


class OutputError(ValueError):
    """An --output that can't be understood; the message says how it is written."""


class Target(NamedTuple):
    """A report to write: its format and its file."""

    format: str
    path: Path


def targets(given: Sequence[str]) -> list[Target]:
    """Return the reports that --output asks for; raise OutputError for one that is not FORMAT:FILE."""
    found = [_target(value) for value in given]
    for number, target in enumerate(found):
        if any(target.path.absolute() == other.path.absolute() for other in found[:number]):
            raise OutputError(f"--output {given[number]}: another report goes to the same file; name another one")
    return found


def _target(value: str) -> Target:
    format, colon, file = value.partition(":")
    if not colon or not file:
        raise OutputError(f"--output {value}: write FORMAT:FILE, such as sarif:newslint.sarif")
    if format not in FORMATS:
        raise OutputError(f"--output {value}: no format '{format}'; the formats are {', '.join(FORMATS)}")
    if Path(file).is_dir():
        raise OutputError(f"--output {value}: {file} is a folder; name a file in it")
    return Target(format, Path(file))


class Outputs:
    """Collects what the reports of a run need, and makes them when it is over."""

    def __init__(self, format: str, given: Sequence[str] = (), *, show_suppressed: bool = False) -> None:
        self.printed = None if format in STREAMED else format
        self.targets = targets(given)
        self.show_suppressed = show_suppressed
        self._files: list[tuple[Record, str, Cleaned]] = []
        self._problems: list[tuple[str, str]] = []

    @property
    def wanted(self) -> bool:
        """Whether any report needs the whole run."""
        return bool(self.printed or self.targets)

    def add(self, record: Record, text: str, cleaned: Cleaned) -> None:
        """Take the report of a file, and the text that its offsets count in."""
        self._files.append((record, text, cleaned))

    def problem(self, file: str, message: str) -> None:
        """Take a file that could not be checked."""
        self._problems.append((file, message))

    def close(self, rules: Mapping[str, Rule], style: Style) -> str:
        """Write the reports that go to files, and return what is to be printed in `style`."""
        if not self.wanted:
            return ""
        from lint.reports.run import Checked, Problem, Run, later, suppressed

        files = [
            Checked(
                record,
                text,
                later(cleaned),
                suppressed(text, record["file"], cleaned) if self.show_suppressed else (),
            )
            for record, text, cleaned in self._files
        ]
        run = Run(files, rules, [Problem(*problem) for problem in self._problems], style.docs)
        for target in self.targets:
            write(target.path, render(target.format, run).encode("utf-8", "replace"))
        self._summarize(run)
        if self.printed in PROSE:
            return {"grouped": grouped, "by-rule": by_rule}[self.printed](run, style)
        return render(self.printed, run) if self.printed else ""

    def _summarize(self, run: Run) -> None:
        """Append to the summary of a GitHub workflow, where annotations are asked for in one."""
        place = os.environ.get("GITHUB_STEP_SUMMARY")
        if not place or "github" not in {self.printed, *(target.format for target in self.targets)}:
            return
        from lint.reports.github import summary

        try:
            with open(place, "a", encoding="utf-8") as file:
                file.write(summary(run))
        except OSError as error:
            reason = f"{place}: can't be written ({error.strerror}); check $GITHUB_STEP_SUMMARY"
            raise UnwritableError(reason) from None
