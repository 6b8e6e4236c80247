"""The editor's desk: articles, decisions, and what is done with them; the web page and the terminal are ways to it."""

from __future__ import annotations

from collections import Counter, OrderedDict
from collections.abc import Callable, Iterable, Mapping
from contextlib import suppress
from pathlib import Path
from threading import RLock
from typing import Any, NamedTuple

from lint.config import Config
from lint.decisions import Action, Decision, Log, Scope, new, site_of
from lint.decisions.log import NAME
from lint.decisions.templates import accepted_lines, content, template
from lint.engine import UnsettledError
from lint.linter import Linter
from lint.recurrence.count import evidence
from lint.recurrence.keys import Recurrence
from lint.recurrence.keys import site_of as folder_of
from lint.recurrence.rule import RULE_ID
from lint.review.article import Card, View, view
from lint.review.evidence import recurring
from lint.review.index import Index, Row
from lint.review.judged import is_long, judged
from lint.review.looking import Long, Looked, Seen, decided, long, looked, sentence
from lint.review.packs import packs, write_packs
from lint.review.queue import Entry, Filter, passes
from lint.review.shelf import Stamp, Unusable, shelf

_LITTLE = 5
"""Open findings of an article up to which it is looked at to see whether they really are open."""

_KEPT = 12
"""Articles that are held ready as they were last seen."""


class ReviewError(ValueError):
    """Something that can't be done at the desk; the message says why and what to do."""


class GoneError(ReviewError):
    """What a decision is about is no longer there."""


class ChangedError(ReviewError):
    """Somebody else decided meanwhile."""


class Progress(NamedTuple):
    """How far the work on all articles is."""

    articles: int
    finished: int
    open: int
    decided: int
    made: int

    @property
    def share(self) -> float:
        """The share, 0 to 1, of what a person had to decide that is decided."""
        total = self.open + self.decided
        return self.decided / total if total else 1.0


