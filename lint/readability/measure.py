"""How hard a text is to read, in the usual numbers; for reports only, since the library takes seconds to load."""

from __future__ import annotations

import re
from collections import Counter
from functools import lru_cache
from typing import Any, NamedTuple

from lint.pattern import lazy
from lint.readability.dictionary import ReadabilityUnavailable, textstat

__all__ = ["Readability", "ReadabilityUnavailable", "measure", "prose_of"]


class Readability(NamedTuple):
    """The measures of a text; the indexes are grades of American schools, except for the Flesch reading ease."""

    words: int
    sentences: int
    flesch_reading_ease: float
    flesch_kincaid_grade: float
    gunning_fog: float
    smog_index: float
    coleman_liau_index: float
    automated_readability_index: float
    dale_chall_readability_score: float
    reading_minutes: float


NOTHING = Readability(0, 0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0)
"""The measures of a text without prose."""

_REMEMBERED = 50_000
"""Words whose counts are remembered, for they take nearly all the time and come again in every article: 10 MB."""

_DIFFICULT = 3
_FAMILIAR = 5
_WORDS_A_MINUTE = 238
"""What adults read silently of English that is no fiction, on average (Brysbaert 2019)."""

_SENTENCE = lazy(r"\b[^.!?]+[.!?]*")
_THREE_WORDS = lazy(r"(?:\S*\w\S*\s+(?:[^\w\s]+\s+)*){2}[^\w\s]*\w")
_EDGES = '.,:;!?…“”"()[]–—'

_ENDS = (".", "!", "?", "…", ".”", "!”", "?”", '."', '!"', '?"', ":", ";", ",")
_SHORTEST = 5


def prose_of(text: str) -> str:
    """Return the paragraphs of a text as the measures want them: each ends in a full stop, headings stand apart."""
    paragraphs = []
    for line in text.replace("\r\n", "\n").replace("\r", "\n").split("\n"):
        words = line.split()
        content = " ".join(words)
        if len(words) < _SHORTEST and not content.endswith((".", "!", "?", "”", '"')):
            continue
        paragraphs.append(content if content.endswith(_ENDS[:10]) else content.rstrip(":;, ") + ".")
    return " ".join(paragraphs)


_TITLES = (
    "Aug Col Dec Dr Feb Gen Gov Jan Jr Lt Mr Mrs Ms No Nov Oct Prof Rep Sen Sept Sgt Sr St"
).split()  # each begins with a capital
_INITIALS = r"\.(?:(?:[A-Z]\.)+|(?= [A-Z]))"
_CAPITAL_STOP = lazy(
    rf"[A-Z\d](?:(?<=\d)\.\d|(?<=\b[A-Z])(?:{_INITIALS}|(?:{'|'.join(f'(?<={t[0]}){t[1:]}' for t in _TITLES)})\.))"
)  # begins with one set of characters, which is quick to search for
_SMALL = ("vs", "etc", "e.g", "i.e", "a.m", "p.m")
_SMALL_STOP = lazy(rf"\b(?:{'|'.join(map(re.escape, _SMALL))})\.")


def plain(text: str) -> str:
    """Return the prose of a text as it is measured: without the full stops that end no sentence."""
    content = _CAPITAL_STOP.sub(_without_stops, prose_of(text))
    return _SMALL_STOP.sub(_without_stops, content) if any(map(content.__contains__, _SMALL)) else content


def _without_stops(match: re.Match[str]) -> str:
    return match.group().replace(".", "")


def measure(text: str) -> Readability:
    """Return the measures of the prose in `text`; raise ReadabilityUnavailable where the dictionary is missing."""
    content = plain(text)
    if not re.search(r"\w", content):
        return NOTHING
    tokens = content.split()
    totals = [0] * 6
    for counts, times in Counter(map(_of_token, tokens)).items():
        totals = [total + times * count for total, count in zip(totals, counts, strict=True)]
    words, letters, syllables, long, difficult, unfamiliar = totals
    return _rated(
        words=words,
        sentences=_sentences(content),
        letters=letters,
        characters_per_token=sum(map(len, tokens)) / len(tokens),
        syllables=syllables,
        long=long,
        difficult=difficult,
        unfamiliar=100 * unfamiliar / words,
    )


def _sentences(content: str) -> int:
    """Return how many sentences textstat counts: those of three words or more, but at least one."""
    return max(1, sum(map(bool, map(_THREE_WORDS.match, _SENTENCE.findall(content)))))


def _rated(
    *,
    words: int,
    sentences: int,
    letters: int,
    characters_per_token: float,
    syllables: int,
    long: int,
    difficult: int,
    unfamiliar: float,
) -> Readability:
    """Return the measures by the usual formulas, with the constants and in the order in which textstat has them."""
    length, weight = words / sentences, syllables / words
    return Readability(
        words=words,
        sentences=sentences,
        flesch_reading_ease=round(206.835 - 1.015 * length - 84.6 * weight if weight else 0.0, 1),
        flesch_kincaid_grade=round((0.39 * length) + (11.8 * weight) - 15.59 if weight else 0.0, 1),
        gunning_fog=round(0.4 * (length + 100 * difficult / words), 1),
        smog_index=round((1.043 * (30 * (long / sentences)) ** 0.5) + 3.1291, 1),
        coleman_liau_index=round((0.058 * (letters / words * 100)) - (0.296 * (sentences / words * 100)) - 15.8, 1),
        automated_readability_index=round((4.71 * characters_per_token) + (0.5 * length) - 21.43, 1),
        dale_chall_readability_score=round(
            0.1579 * unfamiliar + 0.0496 * length + 3.6365 * (unfamiliar > _FAMILIAR), 1
        ),
        reading_minutes=round(words / _WORDS_A_MINUTE, 1),
    )


@lru_cache(maxsize=_REMEMBERED)
def _of_token(token: str) -> tuple[int, int, int, int, int, int]:
    return _of_word(token.strip(_EDGES))


@lru_cache(maxsize=_REMEMBERED)
def _of_word(word: str) -> tuple[int, int, int, int, int, int]:
    """Return what textstat counts in a word: words, letters, syllables, long, difficult and unfamiliar words."""
    library: Any = textstat()
    return (
        library.lexicon_count(word),
        library.letter_count(word),
        library.syllable_count(word),
        library.polysyllabcount(word),
        library.difficult_words(word, syllable_threshold=_DIFFICULT),
        library.difficult_words(word, syllable_threshold=0),
    )
