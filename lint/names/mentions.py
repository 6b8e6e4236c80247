"""Names in running text: capitalized words, and the runs of them that are one mention."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from functools import lru_cache
from typing import NamedTuple

from lint.names.letters import bare
from lint.names.words import COMMON, DEMONYMS, HONORIFICS
from lint.pattern import lazy
from lint.text import Document

_LETTER = r"[^\W\d_]"
_MARK = "[\u0300-\u036f]"


def _capitalized(first: str) -> re.Pattern[str]:
    """Return the expression for a word that begins with one of the class `first`: of plain ranges, which are quick."""
    return lazy(
        rf"{first}(?<![\w@#/&$=.+].)(?:(?<!-.)|(?<=\w-.))(?<!\w['’].)[a-z]*+(?:{_LETTER}|{_MARK})*+"
        rf"(?:['’ʼʻ‘](?![st]\b|re\b|ll\b|ve\b|m\b|d\b)(?:{_LETTER}|{_MARK})++)*+(?![\w@/])(?!\.\w)"
    )


_CAPITALIZED, _PLAINLY_CAPITALIZED = _capitalized("[A-Z\u00c0-\u1fff]"), _capitalized("[A-Z]")
_GAP = lazy(
    r"[^\S\r\n]{1,3}|[-‐‑]|[^\S\r\n]?[- ](?:al|el|ul|ud|ur|us|bin|ibn|bint|ben|van|von|de|der|den|da|do|dos|du|del|di"
    r"|la|le|ad|as|ash|ar|at|an|az)[- ](?:(?:der|den|la|al)[- ])?"
)
_INITIAL_GAP = lazy(r"\.[^\S\r\n]{0,2}")


class Token(NamedTuple):
    """A capitalized word: `plain` is its form without accents and in lower case."""

    start: int
    end: int
    text: str
    plain: str


def words(document: Document) -> Counter[str]:
    """Return the words of the prose that seem to begin with a capital, each with how often it stands.

    Cheaper than `tokens`; among accented letters, small ones come along.
    """
    accented = any("\u00c0" <= sign <= "\u1fff" for sign in document.unusual)
    return Counter((_CAPITALIZED if accented else _PLAINLY_CAPITALIZED).findall(document.prose))


def tokens(document: Document, lines: Iterable[int] | None = None) -> list[Token]:
    """Return the capitalized words of the prose, or of some of its lines, in order, hyphenated words in their pieces."""
    spans = [(0, len(document.prose))] if lines is None else [document.lines[number][:2] for number in lines]
    return [
        Token(match.start(), match.end(), text, bare(text))
        for span in spans
        for match in _CAPITALIZED.finditer(document.prose, *span)
        if (text := match.group())[0].isupper()
    ]


def is_like_a_name(word: str) -> bool:
    """Tell whether a word can be a name by its form: a capital and at least three small letters."""
    return len(word) >= 4 and word[0].isupper() and word[1:].islower()


def are_joined(document: Document, left: Token, right: Token) -> bool:
    """Tell whether two tokens stand side by side in one mention: "Ursula von der Leyen", "Amir-Abdollahian"."""
    gap = document.prose[left.end : right.start]
    if gap == " ":
        return True
    return bool(_GAP.fullmatch(gap) or (len(left.plain) <= 2 and _INITIAL_GAP.fullmatch(gap)))


def is_title(token: Token) -> bool:
    """Tell whether a token is a title or an honorific: "President", "Mr"."""
    return token.plain in HONORIFICS


def may_precede(token: Token) -> bool:
    """Tell whether a capitalized word may stand right before a name without being a part of it."""
    return token.plain in HONORIFICS or token.plain in COMMON or token.plain in DEMONYMS


def starts_sentence(document: Document, token: Token) -> bool:
    """Tell whether a token may owe its capital to the beginning of a sentence or line."""
    before = document.prose[max(token.start - 6, 0) : token.start].rstrip(" \"“‘'«(*_")
    return not before or before[-1] in '.!?:;…\n\r•—–|»”’"'


@lru_cache(maxsize=256)
def _is_headline(line: str) -> bool:
    if re.search(r"[.!?…][”\"’')\]]{0,3}$", line) and not line.isupper():
        return False
    words = re.findall(rf"{_LETTER}{{4,}}", line)
    return bool(sum(word[0].isupper() for word in words) >= 0.6 * len(words))


def in_headline(document: Document, token: Token) -> bool:
    """Tell whether a token stands in a line of which most words are capitalized, so that its capital says nothing."""
    return _is_headline(document.line_text(document.line_number(token.start)))
