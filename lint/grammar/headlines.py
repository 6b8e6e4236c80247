"""Headlines whose capitals slip, or in which two countries stand side by side as if they were one name."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from itertools import pairwise

from lint.edits import Edit
from lint.kinds import Voice
from lint.lexicon import tags
from lint.packs import data
from lint.pattern import lazy
from lint.rule import Example, Finding, Probe, Rule, Safety, Severity
from lint.text import Document

_CAPITALS = Voice(
    "grammar.headline-capital",
    "'{found}' should be '{fix}' in a headline that sets its words with capitals.",
    Severity.INFO,
    Safety.SUGGESTION,
    "suggestion",
)
_COUNTRIES = Voice(
    "grammar.joined-countries",
    "'{found}' are two countries: they need a comma, a hyphen or 'and' between them.",
    Severity.WARNING,
    Safety.SUGGESTION,
    "suggestion",
)
_WORD = lazy(r"[^\W\d_]+(?:['’][^\W\d_]+)?")
_NO_HEADLINE = lazy(r"[.,:;…]\Z|[|\t>©]|^\W*\d|^[-*•–—]|: ")
_SMALL = frozenset(
    (
        "a an the and or nor but for of in on at to by as if is are be it its vs via per from with into over under amid after "
        "before against between during about than that up out off down so yet not no do how why who what when where while "
        "since until near upon through without within across behind below above beyond toward towards despite among like "
        "plus past round onto amidst unto de la le el du van von der den di da et y del und ibn bin al"
    ).split()
)
_WITH_ARTICLE = frozenset(
    "hague gambia bahamas times guardian sun hill bronx netherlands independent verge beatles who atlantic economist rock "
    "telegraph mirror observer herald tribune star mail post voice office crown last best great big good".split()
)
_MOST_WORDS, _FEWEST_WORDS = 18, 6


def _find_capitals(document: Document) -> Iterator[Finding]:
    for number in document.filled:
        line = document.lines[number]
        if (
            not 20 <= line.end - line.start <= 140
            or document.prose[line.end - 1] in ".,:;"
            or not _stands_alone(document, number)
        ):
            continue
        words = list(_WORD.finditer(document.prose, line.start, line.end))
        long_words = [word for word in words if len(word[0]) > 3 and word[0].lower() not in _SMALL]
        low = [word for word in long_words if word[0].islower()]
        if len(low) == 1 and _sets_capitals(words, long_words) and _is_plain(document, low[0].span()):
            yield _changed(document, low[0].span(), low[0][0].capitalize())
        if not low and len(long_words) >= 2:
            yield from _small_capitals(document, words)


def _stands_alone(document: Document, number: int) -> bool:
    """Tell whether a line is a headline: no sentence, list item or table row, and with blank lines around it."""
    if number > 0 and document.line_text(number - 1):
        return False
    if number + 1 < len(document.lines) and document.line_text(number + 1):
        return False
    return not _NO_HEADLINE.search(document.line_text(number))


def _sets_capitals(words: list[re.Match[str]], long_words: list[re.Match[str]]) -> bool:
    """Tell whether a headline gives capitals to words that are no names, and a small letter to small words."""
    common = [word for word in long_words if word[0][0].isupper() and set(tags(word[0].lower())) & set("abdgnprz")]
    small = [word for word in words if word[0].islower() and word[0] in _SMALL]
    return _FEWEST_WORDS <= len(words) <= _MOST_WORDS and len(common) >= 4 and bool(small)


def _is_plain(document: Document, span: tuple[int, int]) -> bool:
    """Tell whether a word stands between spaces, quotes or line ends: no part of an address or of iPhone."""
    before, behind = document.prose[span[0] - 1 : span[0]], document.prose[span[1] : span[1] + 1]
    known = bool(tags(document.prose[slice(*span)]))
    return known and (not before or before in " \n\r“‘\"'") and (not behind or behind in " \n\r”’\"'?!:,")


def _small_capitals(document: Document, words: list[re.Match[str]]) -> Iterator[Finding]:
    for before, word, after in zip(words, words[1:], words[2:], strict=False):
        if (
            word[0] == "The"
            and before[0] in ("in", "on", "at", "of", "for", "to", "from", "with", "by")
            and after[0].lower() not in _WITH_ARTICLE
            and after[0].lower() in _common()
            and before.end() + 1 == word.start()
        ):
            yield _changed(document, word.span(), "the")


@cache
def _common() -> frozenset[str]:
    """Return nouns of which a headline may speak without meaning a name."""
    return frozenset(data("grammar/headlines.toml")["nouns"])


def _changed(document: Document, span: tuple[int, int], fix: str) -> Finding:
    return _CAPITALS.finding(document, *span, (Edit(*span, fix, _CAPITALS.rule),))


def _find_countries(document: Document) -> Iterator[Finding]:
    countries = _countries()
    if len(document.words & _folded_countries()) < 2:
        return
    for number in document.filled:
        line = document.lines[number]
        if line.end - line.start > 140 or document.is_prose(number):
            continue
        words = document.prose[line.start : line.end].split(" ")
        start = line.start
        for first, second in pairwise(words):
            if (
                first in countries
                and second.rstrip(",:;") in countries
                and first != second.rstrip(",:;")
                and len(words) > 3
            ):
                yield _COUNTRIES.finding(document, start, start + len(first) + 1 + len(second.rstrip(",:;")), ())
            start += len(first) + 1


@cache
def _folded_countries() -> frozenset[str]:
    return frozenset(country.lower() for country in _countries())


@cache
def _countries() -> frozenset[str]:
    return frozenset(data("grammar/headlines.toml")["countries"])


RULES: tuple[Rule, ...] = (
    Rule(
        id=_CAPITALS.rule,
        severity=_CAPITALS.severity,
        safety=_CAPITALS.safety,
        why="One word of a headline was exchanged or added after the capitals were set.",
        probes=(Probe((), _find_capitals, local=True),),
        examples=(
            Example(
                "Old Ferries to Sail Again After Long harbor Repairs\n\nThe ferries sail from May.\n",
                "Old Ferries to Sail Again After Long Harbor Repairs\n\nThe ferries sail from May.\n",
            ),
            Example("New Bridges in The Region\n", "New Bridges in the Region\n"),
        ),
        keep=(
            "Old ferries to sail again after long repairs\n\nThe ferries sail from May.\n",
            "Ferries to Sail from The Hague to London, Says New Owner\n\nThe ferries sail from May.\n",
        ),
    ),
    Rule(
        id=_COUNTRIES.rule,
        severity=_COUNTRIES.severity,
        safety=_COUNTRIES.safety,
        why="A comma or a hyphen was lost, or two keywords of a search engine were set side by side.",
        probes=(Probe((), _find_countries, local=True),),
        examples=(Example("Norway Sweden to Build a Tunnel Together\n\nThe tunnel is to open in May.\n"),),
        keep=(
            "Norway, Sweden to Build a Tunnel Together\n\nThe tunnel is to open in May.\n",
            "Norway-Sweden Tunnel to Open Soon\n\nThe tunnel is to open in May.\n",
        ),
    ),
)  # fmt: skip
"""Rules on headlines."""
