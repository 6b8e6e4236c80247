"""Rules of this category that need code; the tuple lists them by hand."""

from __future__ import annotations

from lint.boilerplate import bios, captions, headings, markers, pullquotes, stamps, tails, titles
from lint.rule import Rule

RULES: tuple[Rule, ...] = (
    bios.RULE,
    captions.RULE,
    headings.RULE,
    markers.RULE,
    pullquotes.RULE,
    stamps.EPOCH_RULE,
    stamps.STAMP_RULE,
    tails.LABEL_RULE,
    tails.TAIL_RULE,
    titles.RULE,
)
