"""Pieces of HTML that were left in a plain text."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from functools import lru_cache

from lint.edits import Edit
from lint.kinds import Voice
from lint.pattern import lazy
from lint.repair.lineends import line_end
from lint.repair.markup import FURNITURE, RULE, fragment_edits
from lint.repair.prose import is_code, listed, made
from lint.rule import Finding, Probe, Safety, Severity
from lint.text import Document

FRAGMENT = Voice(RULE, "'{found}' is HTML that was left in the text.", Severity.ERROR, Safety.SAFE, "fix")

_ALONE = listed("p br div li hr h1 h2 h3 h4 h5 h6 td tr")
_KNOWN = _ALONE | listed(
    "a abbr article aside b big blockquote button center cite code dd del dl dt em embed figcaption "
    "figure font footer form header i iframe img ins label main nav noscript object ol pre q s script "
    "section small span strike strong style sub sup svg table tbody th thead time tt u ul video wbr"
)
"""Tags that are markup wherever they stand, and those that are if they have attributes or a partner."""

_TAG = lazy(r"<!--(?=[^<\n]{0,2000}-->)|<(?P<close>/?)(?P<name>[a-zA-Z][a-zA-Z0-9]{0,11})(?P<rest>\s[^<>]{0,3000}|/?)>")
_ANY_TAG = lazy(r"<!--.*?-->|<(script|style)\b.*?(?:</\1\s*>|\Z)|<[^<>]*>|^[^<>]*</(?:script|style)>|<!--.*", re.I)
_ATTRIBUTE = lazy(r"\s[a-zA-Z-]+\s?=")
_ABOUT_MARKUP = listed("html html5 markup xml css jsx xss selector dom devtools")
_NAMED = lazy(r" ?(?:tags?|elements?)\b", re.IGNORECASE)
_WINDOW = 400
"""How much of a line, in characters, is looked at to tell whether it is code."""

_COMPONENT = lazy(r"</[A-Z][a-z]+")
_NO_TAG, _NO_ENTITY = "\ue000", "\ue001"


def _tags(text: str) -> list[re.Match[str]]:
    """Return the tags of a text that are markup rather than words between angle brackets."""
    found = [match for match in _TAG.finditer(text) if not _is_shown(text, match)]
    sides = {
        side: Counter(m["name"].lower() for m in found if m["name"] and bool(m["close"]) == side)
        for side in (True, False)
    }
    return [match for match in found if match.group() == "<!--" or _is_markup(match, sides)]


def _is_shown(text: str, match: re.Match[str]) -> bool:
    """Tell whether a tag is shown to the reader: between back quotes, quotation marks or brackets, or in code."""
    if _NAMED.match(text, match.end()) or text[max(match.start() - 9, 0) : match.start()].endswith(
        (" tag ", " element ")
    ):
        return True
    before, after = text[match.start() - 1 : match.start()], text[match.end() : match.end() + 1]
    return (
        before in ("`", "“", "‘", "(", "«")
        or after in ("`", "”", ")", "»")
        or before == after in ('"', "'")
        or _in_code(text, match)
    )


def _in_code(text: str, match: re.Match[str]) -> bool:
    place = match.start() // _WINDOW * _WINDOW
    start = max(text.rfind("\n", place - _WINDOW if place else 0, match.start()) + 1, place - _WINDOW)
    stop = text.find("\n", match.end(), max(place + 2 * _WINDOW, match.end()))
    return _is_code_range(text, start, stop if stop >= 0 else max(place + 2 * _WINDOW, match.end()))


@lru_cache(maxsize=8)
def _is_code_range(text: str, start: int, stop: int) -> bool:
    return is_code(_ANY_TAG.sub(" ", text[start:stop]))


def _is_markup(match: re.Match[str], sides: dict[bool, Counter[str]]) -> bool:
    name = match["name"]
    if name.lower() not in _KNOWN or not (name.islower() or name.isupper()):
        return False
    if name.lower() in _ALONE or (match["rest"] and _ATTRIBUTE.match(match["rest"])):
        return True
    return sides[True][name.lower()] > 0 and sides[False][name.lower()] > 0


def _unclosed(tags: list[re.Match[str]]) -> list[re.Match[str]]:
    """Return the tags that open an element whose content is hidden, such as a frame, and have no partner behind them.

    A parser would hide the rest of the text, which stood outside of the frame on the page.
    """
    closing = {m["name"].lower(): m.start() for m in tags if m["close"]}
    hidden = FURNITURE - {"embed"}
    return [
        m
        for m in tags
        if m["name"] and not m["close"] and (name := m["name"].lower()) in hidden and closing.get(name, -1) < m.start()
    ]


def _masked(text: str, tags: list[re.Match[str]]) -> str:
    """Return a text of equal length in which only `tags` look like markup to a parser."""
    parts, done = [], 0
    for match in tags:
        stop = match.end()
        if match.group() == "<!--":
            stop = text.index("-->", match.end()) + 3
        if match.start() < done:
            continue
        parts += [text[done : match.start()].replace("<", _NO_TAG).replace("&", _NO_ENTITY), text[match.start() : stop]]
        done = stop
    parts.append(text[done:].replace("<", _NO_TAG).replace("&", _NO_ENTITY))
    return "".join(parts)


def _find_fragments(document: Document) -> Iterator[Finding]:
    text = document.prose
    if document.format != "text" or not _TAG.search(text):
        return
    tags = _tags(text)
    if not tags:
        return
    about_markup = not document.words.isdisjoint(_ABOUT_MARKUP)
    bare = (
        frozenset(re.findall(r"(?<![./\w-])[a-z]+", re.sub(r"<[^<>]{0,3000}>", " ", document.folded)))
        if about_markup
        else frozenset()
    )
    sure = bare.isdisjoint(_ABOUT_MARKUP) and not _COMPONENT.search(text)
    safety = Safety.SAFE if sure else Safety.SUGGESTION
    end = line_end(document)
    alone = _unclosed(tags)
    for tag in alone:
        edit = Edit(tag.start(), tag.end(), "", RULE)
        yield FRAGMENT.finding(document, edit.start, edit.end, (edit,), safety=safety)
    starts = {tag.start() for tag in alone}
    for edit in fragment_edits(_masked(text, [tag for tag in tags if tag.start() not in starts])):
        edit = edit._replace(replacement=edit.replacement.replace("\n", end))
        yield FRAGMENT.finding(document, edit.start, edit.end, (edit,), safety=safety)


FRAGMENT_RULE = made(
    FRAGMENT,
    "The text was taken from its page without all of the page's markup; its tags and menus are no part of it.",
    Probe((("*<",),), _find_fragments),
    examples=(
        (
            '<p>The mayor opened the <a href="/harbor">new harbor</a> on Monday.</p><p>It rained.</p>\n',
            "The mayor opened the new harbor on Monday.\n\nIt rained.\n",
        ),
        (
            'The mayor opened the harbor.\n\n<iframe src="/player" width="9">\n\nIt rained all <b>day</b>.\n',
            "The mayor opened the harbor.\n\n\n\nIt rained all day.\n",
        ),
        (
            "The mayor left.<br/>It rained on <em>everybody</em> at the port.\n",
            "The mayor left.\nIt rained on everybody at the port.\n",
        ),
        (
            'The mayor left.\n<script>var a = "<p>x</p>";</script>\n'
            '<nav><a href="/">Home</a> | <a href="/n">News</a></nav>\nIt rained.\n',
            "The mayor left.\n\nIt rained.\n",
        ),
    ),
    keep=(
        "She wrote “I <3 the port” and 5 < 7 > 3, press <Enter>, mail <name> at the <address> given.",
        "The `<br>` tag breaks a line, “<b>” makes text bold, and a <p> element begins a paragraph.",
    ),
)
