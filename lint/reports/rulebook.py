"""All rules as a page of documentation, made from the rules themselves."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import groupby

from lint.rule import Rule

_HEAD = """\
# The rules

Made by `newslint rules list --output-format markdown`; don't edit it. A `safe` fix was measured to be wrong less than
once in 100,000 words of clean news, and is made by `--fix` and `clean`; an `unsafe` one only with `--unsafe-fixes`; a
`suggestion` only by an editor. Some examples stand with each rule, `newslint rules show ID` shows all. *Kept* are
genuine sentences that come close and must stay silent.
"""

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
    for bad, good in rule.examples[:_MOST]:
        yield f"- {_code(bad)}"
        yield f"  becomes {_code(good)}" if good is not None else "  is only reported"
    for text in rule.keep[:_MOST]:
        yield f"- kept: {_code(text)}"
    yield ""


def _code(text: str) -> str:
    """Return a text as code on one line; what can't be seen is written as in Python."""
    shown = repr(text)[1:-1].replace("\\'", "'").replace("|", "\\|") if text else ""
    shown = shown if len(shown) <= 240 else f"{shown[:120]} … {shown[-110:]}"
    if not shown.strip():
        return f"{len(text)} spaces" if text else "nothing"
    ticks = "`" * (max((len(run) for run in re.findall(r"`+", shown)), default=0) + 1)
    pad = " " if "`" in shown or shown != shown.strip() else ""
    return f"{ticks}{pad}{shown}{pad}{ticks}"
