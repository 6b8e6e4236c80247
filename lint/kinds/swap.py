"""Swaps: a phrase that is wrong wherever it stands, and its repair."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from functools import cache, partial
from itertools import pairwise
from typing import Any

from lint.edits import Edit
from lint.kinds.voice import Voice, fit_case
from lint.lexicon import zipf
from lint.rule import Finding, Probe
from lint.text import Alternative, Document, Needs, fold, words_of

_GAP = r"(?:[^\S\r\n]+|[^\S\r\n]*(?:\r\n|\n|\r)[^\S\r\n]*)"
_BEFORE, _AFTER = r"(?<![\w@#/&-])(?<!\w[.'’])", r"(?![\w@-]|[.'’]\w\w)"


def swap_needs(entry: Mapping[str, Any]) -> list[Needs]:
    """Return what each swap of an entry needs: its rarest word, and a pair of neighbors that holds it."""
    return [(_rarest(words_of(fold(phrase))),) for phrase in entry["swaps"]]


def _rarest(words: list[str]) -> Alternative:
    """Return the rarest word of a phrase and a pair of words with it; the word alone where it is the only one."""
    word = min(words, key=lambda word: (zipf(word), -len(word), word))
    pairs = [pair for pair in pairwise(words) if word in pair]
    return (word, min(pairs, key=lambda pair: sum(map(zipf, pair)))) if pairs else (word,)


@cache
def _phrase(phrase: str, case: bool) -> re.Pattern[str]:
    """Return the pattern of a phrase, compiled once in a process: most phrases of a pack are never met."""
    body = _GAP.join(re.escape(word).replace("'", "['’]") for word in phrase.split())
    return re.compile(_BEFORE + body + _AFTER, 0 if case else re.IGNORECASE)


def _find_swap(voice: Voice, phrase: str, fix: str, case: bool, needs: Needs, document: Document) -> Iterator[Finding]:
    for match in _matches(phrase, case, needs, document):
        start, end = match.span()
        replacement = fix if case else fit_case(fix, match.group())
        broken = re.search(r"[^\S\r\n]*(\r\n|\n|\r)[^\S\r\n]*", match.group())
        if broken and " " not in replacement:
            while document.prose[end : end + 1] == " ":
                end += 1
            replacement += broken.group(1)
        yield voice.finding(document, *match.span(), (Edit(start, end, replacement, voice.rule),))


def _matches(phrase: str, case: bool, needs: Needs, document: Document) -> Iterator[re.Match[str]]:
    """Yield where a phrase stands, tried only where its first word does: to find a word is quicker than to match."""
    pattern, first = _phrase(phrase, case), _first_word(phrase)
    for low, high in document.where(needs):
        start = document.folded.find(first, low, high)
        while start >= 0:
            match = pattern.match(document.prose, start, high)
            if match:
                yield match
            start = document.folded.find(first, match.end() if match else start + 1, high)


def _first_word(phrase: str) -> str:
    """Return what a phrase begins with, up to its first space or apostrophe, as it stands in a folded text."""
    return fold(re.split(r"[\s'’]", phrase.strip(), maxsplit=1)[0])


def swap_probes(entry: Mapping[str, Any], voice: Voice) -> Iterator[Probe]:
    """Yield a probe for each wrong phrase of an entry."""
    case = bool(entry.get("case"))
    for (phrase, fix), needs in zip(entry["swaps"].items(), entry["needs"], strict=True):
        yield Probe(needs, partial(_find_swap, voice, phrase, fix, case, needs), local=True)
