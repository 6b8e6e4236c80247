"""Rules of this category that need code; the tuple lists them by hand."""

from __future__ import annotations

from lint.artifacts import clauses, foreign, impossible, keywords, leftovers, soft
from lint.rule import Rule

RULES: tuple[Rule, ...] = (
    impossible.RULE,
    clauses.FOLLOWING_RULE,
    *clauses.clause_rules(),
    *leftovers.RULES,
    keywords.RULE,
    foreign.RULE,
    soft.RULE,
)
