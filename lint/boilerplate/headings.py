"""Headings that are only a name and a colon, with nothing that belongs to them."""

from __future__ import annotations

from collections.abc import Iterator

from lint.boilerplate.lines import ends, neighbors, removed
from lint.pattern import lazy
from lint.rule import Example, Finding, Probe, Rule, Safety, Severity
from lint.text import Document, fold

_NAME = lazy(r"[A-Z][\w’'-]*(?: (?:[A-Z][\w’'-]*|al|bin|de|van|von)){1,3} ?:")
_SPEECH = lazy(r"[\"“‘'«–—•*-]|(?:I|We|My|Our|Yes|No|Well|You|It[’']s|Thank)\b")


def _find(document: Document) -> Iterator[Finding]:
    names = [index for index in document.derived(ends).get(":", ()) if _is_name(document, index)]
    if len(names) == 1 and _is_alone(document, names[0]):
        message = "'{found}' is a heading without anything that belongs to it."
        yield removed(RULE_ID, document, names[0], names[0], message, Safety.SUGGESTION)


def _is_name(document: Document, index: int) -> bool:
    line = document.lines[index]
    return line.end - line.start <= 60 and bool(_NAME.fullmatch(document.line_text(index)))


def _is_alone(document: Document, index: int) -> bool:
    """Tell whether plain prose about something else follows a name that the text mentions elsewhere."""
    before, behind = neighbors(document, index)
    name = fold(document.line_text(index).rstrip(" :"))
    if before is None or behind is None or document.folded.count(name) < 2:
        return False
    return document.is_prose(behind) and not _SPEECH.match(document.line_text(behind))


RULE_ID = "boilerplate.lone-heading"

_A = "Edda Brandt has led the council since the spring, and the town has two new schools, a theater and a debt to pay."
_B = "The debt is large, but the schools are full, and no member of the council would give either of them back again."

RULE = Rule(
    id=RULE_ID,
    severity=Severity.WARNING,
    safety=Safety.SUGGESTION,
    why="Spun pages put the name they want to be found for between the paragraphs, as a heading that heads nothing.",
    probes=(Probe((("*:",),), _find),),
    examples=(Example(f"{_A}\n\nEdda Brandt:\n\n{_B}\n", f"{_A}\n\n{_B}\n"),),
    keep=(f"{_A}\n\nEdda Brandt:\n\nI never gave up, and I never will, as long as the people of Torby want me.\n",),
)
"""Finds headings that are only a name."""
