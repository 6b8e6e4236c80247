"""The page of one article: its text with every edit in place, each with a note that names the rule and the reason."""

from __future__ import annotations

import re
from collections import deque
from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING, Any, NamedTuple

from lint.edits import Edit
from lint.pattern import lazy
from lint.report import Record
from lint.reports.page import page
from lint.reports.run import whole

if TYPE_CHECKING:
    from markupsafe import Markup

MOST_CHARACTERS = 200_000
"""Longest article that its page shows."""

MOST_NOTES = 2_000
"""Findings that the page of an article explains."""

SCORES = {
    "artifact": "spinning",
    "boilerplate": "boilerplate",
    "language": "language",
    "readability": "long sentences",
}
"""The scores, each with its label; 0 is good, 1 bad."""

_CONTEXT = 40
_LONGEST = 220
_HIDDEN = lazy(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\xad\u200b-\u200f\u2028-\u202f\u2060-\u2069\ufeff\ufffd\ud800-\udfff]")
_GAP = lazy(r"[ \xa0\t]{12,}")
_SIGNS = {" ": "·", "\t": "⇥", "\n": "↵\n", "\r": "␍", "\xa0": "⍽", "⋯": "⋯"}


class Piece(NamedTuple):
    """A part of an article as the page shows it: kind is "same", "del", "ins", or "mark" for what is left.

    `number` is that of its note, 0 for none; `anchor` is set on the first piece of a note.
    """

    kind: str
    text: str
    number: int = 0
    anchor: bool = False


class Note(NamedTuple):
    """What a page says of a finding: its rule and place, whether it was repaired, the reason, and the change itself."""

    number: int
    rule: str
    line: int
    column: int
    applied: bool
    message: str
    why: str
    safety: str
    change: Markup


def article_page(record: Record, text: str, edits: Sequence[Edit], links: dict[str, str], message: str = "") -> str:
    """Return the page of an article; `text` is the original, empty where it is not at hand any more.

    `links` holds the addresses of "index", "report_link" and "text_link"; the last may be empty.
    """
    findings = record["findings"]
    shown = list(pieces(text, edits, findings[:MOST_NOTES])) if 0 < len(text) <= MOST_CHARACTERS else []
    return page(
        "article.html.j2",
        name=whole(record["file"]),
        scores=record["scores"],
        after=record["scores"].get("after"),
        score_changes=score_changes(record),
        evidence=record["scores"]["evidence"][:8],
        measures=measures(record),
        repaired=sum(finding["applied"] for finding in findings),
        left=sum(not finding["applied"] for finding in findings),
        message=message,
        pieces=_drawn(shown),
        long=len(text) > MOST_CHARACTERS,
        notes=_listed(
            (note(finding, text, n) for n, finding in enumerate(findings[:MOST_NOTES], 1)),
            {piece.number for piece in shown},
        ),
        more_notes=max(0, len(findings) - MOST_NOTES),
        **links,
    )


def score_changes(record: Record) -> list[tuple[str, str]]:
    """Return the scores of an article, each with its label; where it was cleaned, before and after."""
    before, after = record["scores"], record["scores"].get("after") or {}
    return [(label, changed(before[key], after.get(key))) for key, label in SCORES.items() if key in before]


def changed(before: float, after: float | None) -> str:
    """Return a number, or two with an arrow between them where they look different."""
    shown = [f"{value:.2f}" for value in (before, after) if value is not None]
    return " → ".join(dict.fromkeys(shown))


def _drawn(shown: list[Piece]) -> Markup:
    """Return the text of an article with its edits as HTML: made here, for a template takes long over many pieces."""
    from markupsafe import Markup, escape

    parts: list[str] = []
    for kind, text, number, anchor in shown:
        parts.append(escape(text) if kind == "same" else _tagged(kind, text))
        if number:
            place = f' id="p{number}"' if anchor else ""
            parts.append(f'<a class="ref"{place} href="#n{number}" aria-label="note {number}">{number}</a>')
    return Markup("".join(parts))


