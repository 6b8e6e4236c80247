"""Swaps: a phrase that is wrong wherever it stands, and its repair."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from functools import cache, partial
from typing import Any

from lint.edits import Edit
from lint.kinds.voice import Voice, fit_case
from lint.lexicon import zipf
from lint.rule import Finding, Probe
from lint.text import Document, Needs, fold, words_of

_GAP = r"(?:[^\S\r\n]+|[^\S\r\n]*(?:\r\n|\n|\r)[^\S\r\n]*)"
_BEFORE, _AFTER = r"(?<![\w@#/&-])(?<!\w[.'’])", r"(?![\w@-]|[.'’]\w\w)"


def swap_needs(entry: Mapping[str, Any]) -> list[Needs]:
    """Return what each swap of an entry needs: all its words, the rarest first."""
    return [(tuple(sorted(set(words_of(fold(phrase))), key=_commonness)),) for phrase in entry["swaps"]]


def _commonness(word: str) -> tuple[float, int, str]:
    return zipf(word), -len(word), word


def _stands(phrase: str, document: Document) -> bool:
    """Tell whether a text may hold a phrase: quicker by far than matching it, and exact for plain words."""
    words = " ".join(fold(phrase).split())
    return not words.replace(" ", "").isalnum() or words in document.flat


@cache
def _phrase(phrase: str, case: bool) -> re.Pattern[str]:
    """Return the pattern of a phrase, compiled once in a process: most phrases of a pack are never met."""
    body = _GAP.join(re.escape(word).replace("'", "['’]") for word in phrase.split())
    return re.compile(_BEFORE + body + _AFTER, 0 if case else re.IGNORECASE)


def _find_swap(voice: Voice, phrase: str, fix: str, case: bool, needs: Needs, document: Document) -> Iterator[Finding]:
    if not _stands(phrase, document):
        return
    pattern = _phrase(phrase, case)
    for segment in document.where(needs):
        for match in pattern.finditer(document.prose, *segment):
            start, end = match.span()
            replacement = fix if case else fit_case(fix, match.group())
            broken = re.search(r"[^\S\r\n]*(\r\n|\n|\r)[^\S\r\n]*", match.group())
            if broken and " " not in replacement:
                while document.prose[end : end + 1] == " ":
                    end += 1
                replacement += broken.group(1)
            yield voice.finding(document, *match.span(), (Edit(start, end, replacement, voice.rule),))


def swap_probes(entry: Mapping[str, Any], voice: Voice) -> Iterator[Probe]:
    """Yield a probe for each wrong phrase of an entry."""
    case = bool(entry.get("case"))
    for (phrase, fix), needs in zip(entry["swaps"].items(), entry["needs"], strict=True):
        yield Probe(needs, partial(_find_swap, voice, phrase, fix, case, needs), local=True)
