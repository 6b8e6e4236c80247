"""Why a line was flagged, or not: what was found there, what other rules would find, and what came close."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

from lint.catalogue import all_rules
from lint.engine import Cleaned
from lint.kinds import in_zone
from lint.linter import Linter
from lint.packs import entries, pack_files, rules_folder
from lint.rule import Finding, Safety
from lint.ruleset import RuleSet
from lint.text import MASK, Document, Line

_WORDS_FOR_IGNORING = {
    "comment": "ignored by a comment",
    "ignore file": "ignored by the ignore file",
    "baseline": "known to the baseline",
    "unchanged": "not changed",
}


class Reason(NamedTuple):
    """What one rule has to say of a line: "found", "silenced", "not selected" or "silent", and why."""

    state: str
    rule: str
    text: str


def reasons(document: Document, cleaned: Cleaned, linter: Linter, number: int) -> Iterator[Reason]:
    """Yield what there is to say of line `number`, counted from 0; what was found first."""
    line = document.lines[number]
    told: set[str] = set()
    for reason in (
        *_found(cleaned, document, line),
        *_silenced(cleaned, line),
        *_unselected(document, linter, line),
        *_close(document, linter, number),
    ):
        if reason.state in ("found", "silenced") or reason.rule not in told:
            yield reason
        told.add(reason.rule)


def masked(document: Document, number: int) -> float:
    """Return the share of a line that is markup, which no rule sees."""
    line = document.lines[number]
    content = document.prose[line.start : line.end]
    return content.count(MASK) / len(content) if content else 0.0


def _on(finding: Finding, line: Line) -> bool:
    return finding.start < line.stop and max(finding.end, finding.start + 1) > line.start


def _found(cleaned: Cleaned, document: Document, line: Line) -> Iterator[Reason]:
    for finding, applied in cleaned.findings:
        if _on(finding, line):
            yield Reason("found", finding.rule, f"{finding.message} {_what(finding, applied, document)}")


def _what(finding: Finding, applied: bool, document: Document) -> str:
    """Return in words what can be done about a finding."""
    if finding.fix is None:
        return "(nothing to apply: only reported)"
    if applied:
        return f"({finding.fix.safety.value}: --fix makes it)"
    if finding.fix.safety is Safety.SAFE:
        return "(safe, but in the way of another fix or in markup)"
    quoted = "; it stands in quotation marks" if document.is_quoted(finding.start, finding.end) else ""
    who = "--unsafe-fixes makes it" if finding.fix.safety is Safety.UNSAFE else "an editor decides"
    return f"({finding.fix.safety.value}: {who}{quoted})"


def _silenced(cleaned: Cleaned, line: Line) -> Iterator[Reason]:
    for item in cleaned.silenced:
        if _on(item.finding, line):
            reason = f": {item.reason}" if item.reason else ""
            yield Reason(
                "silenced", item.finding.rule, f"{item.finding.message} ({_WORDS_FOR_IGNORING[item.by]}{reason})"
            )


def _unselected(document: Document, linter: Linter, line: Line) -> Iterator[Reason]:
    others = [rule for rule in all_rules() if not linter.runs(rule.id)]
    default = {rule.id for rule in others if rule.default}
    for finding in RuleSet(others).findings(document):
        if _on(finding, line):
            why = "ignored or not selected by the settings" if finding.rule in default else "off unless selected"
            yield Reason("not selected", finding.rule, f"{finding.message} ({why})")


def _close(document: Document, linter: Linter, number: int) -> Iterator[Reason]:
    """Yield the declarative rules whose expression stands on the line, but which another condition keeps silent."""
    for entry in _entries(linter):
        if linter.runs(entry["id"]):
            why = (
                _line_rule(entry, document, number) if entry["kind"] == "line" else _text_rule(entry, document, number)
            )
            if why:
                yield Reason("silent", entry["id"], why)


def _entries(linter: Linter) -> list[Mapping[str, Any]]:
    from lint.linter import pack_paths

    return [*entries(pack_files(rules_folder())), *entries(pack_paths(linter.config.packs))]


def _line_rule(entry: Mapping[str, Any], document: Document, number: int) -> str:
    content = document.line_text(number)
    flags = 0 if entry.get("case") else re.IGNORECASE
    if not content or not any(re.fullmatch(rf"\W{{0,3}}(?:{p})\W{{0,3}}", content, flags) for p in entry["lines"]):
        return _part_of_line(entry, content, flags)
    unless = re.search(entry["unless"], content, re.IGNORECASE) if entry.get("unless") else None
    if unless:
        return f"the line is what it looks for, but '{unless.group()}' stands in it"
    if len(content) > entry.get("max_length", 200):
        return f"the line is what it looks for, but longer than {entry.get('max_length', 200)} characters"
    zone = entry.get("zone", "any")
    if not in_zone(document, number, zone):
        where = {
            "head": "before the running prose",
            "tail": "behind the running prose",
            "edge": "before or behind the running prose",
            "inside": "between paragraphs of running prose",
        }[zone]
        return f"the line is what it looks for, but it looks only {where}"
    return ""


def _part_of_line(entry: Mapping[str, Any], content: str, flags: int) -> str:
    """Return that only a part of the line is what a line rule looks for; a few letters count for nothing."""
    for pattern in entry["lines"]:
        match = re.search(rf"\b(?:{pattern})\b", content, flags)
        if match and len(match.group()) > 12:
            return f"only '{match.group()[:60]}' is what it looks for; it takes whole lines"
    return ""


def _text_rule(entry: Mapping[str, Any], document: Document, number: int) -> str:
    line = document.lines[number]
    flags = 0 if entry.get("case") else re.IGNORECASE
    sources = entry.get("patterns") or [rf"\b{re.escape(phrase)}\b" for phrase in entry["swaps"]]
    for source in sources:
        for text, where in ((document.prose, ""), (document.text, "in markup, which no rule sees")):
            match = re.compile(source, flags).search(text, line.start, line.end)
            if not match:
                continue
            found = " ".join(match.group().split())[:60]
            unless = entry.get("unless")
            around = text[line.start : line.end]
            excuse = re.search(unless, around, re.IGNORECASE) if unless else None
            if excuse:
                return f"'{found}' is what it looks for, but '{excuse.group()}' stands near"
            return f"'{found}' is what it looks for, but it stands {where or 'within a longer word, name or address'}"
    return ""