def _listed(notes: Iterable[Note], placed: set[int]) -> Markup:
    """Return the notes as HTML, also made here; those whose number is `placed` lead to their place in the text."""
    from markupsafe import Markup, escape

    parts = []
    for number, rule, line, column, applied, message, why, safety, changed in notes:
        mark = f'<span class="ref number">{number}</span>'
        if number in placed:
            label = f"to place {number} in the article"
            mark = f'<a class="ref number" href="#p{number}" aria-label="{label}">{number}</a>'
        badge, state = ("safe", "repaired") if applied else ("suggestion", "left")
        reason = f'<p class="soft">{escape(why)}</p>' if why and why != message else ""
        fix = f"; {escape(safety)} fix" if safety else ""
        parts.append(
            f'<li id="n{number}">{mark}<p><code>{escape(rule)}</code> <span class="badge {badge}">{state}</span></p>\n'
            f'<p class="change" dir="auto">{changed}</p>\n<p>{escape(message)}</p>{reason}'
            f'<p class="place">line {line}, column {column}{fix}</p></li>\n'
        )
    return Markup("".join(parts))


def measures(record: Record) -> list[tuple[str, Any, Any]]:
    """Return the readability of an article before and after, each with its label; empty where none was measured."""
    readability = record["readability"]
    if not readability:
        return []
    labels = {
        "words": "words",
        "sentences": "sentences",
        "flesch_reading_ease": "reading ease",
        "flesch_kincaid_grade": "school grade",
    }
    before, after = readability["before"], readability["after"]
    return [(label, before[key], after[key]) for key, label in labels.items() if key in before and key in after]


def note(finding: Record, text: str, number: int = 0) -> Note:
    """Return what is said of a finding; its number on the page is 0 where it has none."""
    return Note(
        number,
        finding["rule"],
        finding["line"],
        finding["column"],
        finding["applied"],
        whole(finding["message"]),
        finding["why"],
        finding["fix"]["safety"] if finding["fix"] and finding["fix"]["edits"] else "",
        change(finding, text),
    )


def change(finding: Record, text: str) -> Markup:
    """Return what stood at a finding and what comes, between the words around it."""
    from markupsafe import Markup, escape

    start, end = finding["start"], finding["end"]
    edits = (finding["fix"] or {}).get("edits", [])
    if not text:
        return escape(_shortened(finding["text"]))
    if not edits:
        parts = [(start, end, None)]
    elif len(edits) == 1:
        parts = [(edits[0]["start"], edits[0]["end"], edits[0]["replacement"])]
    else:
        parts = [(edit["start"], edit["end"], edit["replacement"]) for edit in edits[:4]]
    return Markup(
        " … ".join(
            f"{escape(_before(text, first))}{_marked(text[first:last], new)}{escape(_after(text, last))}"
            for first, last, new in parts
        )
    )


def _before(text: str, start: int) -> str:
    before = text[max(0, start - _CONTEXT) : start].rpartition("\n")[2]
    return whole("…" + before.partition(" ")[2] if len(before) == _CONTEXT else before)


def _after(text: str, end: int) -> str:
    after = text[end : end + _CONTEXT].partition("\n")[0]
    return whole(after.rpartition(" ")[0] + "…" if len(after) == _CONTEXT else after)


def _marked(old: str, new: str | None) -> str:
    if new is None:
        return _tagged("mark", _shortened(visible(old)))
    deleted = _tagged("del", _shortened(visible(old))) if old else ""
    return deleted + (_tagged("ins", _shortened(visible(new))) if new else "")


def _tagged(tag: str, text: str) -> str:
    from markupsafe import escape

    return f"<{tag}>{escape(text)}</{tag}>"


def _shortened(text: str) -> str:
    text = whole(text)
    return text if len(text) <= _LONGEST else f"{text[: _LONGEST * 2 // 3]} […] {text[-_LONGEST // 4 :]}"


