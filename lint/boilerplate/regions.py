"""What stands outside the article of a whole scraped page: the menus above it and the lists of other stories below.

Every line has a weight, prose for the article and furniture against it; the article is the run of lines with the
greatest sum (maximum subsequence segmentation, Pasternack and Roth 2009). Being outside condemns no line: only what
stands among enough known furniture goes.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from typing import NamedTuple

from lint.boilerplate.examples import STORY
from lint.boilerplate.lines import removed, signs
from lint.boilerplate.tails import HEADLINE, headlines, labels
from lint.pattern import lazy
from lint.rule import Example, Finding, Probe, Rule, Safety, Severity
from lint.text import Document, Span

CROWDS = ((3, 0.4), (5, 0.25))
"""Lines of known furniture, and their share of a region's lines, from which the region is furniture as a whole.

Tuned, like the weights, on 708 extracted pages: five in 0.15 remove a tenth more and lose four times as much.
"""

ARTICLE = 6.0
"""Weight of the lightest article; anything less is no article that something could stand outside of."""

BUTTONS, LONG = 2, 12
"""So many short lines of furniture may stand within a story before its last sentence of so many words."""

_END = lazy(r"""[.!?…؟।۔:][”"’'»)\]]{0,3}\s*\Z""")
_FURNITURE, _LABEL, _PROSE, _SENTENCE, _BRIEF, _OTHER = "furniture", "label", "prose", "sentence", "brief", "other"
_WEIGHTS = {_FURNITURE: -2.0, _LABEL: -1.5, _SENTENCE: 1.0, _BRIEF: -0.8, _OTHER: 0.3}
_KNOWN = (_FURNITURE, _LABEL)


class Kind(NamedTuple):
    """A line as the segmentation sees it: its number, what it looks like, its words."""

    line: int
    name: str
    words: int


def _kinds(document: Document) -> list[Kind]:
    seen, named = document.derived(signs), document.derived(labels)
    kinds = []
    for index in document.filled:
        content = document.line_text(index)
        words = content.count(" ") + 1
        if index in seen.certain:
            name = _FURNITURE
        elif index in named or index in seen.likely:
            name = _LABEL
        else:
            name = _shape(words, bool(_END.search(content)))
        kinds.append(Kind(index, name, words))
    return kinds


def _shape(words: int, ended: bool) -> str:
    if ended and words >= 7:
        return _PROSE if words >= 20 else _SENTENCE
    return _BRIEF if words <= 12 else _OTHER


def _weight(kind: Kind) -> float:
    return min(kind.words, 60) / 10 if kind.name == _PROSE else _WEIGHTS[kind.name]


def article(kinds: list[Kind]) -> Span:
    """Return the run of lines with the greatest weight, as places in `kinds`; empty where nothing weighs enough."""
    best, span, current, start = ARTICLE, Span(0, 0), 0.0, 0
    for place, kind in enumerate(kinds):
        if current <= 0:
            current, start = 0.0, place
        current += _weight(kind)
        if current > best:
            best, span = current, Span(start, place + 1)
    return span


def _find(document: Document) -> Iterator[Finding]:
    seen = document.derived(signs)
    if len(seen.certain) + len(seen.likely) + len(document.derived(labels)) < CROWDS[0][0]:
        return
    kinds = _kinds(document)
    start, end = article(kinds)
    if start == end:
        return
    yield from _above(document, kinds[:start])
    yield from _below(document, kinds[end:])


def _above(document: Document, head: list[Kind]) -> Iterator[Finding]:
    """Yield the menus above the first paragraph, but nothing that can be the headline."""
    prose = (n for n, kind in enumerate(head) if kind.name == _PROSE or (kind.name == _SENTENCE and kind.words >= 10))
    first = next(prose, len(head))
    stop = _crowded(document, head[:first])
    titles = headlines(document, document.derived(signs).certain | document.derived(labels))
    for place, kind in enumerate(head[:stop]):
        if kind.name == _FURNITURE or kind.line in titles:
            continue
        if kind.words <= 4 or first - place > HEADLINE:
            yield _outside(document, kind, "above", Safety.SAFE)


