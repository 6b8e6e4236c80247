"""The names of all articles that stand in several spellings, counted once and beside the work."""

from __future__ import annotations

from contextlib import suppress
from threading import Thread
from typing import NamedTuple

from lint.decisions import Action
from lint.names.book import house_book
from lint.names.clusters import Cluster, clusters
from lint.names.letters import bare
from lint.names.survey import Form, Tally, names_in
from lint.readers.formats import document
from lint.review.desk import Desk
from lint.review.shelf import Unusable


class Member(NamedTuple):
    """A spelling of a name: its mentions, articles and contexts, and why it is taken for this name."""

    text: str
    mentions: int
    files: int
    contexts: tuple[tuple[str, str, str], ...]
    why: str


class Name(NamedTuple):
    """A name in several spellings, the proposed one first; `settled` tells that a person has decided."""

    proposed: str
    why: str
    kind: str
    members: tuple[Member, ...]
    apart: tuple[str, ...]
    likely: bool
    settled: bool

    @property
    def mentions(self) -> int:
        """Mentions in all spellings."""
        return sum(member.mentions for member in self.members)

    @property
    def content(self) -> dict[str, object]:
        """What a decision about the name holds if all of it is accepted."""
        variants = [member.text for member in self.members[1:]]
        return {"canonical": self.proposed, "kind": self.kind, "variants": variants, "apart": list(self.apart)}


class Survey:
    """Counts the names of a folder in a thread of its own; `done` of `total` articles are counted."""

    def __init__(self, desk: Desk) -> None:
        self.desk = desk
        self.done = self.total = 0
        self.tally = Tally()
        self.ready = False
        self._clusters: list[Cluster] = []
        self._thread: Thread | None = None

    def start(self) -> None:
        """Begin to count, if that was not done yet."""
        if self._thread is None:
            self._thread = Thread(target=self._count, daemon=True)
            self._thread.start()
            self._thread.join(0.3)

    def _count(self) -> None:
        names = list(self.desk.index.rows)
        self.total = len(names)
        for name in names:
            with suppress(*Unusable):
                self.tally.add(names_in(document(self.desk.shelf.source(name).text, name), name))
            self.done += 1
        self._clusters = clusters(self.tally, house_book(self.desk.linter.config.names))
        self.ready = True

    def found(self) -> list[Name]:
        """Return the names, those that a person has not settled first."""
        settled = {bare(decision.data["canonical"]): decision for decision in self.desk.log.decisions.of(Action.NAME)}
        spellings = {
            bare(text)
            for decision in settled.values()
            for key in ("variants", "apart")
            for text in (*decision.data.get(key, []), decision.data["canonical"])
        }
        found = [_name(cluster, spellings) for cluster in self._clusters]
        return sorted(found, key=lambda name: (name.settled, not name.likely, -name.mentions, name.proposed))


def _name(cluster: Cluster, settled: set[str]) -> Name:
    rows = [(cluster.proposed, cluster.written, cluster.why)]
    rows += [(variant.text, variant.form, variant.why) for variant in cluster.variants]
    return Name(
        cluster.proposed,
        cluster.why,
        cluster.kind,
        tuple(_member(*row) for row in rows),
        cluster.apart,
        cluster.likely,
        cluster.settled or all(bare(text) in settled for text, _, _ in rows),
    )


def _member(text: str, form: Form, why: str) -> Member:
    contexts = tuple(place.text.partition(text) for place in form.places[:2])
    return Member(text, form.count, form.files, contexts, why)