class Desk:
    """A folder under review. Every call may come from another thread; decisions of others are seen with each."""

    def __init__(
        self,
        folder: Path,
        config: Config | None = None,
        *,
        decisions: Path | None = None,
        progress: Callable[[int, int], None] | None = None,
    ) -> None:
        self.lock = RLock()
        self.shelf = shelf(folder)
        self.log = Log(decisions or folder / NAME)
        self.recurring = recurring(self.shelf)
        self.linter = _linter(config or Config(), self.recurring, accepted_lines(self.log.decisions))
        self.index = Index(self.shelf, self.linter, progress=progress)
        self.whys = {rule.id: rule.why for rule in self.linter.rules.rules}
        self._views: OrderedDict[tuple[str, Stamp], tuple[int, View]] = OrderedDict()
        self._long: OrderedDict[tuple[str, Stamp], Long] = OrderedDict()
        self._version = 0
        self._verify()
        with suppress(ReviewError):  # a sudden end, or a merge, may have left packs behind their decisions
            self._renew_packs(self.log.decisions.all())

    def _verify(self) -> None:
        """Look at the articles of which a person has left little: what a repair took with it shows only there."""
        files = {
            d.file for d in self.log.decisions if d.scope is Scope.PLACE and d.action in (Action.ACCEPT, Action.EDIT)
        }
        for name in files & self.index.rows.keys():
            if 0 < self.index.count(self.index.rows[name], self.log.decisions).open <= _LITTLE:
                with suppress(GoneError):
                    self.view(name)

    def refresh(self, *, files: bool = False) -> None:
        """Take in decisions made elsewhere, and with `files` also articles that changed."""
        with self.lock:
            if self.log.refresh():
                self._version += 1
                self.index.forget(None)
            if files:
                self.index.refresh()

    # --- reading --------------------------------------------------------------------------------------------------

    def queue(self, wanted: Filter = Filter()) -> list[Entry]:  # noqa: B008 - a tuple
        """Return the articles to review: by verdict and doubt, the finished ones last."""
        with self.lock:
            entries = [Entry(row, self.index.count(row, self.log.decisions)) for row in self.index.order()]
        return sorted((entry for entry in entries if passes(entry, wanted)), key=lambda entry: not entry.tally.open)

    def progress(self) -> Progress:
        """Return how far all articles are."""
        with self.lock:
            counts = [self.index.count(row, self.log.decisions) for row in self.index.rows.values()]
        return Progress(
            len(counts),
            sum(count.open == 0 for count in counts),
            sum(count.open for count in counts),
            sum(count.decided for count in counts),
            sum(count.made for count in counts),
        )

    def facets(self) -> dict[str, Counter[str]]:
        """Return how many open findings each category, rule and site has, and how many articles each verdict."""
        found: dict[str, Counter[str]] = {key: Counter() for key in ("category", "rule", "site", "verdict")}
        with self.lock:
            for row in self.index.rows.values():
                count = self.index.count(row, self.log.decisions)
                found["verdict"][row.verdict] += 1
                found["rule"].update(count.by_rule)
                if row.site:
                    found["site"][row.site] += count.open
        for rule, number in found["rule"].items():
            found["category"][rule.partition(".")[0]] += number
        return found

    def look(self, name: str) -> Looked:
        """Return an article under the decisions; raise MissingError and its like with the reason why not."""
        source = self.shelf.source(name)
        if not is_long(source):
            return looked(source, self.linter, self.log.decisions)
        key = (name, self.shelf.stamp(name))
        if key not in self._long:
            self._long[key] = long(source, judged(source, self.shelf.report(name), self.linter))
            while len(self._long) > 2:
                self._long.popitem(last=False)
        return decided(self._long[key], self.log.decisions)

    def view(self, name: str) -> View:
        """Return what the page shows of an article; raise GoneError if it can't be shown, with the reason."""
        with self.lock:
            if name not in self.index.rows:
                raise GoneError(f"{name}: no such article in {self.shelf.folder}")
            try:
                row = self.index.update(name)
                if row.problem:
                    raise GoneError(f"{name}: {row.problem}" if name not in row.problem else row.problem)
                key = (name, row.stamp)
                version, found = self._views.get(key, (-1, None))
                if found is None or version != self._version:
                    found = view(self.look(name), self.whys)
                    if not found.long and not found.more:
                        self.index.learn(name, [(card.state, card.rule, card.severity) for card in found.cards])
                    self._views[key] = self._version, found
                    while len(self._views) > _KEPT:
                        self._views.popitem(last=False)
                return found
            except (*Unusable, UnsettledError) as error:
                raise GoneError(str(error)) from None

    # --- deciding -------------------------------------------------------------------------------------------------

    def decide(
        self,
        name: str,
        place: str,
        action: Action,
        *,
        scope: Scope = Scope.PLACE,
        replacement: str = "",
        seen: str | None = None,
    ) -> Decision:
        """Keep a decision about the finding at a place; raise ReviewError where that can't be, and keep nothing.

        `seen` is the decision that the person saw there: if another one holds by now, nothing is decided.
        """
        with self.lock:
            self.refresh()
            card = self._card(name, place)
            if seen is not None and card.decision != seen:
                raise ChangedError(f"this place was {card.state} in another window meanwhile; look again, then decide")
            if action is Action.ACCEPT and not card.can_accept:
                raise ReviewError("the rule has no repair to accept; edit the text or reject the finding")
            found = self.look(name)
            row = next(row for row in found.rows if row.candidate.place.whole == place)
            item, finding = row.candidate, row.finding
            if scope is Scope.TEMPLATE and finding.rule != RULE_ID:
                raise ReviewError("only what recurs in the articles of a site can be given to it")
            decision = new(
                action,
                scope=scope,
                file=name,
                site=folder_of(name) if scope is Scope.TEMPLATE else site_of(name),
                rule=finding.rule,
                text=found.before[finding.start : finding.end][:200],
                before=item.place.before,
                after=item.place.after,
                place=item.place.whole,
                left=item.place.left,
                right=item.place.right,
                words=item.place.words,
                covered=item.covered,
                offered=item.offered,
                replacement=replacement,
                data=self._data(action, scope, found, row),
            )
            self.keep(decision)
            return decision

    def _data(self, action: Action, scope: Scope, found: Looked, row: Seen) -> dict[str, Any]:
        """Return what a decision holds beyond its place: a sentence for the rule, or the line that recurs."""
        if scope is Scope.TEMPLATE:
            source = found.source
            return content(template(source.text, row.original, source.path, self.linter.recurring))
        return {"sentence": sentence(found.before, row.finding)} if action is Action.GENUINE else {}

    def undo(self, *ids: str) -> list[Decision]:
        """Take back decisions, all at once; return them."""
        with self.lock:
            self.refresh()
            found = [self.log.decisions.get(id) for id in ids]
            decisions = [one for one in found if one and self.log.decisions.stands(one)]
            if len(decisions) < max(len(ids), 1):
                raise GoneError("there is no such decision any more; it was taken back in another window")
            self.keep(*(new(Action.UNDO, of=one.id, file=one.file, rule=one.rule) for one in decisions))
            return decisions

    def keep(self, *decisions: Decision) -> None:
        """Keep decisions, and count anew what they may change."""
        with self.lock:
            try:
                self.log.append(*decisions)
            finally:
                self._version += 1
                for one in decisions:
                    self.index.forget(one if one.scope is Scope.PLACE else None)
            self._renew_packs(decisions)

    def _renew_packs(self, decisions: Iterable[Decision]) -> None:
        """Write the packs of the sites that were given lines, or from which lines were taken back."""
        meant = [self.log.decisions.get(one.of) or one for one in decisions]
        sites = {one.site for one in meant if one.scope is Scope.TEMPLATE}
        if sites:
            try:
                write_packs(packs(self.log.decisions, self.log.path.name), self.log.path.parent, sites)
            except OSError as error:
                raise ReviewError(f"the decision is kept, but its pack is not: {error}") from None

    def _card(self, name: str, place: str) -> Card:
        card = next((card for card in self.view(name).cards if card.place == place), None)
        if card is None:
            raise GoneError("this place is no longer in the article, which changed meanwhile; nothing was decided")
        return card

    # --- gathered -------------------------------------------------------------------------------------------------

    def examples(self) -> dict[str, list[str]]:
        """Return the genuine sentences by the rule that must keep them silent."""
        found: dict[str, list[str]] = {}
        for decision in self.log.decisions.of(Action.GENUINE):
            sentence = " ".join(f"{decision.before} {decision.text} {decision.after}".split())
            sentence = decision.data.get("sentence", sentence)
            if sentence not in found.setdefault(decision.rule, []):
                found[decision.rule].append(sentence)
        return found

    def neighbors(self, name: str, wanted: Filter) -> tuple[str, str]:
        """Return the article before one in the queue, and the next one after it, or from the top, that is open."""
        with self.lock:
            rows = self.index.order()
            at = next((number for number, row in enumerate(rows) if row.name == name), -1)

            def shown(row: Row) -> Entry | None:
                entry = Entry(row, self.index.count(row, self.log.decisions))
                return entry if passes(entry, wanted) else None

            before = next((row.name for row in reversed(rows[: max(at, 0)]) if shown(row)), "")
            later = (shown(row) for row in (*rows[at + 1 :], *rows[: max(at, 0)]))
            return before, next((entry.row.name for entry in later if entry and entry.tally.open), "")


def _linter(config: Config, recurring: Mapping[int, Recurrence], decided: Mapping[int, Recurrence]) -> Linter:
    """Return the linter of a run that knows what recurs, and what an editor gave to a site."""
    if recurring:
        config = config.with_options(evidence=evidence(recurring))
    return Linter(config, recurring={**decided, **recurring})
