"""Whole web pages: what their head says of the article, and the article as a maintained extractor sees it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import islice

from lint.edits import Edit
from lint.pattern import lazy

SHARED = 0.6
"""Share of a block's word triples that must stand in what an extractor returns if the block is to stay."""

_META = lazy(r"<meta\b[^<>]*>", re.IGNORECASE)
_ATTRIBUTE = lazy(r"""([a-zA-Z:_-]+)\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s"'>]+))""")
_WORD = lazy(r"\w+")
_BLOCK = lazy(r"[^\n]*\n*")
_FIELDS = {
    "title": ("og:title", "twitter:title", "dc.title", "parsely-title"),
    "author": ("author", "article:author", "dc.creator", "byl", "parsely-author", "sailthru.author"),
    "date": (
        "article:published_time",
        "date",
        "dc.date",
        "datepublished",
        "pubdate",
        "parsely-pub-date",
        "sailthru.date",
    ),
    "site": ("og:site_name", "application-name", "twitter:site"),
}


class NoExtractorError(ValueError):
    """An extractor was asked for that is not installed; the message says how to get it."""


def ready(extractor: str) -> None:
    """Raise NoExtractorError if an extractor can't be used."""
    if extractor == "trafilatura":
        from importlib.util import find_spec

        if find_spec("trafilatura") is None:
            raise NoExtractorError("extractor = 'trafilatura' needs a library: pip install 'newslint[html]'")


def metadata(html: str) -> dict[str, list[str]]:
    """Return title, author, date and site as the head of a page gives them, where it does."""
    from html import unescape

    told: dict[str, str] = {}
    for tag in islice(_META.finditer(html), 400):
        held = {key.lower(): unescape(a or b or c) for key, a, b, c in _ATTRIBUTE.findall(tag.group())}
        name = (held.get("property") or held.get("name") or held.get("itemprop") or "").lower()
        content = " ".join(held.get("content", "").split())
        if name and content and not content.startswith("http"):
            told.setdefault(name, content)
    found = {field: next((told[name] for name in names if name in told), "") for field, names in _FIELDS.items()}
    return {field: [value] for field, value in found.items() if value}


def outside(html: str, text: str) -> list[Edit]:
    """Return the edits that take from the prose `text` of a page what trafilatura leaves out; none if it finds nothing.

    The first block stays if it is the title of the page.
    """
    from trafilatura import extract

    article = extract(html, include_comments=False, include_tables=True, favor_recall=True, fast=False)
    if not article:
        return []
    known = frozenset(_triples(article))
    edits: list[Edit] = []
    for number, (start, end) in enumerate(_blocks(text)):
        held = list(_triples(text[start:end]))
        if number and held and sum(triple in known for triple in held) < SHARED * len(held):
            edits.append(Edit(start, end, "", ""))
    return edits


def _blocks(text: str) -> Iterator[tuple[int, int]]:
    """Yield the lines of a text, each with the blank lines behind it."""
    return (match.span() for match in _BLOCK.finditer(text) if match.group())


def _triples(text: str) -> Iterator[tuple[str, ...]]:
    """Yield the runs of three words of a text, line by line; a shorter line is one run."""
    for line in text.lower().splitlines():
        words = _WORD.findall(line)
        if 0 < len(words) < 3:
            yield tuple(words)
        for place in range(len(words) - 2):
            yield tuple(words[place : place + 3])
