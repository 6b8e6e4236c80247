"""Grammar: rules of our own for what rewriting breaks, and the engines of others, asked only when a user wants them."""

from __future__ import annotations

from lint.grammar import (
    agreement,
    articles,
    clauses,
    comparatives,
    dialect,
    doubled,
    gerunds,
    headlines,
    number,
    subjects,
    verbs,
)
from lint.rule import Rule

RULES: tuple[Rule, ...] = (
    *agreement.RULES,
    *articles.RULES,
    *clauses.RULES,
    *comparatives.RULES,
    *dialect.RULES,
    *doubled.RULES,
    *gerunds.RULES,
    *headlines.RULES,
    *number.RULES,
    *subjects.RULES,
    *verbs.RULES,
)
"""The rules of this category that need code; the engines' own are in their tables."""
