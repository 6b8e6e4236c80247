"""Which articles the queue shows: by category, rule, site, verdict, state, and what they hold."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from lint.review.index import Count, Row


class Filter(NamedTuple):
    """Which articles the queue shows; an empty field means all."""

    category: str = ""
    rule: str = ""
    site: str = ""
    verdict: str = ""
    state: str = ""
    search: str = ""


class Entry(NamedTuple):
    """An article in the queue."""

    row: Row
    tally: Count


def passes(entry: Entry, wanted: Filter) -> bool:
    """Tell whether the queue shows an article."""
    row, count = entry
    if wanted.verdict and row.verdict != wanted.verdict:
        return False
    if wanted.site and row.site != wanted.site:
        return False
    if wanted.rule and not count.by_rule[wanted.rule]:
        return False
    if wanted.category and not any(rule.partition(".")[0] == wanted.category for rule in count.by_rule):
        return False
    if wanted.state == "open" and not count.open:
        return False
    if wanted.state == "finished" and count.open:
        return False
    words = wanted.search.casefold().split()
    return not words or _mentions(row, words)


def _mentions(row: Row, words: Iterable[str]) -> bool:
    content = "\n".join((row.name, row.title, *(item.text for item in row.items))).casefold()
    return all(word in content for word in words)
