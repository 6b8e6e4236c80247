"""Findings as lines for a terminal: full with the place shown, or concise."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from lint.pattern import lazy

WIDTH = 110
"""Columns of an article's line that the full form shows around a finding."""

_COLORS = {"error": "31", "warning": "33", "info": "36", "bold": "1", "dim": "2", "red": "31", "green": "32"}
_LINE = lazy(r"[^\n]*\n|[^\n]+")
_UNPRINTABLE = lazy(r"[\x00-\x1f\x7f-\x9f\u200e\u200f\u202a-\u202e\u2066-\u2069\ud800-\udfff\ufeff]")


class Style:
    """Colors on a terminal that wants them, none elsewhere."""

    def __init__(self, color: bool) -> None:
        self.color = color

    def __call__(self, kind: str, text: str) -> str:
        """Return `text` in the color of `kind`."""
        return f"\x1b[{_COLORS[kind]}m{text}\x1b[0m" if self.color and text else text


def safe(text: str) -> str:
    """Return `text` without characters that command a terminal."""
    return _UNPRINTABLE.sub(lambda match: "�" if match.group() not in "\t" else " ", text)


def concise(file: str, finding: dict[str, Any], style: Style) -> str:
    """Return a finding on one line."""
    place = f"{safe(file)}:{finding['line']}:{finding['column']}:"
    head = style(finding["severity"], f"{finding['severity']} {finding['rule']}")
    return f"{style('bold', place)} {head} {mark(finding)}{safe(finding['message'])}"


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
    start = max(0, min(column - WIDTH // 3, len(line) - WIDTH))
    cut = line[start : start + WIDTH]
    number = str(finding["line"])
    margin = " " * len(number)
    left, right = "…" if start else "", "…" if start + WIDTH < len(line) else ""
    under = " " * (column - start + len(left)) + "^" * min(length, WIDTH - (column - start))
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


def diff(file: str, before: str, after: str, style: Style) -> str:
    """Return a unified diff that patch can read."""
    from difflib import unified_diff

    old, new = _LINE.findall(before), _LINE.findall(after)
    lines = []
    for line in unified_diff(old, new, f"a/{file}", f"b/{file}", n=2):
        kind = "red" if line.startswith("-") else "green" if line.startswith("+") else "dim"
        shown = style(kind, safe(line.rstrip("\r\n")))
        lines.append(shown if line.endswith("\n") else f"{shown}\n\\ No newline at end of file")
    return "\n".join(lines)
