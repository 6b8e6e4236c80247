"""Where a finding stands, told by content and not by offsets, so that it is found again when the article changes."""

from __future__ import annotations

from hashlib import blake2b
from typing import NamedTuple

from lint.pattern import lazy
from lint.rule import Finding

_WORDS = lazy(r"\S+")

WORDS = 6
"""Words on either side of a finding that tell its place."""

_REACH = 90
"""Characters on either side that are looked through for these words."""

_SURE = 3
"""Words that one side must hold to count alone, or for the place to be known in another article."""

_COUNTED = 200_000
"""Characters before a place that are searched for equal places; farther ones are not told apart."""


class Place(NamedTuple):
    """A place by digests: of rule, text and both sides; of rule, text and one side; of rule and text.

    `left` and `right` are empty where that side holds too few words to tell a place. `before` and `after` are the
    words themselves, for people.
    """

    whole: str
    left: str
    right: str
    words: str
    before: str
    after: str

    @property
    def telling(self) -> bool:
        """Tell whether both sides say so much that the same place in another article is the same sentence."""
        return bool(self.left and self.right)


def place_of(text: str, finding: Finding, said: str | None = None) -> Place:
    """Return the place of a finding that is in coordinates of `text`; by `said` its words are known, or by what it found."""
    start, end = finding.start, finding.end
    (before, low), (after, high) = _last_words(text, start), _first_words(text, end)
    found = " ".join(text[start:end].split())
    whole = _digest(finding.rule, found, " ".join(before), " ".join(after))
    number = _earlier(text, low, high)
    return Place(
        f"{whole}-{number + 1}" if number else whole,
        _digest(finding.rule, found, "left", " ".join(before)) if len(before) >= _SURE else "",
        _digest(finding.rule, found, "right", " ".join(after)) if len(after) >= _SURE else "",
        words_of(finding.rule, found if said is None else said),
        " ".join(before),
        " ".join(after),
    )


def words_of(rule: str, found: str) -> str:
    """Return the digest of a rule and the text that it found, whatever stands around it."""
    return _digest(rule, " ".join(found.split()))


def site_of(name: str) -> str:
    """Return the site of an article: the first folder of its name below the folder of all articles."""
    return name.partition("/")[0] if "/" in name else ""


def digest(text: str) -> str:
    """Return a digest of a text whose white space may have changed."""
    return _digest(" ".join(text.split()))


def _digest(*parts: str) -> str:
    content = "\0".join(parts).encode("utf-8", "surrogatepass")
    return blake2b(content, digest_size=10).hexdigest()


def _last_words(text: str, end: int) -> tuple[list[str], int]:
    """Return the last words before an offset, and where they begin."""
    start = max(end - _REACH, 0)
    found = list(_WORDS.finditer(text, start, end))
    if start and found and found[0].start() == start and not text[start - 1].isspace():
        del found[0]
    found = found[-WORDS:]
    return [match.group() for match in found], found[0].start() if found else end


def _first_words(text: str, start: int) -> tuple[list[str], int]:
    """Return the first words behind an offset, and where they end."""
    end = min(start + _REACH, len(text))
    found = list(_WORDS.finditer(text, start, end))
    if end < len(text) and found and found[-1].end() == end and not text[end].isspace():
        del found[-1]
    found = found[:WORDS]
    return [match.group() for match in found], found[-1].end() if found else start


def _earlier(text: str, low: int, high: int) -> int:
    """Return how many equal ranges of the text stand before this one."""
    return text.count(text[low:high], max(low - _COUNTED, 0), high - 1) if low < high else 0
