"""Rules of this category that need code; the tuple lists them by hand."""

from __future__ import annotations

from lint.readability.sentences import LONG_RULE
from lint.rule import Rule

RULES: tuple[Rule, ...] = (LONG_RULE,)