def _crowded(document: Document, head: list[Kind]) -> int:
    """Return how many of the first lines end in furniture and hold enough of it."""
    stop, known = 0, 0
    told: Counter[str] = Counter()
    for place, kind in enumerate(head, 1):
        if kind.name in _KNOWN:
            text = document.line_text(kind.line)
            told[text] += 1
            known += told[text] <= 2
            if _is_crowd(known, place):
                stop = place
    return stop


def _is_crowd(known: int, lines: int) -> bool:
    return any(known >= least and known >= share * lines for least, share in CROWDS)


def _below(document: Document, tail: list[Kind]) -> Iterator[Finding]:
    """Yield what stands below the first piece of furniture behind the article, if furniture abounds there."""
    first = next((n for n, kind in enumerate(tail) if kind.name == _FURNITURE), len(tail))
    rest = tail[first:]
    told = Counter(document.line_text(kind.line) for kind in rest if kind.name in _KNOWN)
    known = sum(min(count, 2) for count in told.values())
    if not _is_crowd(known, len(rest)):
        return
    prose = [kind.words for kind in rest if kind.name == _PROSE]
    if max(prose, default=0) >= 40:
        return
    close = _cut_off(rest)
    for kind in rest:
        if kind.name != _FURNITURE:
            doubtful = kind.name == _PROSE or (len(prose) > 1 and kind.name == _SENTENCE) or kind == close
            yield _outside(document, kind, "below", Safety.UNSAFE if doubtful else Safety.SAFE)


def _cut_off(rest: list[Kind]) -> Kind | None:
    """Return the sentence that only a button or two part from the article: it may be the last of the story."""
    place = next((n for n, kind in enumerate(rest) if kind.name not in _KNOWN), len(rest))
    if place > BUTTONS or any(kind.words > LONG for kind in rest[:place]):
        return None
    if any(kind.name not in _KNOWN for kind in rest[place + 1 : place + 2]):
        return None  # the first of several lines announces other stories
    last = rest[place] if place < len(rest) else None
    return last if last and last.name == _SENTENCE and last.words >= LONG else None


def _outside(document: Document, kind: Kind, where: str, safety: Safety) -> Finding:
    message = f"'{{found}}' stands {where} the article, among the furniture of the page."
    return removed(RULE_ID, document, kind.line, kind.line, message, safety)


RULE_ID = "boilerplate.outside-article"

_STORY = STORY + (
    "\nThe first trip goes to the island of Torby, where the school has been waiting for new books since the autumn.\n"
)

RULE = Rule(
    id=RULE_ID,
    severity=Severity.ERROR,
    safety=Safety.SAFE,
    why="A whole page was scraped: above the article stand its menus, below it the lists of other stories.",
    probes=(Probe((), _find),),
    examples=(
        Example(
            "Skip to content\nHarbor Watch\nNews\nSports\nIsland Life\nOpinion\nWeather\nSubscribe\n\n"
            f"Ferry sails again in June\n\n{_STORY}",
            f"Ferry sails again in June\n\n{_STORY}",
        ),
        Example(
            f"{_STORY}\nShare this article\n\nTwo piers break in the storm\n\nWaves as high as houses hit Torby.\n\n"
            "Related Articles\n\nWhy herring left the sound\n\nNewsletter\nFacebook\nTwitter\n\nAll rights reserved.\n",
            _STORY,
        ),
    ),
    keep=(
        f"{_STORY}\nFerry times\n\nMonday\n\nTuesday\n\nEvery hour from six\n\nPrices\n\nAdults\n\nChildren\n",
        f"Contents\n\nThe ferry\n\nThe island\n\n{_STORY}\nThe island\n\n{_STORY}",
    ),
)
"""Finds what stands outside the article."""
