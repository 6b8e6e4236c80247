"""HTML turned into prose by edits: a parser decides what is text, and every kept piece is found in the source.

The parsers give no places, so the source is read a second time by hand: without its tags, comments and scripts,
and with its entities decoded, it holds the parser's text nodes one behind the other, as soon as the few that
differ are passed over. What no node accounts for is deleted, so the edits make exactly the parser's text.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator
from typing import Any, NamedTuple

from lint.edits import Edit
from lint.pattern import lazy
from lint.repair.prose import listed

RULE = "text.html-fragment"
"""The rule id that the edits of a page carry."""

FURNITURE = listed(
    "script style noscript template nav form iframe aside button select option footer svg canvas object "
    "embed audio video dialog menu map applet textarea head math"
)
"""The elements that hold no part of an article, whatever stands in them."""

_FURNITURE_ROLES = listed("navigation banner contentinfo complementary search dialog alertdialog menu")
_BLOCKS = listed(
    "address article aside blockquote body center dd details div dl dt fieldset figcaption figure footer "
    "form h1 h2 h3 h4 h5 h6 header hgroup hr html legend main nav ol p pre section summary table tbody "
    "tfoot thead title ul"
)
_LINES = listed("br li tr option caption")
_SPACED = listed("td th img")
_KEEP = "newslint-keep"
_LOOKAHEAD = 400
"""How far behind the last piece, in characters of visible text, the next one is sought; tuned on 78 news pages."""

_TOKEN = lazy(r"<!--|<!\[CDATA\[|<(?P<close>/?)(?P<name>[a-zA-Z][a-zA-Z0-9:-]*)[^<>]*>|<[!?/][^<>]*>|&#?\w{1,32};?")
_SURROGATES = lazy("[\ud800-\udfff]")
_RAW = {
    name: re.compile(rf"</{name}\s*>", re.IGNORECASE)
    for name in ("script", "style", "noscript", "template", "textarea")
}


class Visible(NamedTuple):
    """The source without markup: its text, and for each run of it where it begins here and in the source."""

    text: str
    starts: list[int]
    sources: list[int]
    widths: list[int]

    def source(self, offset: int) -> int:
        """Return where in the source a character of the visible text begins."""
        run = bisect_right(self.starts, offset) - 1
        inside = offset - self.starts[run]
        return self.sources[run] + (inside if self.widths[run] == 0 else 0)

    def source_end(self, offset: int) -> int:
        """Return where in the source the character before `offset` of the visible text ends."""
        run = bisect_right(self.starts, offset - 1) - 1
        if self.widths[run]:
            return self.sources[run] + self.widths[run]
        return self.sources[run] + offset - self.starts[run]


def visible(html: str) -> Visible:
    """Return the text of a page outside its tags, comments and scripts, with entities decoded."""
    parts: list[str] = []
    starts: list[int] = []
    sources: list[int] = []
    widths: list[int] = []
    size = 0
    for start, end, text in _runs(html):
        parts.append(text)
        starts.append(size)
        sources.append(start)
        widths.append(0 if text == html[start:end] else end - start)
        size += len(text)
    return Visible("".join(parts), starts, sources, widths)


def _runs(html: str) -> Iterator[tuple[int, int, str]]:
    from html import unescape  # its tables are read only where a page is

    done = position = 0
    unclosed: set[str] = set()
    while match := _TOKEN.search(html, position):
        start, end = match.span()
        token = match.group()
        if start > done:
            yield done, start, html[done:start]
        done = position = end
        if token[0] == "&":
            decoded = unescape(token)
            yield start, end, decoded
        elif token == "<!--":
            close = html.find("-->", end)
            done = position = len(html) if close < 0 else close + 3
        elif not match["close"] and (name := (match["name"] or "").lower()) in _RAW and name not in unclosed:
            closing = _RAW[name].search(html, end)
            if closing is None:
                unclosed.add(name)
            done = position = closing.end() if closing else end
    if done < len(html):
        yield done, len(html), html[done:]


class Piece(NamedTuple):
    """A text node: its text, how many line ends or else whether a space parts it from the one before.

    `kept` tells whether it is wanted, `verbatim` whether its white space counts.
    """

    text: str
    gap: int
    spaced: bool
    kept: bool
    verbatim: bool


def pieces(html: str, parser: str = "lxml") -> Iterator[Piece]:
    """Yield the text nodes of a page in order, those of furniture too; without recursion, however deep they nest."""
    from bs4 import CData, NavigableString, Tag

    gap, lines, spaced = 0, 0, False
    there, back = _stand_ins(html)
    stack: list[tuple[Any, bool, bool, bool]] = [(_soup(html.translate(there), parser), True, False, False)]
    while stack:
        node, kept, verbatim, leaving = stack.pop()
        if isinstance(node, Tag):
            name = node.name.lower()
            gap = max(gap, 2 if name in _BLOCKS else 1 if name in _LINES else 0)
            if name == "br" and not leaving:
                gap = min(gap + lines, 2)
                lines = 1
            spaced = spaced or name in _SPACED or name in FURNITURE
            if leaving:
                continue
            kept = kept and not _is_furniture(node, name)
            stack.append((node, kept, verbatim, True))
            verbatim = verbatim or name == "pre"
            stack.extend((child, kept, verbatim, False) for child in reversed(node.contents))
        elif type(node) in (NavigableString, CData):
            yield Piece(str(node).translate(back), gap, spaced, kept, verbatim)
            gap, lines, spaced = (0, 0, False) if node.strip() else (gap, lines, spaced)


def _stand_ins(html: str) -> tuple[dict[int, int], dict[int, int]]:
    """Return what puts letters that the page lacks for its lone surrogates, which no parser takes, and the way back."""
    if not (found := sorted(set(map(ord, _SURROGATES.findall(html))))):
        return {}, {}
    unused = (number for number in range(0xF0000, 0x110000) if chr(number) not in html)
    there = dict(zip(found, unused, strict=False))
    return there, {new: old for old, new in there.items()}


def _soup(html: str, parser: str) -> Any:
    import warnings

    from bs4 import BeautifulSoup

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # bs4 warns of texts that look like a path or like XML; both are welcome here
        if parser == "html.parser":
            # Only inside such an element does bs4 leave white space between tags as it is.
            return BeautifulSoup(f"<{_KEEP}>{html}", parser, preserve_whitespace_tags={_KEEP, "pre", "textarea"})
        soup = BeautifulSoup(html, parser)
        # The parser of the standard library takes quadratic time on tags that never end.
        if 300 < html.count("<") < html.count(">") * 2 and _lost_much(soup, html):
            soup = BeautifulSoup(html, "html.parser")
    return soup


def _lost_much(soup: Any, html: str) -> bool:
    """Tell whether the parser gave up: lxml does so on nesting deeper than 256, and ends its text there."""
    from bs4 import NavigableString

    held = sum(len(node) for node in soup.descendants if isinstance(node, NavigableString))
    return held < len(visible(html).text) // 2


def _is_furniture(tag: Any, name: str) -> bool:
    if name in FURNITURE or tag.has_attr("hidden") or tag.get("aria-hidden") == "true":
        return True
    if str(tag.get("role", "")).lower() in _FURNITURE_ROLES or "display:none" in str(tag.get("style", "")).replace(
        " ", ""
    ):
        return True
    return name == "header" and tag.find("h1") is None and tag.find_parent(["article", "main"]) is None


class _Prose:
    """Collects the edits that turn a source into kept pieces and what parts them."""

    def __init__(self, html: str) -> None:
        self.html = html
        self.visible = visible(html)
        self.cursor = 0
        self.done = 0
        self.pending = ""
        self.edits: list[Edit] = []

    def skip(self, text: str) -> bool:
        """Pass over a piece that is not wanted; tell whether it was found."""
        found = self._find(text)
        if found is not None:
            self.cursor = found + len(text)
        return found is not None

    def keep(self, text: str) -> bool:
        """Keep a piece: where it is found, as it stands there; else it is written anew. Tell whether it was found."""
        found = self._find(text)
        if found is None:
            self.pending += text
            return False
        self.cursor = found + len(text)
        start, end = self.visible.source(found), self.visible.source_end(self.cursor)
        self._replace(start)
        self.done = end
        self._decode(found, self.cursor, text)
        return True

    def finish(self, last: str) -> list[Edit]:
        """Return the edits, after the rest of the source gave way to `last`."""
        self.pending += last
        self._replace(len(self.html))
        return self.edits

    def _find(self, text: str) -> int | None:
        found = self.visible.text.find(text, self.cursor, self.cursor + len(text) + _LOOKAHEAD)
        return found if found >= 0 else None

    def _replace(self, start: int) -> None:
        if self.html[self.done : start] != self.pending:
            self.edits.append(Edit(self.done, start, self.pending, RULE))
        self.pending = ""

    def _decode(self, start: int, end: int, text: str) -> None:
        """Add the edits inside a kept piece: what is markup there goes, and entities are decoded."""
        held = self.visible
        run = bisect_right(held.starts, start) - 1
        done = held.source(start)
        while run < len(held.starts) and held.starts[run] < end:
            low = max(held.starts[run], start)
            source = held.source(low)
            if source > done:
                self.edits.append(Edit(done, source, "", RULE))
            high = min(held.starts[run + 1] if run + 1 < len(held.starts) else len(held.text), end)
            done = held.source_end(high)
            if held.widths[run]:
                self.edits.append(Edit(source, done, text[low - start : high - start], RULE))
            run += 1


def prose_edits(html: str) -> list[Edit]:
    """Return the edits that turn a page into its prose: title, then text, with a blank line between blocks."""
    prose = _Prose(html)
    title = page_title(html)
    prose.pending = title + "\n\n" if title else ""
    gap, started, space, repeats = 2 if title else 0, False, False, 2 if title else 0
    for piece in pieces(html):
        gap = max(gap, piece.gap)
        repeated = repeats > 0 and " ".join(piece.text.split()) == title
        repeats -= repeated
        if repeated or not piece.kept:
            prose.skip(piece.text)
            continue
        words = _words(piece)
        if not words:
            space = space or bool(piece.text)
            continue
        space = space or piece.spaced or piece.text[0].isspace()
        for index, word in enumerate(words):
            if started:
                prose.pending += "\n" * gap if gap else " " if space or index else ""
            prose.keep(word)
            started, gap, space = True, 0, False
        space = piece.text[-1].isspace()
    return _joined(prose.finish("\n" if started or title else ""))


def _words(piece: Piece) -> list[str]:
    """Return the parts of a piece that white space parts; one part where its white space is right as it stands."""
    bare = piece.text.strip("\n") if piece.verbatim else piece.text.strip()
    if not piece.text.strip():
        return []
    words = piece.text.split()
    return [bare] if piece.verbatim or " ".join(words) == bare else words


def page_title(html: str) -> str:
    """Return the content of the title element, on one line."""
    from html import unescape

    opening = re.search(r"<title[^<>]*>", html, re.IGNORECASE)
    if opening is None:
        return ""
    closing = html.find("<", opening.end())
    content = html[opening.end() : closing if closing >= 0 else opening.end() + 300]
    return " ".join(unescape(content).split())


def _joined(edits: list[Edit]) -> list[Edit]:
    """Return the edits with those that touch made one, as an edit list wants it."""
    joined: list[Edit] = []
    for edit in edits:
        if joined and joined[-1].end == edit.start:
            last = joined.pop()
            edit = Edit(last.start, edit.end, last.replacement + edit.replacement, RULE)
        joined.append(edit)
    return joined


def fragment_edits(text: str) -> list[Edit]:
    """Return the edits that take the markup out of a plain text and leave its white space; none where in doubt."""
    prose = _Prose(text)
    written = ""
    gap = 0
    for piece in pieces(text, "html.parser"):
        gap = max(gap, piece.gap)
        if not piece.text.strip() and (not written or (gap and not any(end in piece.text for end in _ENDS))):
            continue
        if not piece.kept:
            if not prose.skip(piece.text):
                return []
            continue
        kept = _spaced(written, piece.text)
        if not kept:
            continue
        if gap and written and not written.endswith(_ENDS) and not kept.startswith(_ENDS):
            prose.pending += "\n" * gap
            kept = kept.lstrip()
        elif piece.spaced and written and not written[-1].isspace() and kept[0].isalnum():
            prose.pending += " "
        if not prose.keep(kept):
            return []
        written, gap = written[-4:] + kept if kept.isspace() else kept, 0
    tail = text[len(text.rstrip("".join(_ENDS))) :]
    return _joined(prose.finish("" if written.endswith(_ENDS) or not written else tail))


_ENDS = ("\n", "\r")
_END = lazy(r"\r\n|\n|\r")
_ENDS_FIRST = lazy(r"(?:[ \t]*(?:\r\n|\n|\r))+")


def _spaced(written: str, text: str) -> str:
    """Return `text` without the line ends that would make more than one blank line behind `written`."""
    if not written:
        return text.lstrip()
    match = _ENDS_FIRST.match(text)
    if match is None:
        return text
    ends = [*_END.finditer(match.group())]
    behind = len(_END.findall(written[len(written.rstrip()) :]))
    surplus = min(max(behind + len(ends) - 2, 0), len(ends))
    return text[ends[surplus - 1].end() :] if surplus else text


def prose(html: str) -> str:
    """Return the prose of a page as `prose_edits` makes it, without the places."""
    from lint.edits import apply

    return apply(html, prose_edits(html))
