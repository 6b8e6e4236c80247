"""Spellings of a corpus that are one name: found through shared keys, so that no two names are compared in vain."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import combinations, islice
from typing import NamedTuple

from lint.lexicon import tags
from lint.names.book import Book
from lint.names.dialects import readings
from lint.names.entries import capital_words
from lint.names.given import groups
from lint.names.letters import bare, letters
from lint.names.misspelled import is_slip
from lint.names.parts import parsed
from lint.names.similarity import SAME, part_similarity, similarity
from lint.names.sounds import skeleton
from lint.names.survey import Form, Tally
from lint.names.syllables import chinese, korean
from lint.names.words import PARTICLES

RULE = "name.corpus-inconsistent"

SURE, LONE = 0.9, 0.95
"""Least similarity of two full names to be called likely, and of two lone words to be proposed at all."""

TIE = "as frequent as the next spelling; look it up"
"""Why a spelling is proposed for which nothing speaks; then no variant is called likely."""

DIFFERENT = 0.75
"""Similarity of two parts below which names that share the others are two, whatever else is looked at."""

CROWD, WINDOW = 16, 8
"""Spellings under one key from which on each is only compared with its neighbors in the alphabet, and with how many."""

_NONE: frozenset[int] = frozenset()


class Variant(NamedTuple):
    """A spelling of a cluster; `alone` tells that it is a part of the name, standing without the rest."""

    text: str
    form: Form
    why: str
    likely: bool
    alone: bool = False


class Cluster(NamedTuple):
    """A name: the proposed spelling and why, the others, and the spellings that were set apart from it.

    `written` is the form in the corpus that is proposed, if it stands there at all; `settled` tells that a house's
    own book has decided on all of it.
    """

    proposed: str
    why: str
    kind: str
    written: Form
    variants: tuple[Variant, ...]
    apart: tuple[str, ...]
    settled: bool

    @property
    def mentions(self) -> int:
        """Mentions in all spellings."""
        return self.written.count + sum(variant.form.count for variant in self.variants)

    @property
    def likely(self) -> bool:
        """Whether some variant is more than a guess."""
        return any(variant.likely for variant in self.variants)


def clusters(tally: Tally, book: Book, apart: Iterable[str] = ()) -> list[Cluster]:
    """Return the names of a corpus that stand in several spellings, the most certain and frequent first.

    `apart` holds spellings that are to be left out of every cluster.
    """
    work = _Clustering(tally, book, frozenset(map(bare, apart)))
    found = [cluster for head in work.ranked() for cluster in work.around(head)]
    return sorted(found, key=lambda c: (c.settled, not c.likely, -c.mentions, c.proposed))


class _Clustering:
    def __init__(self, tally: Tally, book: Book, apart: frozenset[str]) -> None:
        self.tally, self.book, self.apart = tally, book, apart
        self.neighbors: dict[str, dict[str, tuple[str, bool]]] = {}
        self.taken: set[str] = set()
        self.alone: dict[str, list[str]] = {}
        for owner, lone in tally.lone:
            self.alone.setdefault(owner, []).append(lone)
        self.listed = {text: numbers for text in tally.forms if (numbers := frozenset(book.numbers(bare(text))))}
        self.families = _families(tally.forms)
        for one, other in self._pairs():
            evidence = self._evidence(one, other)
            if evidence:
                self.neighbors.setdefault(one, {})[other] = evidence
                self.neighbors.setdefault(other, {})[one] = evidence

    def ranked(self) -> list[str]:
        """Return the spellings that may head a cluster, the best first: those of the book, then the most usual."""
        forms = self.tally.forms
        heads = [*self.neighbors, *(text for text in self.alone if text not in self.neighbors)]

        def rank(text: str) -> tuple[bool, int, int, int, str]:
            form = forms[text]
            accents = sum(letter > "\x7f" for letter in text)
            return not self._is_canonical(text), -form.files, -form.count, -accents, text

        return sorted((text for text in heads if text in forms), key=rank)

    def around(self, head: str) -> Iterator[Cluster]:
        """Yield the cluster of a spelling that no better one has taken."""
        if head in self.taken:
            return
        self.taken.add(head)
        variants, apart = [], []
        for text, (why, likely) in sorted(self.neighbors.get(head, {}).items()):
            if bare(text) in self.apart or self._are_apart(head, text):
                apart.append(text)
            elif text not in self.taken:
                self.taken.add(text)
                variants.append(Variant(text, self.tally.forms[text], why, likely))
        for owner in (head, *(variant.text for variant in variants[:])):
            variants += self._lone(head, owner, variants, apart)
        if variants or any(bare(text) in self.apart for text in apart):
            yield self._cluster(head, variants, apart)

    def _lone(self, head: str, owner: str, variants: list[Variant], apart: list[str]) -> list[Variant]:
        known = {bare(part) for part in head.split()} | {bare(v.text) for v in variants}
        found = []
        for text in sorted(self.alone.get(owner, ())):
            if bare(text) in self.apart or self._are_apart(head, text):
                apart.append(text)
            elif bare(text) not in known:
                known.add(bare(text))
                form = self.tally.lone[owner, text]
                likely = any(part_similarity(bare(text), bare(part)) >= LONE for part in owner.split())
                found.append(Variant(text, form, f"alone beside '{owner}'", likely, alone=True))
        return found

    def _cluster(self, head: str, variants: list[Variant], apart: list[str]) -> Cluster:
        form = self.tally.forms[head]
        proposed, why = self._proposed(head, variants)
        if why == TIE:
            variants = [variant._replace(likely=False) for variant in variants]
        placed = form.placed + sum(v.form.placed for v in variants)
        total = form.count + sum(v.form.count for v in variants)
        kind = "place" if 2 * placed >= total else "group" if " " not in head else "person"
        entry = next((self.book.entry(n) for n in self.book.numbers(bare(proposed))), None)
        settled = bool(entry and entry.house) and all(self._is_settled(proposed, v.text) for v in variants)
        settled = settled and entry is not None and {*map(bare, apart)} <= {*entry.others}
        if proposed != head:
            variants = [Variant(head, form, "another spelling in the book", True), *variants]
            form = self.tally.forms.get(proposed, Form())
            variants = [variant for variant in variants if variant.text != proposed]
        return Cluster(proposed, why, entry.kind if entry else kind, form, tuple(variants), tuple(apart), settled)

    def _proposed(self, head: str, variants: list[Variant]) -> tuple[str, str]:
        for text in (head, *(variant.text for variant in variants)):
            for spelling in self.book.numbers(bare(text)).values():
                house = self.book.entry(spelling.number).house
                return spelling.replacement, "your book has it" if house else "the shipped book has it"
        form = self.tally.forms[head]
        rival = max((variant.form for variant in variants), key=lambda rival: rival.files, default=Form())
        if form.files > rival.files:
            return head, f"in {form.files} files; the next spelling in {rival.files}"
        if form.count > rival.count:
            return head, f"{form.count} mentions; the next spelling has {rival.count}"
        return head, TIE

    def _is_settled(self, proposed: str, text: str) -> bool:
        plain = bare(text)
        first = capital_words(text) or (plain,)
        rows = self.book.starting(first[0]) if first[0] in self.book.spellings else ()
        return any(row.plain == plain and self.book.entry(row.number).canonical == proposed for row, *_ in rows)

    def _is_canonical(self, text: str) -> bool:
        return any(row.replacement == text for row in self.book.numbers(bare(text)).values())

    def _are_apart(self, head: str, text: str) -> bool:
        """Tell whether the book says that two spellings are two names."""
        one, other = self.book.numbers(bare(head)), self.book.numbers(bare(text))
        if one and other and one.keys().isdisjoint(other):
            return True
        pairs = ((one, text), (other, head))
        return any(bare(name) in self.book.entry(number).others for numbers, name in pairs for number in numbers)

    # --- evidence ---------------------------------------------------------------------------------------------------

    def _pairs(self) -> Iterator[tuple[str, str]]:
        """Yield the pairs of spellings worth comparing: under one key, and one of them not a lone mention."""
        forms = self.tally.forms
        blocks: dict[str, list[str]] = {}
        numbers: dict[int, list[str]] = {}
        for text in forms:
            for key in _keys(text):
                blocks.setdefault(key, []).append(text)
        for text, found in self.listed.items():
            for number in sorted(found):
                numbers.setdefault(number, []).append(text)
        for block in (*blocks.values(), *numbers.values()):
            if len(block) > 1:
                for one, other in _near(block):
                    usual = forms[one].count > 1 or forms[other].count > 1 or one in self.listed
                    if usual or letters(one) == letters(other):
                        yield one, other

    def _evidence(self, one: str, other: str) -> tuple[str, bool] | None:
        """Return why two spellings are one name and whether that is likely; None where nothing says so."""
        if not self.listed.get(one, _NONE).isdisjoint(self.listed.get(other, _NONE)):
            return "listed in the book", True
        if letters(one) == letters(other):
            return "the same letters", True
        if " " in one and " " in other:
            return self._of_full_names(one, other)
        if " " in one or " " in other or "-" in one or "-" in other:
            return None
        return self._of_lone_words(bare(one), bare(other))

    def _of_full_names(self, one: str, other: str) -> tuple[str, bool] | None:
        last, final = bare(one).split()[-1], bare(other).split()[-1]
        if (last != final and {last, final} & PARTICLES) or {last + "s", final + "s"} & {last, final}:
            return None
        a, b = parsed(one).parts, parsed(other).parts
        if _differ_in_one(a, b):
            return None
        score = similarity(one, other)
        if score >= SAME:
            return f"similarity {score:.2f}", score >= SURE
        few, many = sorted((self.tally.forms[one].count, self.tally.forms[other].count))
        if len(a) == len(b) > 1 and many >= 4 * few:
            odd = [(x, y) for x, y in zip(a, b, strict=True) if x != y]
            if len(odd) == 1 and min(map(len, odd[0])) > 5 and is_slip(*odd[0]) and not groups().keys() >= {*odd[0]}:
                return "one letter off", False
        return None

    def _of_lone_words(self, one: str, other: str) -> tuple[str, bool] | None:
        if min(len(one), len(other)) < 6 or {one, other} & groups().keys() or tags(one) or tags(other):
            return None
        bearers = self.families.get(one, frozenset()), self.families.get(other, frozenset())
        if bearers[0] and bearers[1] and bearers[0].isdisjoint(bearers[1]):
            return None
        score = part_similarity(one, other)
        return (f"similarity {score:.2f}", False) if score >= LONE else None


def _families(forms: Iterable[str]) -> dict[str, frozenset[str]]:
    """Return for each family name the given names before it."""
    found: dict[str, set[str]] = {}
    for text in forms:
        parts = bare(text).split()
        if len(parts) > 1:
            found.setdefault(parts[-1], set()).add(parts[0])
    return {family: frozenset(given) for family, given in found.items()}


def _differ_in_one(one: tuple[str, ...], other: tuple[str, ...]) -> bool:
    """Tell whether two names are equal but for one part that is another name: what most pairs of a block are."""
    if len(one) != len(other) or len(readings(one)) > 1 or len(readings(other)) > 1:
        return False
    odd = [(a, b) for a, b in zip(one, other, strict=True) if a != b]
    return len(odd) == 1 and part_similarity(*odd[0]) < DIFFERENT and not is_slip(*odd[0])


def _keys(text: str) -> set[str]:
    """Return the keys of a spelling; two spellings of one name share one of them."""
    if " " not in text and "-" not in text:
        return {"1" + skeleton(bare(text))} if len(text) > 5 else set()
    parts = parsed(text).parts
    keys = {"s" + skeleton("".join(read)) for _, read in readings(parts)}
    eastern = chinese(text) or korean(text)
    if eastern:
        keys.add("e" + eastern)
    if len(parts) > 1:
        keys.add(f"f{parts[0]}|{skeleton(parts[-1])[:2]}")
        keys.add(f"l{parts[-1]}|{skeleton(parts[0])[:2]}")
    return keys


def _near(block: list[str]) -> Iterator[tuple[str, str]]:
    """Yield the pairs of a block; in a crowd only those that stand close in the alphabet of their consonants."""
    if len(block) <= CROWD:
        yield from combinations(block, 2)
        return
    row = sorted(block, key=lambda text: (skeleton(letters(text)), bare(text)))
    for place, one in enumerate(row):
        for other in islice(row, place + 1, place + 1 + WINDOW):
            yield one, other
