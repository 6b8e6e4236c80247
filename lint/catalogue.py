"""Every rule that newslint ships: those of the packs and those that need code."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import cache

from lint import artifacts, boilerplate, grammar, names, privacy, readability, repair
from lint.packs import shipped
from lint.rule import CATEGORIES, Rule

CODED = (
    *artifacts.RULES,
    *boilerplate.RULES,
    *grammar.RULES,
    *names.RULES,
    *privacy.RULES,
    *readability.RULES,
    *repair.RULES,
)
"""The rules that need code."""


class UnknownRuleError(ValueError):
    """A selection names no rule; the message says which one may be meant."""


@cache
def all_rules(profile: str = "news") -> tuple[Rule, ...]:
    """Return every rule, sorted by id; those on readability have the thresholds of a profile."""
    coded = [*(rule for rule in CODED if rule not in readability.RULES), *readability.rules(profile)]
    return tuple(sorted((*shipped(), *coded), key=lambda rule: rule.id))


def renamed(rules: Iterable[Rule]) -> dict[str, str]:
    """Return the id of today for every id that a rule had before."""
    return {old: rule.id for rule in rules for old in rule.aliases}


def select(
    rules: Sequence[Rule], selected: Iterable[str] = (), ignored: Iterable[str] = (), extra: Iterable[str] = ()
) -> list[Rule]:
    """Return the rules whose ids the prefixes select; "all" selects every one.

    Without `selected`, the default rules are meant; `extra` adds to them and `ignored` takes away. Of two
    prefixes that disagree the longer decides. An id that a rule had before means that rule. Raise UnknownRuleError
    for a prefix that matches nothing.
    """
    return select_in_turn(rules, [(tuple(selected), tuple(ignored), tuple(extra))])


Layer = tuple[Iterable[str], Iterable[str], Iterable[str]]
"""What is selected, ignored and selected in addition, by prefixes, in one place that a user has written."""


def select_in_turn(rules: Sequence[Rule], layers: Iterable[Layer]) -> list[Rule]:
    """Return the rules that several layers select: each overrules those before it, one that selects forgets them."""
    chosen = {rule.id for rule in rules if rule.default}
    today = renamed(rules)
    for layer in layers:
        selected, ignored, extra = ([today.get(prefix, prefix) for prefix in prefixes] for prefixes in layer)
        for prefix in (*selected, *ignored, *extra):
            require(prefix, rules)
        if selected:
            chosen.clear()
        for rule in rules if selected or ignored or extra else ():
            wanted, unwanted = _longest((*selected, *extra), rule), _longest(ignored, rule)
            if wanted > unwanted:
                chosen.add(rule.id)
            elif unwanted >= 0:
                chosen.discard(rule.id)
    return [rule for rule in rules if rule.id in chosen]


def _longest(prefixes: Iterable[str], rule: Rule) -> int:
    """Return the length of the longest prefix that selects a rule; "all" counts as none, -1 is no prefix at all."""
    return max((0 if prefix == "all" else len(prefix) for prefix in prefixes if matches(prefix, rule.id)), default=-1)


def matches(prefix: str, rule: str) -> bool:
    """Tell whether a prefix such as "boilerplate.share" selects a rule id; it ends at a dot, a hyphen or the end."""
    return prefix == "all" or rule == prefix or (rule.startswith(prefix) and rule[len(prefix)] in ".-")


def require(prefix: str, rules: Sequence[Rule]) -> None:
    """Raise UnknownRuleError if a prefix matches none of the rules, and is no id that one had before."""
    if prefix in (*CATEGORIES, "all") or any(matches(prefix, rule.id) or prefix in rule.aliases for rule in rules):
        return
    if prefix.startswith("grammar.") and not any(rule.category == "grammar" for rule in rules):
        return  # these are known only where LanguageTool is asked
    from difflib import get_close_matches

    close = get_close_matches(prefix, [rule.id for rule in rules] + list(CATEGORIES), n=1, cutoff=0.5)
    hint = f"; did you mean '{close[0]}'?" if close else "; 'newslint rules list' shows them all"
    raise UnknownRuleError(f"no rule begins with '{prefix}'{hint}")
