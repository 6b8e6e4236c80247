"""Names in running text: capitalized words, and the runs of them that are one mention."""

from __future__ import annotations

import re
from collections import Counter
from functools import lru_cache
from typing import NamedTuple

from lint.names.letters import bare
from lint.names.words import COMMON, DEMONYMS, HONORIFICS
from lint.pattern import lazy
from lint.text import Document

_LETTER = r"[^\W\d_]"
_MARK = "[\u0300-\u036f]"
_CAPITAL = "[A-Z\u00c0-\u1fff]"  # a plain range first makes the search five times as fast as a negated class
_CAPITALIZED = lazy(
    rf"{_CAPITAL}(?<![\w@#/&$=.+].)(?:(?<!-.)|(?<=\w-.))(?<!\w['’].)(?:[a-z]++|{_LETTER}|{_MARK})*+"
    rf"(?:['’ʼʻ‘](?![st]\b|re\b|ll\b|ve\b|m\b|d\b)(?:{_LETTER}|{_MARK})++)*+(?![\w@/])(?!\.\w)"
)
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
    return Counter(_CAPITALIZED.findall(document.prose))


@lru_cache(maxsize=2)
def tokens(document: Document) -> tuple[Token, ...]:
    """Return the capitalized words of the prose in order, hyphenated words in their pieces."""
    found = ((match.start(), match.end(), match.group()) for match in _CAPITALIZED.finditer(document.prose))
    return tuple(Token(start, end, text, bare(text)) for start, end, text in found if text[0].isupper())


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
