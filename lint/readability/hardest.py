"""Which sentences of a text are the hardest to read, and why."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from lint.readability.style import Sentence, clauses_of, is_passive, nominals_of, paragraphs_of
from lint.text import Document

_LONG, _MANY_CLAUSES, _MANY_NOUNS = 25, 4, 4


def hardest(document: Document, most: int = 3) -> list[dict[str, Any]]:
    """Return the hardest sentences, the hardest first: place, number of words, and the reasons in words."""
    every = [sentence for paragraph in document.derived(paragraphs_of) for sentence in paragraph]
    hard = [sentence for sentence in every if sentence.words > _LONG]
    hard.sort(key=lambda sentence: (-_weight(sentence), sentence.start))
    return [
        {
            "line": document.position(sentence.start)[0],
            "start": sentence.start,
            "end": sentence.end,
            "words": sentence.words,
            "why": list(_reasons(sentence)),
        }
        for sentence in hard[:most]
    ]


def long_share(document: Document, limit: int) -> float:
    """Return the share of the words, 0 to 1, that stand in sentences of more than `limit` words."""
    words = [sentence.words for paragraph in document.derived(paragraphs_of) for sentence in paragraph]
    return sum(count for count in words if count > limit) / sum(words) if sum(words) else 0.0


def _weight(sentence: Sentence) -> float:
    return (
        sentence.words + 4 * clauses_of(sentence.text) + 3 * nominals_of(sentence.text) + 5 * is_passive(sentence.text)
    )


def _reasons(sentence: Sentence) -> Iterator[str]:
    yield f"{sentence.words} words"
    if clauses_of(sentence.text) > _MANY_CLAUSES:
        yield f"{clauses_of(sentence.text)} clauses"
    if nominals_of(sentence.text) > _MANY_NOUNS:
        yield f"{nominals_of(sentence.text)} abstract nouns"
    if is_passive(sentence.text):
        yield "in the passive voice"
