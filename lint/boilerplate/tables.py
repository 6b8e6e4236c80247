"""The word lists of the boilerplate rules, as sets."""

from __future__ import annotations

from functools import cache

from lint.packs import data
from lint.text import fold


@cache
def words(name: str) -> frozenset[str]:
    """Return a word list of rules/boilerplate/words.toml, folded."""
    return frozenset(fold(data("boilerplate/words.toml")[name]).split())
