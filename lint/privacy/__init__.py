"""Rules of this category that need code; the tuple lists them by hand."""

from __future__ import annotations

from lint.privacy import contacts
from lint.rule import Rule

RULES: tuple[Rule, ...] = contacts.RULES
