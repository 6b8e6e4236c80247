"""Letters without their trimmings: the forms in which names are compared and looked up."""

from __future__ import annotations

import unicodedata
from functools import lru_cache

from lint.pattern import lazy

_SPECIAL = str.maketrans(
    {
        **{"ß": "ss", "æ": "ae", "œ": "oe", "ø": "o", "ł": "l", "đ": "d", "ð": "d", "þ": "th", "ı": "i", "ə": "a"},
        **dict.fromkeys("’‘ʼʻʿʾ`´ʹ", "'"),
        **dict.fromkeys("‐‑‒–", "-"),
    }
)
_SPACE = lazy(r"\s+")
_NOT_LETTER = lazy(r"[\W\d_]+")


@lru_cache(maxsize=65_536)
def bare(text: str) -> str:
    """Return `text` in lower case, without accents, with plain apostrophes and hyphens and single spaces."""
    text = text.lower()
    if not text.isascii():
        text = unicodedata.normalize("NFKD", text.translate(_SPECIAL))
        text = "".join(letter for letter in text if not unicodedata.combining(letter))
    return _SPACE.sub(" ", text) if "  " in text or not text.isprintable() else text


def composed(text: str) -> str:
    """Return `text` like `bare`, but with its accents."""
    return _SPACE.sub(" ", unicodedata.normalize("NFC", text.lower()).translate(_SPECIAL))


@lru_cache(maxsize=65_536)
def letters(text: str) -> str:
    """Return the letters of `text` and nothing else, in lower case and without accents."""
    return _NOT_LETTER.sub("", bare(text))
