"""How hard a text is to read, in the usual numbers; for reports only, since the library takes seconds to load."""

from __future__ import annotations

import re
from functools import cache
from typing import Any, NamedTuple

from lint.pattern import lazy
from lint.readability.dictionary import ReadabilityUnavailable, nltk_folder
from lint.text import Document

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


NOTHING = Readability(0, 0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0)
"""The measures of a text without prose."""

_ENDS = (".", "!", "?", "…", ".”", "!”", "?”", '."', '!"', '?"', ":", ";", ",")
_SHORTEST = 5


def prose_of(text: str) -> str:
    """Return the paragraphs of a text as the measures want them: each ends in a full stop, headings stand apart."""
    document = Document(text)
    paragraphs = []
    for number in document.filled:
        content = " ".join(document.line_text(number).split())
        if len(content.split()) < _SHORTEST and not content.endswith((".", "!", "?", "”", '"')):
            continue
        paragraphs.append(content if content.endswith(_ENDS[:10]) else content.rstrip(":;, ") + ".")
    return " ".join(paragraphs)


_ABBREVIATION = lazy(
    r"\b(?:[A-Z]\.){2,}|\b(?:Mr|Mrs|Ms|Dr|Prof|Gen|Col|Lt|Sgt|Sen|Rep|Gov|St|Jr|Sr|No|vs|etc|e\.g|i\.e|a\.m|p\.m|Jan|Feb|Aug|Sept|Oct|Nov|Dec)\."
    r"|\b[A-Z]\.(?= [A-Z])|\d\.\d"
)


def measure(text: str) -> Readability:
    """Return the measures of the prose in `text`; raise ReadabilityUnavailable where the dictionary is missing."""
    plain = _ABBREVIATION.sub(lambda match: match.group().replace(".", ""), prose_of(text))
    if not re.search(r"\w", plain):
        return NOTHING
    textstat = _textstat()
    return Readability(
        words=int(textstat.lexicon_count(plain)),
        sentences=int(textstat.sentence_count(plain)),
        flesch_reading_ease=round(float(textstat.flesch_reading_ease(plain)), 1),
        flesch_kincaid_grade=round(float(textstat.flesch_kincaid_grade(plain)), 1),
        gunning_fog=round(float(textstat.gunning_fog(plain)), 1),
        smog_index=round(float(textstat.smog_index(plain)), 1),
        coleman_liau_index=round(float(textstat.coleman_liau_index(plain)), 1),
        automated_readability_index=round(float(textstat.automated_readability_index(plain)), 1),
    )


@cache
def _textstat() -> Any:
    """Return the library, with the dictionary put where it looks before it would try to fetch one."""
    folder = str(nltk_folder())
    try:
        import nltk
        import textstat
    except ImportError as error:
        raise ReadabilityUnavailable(
            f"readability is not measured: {error}; install the library with 'pip install textstat'"
        ) from None
    if folder not in nltk.data.path:
        nltk.data.path.insert(0, folder)
    return textstat
