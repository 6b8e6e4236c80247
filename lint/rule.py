"""What a rule is, and what it yields: findings, each with a fix or none."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from enum import StrEnum
from typing import NamedTuple

from lint.edits import Edit
from lint.text import Document, Needs

CATEGORIES = ("artifact", "boilerplate", "grammar", "name", "privacy", "readability", "text")
"""The first part of every rule id."""


class Safety(StrEnum):
    """Who may apply a fix: `safe` any machine, `unsafe` a machine told to, `suggestion` only a person."""

    SAFE = "safe"
    UNSAFE = "unsafe"
    SUGGESTION = "suggestion"


class Severity(StrEnum):
    """How bad a finding is for the reader of the article."""

    ERROR = "error"
    WARNING = "warning"
    INFO = "info"


class Fix(NamedTuple):
    """The edits of one finding, all of them or none."""

    safety: Safety
    edits: tuple[Edit, ...]


class Finding(NamedTuple):
    """One place where a rule fired."""

    rule: str
    start: int
    end: int
    message: str
    severity: Severity = Severity.WARNING
    fix: Fix | None = None

    @property
    def category(self) -> str:
        """The first part of the rule id."""
        return self.rule.partition(".")[0]


Find = Callable[[Document], Iterator[Finding]]


class Probe(NamedTuple):
    """A way in which a rule can fire: `find` runs only where the text holds what it `needs`.

    A `local` one looks only into the segments of the document, and what it finds depends on no more than the line
    and its neighbors; so after a round of edits it is asked about the lines around them alone.
    """

    needs: Needs
    find: Find
    local: bool = False


class LineProbe:
    """A way in which a rule can fire on a line by what the line says, whatever stands around it.

    `matches` decides on the content of a line of at most `longest` characters, which must begin with one of the
    keys of words `first`, if there are any, and hold what is in `needs`. `find_at` yields what there is to say of
    the line of that number. It is no tuple, because sets hold many and must not compare them.
    """

    __slots__ = ("find_at", "first", "longest", "matches", "needs")

    def __init__(
        self,
        needs: Needs,
        first: frozenset[str],
        longest: int,
        matches: Callable[[str], bool],
        find_at: Callable[[Document, int], Iterator[Finding]],
    ) -> None:
        self.needs = needs
        self.first = first
        self.longest = longest
        self.matches = matches
        self.find_at = find_at

    def find(self, document: Document) -> Iterator[Finding]:
        """Yield what all lines have to say: the plain way, which asks of every line whether it matches."""
        for number in document.filled:
            line = document.lines[number]
            if line.end - line.start <= self.longest and self.matches(document.line_text(number)):
                yield from self.find_at(document, number)


class Example(NamedTuple):
    """A text that must be caught. `good` is the exact repair; without it, the text must not be changed."""

    bad: str
    good: str | None = None


class Rule(NamedTuple):
    """A rule with its tests.

    `examples` must be caught, and become exactly their repair; `keep` must stay silent under all rules.
    `default` tells whether the rule runs when nothing is selected. `aliases` are ids that the rule had before: they
    are understood for ever.
    """

    id: str
    severity: Severity
    safety: Safety
    why: str
    probes: tuple[Probe | LineProbe, ...]
    examples: tuple[Example, ...] = ()
    keep: tuple[str, ...] = ()
    default: bool = True
    source: str = "built in"
    aliases: tuple[str, ...] = ()

    @property
    def category(self) -> str:
        """The first part of the id."""
        return self.id.partition(".")[0]
