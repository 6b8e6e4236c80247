"""Rules of this category that need code; the tuple lists them by hand."""

from __future__ import annotations

from lint.boilerplate import (
    bios,
    captions,
    classifier,
    comments,
    headings,
    markers,
    pullquotes,
    regions,
    stamps,
    tails,
    titles,
)
from lint.rule import Rule

RULES: tuple[Rule, ...] = (
    bios.RULE,
    captions.RULE,
    classifier.RULE,
    comments.RULE,
    headings.RULE,
    markers.RULE,
    pullquotes.RULE,
    regions.RULE,
    stamps.EPOCH_RULE,
    stamps.STAMP_RULE,
    tails.LABEL_RULE,
    tails.TAIL_RULE,
    titles.RULE,
)
