"""The double quotation marks of a paragraph, paired: which are open at its end, opened twice, or closed unopened."""

from __future__ import annotations

import re
from typing import NamedTuple

from lint.text import Document, Line

CURLY, STRAIGHT = "“", '"'
"""What an opening mark looks like in the two styles."""

_MARK = {CURLY: re.compile("[“”]"), STRAIGHT: re.compile('"')}
_CLOSERS = frozenset(".,;:!?)]}…—–-’'/*")
_OPENERS = frozenset("([{—–-/‘'*")

REPORTS = (
    "said|says|told|tells|added|adds|stated|noted|notes|explained|declared|continued|announced|argued|claimed|replied|"
    "insisted|remarked|stressed|emphasized|emphasised|warned|wrote|writes|recalled|concluded|observed|commented|asked|"
    "responded|admitted|confirmed|pointed|mentioned|described|reported|revealed|urged|called|acknowledged|according"
)
"""The verbs that attribute words to somebody, as alternatives of a regular expression."""


class Quoting(NamedTuple):
    """How a paragraph quotes: where it opens, how many openings are left at its end, and what does not pair."""

    opens: tuple[int, ...]
    left: int
    reopened: tuple[int, ...]
    stray: int
    last_open: int

    @property
    def marks(self) -> bool:
        """Tell whether there is any mark at all."""
        return bool(self.opens) or self.stray > 0


_PAIRED = {
    CURLY: re.compile("[^“”]*(?:“[^“”]*”[^“”]*)*"),
    STRAIGHT: re.compile(rf"""[^"]*(?:"[^"]*(?<![\s{re.escape("".join(sorted(_OPENERS)))}])"[^"]*)*"""),
}


def style(document: Document) -> str | None:
    """Return the opening mark that a plain text uses most, or None where its marks can't be judged.

    Ask through `derived`.
    """
    if document.format == "html":
        return None
    text = document.prose
    curly, straight = text.count("“") + text.count("”"), text.count('"')
    if "„" in text or not curly + straight:
        return None
    return CURLY if 2 * curly >= straight else STRAIGHT


def may_be_open(content: str, opening: str) -> bool:
    """Tell whether a line may open more than it closes: quick, and right whenever it says no."""
    return opening in content and not _PAIRED[opening].fullmatch(content)


def quoting(text: str, line: Line, opening: str, extra: tuple[int, str] | None = None) -> Quoting | None:
    """Return how a line quotes, in marks of one style; None where the marks themselves are in doubt.

    `extra` is a place that counts as a mark too, and whether it is to "open" or to "close".
    """
    other = STRAIGHT if opening == CURLY else CURLY
    if _MARK[other].search(text, line.start, line.end):
        return None
    found = [(match.start(), "") for match in _MARK[opening].finditer(text, line.start, line.end)]
    found = sorted([*found, extra]) if extra else found
    opens: list[int] = []
    pending: list[int] = []
    reopened: list[int] = []
    stray = 0
    for place, given in found:
        kind = given or _kind(text, line, place, bool(pending))
        if kind is None:
            return None
        if kind == "open":
            if pending:
                reopened.append(place)
            opens.append(place)
            pending.append(place)
        elif kind == "close" and pending:
            pending.pop()
        elif kind == "close":
            stray += 1
    return Quoting(tuple(opens), len(pending), tuple(reopened), stray, opens[-1] if opens else -1)


def _kind(text: str, line: Line, place: int, open_now: bool) -> str | None:
    """Return whether a mark is to "open", to "close" or to measure ("inch"); None if it looks like neither."""
    before = text[place - 1] if place > line.start else " "
    after = text[place + 1] if place + 1 < line.end else " "
    if before.isdigit() and not open_now and text[place] != "“":
        return "inch"
    can_open = (before.isspace() or before in _OPENERS) and not after.isspace()
    can_close = not before.isspace() and (after.isspace() or after in _CLOSERS)
    if text[place] == "“":
        return "open" if not after.isspace() and after not in ".,;:!?)]" else None
    if text[place] == "”":
        return "close" if not can_open or can_close else None
    if can_open != can_close:
        return "open" if can_open else "close"
    return "close" if can_close and open_now else None
