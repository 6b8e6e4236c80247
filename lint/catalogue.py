"""Every rule that newslint ships: those of the packs and those that need code."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import cache

from lint import artifacts, boilerplate, names, privacy, readability, repair
from lint.packs import shipped
from lint.rule import CATEGORIES, Rule

CODED = (*artifacts.RULES, *boilerplate.RULES, *names.RULES, *privacy.RULES, *readability.RULES, *repair.RULES)
"""The rules that need code."""


class UnknownRuleError(ValueError):
    """A selection names no rule; the message says which one may be meant."""


@cache
def all_rules() -> tuple[Rule, ...]:
    """Return every rule, sorted by id."""
    return tuple(sorted((*shipped(), *CODED), key=lambda rule: rule.id))


def select(
    rules: Sequence[Rule], selected: Iterable[str] = (), ignored: Iterable[str] = (), extra: Iterable[str] = ()
) -> list[Rule]:
    """Return the rules whose ids the prefixes select; "all" selects every one.

    Without `selected`, the default rules are meant; `extra` adds to them and `ignored` takes away. Of two
    prefixes that disagree the longer decides. Raise UnknownRuleError for a prefix that matches nothing.
    """
    selected, ignored, extra = list(selected), list(ignored), list(extra)
    for prefix in (*selected, *ignored, *extra):
        _known(prefix, rules)
    return [rule for rule in rules if _chosen(rule, selected, ignored, extra)]


def matches(prefix: str, rule: str) -> bool:
    """Tell whether a prefix such as "boilerplate.share" selects a rule id; it ends at a dot, a hyphen or the end."""
    return prefix == "all" or rule == prefix or (rule.startswith(prefix) and rule[len(prefix)] in ".-")


def _chosen(rule: Rule, selected: list[str], ignored: list[str], extra: list[str]) -> bool:
    wanted = [len(prefix) for prefix in (*selected, *extra) if matches(prefix, rule.id)]
    unwanted = [len(prefix) for prefix in ignored if matches(prefix, rule.id)]
    chosen = bool(wanted) if selected else rule.default or bool(wanted)
    return chosen and (not unwanted or (bool(wanted) and max(wanted) > max(unwanted)))


def _known(prefix: str, rules: Sequence[Rule]) -> None:
    if prefix in CATEGORIES or any(matches(prefix, rule.id) for rule in rules):
        return
    from difflib import get_close_matches

    close = get_close_matches(prefix, [rule.id for rule in rules] + list(CATEGORIES), n=1, cutoff=0.5)
    hint = f"; did you mean '{close[0]}'?" if close else "; 'newslint rules list' shows them all"
    raise UnknownRuleError(f"no rule begins with '{prefix}'{hint}")
