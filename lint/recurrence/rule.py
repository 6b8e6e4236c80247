"""The rule that removes what recurs: it is made of the evidence of a run, and finds nothing without."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import partial

from lint.boilerplate.lines import neighbors, removed, signs, story
from lint.boilerplate.tails import headlines
from lint.recurrence.keys import Recurrence, key, site_of
from lint.rule import Finding, Probe, Rule, Safety, Severity
from lint.text import MASK, Document

RULE_ID = "boilerplate.recurring-line"

MOSTLY = 0.5
"""Share of a site's articles from which even a paragraph of prose belongs to the site.

It is also the share of an article's words from which the article is another version of one that was counted.
"""


def rule(recurring: Mapping[int, Recurrence]) -> Rule:
    """Return the rule for the recurring lines of a run, by key."""
    probes = (Probe((), partial(_find, recurring)),) if recurring else ()
    return Rule(
        id=RULE_ID,
        severity=Severity.ERROR,
        safety=Safety.SAFE,
        why="What stands in article after article of a site is part of the site; the articles of one run show it.",
        probes=probes,
    )


def _find(recurring: Mapping[int, Recurrence], document: Document) -> Iterator[Finding]:
    site = site_of(document.path)
    found: dict[int, Recurrence] = {}
    for index in document.filled:
        number = key(document.line_text(index).replace(MASK, " "), site)
        if number is not None and number in recurring:
            found[index] = recurring[number]
    if not found:
        return
    again = _is_again(document, found)
    furniture = document.derived(signs).certain
    titles = headlines(document, furniture | found.keys())
    for index, times in found.items():
        if index not in titles:
            safety = Safety.SUGGESTION if again else _safety(document, index, times, found.keys() | furniture)
            message = f"'{{found}}' stands in {times.files} of the {times.of} articles of this site."
            yield removed(RULE_ID, document, index, index, message, safety)


def _is_again(document: Document, found: Mapping[int, Recurrence]) -> bool:
    """Tell whether most of an article's prose recurs: then it is the article that came more than once."""
    words = {index: document.line_text(index).count(" ") + 1 for index in document.filled if document.is_prose(index)}
    return sum(size for index, size in words.items() if index in found) > MOSTLY * sum(words.values())


def _safety(document: Document, index: int, times: Recurrence, known: set[int]) -> Safety:
    """Return how sure it is that a line goes: prose must be in most articles, a heading within the text in company."""
    if document.is_prose(index):
        return Safety.SAFE if times.share >= MOSTLY else Safety.SUGGESTION
    start, end = document.derived(story)
    if not start <= index < end:
        return Safety.SAFE
    return Safety.SAFE if any(n in known for n in neighbors(document, index)) else Safety.UNSAFE
