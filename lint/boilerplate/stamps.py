"""Lines that only tell when a page was published: dates, times, ages, seconds since 1970."""

from __future__ import annotations

import re
from collections.abc import Iterator

from lint.boilerplate.lines import neighbors, removed, signs, story
from lint.boilerplate.tables import words
from lint.pattern import lazy
from lint.rule import Example, Finding, Probe, Rule, Safety, Severity
from lint.text import Document

_YEAR = lazy(r"\d(?:\d{3}(?!\d)|[-/.]\d{1,2}[-/.]\d)")
_TOKEN = lazy(r"[^\W\d_]+|\d+")
_EPOCH = lazy(r"1[0-9]{9}(?:\d{3})?")
_CLOCK = lazy(r"(?<!\d)\d{1,2}[:.]\d\d(?!\d)")
_ISO = lazy(r"\d{4}-\d\d-\d\d[T ]+\d\d:\d\d")
_NUMERIC = lazy(r"\d(?<!\d\d)(?:\d{3}[-/.]\d{1,2}[-/.]\d{1,2}|\d?[-/.]\d{1,2}[-/.](?:\d{4}|\d\d))(?!\d)")
_AGO = lazy(
    r"(?:(?:updated|published|posted|modified|last updated)\W{0,3})?(?:\d{1,3}|an?|one|two|three) ?"
    r"(?:s|m|h|d|w|mo|yr?s?|seconds?|secs?|minutes?|mins?|hours?|hrs?|days?|weeks?|months?|years?) ago",
    re.IGNORECASE,
)
_PARTED = lazy(r"[:|/·•].*[|/·•]|^\w+:")
_BETWEEN = lazy(
    r"[^\W\d_]\s+[|–—·•-]\s+\d|\d\s+[|–—·•-]\s+[^\W\d_]|(?:[^\W\d_]|\d)\s+[|·•–—-]\s+\w+\s+\d|\b[Bb]y\s+[^\W\d_a-z]"
)
_JOINING = frozenset({"and", "by", "in", "on", "of", "the", "for", "de", "la", "van", "von", "der", "al", "bin", "und"})
_SIGNS = lazy(r"[^\w\s,.:;/|()+@–—·•-]")

EARLIEST, LATEST = 978_307_200, 2_051_222_400
"""Seconds since 1970 of the years 2001 and 2035; a number between them on a line of its own is a time."""


def _find(document: Document) -> Iterator[Finding]:
    dated = [index for index in document.filled if _may_date(document, index)]
    kinds = {index: _kind(document.line_text(index)) for index in dated}
    bare = [index for index in dated if kinds[index] == "date"]
    stamps = [index for index in dated if kinds[index] == "stamp"]
    for index in [*stamps, *bare]:
        few = len(stamps if index in stamps else bare) <= 2
        if (index in stamps and few) or (few and _in_company(document, index)) or _is_outside(document, index, stamps):
            yield removed(STAMP_ID, document, index, index, "'{found}' is the date of the page.", Safety.SAFE)
    first = document.derived(story).start if len(kinds) > len(bare) + len(stamps) else 0
    signed = [n for n in dated if n < first and kinds[n] is None and _is_signed(document, n)]
    for index in signed if len(signed) <= 3 else ():
        yield removed(STAMP_ID, document, index, index, "'{found}' tells who wrote it and when.", Safety.SAFE)


def _is_signed(document: Document, index: int) -> bool:
    """Tell whether a line holds a date, a time or a sign that parts, and names: who wrote the article and when."""
    content = document.line_text(index).strip(" \t\xa0-–—|•·*()[]")
    tokens = _TOKEN.findall(content)
    folded = [token.lower() for token in tokens]
    known = [any(token in words(name) for name in ("months", "stamps", "stamped")) for token in folded]
    others = [token for token, is_known in zip(tokens, known, strict=True) if not is_known and not token.isdigit()]
    if not 1 <= len(others) <= 7 or index == document.title or not _has_day(content, folded):
        return False
    if not (_CLOCK.search(content) or _ISO.search(content) or _BETWEEN.search(content)):
        return False
    return content[-1:] not in ".!?" and all(word[0].isupper() or word in _JOINING for word in others)


def _is_outside(document: Document, index: int, stamps: list[int]) -> bool:
    """Tell whether one of many times stands outside the text; within it, they may be a log or a letter's head."""
    first, last = document.derived(story)
    return index in stamps and first < last and not first <= index < last


def _may_date(document: Document, index: int) -> bool:
    """Tell whether a line is short and holds what may be a year or a date, or tells how long ago it was."""
    line = document.lines[index]
    if line.end - line.start > 130:
        return False
    content = document.line_text(index)
    return bool(_YEAR.search(content)) or content.endswith("ago")


