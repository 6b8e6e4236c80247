"""What makes two lines the same: their words, whatever names, dates, numbers and addresses stand between them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from hashlib import blake2b
from itertools import islice
from typing import NamedTuple

from lint.pattern import lazy

LONGEST = 1_500
"""Characters of a line that is looked at; the paragraphs of an article that recur are shorter."""

COMMON = 4
"""Words in small letters that a line must have if the names in it are to count for nothing."""

_ADDRESS = lazy(r"https?://\S+|www\.\S+|[\w.+-]+@[\w-]+\.\w[\w.]*|(?<!\w)@\w{2,}")
_DATE = lazy(
    r"(?<!\w)(?:(?:jan|febr?|mar|apr|may|june?|july?|aug|sept?|oct|nov|dec)(?:uary|ch|il|ust|tember|ober|ember)?\.?"
    r"|(?:mon|tues?|wed(?:nes)?|thu(?:rs)?|fri|sat(?:ur)?|sun)(?:day)?)(?!\w)(?=\W{1,3}\d|,)",
    re.IGNORECASE,
)
_NUMBER = lazy(r"\d+(?:[.,:/-]\d+)*")
_NAMES = lazy(r"(?<!\w)[^\W\d_a-z][\w’'-]*(?: (?:[^\W\d_a-z][\w’'-]*|of|de|al|bin|van|von)){1,6}(?<! of)(?<! de)")
_SMALL = lazy(r"(?<![\w’'])[a-z]{2,}")
_DIGIT = lazy(r"\d")
_SAID = lazy(r"[^\W\d_]{3,}")
_EDGES = " \t\xa0*•·#>|–—-_=~"

ADDRESS, NUMBER, NAMES = "\x01", "\x02", "\x03"
"""Stand for what may vary in a masked line."""


class Recurrence(NamedTuple):
    """How many articles of a site hold a line, how many the site has, and on how many of them it stands at an edge."""

    files: int
    of: int

    @property
    def share(self) -> float:
        """The share of the site's articles that hold the line."""
        return self.files / self.of


def masked(line: str) -> str | None:
    """Return a line with marks for what may vary, in its own case, or None for a line that says nothing."""
    if len(line) > LONGEST:
        return None
    text = " ".join(line.split()).strip(_EDGES)
    if not _SAID.search(text):
        return None
    if "@" in text or "/" in text or "www." in text:
        text = _ADDRESS.sub(ADDRESS, text)
    if _DIGIT.search(text):
        text = _NUMBER.sub(NUMBER, _DATE.sub(NUMBER, text))
    if sum(1 for _ in islice(_SMALL.finditer(text), COMMON)) == COMMON:
        text = _NAMES.sub(NAMES, text)
    return text


def key(line: str, site: str) -> int | None:
    """Return a number of 64 bits that all lines of a site have in common which differ in nothing that matters."""
    text = masked(line)
    return None if text is None else digest(f"{site}\0{text.casefold()}")


def digest(text: str) -> int:
    """Return 64 bits, with a sign, that stand for a text."""
    return int.from_bytes(blake2b(text.encode("utf-8", "surrogatepass"), digest_size=8).digest(), signed=True)


def keys(text: str, site: str) -> Iterator[tuple[int, str]]:
    """Yield the key of every line that says something, with the line."""
    for line in text.splitlines():
        found = key(line, site)
        if found is not None:
            yield found, line


def site_of(name: str) -> str:
    """Return the site that a file belongs to: its folder."""
    return name.replace("\\", "/").rpartition("/")[0]
