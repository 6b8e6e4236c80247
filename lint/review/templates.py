"""The lines and blocks that recur in the articles of a site: seen, and given to the site or to its articles."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from lint.corpus import prose
from lint.decisions import Action, Decision, Scope, new
from lint.decisions.place import words_of
from lint.decisions.templates import content, wording
from lint.recurrence.keys import Recurrence
from lint.recurrence.rule import RULE_ID
from lint.recurrence.templates import Template, blocks, removed_by, templates
from lint.review.desk import ChangedError, Desk, GoneError, ReviewError
from lint.review.sweep import Sweep

STATES = {Action.ACCEPT: "site", Action.REJECT: "article"}
"""To whom a line was given, by what was decided."""


class Line(NamedTuple):
    """A recurring line with the ids of what was decided; `rule` is the one that removes it safely in any case."""

    template: Template
    state: str
    decisions: tuple[str, ...]
    rule: str


class Block(NamedTuple):
    """Recurring lines that follow one another."""

    site: str
    lines: tuple[Line, ...]

    @property
    def state(self) -> str:
        """Open while any line is; else site if any line was given to the site, article, or shipped if none was."""
        states = {line.state for line in self.lines}
        return next(state for state in ("open", "site", "article", "shipped") if state in states)

    @property
    def decisions(self) -> str:
        """The ids of what was decided about the lines."""
        return " ".join(id for line in self.lines for id in line.decisions)

    @property
    def times(self) -> Recurrence:
        """How many articles hold the most frequent line, and how many the site has."""
        return max((line.template.times for line in self.lines), key=lambda times: times.files)

    @property
    def article(self) -> str:
        """An article that holds the first line."""
        return self.lines[0].template.article


class Recurring(Sweep):
    """The recurring lines of a folder, with wordings and places."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self._found: dict[str, Template] = {}
        self._rules: dict[int, str] = {}

    def count(self, articles: Iterator[tuple[str, str]]) -> None:
        """Gather the lines that recur in the articles."""
        found = templates(((name, prose(text, name)) for name, text in articles), self.desk.recurring)
        self._rules = removed_by(found, self.desk.linter.rules.findings)
        self._found = {str(one.key): one for one in found}

    def found(self) -> list[Block]:
        """Return the blocks, those with something open first, those that stand in most articles before others."""
        whole = [Block(run[0].site, tuple(map(self._line, run))) for run in blocks(list(self._found.values()))]
        return sorted(whole, key=lambda block: (block.state != "open", -block.times.share, block.site))

    def _line(self, one: Template) -> Line:
        held, rule = self._decisions(one), self._rules.get(one.key, "")
        state = STATES.get(held[-1].action, "open") if held else "shipped" if rule else "open"
        return Line(one, state, tuple(decision.id for decision in held), rule)

    def _decisions(self, one: Template) -> list[Decision]:
        with self.desk.lock:
            return self.desk.log.decisions.lines(one.site, _words(one))

    def decide(self, site: Sequence[str], article: Sequence[str], seen: str) -> list[Decision]:
        """Give lines, by key, to their site or to their articles; `seen` are the decisions that the person saw."""
        with self.desk.lock:
            self.desk.refresh()
            asked = [(key, Action.ACCEPT) for key in site] + [(key, Action.REJECT) for key in article]
            if not asked:
                raise ReviewError("there is no line to decide about")
            if any(key not in self._found for key, _ in asked):
                raise GoneError("these lines no longer recur, for articles changed meanwhile; nothing was decided")
            held = [decision.id for key, _ in asked for decision in self._decisions(self._found[key])]
            if set(held) - set(seen.split()):
                raise ChangedError("these lines were decided in another window meanwhile; look again, then decide")
            made = [_decided(self._found[key], action) for key, action in asked]
            self.desk.keep(*made)
            return made


def _words(one: Template) -> str:
    return words_of(RULE_ID, wording(one.first))


def _decided(one: Template, action: Action) -> Decision:
    return new(
        action,
        scope=Scope.TEMPLATE,
        rule=RULE_ID,
        site=one.site,
        text=one.first[:200],
        words=_words(one),
        data=content(one),
    )
