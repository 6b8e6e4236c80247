"""Recurring lines that were decided on: told by what all their wordings on a site have in common."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import lru_cache

from lint.decisions.held import Decisions
from lint.decisions.record import Action, Decision, Scope
from lint.edits import apply
from lint.readers.formats import document
from lint.recurrence.keys import Recurrence, key, masked, site_of
from lint.recurrence.rule import RULE_ID
from lint.recurrence.templates import Template
from lint.rule import Finding
from lint.text import MASK, Document


def wording(line: str) -> str:
    """Return what all wordings of a recurring line have in common."""
    return (masked(line) or line).casefold()


def said(text: str, finding: Finding, file: str) -> str:
    """Return by what the words of a finding are known: what its rule found, or of a recurring line its wording."""
    found = text[finding.start : finding.end]
    return wording(_seen(text, found, finding, file)) if finding.rule == RULE_ID else found


def _seen(text: str, found: str, finding: Finding, file: str) -> str:
    """Return the found line as the rule saw it, without markup."""
    shape = _shaped(text, file)
    if shape.format == "html":
        from lint.repair.markup import prose_edits

        return apply(found, prose_edits(found))
    return shape.prose[finding.start : finding.end].replace(MASK, " ")


@lru_cache(maxsize=2)
def _shaped(text: str, file: str) -> Document:
    return document(text, file)


def template(text: str, finding: Finding, file: str, recurring: Mapping[int, Recurrence]) -> Template:
    """Return the recurring line that a finding is about."""
    line, site = _seen(text, text[finding.start : finding.end], finding, file).strip(), site_of(file)
    number = key(line, site) or 0
    return Template(number, site, recurring.get(number, Recurrence(1, 1)), line, line, file)


def accepted_lines(decisions: Decisions) -> dict[int, Recurrence]:
    """Return the lines that an editor gave to their site, by key, with how often they stood there then."""
    return {one.key: one.times for one in accepted(decisions)}


def accepted(decisions: Decisions) -> Iterator[Template]:
    """Yield the lines that an editor gave to their site, in the order in which that was decided."""
    for decision in decisions:
        if decision.scope is Scope.TEMPLATE and decision.action is Action.ACCEPT:
            one = _template(decision)
            if one and decisions.line(decision.site, decision.words) is decision:
                yield one


def content(one: Template) -> dict[str, object]:
    """Return what a decision about a recurring line holds, so that rules can be made of it."""
    return {"first": one.first, "last": one.last, "files": one.times.files, "of": one.times.of, "article": one.article}


def _template(decision: Decision) -> Template | None:
    """Return the line of a decision, or None where a hand has changed what it holds to something else."""
    data = decision.data
    try:
        first, last, article = str(data["first"]), str(data["last"]), str(data["article"])
        times = Recurrence(int(data["files"]), max(int(data["of"]), 1))
    except (KeyError, TypeError, ValueError):
        return None
    number = key(first, decision.site)
    return None if number is None else Template(number, decision.site, times, first, last, article)
