"""The templates of a site: its recurring lines with examples, in the blocks that they stand in."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from lint.recurrence.count import lines
from lint.recurrence.keys import Recurrence, site_of
from lint.recurrence.rule import RULE_ID
from lint.rule import Finding, Safety
from lint.text import Document

TOGETHER = 0.8
"""Share of its places at which a line must be followed by the same other line to make a block with it."""


@dataclass(slots=True)
class Template:
    """A recurring line: where it recurs, the first and last of its wordings in order, an article that holds it."""

    key: int
    site: str
    times: Recurrence
    first: str
    last: str
    article: str
    places: int = 0
    followers: Counter[int] = field(default_factory=Counter)

    def see(self, name: str, line: str) -> None:
        """Take note of one more place."""
        self.places += 1
        self.first, self.last = min(self.first, line), max(self.last, line)
        self.article = min(self.article, name)


def templates(articles: Iterable[tuple[str, str]], recurring: Mapping[int, Recurrence]) -> list[Template]:
    """Return the templates among articles, given as pairs of name and text, by site and order on the page."""
    found: dict[int, Template] = {}
    ranks: defaultdict[int, float] = defaultdict(float)
    name, place, last, before = "", 0, 0, None
    for article, number, key, line in lines(articles, recurring):
        if article != name:
            name, place, before = article, 0, None
        line = line.strip()
        if key not in found:
            found[key] = Template(key, site_of(article), recurring[key], line, line, article)
        found[key].see(article, line)
        if before is not None and number == last + 1:
            before.followers[key] += 1
        before, last = found[key], number
        ranks[key] += place
        place += 1
    return sorted(found.values(), key=lambda one: (one.site, ranks[one.key] / one.places, one.first))


def removed_by(found: Iterable[Template], find: Callable[[Document], Iterable[Finding]]) -> dict[int, str]:
    """Return for each template, by key, that `find` removes safely without knowing that it recurs the rule that does."""
    rules: dict[int, str] = {}
    for one in found:
        for finding in find(Document(one.first)):
            safe = finding.fix is not None and finding.fix.safety is Safety.SAFE
            if safe and finding.category == "boilerplate" and finding.rule != RULE_ID:
                rules.setdefault(one.key, finding.rule)
    return rules


def blocks(found: list[Template]) -> Iterator[list[Template]]:
    """Yield the templates in blocks: lines that mostly follow one another, each in one block, the largest first."""
    by_key = {one.key: one for one in found}
    after: dict[int, Template] = {}
    taken: set[int] = set()
    for one in found:
        for key, count in one.followers.most_common(1):
            if key != one.key and key not in taken and count >= TOGETHER * max(one.places, by_key[key].places):
                after[one.key] = by_key[key]
                taken.add(key)
    runs = [list(_run(one, after)) for one in found if one.key not in taken]
    done = {one.key for run in runs for one in run}
    runs += [[one] for one in found if one.key not in done]
    yield from sorted(runs, key=lambda run: (run[0].site, -run[0].times.files, -len(run), run[0].first))


def _run(one: Template, after: Mapping[int, Template]) -> Iterator[Template]:
    current: Template | None = one
    while current is not None:
        yield current
        current = after.get(current.key)
