"""What readers wrote below an article: a thread of comments, told by the labels that its software puts around each."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from typing import NamedTuple

from lint.boilerplate.examples import STORY
from lint.boilerplate.lines import neighbors, removed
from lint.pattern import lazy
from lint.rule import Example, Finding, Probe, Rule, Safety, Severity
from lint.text import Document

CROWDED = 8
"""Lines for each label, at most, in a thread; what has fewer labels is no thread."""

_AUTHOR = lazy(r"(?:[-*•] )?(?P<name>[^\s\d][^.!?,;:]{1,40}) says:?")
_TIME = lazy(
    r"(?:on |posted )?(?:(?:mon|tues|wednes|thurs|fri|satur|sun)day,? )?"
    r"(?:[a-z]{3,9} \d{1,2}(?:st|nd|rd|th)?,? \d{4}|\d{1,2}(?:st|nd|rd|th)? [a-z]{3,9},? \d{4}|\d{1,2}[/.-]\d{1,2}[/.-]\d{2,4}"
    r"|\d{4}-\d\d-\d\d),? ?(?:at|@|[-–,|])? ?\d{1,2}[:.]\d\d(?::\d\d)?(?: ?[ap]\.?m\.?)?|(?:\d+|an?) \w{3,7} ago",
    re.IGNORECASE,
)
_BUTTON = lazy(r"(?:log in to )?(?:reply|report|permalink|upvote|flag)(?: ↓)?\W{0,3}", re.IGNORECASE)
_HEAD = lazy(
    r"(?:\d{1,4}|one|two|three) (?:thoughts?|comments?|responses?|replies) (?:on|to)\b.*|(?:reader )?comments?:?(?: ?\(\d+\))?"
    r"|\d{1,4} comments?:?|(?:join the )?discussion:?|responses?:?",
    re.IGNORECASE,
)
_SCORED = lazy(r".{0,80}\(score: ?-?\d+(?:, \w+)?\)", re.IGNORECASE)
_BUTTONS = ("log", "reply", "report", "permalink", "upvote", "flag")
_KINDS = {"author": _AUTHOR, "time": _TIME, "button": _BUTTON, "head": _HEAD, "score": _SCORED}


class Labels(NamedTuple):
    """The lines that look like labels of a thread, each with its kind, and the different names among them."""

    kinds: dict[int, str]
    names: frozenset[str]


def _labels(document: Document) -> Labels:
    kinds: dict[int, str] = {}
    names: set[str] = set()
    for index in document.filled:
        line = document.lines[index]
        if line.end - line.start <= 90:
            content = document.line_text(index)
            kind = next((kind for kind, pattern in _KINDS.items() if pattern.fullmatch(content)), None)
            if kind:
                kinds[index] = kind
            if kind == "author" and (match := _AUTHOR.fullmatch(content)):
                names.add(match["name"].casefold())
    return Labels(kinds, frozenset(names))


def _may_be_thread(document: Document) -> bool:
    """Tell whether a text holds the words of enough labels: of a name above a comment, of two buttons or three scores."""
    last = [words[-1] for words in document.line_words if words]
    buttons = sum(len(document.first_words.get(word, ())) for word in _BUTTONS)
    return "says" in last or buttons >= 2 or "score" in document.words


def _find(document: Document) -> Iterator[Finding]:
    if not _may_be_thread(document):
        return
    labels = _labels(document)
    if not _is_thread(labels):
        return
    first = _first(document, labels)
    below = [index for index in document.filled if index >= first]
    known = sum(index >= first for index in labels.kinds)
    above = any(document.is_prose(index) for index in document.filled if index < first)
    if above and known * CROWDED >= len(below):
        for index in below:
            yield removed(RULE_ID, document, index, index, "'{found}' belongs to the comments of readers.", Safety.SAFE)


def _is_thread(labels: Labels) -> bool:
    """Tell whether the labels are those of a thread: three readers, or two with the buttons or the head of one."""
    count = Counter(labels.kinds.values())
    voices = count["author"] + count["time"]
    return (
        len(labels.names) >= 3
        or count["score"] >= 3
        or (voices >= 2 and count["button"] >= 2)
        or (voices >= 2 and count["head"] >= 1 and count["author"] >= 1)
    )


def _first(document: Document, labels: Labels) -> int:
    """Return the line with which the thread begins: its head, the name above the first time, or the first label."""
    voices = [index for index, kind in labels.kinds.items() if kind in ("author", "time", "score")]
    first = min(voices)
    before, _ = neighbors(document, first)
    if before is None:
        return first
    if labels.kinds.get(before) == "head":
        return before
    named = labels.kinds[first] == "time" and before not in labels.kinds and document.line_text(before).count(" ") < 4
    return before if named and before != document.title else first


RULE_ID = "boilerplate.reader-comments"

RULE = Rule(
    id=RULE_ID,
    severity=Severity.ERROR,
    safety=Safety.SAFE,
    why="What readers wrote below an article is not the article, and nobody has checked it.",
    probes=(Probe((("says",), ("reply",), ("score",)), _find),),
    examples=(
        Example(
            f"{STORY}\nHarbor fan says:\n\nAt last!\n\nMay 4, 2024 at 8:15 pm\n\nOld Salt says:\n\nI will be the "
            "first on board, whatever the weather says.\n\nMay 5, 2024 at 7:01 am\n\nKari says:\n\nMe too.\n",
            STORY,
        ),
        Example(
            f"{STORY}\nOld Salt\n2 days ago\nI will be the first on board, whatever the weather says.\nReply\n"
            "Kari\n1 day ago\nMe too, with all of my children.\nReply\n",
            STORY,
        ),
    ),
    keep=(
        f"{STORY}\nThe captain says:\n\nWe are ready, and we have waited for long enough.\n\nThe mayor says:\n\n"
        "So are we, and the whole town with us.\n",
        f"{STORY}\nReply\n\nThe council replied in May.\n",
    ),
)
"""Finds threads of comments."""
