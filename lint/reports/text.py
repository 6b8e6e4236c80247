"""Findings as lines for a terminal: full with the place shown, or concise."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from lint.pattern import lazy
from lint.reports.links import file_line, rule_page
from lint.terminal import Style, safe, width

if TYPE_CHECKING:
    from lint.reports.run import Run

WIDTH = 110
"""Columns of an article's line that the full form shows around a finding."""

_LINE_ENDS = lazy(r"\r\n|\r|\n")
_LINE = lazy(r"[^\n]*\n|[^\n]+")


def columns() -> int:
    """Return how many columns of an article's line fit on the terminal beside the number of the line."""
    return max(12, min(WIDTH, width(WIDTH + 10) - 8))


def concise(file: str, finding: dict[str, Any], style: Style) -> str:
    """Return a finding on one line."""
    place = placed(f"{safe(file)}:{finding['line']}:{finding['column']}:", file, finding["line"], style)
    head = style(finding["severity"], f"{finding['severity']} {ruled(finding['rule'], style)}")
    return f"{style('bold', place)} {head} {mark(finding)}{safe(finding['message'])}"


def placed(text: str, file: str, line: int, style: Style) -> str:
    """Return a text as a link to a line of a file, where a terminal shows links."""
    return style.link(text, file_line(file, line)) if style.links else text


def ruled(rule: str, style: Style) -> str:
    """Return the id of a rule as a link to what is said of it, where a terminal shows links and a site is known."""
    return style.link(rule, rule_page(style.docs, rule)) if style.links else rule


def mark(finding: dict[str, Any]) -> str:
    """Return what can be done about a finding, in brackets: fixed, or how safe its fix is."""
    if finding["applied"]:
        return "[fixed] "
    return f"[{finding['fix']['safety']}] " if finding["fix"] else ""


def full(file: str, finding: dict[str, Any], line: str, style: Style) -> Iterator[str]:
    """Yield the lines that show a finding with its place in the article's line and its repair."""
    yield concise(file, finding, style)
    column = finding["column"] - 1
    length = max(1, min(finding["end"] - finding["start"], len(line) - column))
    fitting = columns()
    start = max(0, min(column - fitting // 3, len(line) - fitting))
    cut = line[start : start + fitting]
    number = str(finding["line"])
    margin = " " * len(number)
    left, right = "…" if start else "", "…" if start + fitting < len(line) else ""
    under = " " * (column - start + len(left)) + "^" * min(length, fitting - (column - start))
    yield style("dim", f"{number} | ") + left + safe(cut) + right
    yield style("dim", f"{margin} | ") + style(finding["severity"], under)
    advice = repair(finding)
    if advice:
        yield style("dim", f"{margin} = ") + advice
    yield ""


def repair(finding: dict[str, Any]) -> str:
    """Return in words what the fix of a finding does."""
    fix = finding["fix"]
    if not fix or not fix["edits"]:
        return ""
    replacement = fix["replacement"]
    if len(fix["edits"]) == 1 and not replacement:
        return "remove it"
    if replacement.strip():
        return f"replace with '{safe(' '.join(replacement.split()))}'"
    return "repair the spacing"


def diff(file: str, before: str, after: str, style: Style, *, words: bool = False) -> str:
    """Return a unified diff that patch can read; by `words`, [-what goes-] and {+what comes+} stand in the lines."""
    if words:
        return _by_words(file, before, after, style)
    from difflib import unified_diff

    old, new = _LINE.findall(before), _LINE.findall(after)
    lines: list[str] = []
    for line in unified_diff(old, new, f"a/{file}", f"b/{file}", n=2):
        kind = "red" if line.startswith("-") else "green" if line.startswith("+") else "dim"
        shown = style(kind, safe(line.rstrip("\r\n")))
        lines.append(shown if line.endswith("\n") else f"{shown}\n\\ No newline at end of file")
    return "\n".join(lines)


def _by_words(file: str, before: str, after: str, style: Style) -> str:
    """Return the changed lines of a text once, with their changed words marked and their numbers in the old text."""
    lines = [style("dim", f"--- a/{safe(file)}"), style("dim", f"+++ b/{safe(file)}")]
    number, shown, changed = 1, "", False
    for kind, piece in _pieces(before, after):
        for part in _LINE.findall(piece):
            content = safe(part.rstrip("\r\n"))
            marked = {"red": f"[-{content}-]", "green": f"{{+{content}+}}"}.get(kind)
            shown += style(kind, marked) if marked and content.strip() else content
            changed = changed or kind != "same"
            if part.endswith("\n"):
                if changed:
                    lines.append(style("dim", f"{number} | ") + shown)
                number, shown, changed = number + (kind != "green"), "", False
    return "\n".join([*lines, style("dim", f"{number} | ") + shown] if changed else lines)


def _pieces(before: str, after: str) -> Iterator[tuple[str, str]]:
    """Yield what stays the same, what goes (red) and what comes (green), in order."""
    from lint.edits import between

    done = 0
    for edit in between(before, after):
        yield "same", before[done : edit.start]
        yield "red", before[edit.start : edit.end]
        yield "green", edit.replacement
        done = edit.end
    yield "same", before[done:]


def concise_form(run: Run) -> str:
    """Return the findings that are left, a line each."""
    from lint.reports.run import findings

    plain = Style(False)
    return "".join(concise(checked.record["file"], finding, plain) + "\n" for checked, finding in findings(run))


def full_form(run: Run) -> str:
    """Return the findings that are left, each with its place in the text."""
    from lint.reports.run import left

    parts: list[str] = []
    for checked in run.files:
        lines = _LINE_ENDS.split(checked.text)
        for finding in left(checked.record):
            line = lines[finding["line"] - 1] if finding["line"] <= len(lines) else ""
            parts.extend(full(checked.record["file"], finding, line, Style(False)))
    return "".join(part + "\n" for part in parts)


def grouped(run: Run, style: Style | None = None) -> str:
    """Return the findings that are left, below the name of their file."""
    from lint.reports.run import findings

    groups: dict[str, list[str]] = defaultdict(list)
    style = style or Style(False)
    for checked, finding in findings(run):
        name = checked.record["file"]
        place = placed(f"{finding['line']}:{finding['column']}".rjust(9), name, finding["line"], style)
        head = style(finding["severity"], f"{finding['severity']:7} {ruled(finding['rule'], style)}")
        groups[placed(safe(name), name, 0, style)].append(
            f"  {place}  {head}  {mark(finding)}{safe(finding['message'])}"
        )
    return _in_groups(groups, style)


def by_rule(run: Run, style: Style | None = None) -> str:
    """Return the findings that are left, below their rule; the rule that fired most comes first."""
    from lint.reports.run import findings

    groups: dict[str, list[str]] = defaultdict(list)
    style = style or Style(False)
    for checked, finding in findings(run):
        name = checked.record["file"]
        place = placed(f"{safe(name)}:{finding['line']}:{finding['column']}:", name, finding["line"], style)
        groups[finding["rule"]].append(f"  {place} {mark(finding)}{safe(finding['message'])}")
    ordered = sorted(groups.items(), key=lambda item: (-len(item[1]), item[0]))
    return _in_groups({f"{ruled(rule, style)} ({len(lines)})": lines for rule, lines in ordered}, style)


def _in_groups(groups: dict[str, list[str]], style: Style) -> str:
    blocks = ["\n".join([style("bold", head), *lines]) + "\n" for head, lines in groups.items()]
    return "\n".join(blocks)
