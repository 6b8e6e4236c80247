"""Rules of this category that need code; the tuple lists them by hand."""

from __future__ import annotations

from functools import partial

from lint.names import inconsistent, misspelled, scripts, spelling
from lint.names.book import Book
from lint.names.known import known
from lint.names.similarity import similarity
from lint.rule import Probe, Rule

__all__ = ["RULES", "known", "rules", "similarity"]

RULES: tuple[Rule, ...] = (inconsistent.RULE, misspelled.RULE, scripts.RULE, spelling.RULE)


def rules(book: Book) -> tuple[Rule, ...]:
    """Return the rules that ask the book of names, with a house's own in the place of the shipped one."""
    finders = (inconsistent.find_inconsistent, misspelled.find_misspelled, spelling.find)
    asking = (inconsistent.RULE, misspelled.RULE, spelling.RULE)
    return tuple(
        rule._replace(probes=(Probe((), partial(find, book=book)),)) for rule, find in zip(asking, finders, strict=True)
    )
