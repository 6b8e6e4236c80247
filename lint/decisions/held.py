"""Which decision holds for a place, of all that were made: the nearest one, and of these the last."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator

from lint.decisions.place import Place, site_of
from lint.decisions.record import Action, Decision, Scope
from lint.recurrence.keys import site_of as folder_of

_OF_PLACES = frozenset({Action.ACCEPT, Action.EDIT, Action.REJECT, Action.GENUINE})

Key = tuple[str, ...]


class Decisions:
    """All decisions of a folder, in the order in which they were made, with those that hold at hand."""

    def __init__(self, decisions: Iterable[Decision] = ()) -> None:
        self._by_id: dict[str, Decision] = {}
        self._undone: set[str] = set()
        self._holding: dict[Key, list[Decision]] = defaultdict(list)
        self._files: set[str] = set()
        for decision in decisions:
            self.add(decision)

    def __len__(self) -> int:
        return sum(1 for _ in self)

    def __iter__(self) -> Iterator[Decision]:
        """Yield the decisions that were not taken back."""
        return (decision for decision in self._by_id.values() if self.stands(decision))

    def all(self) -> Iterable[Decision]:
        """Return every decision, also those that were taken back, and the takings back."""
        return self._by_id.values()

    def add(self, decision: Decision) -> None:
        """Take in a decision; one that is here already, as after a merge of two files, counts once."""
        if decision.id in self._by_id:
            return
        self._by_id[decision.id] = decision
        if decision.scope is Scope.PLACE:
            self._files.add(decision.file)
        if decision.action is Action.UNDO:
            self._undone.add(decision.of)
        for key in _keys(decision):
            row = self._holding[key]
            row.append(decision)
            if len(row) > 1 and row[-2].time > decision.time:
                row.sort(key=lambda item: item.time)

    def stands(self, decision: Decision) -> bool:
        """Tell whether a decision holds: it was not taken back, and is no taking back itself."""
        return decision.id not in self._undone and decision.action is not Action.UNDO

    @property
    def any_of_places(self) -> bool:
        """Whether there is any decision about findings at all."""
        return bool(self._holding)

    def get(self, id: str) -> Decision | None:
        """Return a decision by its id."""
        return self._by_id.get(id)

    def at(self, file: str, place: Place) -> Decision | None:
        """Return the decision made at exactly this place of this article, or in the same sentence of another one."""
        here = self._last(("place", file, place.whole))
        return here or (self._last(("place", place.whole)) if place.telling else None)

    def concerns(self, file: str) -> bool:
        """Tell whether any decision was made about a place of this article."""
        return file in self._files

    def beside(self, file: str, place: Place) -> list[Decision]:
        """Return the decisions of this article with the same rule and text, and one side of the place the same."""
        sides = [self._last((side, file, key)) for side, key in (("left", place.left), ("right", place.right)) if key]
        return [decision for decision in sides if decision]

    def always(self, file: str, rule: str, place: Place) -> Decision | None:
        """Return the decision that holds beyond one place: for the line, the words, the rule on the site, or the rule."""
        return (
            self.line(folder_of(file), place.words)
            or self._last(("words", place.words))
            or self._last(("site", rule, site_of(file)))
            or self._last(("rule", rule))
        )

    def line(self, site: str, words: str) -> Decision | None:
        """Return the decision about a recurring line of a site; `words` is the digest of its wording."""
        return self._last(("template", site, words))

    def lines(self, site: str, words: str) -> list[Decision]:
        """Return all decisions about a recurring line of a site that were not taken back, the one that holds last."""
        return [decision for decision in self._holding.get(("template", site, words), ()) if self.stands(decision)]

    def _last(self, key: Key) -> Decision | None:
        row = self._holding.get(key)
        return next((decision for decision in reversed(row) if self.stands(decision)), None) if row else None

    def of(self, action: Action) -> list[Decision]:
        """Return the decisions of one kind that hold."""
        return [decision for decision in self if decision.action is action]


def _keys(decision: Decision) -> Iterator[Key]:
    if decision.action not in _OF_PLACES:
        return
    if decision.scope is Scope.PLACE:
        yield "place", decision.file, decision.place
        if decision.left:
            yield "left", decision.file, decision.left
        if decision.right:
            yield "right", decision.file, decision.right
        if decision.left and decision.right:
            yield "place", decision.place
    elif decision.scope is Scope.TEMPLATE:
        yield "template", decision.site, decision.words
    elif decision.scope is Scope.WORDS:
        yield "words", decision.words
    elif decision.scope is Scope.SITE:
        yield "site", decision.rule, decision.site
    else:
        yield "rule", decision.rule
