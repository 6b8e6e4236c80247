"""Lines: a regular expression that must match a whole line, which is then removed."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from functools import partial
from typing import Any

from lint.edits import Edit
from lint.kinds.voice import Voice, shown
from lint.pattern import lazy
from lint.rule import Finding, Fix, LineProbe
from lint.text import Document, Needs


def line_needs(entry: Mapping[str, Any]) -> list[tuple[Needs, tuple[str, ...]]]:
    """Return what each line pattern of an entry needs, and the words that its lines can begin with, where known."""
    from lint.needs import first_words_of, needs_of

    # a word at either end of a line is a whole word, as if spaces stood around the pattern
    needed = [needs_of(rf"\s(?:{pattern})\s") for pattern in entry["lines"]]
    first = [tuple(sorted(first_words_of(pattern) or ())) for pattern in entry["lines"]]
    return [(() if words and _is_common(needs) else needs, words) for needs, words in zip(needed, first, strict=True)]


def _is_common(needs: Needs) -> bool:
    """Tell whether nearly every text holds what is needed: a part of a word of one or two letters."""
    first = [str(alternative[0]) for alternative in needs]
    return any(word[0] == "*" and len(word) < 4 and word[1:].isalnum() for word in first)


def _matches(whole: re.Pattern[str], unless: re.Pattern[str] | None, content: str) -> bool:
    return bool(whole.fullmatch(content)) and not (unless and unless.search(content))


def _find_at(voice: Voice, zone: str, document: Document, number: int) -> Iterator[Finding]:
    if in_zone(document, number, zone):
        yield line_finding(voice, document, number)


def line_finding(voice: Voice, document: Document, first: int, last: int | None = None) -> Finding:
    """Return the finding that asks to remove a line, or the lines `first` to `last`."""
    start = document.lines[first].start
    end = document.lines[first if last is None else last].end
    content = document.prose[start:end]
    start += len(content) - len(content.lstrip())
    end -= len(content) - len(content.rstrip())
    span = document.removal(first, last)
    message = voice.message.replace("{found}", shown(document.text[start:end]))
    fix = Fix(voice.safety, (Edit(span.start, span.end, "", voice.rule),))
    return Finding(voice.rule, start, max(start, end), message, voice.severity, fix)


def in_zone(document: Document, number: int, zone: str) -> bool:
    """Tell whether a line stands in a zone: "head" and "tail" lie outside the running prose, "edge" is either.

    "inside" has running prose before and behind; "any" is everywhere. Without running prose, all is head and tail.
    """
    if zone == "any":
        return True
    first, last = document.body
    head, tail = number < first or first == last, number >= last
    if zone == "head":
        return head
    if zone == "tail":
        return tail
    if zone == "inside":
        return not head and not tail
    return head or tail


def line_probes(entry: Mapping[str, Any], voice: Voice) -> Iterator[LineProbe]:
    """Yield a probe for each line pattern of an entry."""
    flags = 0 if entry.get("case") else re.IGNORECASE
    find = partial(_find_at, voice, entry.get("zone", "any"))
    unless = lazy(entry["unless"], re.IGNORECASE) if entry.get("unless") else None
    for source, (needs, words) in zip(entry["lines"], entry["needs"], strict=True):
        matches = partial(_matches, lazy(rf"\W{{0,3}}(?:{source})\W{{0,3}}", flags), unless)
        yield LineProbe(needs, frozenset(words), entry.get("max_length", 200), matches, find)
