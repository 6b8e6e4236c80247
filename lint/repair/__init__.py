"""Rules of this category that need code; the tuple lists them by hand."""

from __future__ import annotations

from lint.repair.characters import CONTROL_RULE
from lint.repair.cutoff import CUT_OFF_RULE
from lint.repair.encoding import ENTITY_RULE, LIGATURE_RULE, LOST_RULE, MOJIBAKE_RULE
from lint.repair.fragments import FRAGMENT_RULE
from lint.repair.lineends import BLANK_RULE, FINAL_RULE, MIXED_RULE
from lint.repair.majority import DASHES_RULE, QUOTES_RULE
from lint.repair.punctuation import MISSING_RULE
from lint.repair.quotes import FOREIGN_RULE, REOPENED_RULE, UNCLOSED_RULE, WANDERED_RULE
from lint.repair.spaces import BEFORE_RULE, NO_BREAK_RULE, RUN_RULE, TRAILING_RULE
from lint.repair.words import BRACKET_RULE, DOUBLED_RULE, LOWER_RULE
from lint.repair.wrapped import WRAPPED_RULE
from lint.rule import Rule

RULES: tuple[Rule, ...] = (
    BEFORE_RULE,
    BLANK_RULE,
    CONTROL_RULE,
    CUT_OFF_RULE,
    ENTITY_RULE,
    FINAL_RULE,
    LIGATURE_RULE,
    LOST_RULE,
    MIXED_RULE,
    MOJIBAKE_RULE,
    NO_BREAK_RULE,
    RUN_RULE,
    TRAILING_RULE,
    FOREIGN_RULE,
    REOPENED_RULE,
    UNCLOSED_RULE,
    WANDERED_RULE,
    MISSING_RULE,
    BRACKET_RULE,
    DOUBLED_RULE,
    LOWER_RULE,
    FRAGMENT_RULE,
    WRAPPED_RULE,
    QUOTES_RULE,
    DASHES_RULE,
)
