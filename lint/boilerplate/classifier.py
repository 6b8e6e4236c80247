"""A classifier of lines, for what no pattern names: a logistic regression over signs that a reader can check.

The weights stand in rules/boilerplate/classifier.toml; benchmarks/train_lines.py learns them from generated pages.
"""

from __future__ import annotations

import math
import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterator
from functools import cache
from typing import Any

from lint.boilerplate.examples import STORY
from lint.boilerplate.lines import removed, signs, story
from lint.boilerplate.tails import headlines, labels
from lint.kinds.voice import shown
from lint.packs import data
from lint.pattern import lazy
from lint.rule import Example, Finding, Probe, Rule, Safety, Severity
from lint.text import Document

_END = lazy(r"""[.!?…؟।۔][”"’'»)\]]{0,3}\s*\Z""")
_MARKS = lazy(r"https?://|www\.|\S@\S|[»›|•→]|#\w|\*\s*\Z")
_WORD = lazy(r"[^\W\d_]+")
_CAPITAL = lazy(r"[^\W\d_a-zß-öø-ÿ]")

_SPOKEN = frozenset({"ends like a sentence", "quotes or reports speech", "twenty words or more"})

Signs = dict[str, float]
"""What speaks for or against a line, by name, each between 0 and 1."""


@cache
def _table() -> dict[str, Any]:
    return data("boilerplate/classifier.toml")


@cache
def _listed(name: str) -> frozenset[str]:
    return frozenset(_table()["words"][name].split())


def known_lines(document: Document) -> frozenset[int]:
    """Return the lines that other rules hold for furniture."""
    return document.derived(signs).certain | document.derived(signs).likely | document.derived(labels)


def _texts(document: Document) -> Counter[str]:
    return Counter(document.line_text(index).casefold() for index in document.filled)


def features(document: Document, index: int) -> Signs:
    """Return the signs of a line that are there."""
    content = document.line_text(index)
    words = [word.casefold() for word in _WORD.findall(content)]
    found = {**_shape(content, words), **_place(document, index)}
    if document.derived(_texts)[content.casefold()] > 1:
        found["stands there more than once"] = 1.0
    return found


def _shape(content: str, words: list[str]) -> Signs:
    count = len(words) or 1
    common = sum(word in _listed("common") for word in words) / count
    capitals = sum(bool(_CAPITAL.match(word)) for word in _WORD.findall(content)) / count
    size = "one to three words" if count <= 3 else "four to eight words" if count <= 8 else "nine words or more"
    signs = {
        size: True,
        "twenty words or more": count >= 20,
        "ends like a sentence": bool(_END.search(content)),
        "few common words": common < 0.15,
        "many common words": common >= 0.35,
        "mostly capitals": capitals >= 0.6 and count > 1,
        "marks of links": bool(_MARKS.search(content)),
        "mostly digits": sum(map(str.isdigit, content)) > len(content) / 4,
        "asks the reader to do something": bool(words) and words[0] in _listed("asking"),
        "speaks for the site": not _listed("site").isdisjoint(words),
        "no finite verb": _listed("finite").isdisjoint(words) and not any(w.endswith("ed") for w in words),
        "quotes or reports speech": bool(re.search(r"[“”\"«»„]", content)) or not _listed("told").isdisjoint(words),
    }
    return {name: 1.0 for name, there in signs.items() if there}


def _place(document: Document, index: int) -> Signs:
    first, last = document.derived(story)
    filled, known = document.filled, document.derived(known_lines)
    place = bisect_left(filled, index)
    around = [*filled[max(place - 2, 0) : place], *filled[place + 1 : place + 3]]
    near = sum(n in known for n in around)
    where = "above the text" if index < first else "below the text" if index >= last else "within the text"
    found = {where: 1.0}
    if near:
        found["furniture around it"] = near / len(around)
    return found


def confidence(found: Signs) -> float:
    """Return how sure it is, 0 to 1, that a line with these signs is furniture."""
    weights = _table()["weights"]
    total = weights["bias"] + sum(weights.get(name, 0.0) * value for name, value in found.items())
    return 1 / (1 + math.exp(-max(min(total, 40.0), -40.0)))


def candidates(document: Document) -> Iterator[int]:
    """Yield the lines that are worth a look: unknown, no headline, outside the text with furniture between it and them."""
    certain = document.derived(signs).certain
    first, last = document.derived(story)
    if len(certain) < 2 or first == last:
        return
    above = max((n for n in certain if n < first), default=-1)
    below = min((n for n in certain if n >= last), default=len(document.lines))
    if above < 0 and below == len(document.lines):
        return
    known = document.derived(known_lines)
    titles = headlines(document, known)
    for index in document.filled:
        unknown = index not in known and index not in titles
        if unknown and (index < above or index > below) and _WORD.search(document.line_text(index)):
            yield index


def _find(document: Document) -> Iterator[Finding]:
    limits = _table()["calibration"]
    for index in candidates(document):
        found = features(document, index)
        sure = confidence(found)
        if sure >= limits["unsafe"]:
            safety = Safety.SAFE if sure >= limits["safe"] and _is_plain(document, index, found) else Safety.UNSAFE
            message = f"'{{found}}' is furniture by its form ({sure:.0%}): {reasons(found)}."
            yield removed(RULE_ID, document, index, index, message, safety)


def _is_plain(document: Document, index: int, found: Signs) -> bool:
    """Tell whether a line is a short label or headline below the text, where known furniture abounds."""
    last = document.derived(story).end
    if index < last or not _SPOKEN.isdisjoint(found):
        return False
    return sum(n >= last for n in document.derived(signs).certain) >= int(_table()["calibration"]["crowd"])


def reasons(found: Signs) -> str:
    """Return the three signs that speak loudest for furniture."""
    weights = _table()["weights"]
    loud = sorted(found, key=lambda name: (-weights.get(name, 0.0) * found[name], name))
    return shown(", ".join(name for name in loud[:3] if weights.get(name, 0.0) > 0) or "where it stands")


RULE_ID = "boilerplate.likely-furniture"

RULE = Rule(
    id=RULE_ID,
    severity=Severity.WARNING,
    safety=Safety.SAFE,
    why="Outside the text, behind furniture that a rule knows, stands furniture that none does; its form gives it away.",
    probes=(Probe((), _find),),
    examples=(
        Example(
            f"{STORY}\nShare this article\nHarbor Club Tickets\nLeave a Reply\nIsland Film Night\nPrivacy Policy\n"
            "Cookie Settings\nSkip to content\nTerms of Use\nAll rights reserved.\n",
            STORY,
        ),
    ),
    keep=(
        f"{STORY}\nFerry times\n\nMonday to Friday\n\nEvery hour from six\n",
        f"Ferry sails again\n\nThe Island\n\n{STORY}",
    ),
)
"""Finds lines that are probably furniture."""
