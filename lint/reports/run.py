"""What every report is made from: the checked files with their texts, the rules, and what could not be checked."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from lint.edits import Edit
from lint.engine import Cleaned, Judged
from lint.readers.formats import document
from lint.report import LEVELS, Record, finding_records
from lint.rule import Rule, Severity

Key = tuple[str, int, int]
"""What tells the findings of a file apart: rule, start and end."""


class Suppressed(NamedTuple):
    """A finding that was left alone, by what ("comment", "ignore file" or "baseline"), and the reason that was given."""

    finding: Record
    by: str
    reason: str


class Checked(NamedTuple):
    """The report of one file, and the text that its offsets count in.

    `later` names the findings whose fix makes sense only after others, so it can't be offered on its own. `suppressed`
    holds what was left alone, where that is to be shown.
    """

    record: Record
    text: str
    later: frozenset[Key] = frozenset()
    suppressed: Sequence[Suppressed] = ()

    def fix(self, finding: Record) -> Record | None:
        """Return the fix of a finding if it can be applied to the text as it stands, without the other fixes."""
        fix: Record | None = finding["fix"]
        key = (finding["rule"], finding["start"], finding["end"])
        return fix if fix and fix["edits"] and key not in self.later else None


class Problem(NamedTuple):
    """A file that could not be checked, and why."""

    file: str
    message: str


class Run(NamedTuple):
    """One run over files; `rules` are those that ran, by id, `docs` the site on which they are explained."""

    files: Sequence[Checked]
    rules: Mapping[str, Rule]
    problems: Sequence[Problem] = ()
    docs: str = ""


def suppressed(text: str, name: str, cleaned: Cleaned) -> list[Suppressed]:
    """Return what was left alone in a text; what stands on lines that the run is not about does not count."""
    items = [item for item in cleaned.silenced if item.by != "unchanged"]
    records = finding_records(document(text, name), (Judged(item.finding, False) for item in items), False, {})
    return [Suppressed(record, item.by, item.reason) for record, item in zip(records, items, strict=True)]


def later(cleaned: Cleaned) -> frozenset[Key]:
    """Return the findings whose edits change what another fix has made first, and so do not fit the original."""
    if not cleaned.rounds:
        return frozenset()
    first, shift = [], 0
    for change in cleaned.rounds[0]:
        start = change.start - shift
        first.append(Edit(start, start + len(change.old), "", change.rule))
        shift += change.length - len(change.old)
    return frozenset(
        (finding.rule, finding.start, finding.end)
        for finding, _ in cleaned.findings
        if finding.fix and any(_meets(edit, cleaned.edits) and not _within(edit, first) for edit in finding.fix.edits)
    )


def _meets(edit: Edit, others: Sequence[Edit]) -> bool:
    """Tell whether an edit overlaps one of `others`; an insertion also by standing at the edge of one."""
    place = max(bisect_left(others, edit.start, key=lambda other: other.start) - 1, 0)
    for number in range(place, len(others)):
        other = others[number]
        if other.start > edit.end:
            return False
        if other.end < edit.start:
            continue
        inserted = edit.start == edit.end or other.start == other.end
        if inserted or (other.start < edit.end and edit.start < other.end):
            return True
    return False


def _within(edit: Edit, others: Sequence[Edit]) -> bool:
    place = bisect_right(others, edit.start, key=lambda other: other.start) - 1
    while place >= 0 and others[place].end >= edit.start:  # of those that touch, each may hold an insertion
        if edit.end <= others[place].end and others[place].rule == edit.rule:
            return True
        place -= 1
    return False


def left(record: Record) -> list[Record]:
    """Return the findings of a file that were not repaired in this run."""
    return [finding for finding in record["findings"] if not finding["applied"]]


def findings(run: Run) -> Iterator[tuple[Checked, Record]]:
    """Yield every finding that is left, with its file."""
    for checked in run.files:
        for finding in left(checked.record):
            yield checked, finding


def worst_first(run: Run) -> list[tuple[Checked, Record]]:
    """Return the findings that are left, the most severe first, else in order of file and place."""
    return sorted(findings(run), key=lambda item: -LEVELS[Severity(item[1]["severity"])])


def path(name: str) -> str:
    """Return a file's name as other programs expect it: forward slashes, and no "./" in front."""
    return name.replace("\\", "/").removeprefix("./")


def whole(text: str) -> str:
    """Return `text` with U+FFFD for what no Unicode encoding can write: bytes that were kept undecoded."""
    if text.isascii():
        return text
    try:
        text.encode()
        return text
    except UnicodeEncodeError:
        return text.encode("utf-8", "replace").decode()