def _kind(content: str) -> str | None:
    """Return "stamp" for a line that only a machine writes, "date" for a bare date, None for anything else."""
    content = content.strip(" \t\xa0-–—|•·*()[]")
    if content[-3:].lower() == "ago" and _AGO.fullmatch(content):
        return "stamp"
    tokens = [token.lower() for token in _TOKEN.findall(content)]
    if not _has_day(content, tokens) or _SIGNS.search(content):
        return None
    letters = [token for token in tokens if not token.isdigit()]
    label = not (words("stamped") - {"date", "time"}).isdisjoint(letters)
    others = [t for t in letters if not any(t in words(name) for name in ("months", "stamps", "stamped"))]
    if others and (len(others) > 3 or letters[0] not in words("stamped") or not _PARTED.search(content)):
        return None
    return "stamp" if label or _CLOCK.search(content) or _ISO.search(content) else "date"


def _has_day(content: str, tokens: list[str]) -> bool:
    """Tell whether a date is complete: day, month and year, in digits or with the month's name."""
    numbers = [token for token in tokens if token.isdecimal()]
    year = any(len(number) == 4 and number[:2] in ("19", "20") for number in numbers)
    day = any(len(number) <= 2 and 1 <= int(number) <= 31 for number in numbers)
    return (year and day and not words("months").isdisjoint(tokens)) or bool(_NUMERIC.search(content))


def _in_company(document: Document, index: int) -> bool:
    """Tell whether a bare date stands before the text, or beside furniture: elsewhere it can head a chronicle."""
    first, last = document.derived(story)
    certain = document.derived(signs).certain
    before, behind = neighbors(document, index)
    return (first < last and index < first and index != document.title) or before in certain or behind in certain


def _find_epoch(document: Document) -> Iterator[Finding]:
    for index in document.first_words.get("#", ()):
        line = document.lines[index]
        if line.end - line.start <= 20 and _is_epoch(document.line_text(index)):
            message = "'{found}' is a time in seconds since 1970."
            yield removed(EPOCH_ID, document, index, index, message, Safety.SAFE)


def _is_epoch(content: str) -> bool:
    return bool(_EPOCH.fullmatch(content)) and EARLIEST <= int(content[:10]) <= LATEST


STAMP_ID, EPOCH_ID = "boilerplate.timestamp", "boilerplate.epoch"

_LEDE = "The old ferry will sail again in June because the town found the money for a new engine and a second crew."

STAMP_RULE = Rule(
    id=STAMP_ID,
    severity=Severity.ERROR,
    safety=Safety.SAFE,
    why="The time at which a page was published or scraped is metadata; it is kept in the report.",
    probes=(Probe((), _find),),
    examples=(
        Example(f"Ferry returns\n\n2023-05-04 11:20:09\n\n{_LEDE}\n", f"Ferry returns\n\n{_LEDE}\n"),
        Example(f"Ferry returns\n\nMay 4, 2023\n\n{_LEDE}\n", f"Ferry returns\n\n{_LEDE}\n"),
        Example(
            f"Ferry returns\n\nLast updated: Thursday, 4 May 2023, 11:20 am GMT\n\n{_LEDE}\n",
            f"Ferry returns\n\n{_LEDE}\n",
        ),
        Example(
            f"Ferry returns\n\nMarta Quill and Lars Holm | Torby, May 4, 2023, 11:20 am\n\n{_LEDE}\n",
            f"Ferry returns\n\n{_LEDE}\n",
        ),
        Example(
            f"Ferry returns\n\n{_LEDE}\n\nVeröffentlicht 4. Mai 2023\n\n3 hours ago\n", f"Ferry returns\n\n{_LEDE}\n"
        ),
    ),
    keep=(
        f"How the ferry was lost\n\n{_LEDE}\n\nMay 4, 2023\n\n{_LEDE[:-1]} too.\n",
        f"Ferry returns\n\n{_LEDE}\n\nTorby – May 4, 2023\n\nLindholm – May 6, 2023\n",
        "Two years ago the ferry sank in a storm.",
        "Published in 1998, the novel made him rich.",
    ),
)
"""Finds lines that are dates of the page."""

EPOCH_RULE = Rule(
    id=EPOCH_ID,
    severity=Severity.ERROR,
    safety=Safety.SAFE,
    why="A machine wrote the time as a number of seconds, which tells readers nothing.",
    probes=(Probe((("*1",),), _find_epoch),),
    examples=(Example(f"{_LEDE}\n\n1683199209\n", f"{_LEDE}\n"),),
    keep=("The number to call is 0123456789.", f"{_LEDE}\n\n5551234567\n"),
)
"""Finds lines that are seconds since 1970."""