def visible(text: str) -> str:
    """Return a changed text so that it can be seen: signs for white space alone, names for what has no shape."""
    if not text.strip(" \t\r\n\xa0"):
        return "".join(_SIGNS[letter] for letter in _GAP.sub(_cut, text))
    text = _GAP.sub(_cut, text).replace("\xa0", _SIGNS["\xa0"])
    return _HIDDEN.sub(lambda match: f"‹U+{ord(match.group()):04X}›" if match.group() != "\r" else "", text)


def _cut(gap: re.Match[str]) -> str:
    return f"{gap.group()[:4]}⋯"


def pieces(text: str, edits: Sequence[Edit], findings: Sequence[Record]) -> Iterator[Piece]:
    """Yield an article's text with its edits, and with what is left to an editor, marked in place."""
    seen: set[int] = {0}
    for piece in _pieces(text, edits, findings):
        yield piece._replace(anchor=piece.number not in seen)
        seen.add(piece.number)


def _pieces(text: str, edits: Sequence[Edit], findings: Sequence[Record]) -> Iterator[Piece]:
    numbered = list(enumerate(findings, 1))
    left = deque((number, finding) for number, finding in numbered if not finding["applied"])
    applied = deque((number, finding) for number, finding in numbered if finding["applied"])
    done = 0
    for edit in edits:
        yield from _unedited(text, done, edit.start, left)
        yield from _edited(text, edit, _meeting(edit, applied))
        done = edit.end
    yield from _unedited(text, done, len(text), left)


def _edited(text: str, edit: Edit, meeting: list[tuple[int, Record]]) -> Iterator[Piece]:
    """Yield the pieces of an edit; a removal that several findings asked for is cut where each of them begins."""
    if edit.replacement:
        own = [number for number, finding in meeting if finding["rule"] == edit.rule]
        number = own[0] if own else meeting[0][0] if meeting else 0
        if edit.end > edit.start:
            yield Piece("del", visible(text[edit.start : edit.end]))
        yield Piece("ins", visible(edit.replacement), number)
        return
    cuts = [(max(edit.start, _reach(finding)[0]), number) for number, finding in meeting] or [(edit.start, 0)]
    cuts[0] = (edit.start, cuts[0][1])
    for index, (start, number) in enumerate(cuts):
        end = cuts[index + 1][0] if index + 1 < len(cuts) else edit.end
        content = text[start:end]
        body = content.rstrip() or content
        yield Piece("del", visible(body), number)
        if len(body) < len(content):
            yield Piece("del", whole(content[len(body) :]))


def _unedited(text: str, start: int, end: int, left: deque[tuple[int, Record]]) -> Iterator[Piece]:
    """Yield a range without edits; the findings that are left in it are taken from `left`, which is in order."""
    while left and left[0][1]["start"] <= end:
        number, finding = left[0]
        if finding["end"] > end:
            break
        if start <= finding["start"] < finding["end"]:
            yield Piece("same", whole(text[start : finding["start"]]))
            yield Piece("mark", visible(finding["text"]), number)
            start = finding["end"]
        else:
            yield Piece("same", "", number)  # stands in a place that is marked or edited already
        left.popleft()
    yield Piece("same", whole(text[start:end]))


def _meeting(edit: Edit, applied: deque[tuple[int, Record]]) -> list[tuple[int, Record]]:
    """Return the repaired findings that reach into an edit, in order of place; those behind it are taken away."""
    while applied and _reach(applied[0][1])[1] < edit.start:
        applied.popleft()
    meeting = []
    for number, finding in applied:
        if finding["start"] > edit.end:
            break
        start, end = _reach(finding)
        if (start < edit.end and edit.start < end) or (start == end == edit.start) or start == edit.start == edit.end:
            meeting.append((number, finding))
    return sorted(meeting, key=lambda item: (_reach(item[1])[0], item[0]))


def _reach(finding: Record) -> tuple[int, int]:
    """Return from where to where a finding and its edits reach."""
    places = [(finding["start"], finding["end"])]
    places += [(edit["start"], edit["end"]) for edit in (finding["fix"] or {}).get("edits", [])]
    return min(start for start, _ in places), max(end for _, end in places)
