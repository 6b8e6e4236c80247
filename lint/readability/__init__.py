"""Rules on how hard a text is to read; the tuple lists them by hand, with the thresholds of news."""

from __future__ import annotations

from lint.readability import style
from lint.readability.sentences import long_rule
from lint.rule import Rule


def rules(profile: str = "news") -> tuple[Rule, ...]:
    """Return the rules of this category that need code, with the thresholds of a profile."""
    return (long_rule(style.profile(profile).sentence_words), *style.rules(profile))


RULES: tuple[Rule, ...] = rules()
