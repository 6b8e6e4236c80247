"""All rules as a page of documentation, made from the rules themselves."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Sequence
from functools import cache
from itertools import groupby
from typing import Any, NamedTuple

from lint.packs import rules_folder
from lint.rule import Rule

_HEAD = """\
# The rules

Made by `newslint rules list --output-format markdown`; don't edit it. A `safe` fix was measured to be wrong less than
once in 100,000 words of clean news, and is made by `--fix` and `clean`; an `unsafe` one only with `--unsafe-fixes`; a
`suggestion` only by an editor. Some examples stand with each rule, `newslint rules show ID` shows all. *Kept* are
genuine sentences that come close and must stay silent.

What a rule was *measured* to find in clean articles, with `benchmarks/false_alarms.py`, is an upper bound of its false
alarms: clean articles are not quite clean, and a rule on style finds what is there.
"""

MEASURED = "false-alarms.json"
"""The file beside the packs that says what each rule finds in clean articles."""

_MOST = 3


def page(rules: Sequence[Rule]) -> str:
    """Return the page of documentation on rules, which are sorted by id."""
    parts = [_HEAD]
    for category, members in groupby(rules, key=lambda rule: rule.category):
        listed = list(members)
        parts.append(f"## {category}\n")
        parts.append("| rule | severity | fix | |\n|---|---|---|---|")
        parts += [
            f"| [{r.id}](#{_anchor(r.id)}) | {r.severity} | {r.safety} | {'' if r.default else 'off'} |" for r in listed
        ]
        parts.append("")
        parts += ["\n".join(_entry(rule)) for rule in listed]
    return "\n".join(parts)


def _anchor(rule: str) -> str:
    return rule.replace(".", "")


def _entry(rule: Rule) -> Iterator[str]:
    off = "" if rule.default else " It is off unless selected."
    yield f"### {rule.id}\n"
    yield f"{rule.why.strip()}{off}\n"
    yield f"{in_words(on_clean_text(rule.id))}\n"
    for bad, good in rule.examples[:_MOST]:
        yield f"- {_code(bad)}"
        yield f"  becomes {_code(good)}" if good is not None else "  is only reported"
    for text in rule.keep[:_MOST]:
        yield f"- kept: {_code(text)}"
    yield ""


class OnCleanText(NamedTuple):
    """What a rule found in so many words of clean articles, and how much of it was repaired without asking."""

    found: int
    repaired: int
    words: int


def on_clean_text(rule: str) -> OnCleanText | None:
    """Return what a rule was measured to find in clean articles; None where it was not."""
    record = _measured()
    if rule not in record["rules"]:
        return None
    found, repaired = record["rules"][rule]
    return OnCleanText(found, repaired, record["words"])


@cache
def _measured() -> dict[str, Any]:
    record: dict[str, Any] = json.loads((rules_folder() / MEASURED).read_bytes())
    return record


def in_words(measured: OnCleanText | None) -> str:
    """Return a measurement as a sentence."""
    if measured is None:
        return "Not measured yet on clean articles."
    found, repaired, words = measured
    much = f"in {words / 1e6:.2f} million words of clean articles"
    if not found:
        return f"Measured: no finding {much}."
    findings = "1 finding" if found == 1 else f"{found:,} findings"
    safely = f", {repaired:,} repaired as safe," if repaired else ""
    return f"Measured: {findings}{safely} {much}: {found / words * 1e6:,.1f} in a million."


def _code(text: str) -> str:
    """Return a text as code on one line; what can't be seen is written as in Python."""
    shown = repr(text)[1:-1].replace("\\'", "'").replace("|", "\\|") if text else ""
    shown = shown if len(shown) <= 240 else f"{shown[:120]} … {shown[-110:]}"
    if not shown.strip():
        return f"{len(text)} spaces" if text else "nothing"
    ticks = "`" * (max((len(run) for run in re.findall(r"`+", shown)), default=0) + 1)
    pad = " " if "`" in shown or shown != shown.strip() else ""
    return f"{ticks}{pad}{shown}{pad}{ticks}"
