"""What newslint knows of one state of a text in an editor, with its places in the editor's own units."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from lsprotocol import types

from lint.edits import Edit
from lint.engine import Cleaned
from lint.linter import Linter
from lint.positions import Positions, Width, utf8, utf16
from lint.readers.formats import SUFFIXES
from lint.report import LEVELS
from lint.reports.run import Key, later
from lint.rule import Finding, Fix, Rule

MOST_DIAGNOSTICS = 400
"""Diagnostics that an editor gets of one text; the most severe are kept."""

_WIDTHS: dict[str, Width] = {"utf-8": utf8, "utf-16": utf16, "utf-32": len}
_SUFFIXES = {"markdown": ".md", "html": ".html"}


class Analysis(NamedTuple):
    """The findings of one version of a text, named as its file; `later` are those whose fix does not fit the text as it stands."""

    name: str
    version: int | None
    cleaned: Cleaned
    rules: dict[str, Rule]
    positions: Positions
    later: frozenset[Key]

    @property
    def findings(self) -> list[Finding]:
        """The findings in order of place, the most severe ones where there are too many."""
        found = [judged.finding for judged in self.cleaned.findings]
        if len(found) <= MOST_DIAGNOSTICS:
            return found
        kept = sorted(found, key=lambda finding: -LEVELS[finding.severity])[:MOST_DIAGNOSTICS]
        return sorted(kept, key=lambda finding: (finding.start, finding.rule))

    def fix(self, finding: Finding) -> Fix | None:
        """Return the fix of a finding if it can be applied to the text as it stands."""
        key = finding.rule, finding.start, finding.end
        return finding.fix if finding.fix and finding.fix.edits and key not in self.later else None

    def range(self, start: int, end: int) -> types.Range:
        """Return the range of an editor for offsets."""
        return types.Range(types.Position(*self.positions.place(start)), types.Position(*self.positions.place(end)))

    def edits(self, edits: Iterable[Edit]) -> list[types.TextEdit]:
        """Return edits as an editor makes them."""
        return [types.TextEdit(self.range(edit.start, edit.end), edit.replacement) for edit in edits]

    def at(self, place: types.Range) -> list[Finding]:
        """Return the findings that touch a range of the editor."""
        start = self.positions.offset(place.start.line, place.start.character)
        end = self.positions.offset(place.end.line, place.end.character)
        return [finding for finding in self.findings if finding.start <= end and start <= finding.end]


def analyzed(text: str, name: str, linter: Linter, version: int | None, encoding: str = "utf-16") -> Analysis:
    """Return what a linter finds in a text; `encoding` is the unit in which the editor counts."""
    cleaned = linter.clean(text, name, page=False)
    positions = Positions(text, _WIDTHS[encoding])
    return Analysis(name, version, cleaned, {rule.id: rule for rule in linter.rules.rules}, positions, later(cleaned))


def named(path: str | None, language: str) -> str:
    """Return a name whose ending tells the format: that of the file, or of the editor's language for a new text."""
    if path and any(path.lower().endswith(suffix) for suffix in SUFFIXES):
        return path
    return (path or "untitled") + _SUFFIXES.get(language, "")
