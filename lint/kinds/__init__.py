"""The kinds of declarative rule: what a pack entry says becomes probes.

swap     a phrase that is wrong wherever it stands, and its repair
pattern  a regular expression within the running text, with a replacement or none
line     a regular expression that must match a whole line, which is then removed
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any

from lint.kinds.line import in_zone, line_finding, line_needs, line_probes
from lint.kinds.pattern import pattern_needs, pattern_probes
from lint.kinds.swap import swap_needs, swap_probes
from lint.kinds.voice import Voice, fit_case, shown
from lint.rule import Example, LineProbe, Probe, Rule, Safety, Severity

Entry = Mapping[str, Any]
"""A rule of a pack as plain data: validated, with the `needs` of its probes beside it."""

NEEDS = {"swap": swap_needs, "pattern": pattern_needs, "line": line_needs}
"""How each kind tells what its probes need."""

PROBES: dict[str, Callable[[Entry, Voice], Iterator[Probe | LineProbe]]] = {
    "swap": swap_probes,
    "pattern": pattern_probes,
    "line": line_probes,
}
"""How each kind makes its probes."""


def build(entry: Entry) -> Rule:
    """Return the rule that a validated entry describes."""
    voice = Voice(
        entry["id"],
        entry["message"],
        Severity(entry.get("severity", "warning")),
        Safety(entry.get("safety", "suggestion")),
        entry.get("quoted", "suggestion"),
    )
    return Rule(
        id=entry["id"],
        severity=voice.severity,
        safety=voice.safety,
        why=entry["why"],
        probes=tuple(PROBES[entry["kind"]](entry, voice)),
        examples=tuple(Example(example["bad"], example.get("good")) for example in entry.get("examples", ())),
        keep=tuple(entry.get("keep", ())),
        default=entry.get("default", True),
        source=entry.get("source", "built in"),
    )


__all__ = ["NEEDS", "Entry", "Voice", "build", "fit_case", "in_zone", "line_finding", "shown"]
