"""Rules of this category that need code; the tuple lists them by hand."""

from __future__ import annotations

from lint.names.inconsistent import NAME_INCONSISTENT, NAME_MISSPELLED
from lint.names.similarity import similarity
from lint.names.spelling import VARIANT_SPELLING
from lint.rule import Rule

__all__ = ["RULES", "similarity"]

RULES: tuple[Rule, ...] = (NAME_INCONSISTENT, NAME_MISSPELLED, VARIANT_SPELLING)
