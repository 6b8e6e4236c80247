"""The names of all articles that stand in several spellings, counted once and beside the work."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from lint.decisions import Decision
from lint.decisions.names import named
from lint.names.book import house_book
from lint.names.clusters import Cluster, clusters
from lint.names.letters import bare
from lint.names.survey import Form, Tally, names_in
from lint.readers.formats import document
from lint.review.desk import Desk
from lint.review.sweep import Sweep


class Member(NamedTuple):
    """A spelling of a name: its mentions, articles and contexts, why it is taken for this name, and if it is."""

    text: str
    mentions: int
    files: int
    contexts: tuple[tuple[str, str, str], ...]
    why: str
    belongs: bool


class Name(NamedTuple):
    """A name in several spellings, the proposed one first; `settled` tells that a person has decided.

    `chosen` is the spelling that should stand, `decisions` the ids of what was decided here.
    """

    proposed: str
    why: str
    kind: str
    members: tuple[Member, ...]
    apart: tuple[str, ...]
    likely: bool
    settled: bool
    chosen: str
    decisions: str

    @property
    def mentions(self) -> int:
        """Mentions in all spellings."""
        return sum(member.mentions for member in self.members)

    @property
    def content(self) -> dict[str, object]:
        """What a decision about the name holds if all of it is accepted."""
        variants = [member.text for member in self.members[1:]]
        return {"canonical": self.proposed, "kind": self.kind, "variants": variants, "apart": list(self.apart)}


class Survey(Sweep):
    """The names of a folder, counted."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self.tally = Tally()
        self._clusters: list[Cluster] = []

    def count(self, articles: Iterator[tuple[str, str]]) -> None:
        """Count the names of all articles."""
        tally = Tally()
        for name, text in articles:
            tally.add(names_in(document(text, name), name))
        self._clusters = clusters(tally, house_book(self.desk.linter.config.names))
        self.tally = tally

    def found(self) -> list[Name]:
        """Return the names, those that a person has not settled first."""
        with self.desk.lock:
            decided = [(one, _spellings(one)) for one in named(self.desk.log.decisions)]
        found = [_name(cluster, decided) for cluster in self._clusters]
        return sorted(found, key=lambda name: (name.settled, not name.likely, -name.mentions, name.proposed))


def _spellings(decision: Decision) -> set[str]:
    data = decision.data
    return {bare(str(text)) for text in (data["canonical"], *data.get("variants", ()), *data.get("apart", ()))}


def _name(cluster: Cluster, decided: list[tuple[Decision, set[str]]]) -> Name:
    rows = [(cluster.proposed, cluster.written, cluster.why)]
    rows += [(variant.text, variant.form, variant.why) for variant in cluster.variants]
    texts = {bare(text) for text, _, _ in rows}
    about = [one for one, spellings in decided if texts & spellings]
    settled = texts <= {text for _, spellings in decided for text in spellings}
    apart = set(about[-1].data.get("apart", ())) if about and settled else set()
    return Name(
        cluster.proposed,
        cluster.why,
        cluster.kind,
        tuple(_member(*row, row[0] not in apart) for row in rows),
        cluster.apart,
        cluster.likely,
        cluster.settled or settled,
        about[-1].data["canonical"] if about and settled else cluster.proposed,
        " ".join(one.id for one in about) if settled else "",
    )


def _member(text: str, form: Form, why: str, belongs: bool) -> Member:
    contexts = tuple(place.text.partition(text) for place in form.places[:2])
    return Member(text, form.count, form.files, contexts, why, belongs)
