"""Rules in Python from installed packages: the entry points of the group `newslint.rules`.

Each leads to a tuple of rules, or to a function that returns one. They are looked for only where a configuration
asks for plugins, because looking costs more than a whole run.
"""

from __future__ import annotations

from functools import cache
from importlib.metadata import EntryPoint, entry_points

from lint.rule import CATEGORIES, Rule

GROUP = "newslint.rules"


class PluginError(ValueError):
    """A plugin that can't be used; the message names it, and the remedy."""


@cache
def plugin_rules(names: tuple[str, ...]) -> tuple[Rule, ...]:
    """Return the rules of the named plugins, "*" for all; raise PluginError for one that is missing or wrong."""
    found = {point.name: point for point in entry_points(group=GROUP)}
    for name in names:
        if name != "*" and name not in found:
            there = ", ".join(sorted(found)) or "none"
            raise PluginError(
                f"plugin '{name}' is not installed (there is: {there}); install it, or take it out of plugins"
            )
    wanted = sorted(found) if "*" in names else names
    return tuple(rule for name in wanted for rule in _rules(found[name]))


def _rules(point: EntryPoint) -> tuple[Rule, ...]:
    try:
        made = point.load()
        rules = tuple(made() if callable(made) else made)
    except Exception as error:  # a plugin may raise anything
        raise PluginError(f"plugin '{point.name}' ({point.value}) fails: {type(error).__name__}: {error}") from error
    for rule in rules:
        if not isinstance(rule, Rule):
            raise PluginError(f"plugin '{point.name}' ({point.value}) gives {rule!r}, which is no lint.rule.Rule")
        if rule.category not in CATEGORIES:
            raise PluginError(
                f"plugin '{point.name}': rule '{rule.id}' needs an id of category.what-is-wrong, with a category of "
                + ", ".join(CATEGORIES)
            )
    return rules
