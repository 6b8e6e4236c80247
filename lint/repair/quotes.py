"""Quotation marks that do not pair: foreign, missing, wandered to the next paragraph, opened twice.

Marks are judged paragraph by paragraph: a long quotation opens every paragraph anew and closes at its end only,
and one of five genuine articles has unequal numbers of opening and closing marks.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from lint.edits import Edit
from lint.kinds import Voice
from lint.pattern import lazy
from lint.repair.marks import CURLY, REPORTS, STRAIGHT, Quoting, may_be_open, quoting, style
from lint.repair.prose import any_part, is_code, is_english, made
from lint.rule import Finding, Probe, Safety, Severity
from lint.text import Document, Line

_CLOSING = {CURLY: "”", STRAIGHT: '"'}
_SENTENCE_END = lazy(r"[.!?…]\s*\Z")
_SPOKEN_BY = lazy(rf"\b(?:{REPORTS})\b")
MOST_UNCLOSED = 4
"""Unclosed paragraphs from which a document has a way of quoting of its own; tuned on 790 clean articles."""

# --- foreign marks ------------------------------------------------------------------------------------------------

FOREIGN = Voice(
    "text.foreign-quote", "'{found}' pairs with an English quotation mark.", Severity.ERROR, Safety.SAFE, "fix"
)
_GUILLEMET = lazy(r"«[\s\xa0\u202f]*|[ \xa0\u202f]*»")


def _find_foreign(document: Document) -> Iterator[Finding]:
    opening = document.derived(style)
    if opening is None:
        return
    done = -1
    for match in _GUILLEMET.finditer(document.prose):
        line = document.lines[document.line_number(match.start())]
        if line.start < done:
            continue
        done = line.stop
        content = document.prose[line.start : line.end]
        if (
            content.count("«") + content.count("»") == 1
            and is_english(document, line.start)
            and match.end() <= line.end
        ):
            yield from _as_english(document, line, match, opening)


def _as_english(document: Document, line: Line, match: re.Match[str], opening: str) -> Iterator[Finding]:
    """Yield the finding on a guillemet that, read as an English mark, makes the paragraph's marks pair."""
    text = document.prose
    as_is = quoting(text, line, opening)
    kind = "open" if "«" in match.group() else "close"
    place = match.start() if kind == "open" else match.end() - 1
    read = quoting(text, line, opening, (place, kind))
    if as_is is None or read is None or read.left or read.stray or not (as_is.left or as_is.stray):
        return
    mark = opening if kind == "open" else _CLOSING[opening]
    after = text[match.end() : match.end() + 1]
    space = " " if kind == "close" and after.isalnum() else ""
    yield FOREIGN.finding(document, *match.span(), (Edit(match.start(), match.end(), mark + space, FOREIGN.rule),))


FOREIGN_RULE = made(
    FOREIGN,
    "A text translated from French keeps its closing guillemet, and the space before it, for an English mark.",
    Probe(any_part("«", "»"), _find_foreign),
    examples=(
        ("The mayor said: “We will rebuild the bridge. »", "The mayor said: “We will rebuild the bridge.”"),
        ("“It was close. » He said that “all were safe”.", "“It was close.” He said that “all were safe”."),
        (
            "The captain said « We saw the lights of the port,” and left.",
            "The captain said “We saw the lights of the port,” and left.",
        ),
    ),
    keep=(
        "The paper Le Soir wrote « Enfin », and the mayor said “at last” to the crowd.",
        "Read the guide to the islands »\nShe called it “a start” on Monday.\n",
    ),
)

# --- paragraphs in a row ------------------------------------------------------------------------------------------


class Paragraph(NamedTuple):
    """A filled line of a document and how it quotes."""

    number: int
    line: Line
    quoting: Quoting


def _paragraph(document: Document, index: int, opening: str) -> Paragraph | None:
    """Return a filled line of a document and how it quotes, or None where its marks can't be judged."""
    number = document.filled[index]
    line, content = document.lines[number], document.line_text(number)
    found = None if "«" in content or "»" in content else quoting(document.prose, line, opening)
    return found and Paragraph(number, line, found)


def _left_open(document: Document) -> dict[int, Paragraph]:
    """Return the paragraphs that leave quotations open, by their index among the filled lines."""
    opening, found = document.derived(style) or "", {}
    for index, number in enumerate(document.filled):
        if may_be_open(document.line_text(number), opening):
            paragraph = _paragraph(document, index, opening)
            if paragraph and paragraph.quoting.left and not paragraph.quoting.stray:
                found[index] = paragraph
    return found


def _open_ended(document: Document) -> list[tuple[Paragraph, Paragraph | None, Paragraph | None]]:
    """Return each paragraph that leaves one quotation open, with the two paragraphs of text that follow it."""
    opening, open_ended = document.derived(style) or "", []
    for index, paragraph in document.derived(_left_open).items():
        if paragraph.quoting.left == 1 and not paragraph.quoting.reopened:
            followers = _followers(document, index, opening)
            if followers is not None:
                open_ended.append((paragraph, *followers))
    return open_ended


def _followers(document: Document, index: int, opening: str) -> tuple[Paragraph | None, Paragraph | None] | None:
    """Return the next two paragraphs, passing over headings and other short lines; None if one can't be judged."""
    found: list[Paragraph] = []
    for later in range(index + 1, min(index + 7, len(document.filled))):
        paragraph = _paragraph(document, later, opening)
        if paragraph is None:
            return None
        content = document.line_text(paragraph.number)
        if paragraph.quoting.marks or len(content) > 70 or content.endswith((".", "!", "?", ",")):
            found.append(paragraph)
        if len(found) == 2:
            break
    return (found[0] if found else None), (found[1] if len(found) > 1 else None)


def _begins_with_mark(document: Document, paragraph: Paragraph, opening: str) -> bool:
    return document.line_text(paragraph.number).startswith((opening, "‘" + opening, "(" + opening))


def _end(document: Document, line: Line) -> int:
    """Return where the text of a line ends, before white space."""
    return line.start + len(document.prose[line.start : line.end].rstrip())


# --- wandered marks -----------------------------------------------------------------------------------------------

WANDERED = Voice(
    "text.wandered-quote",
    "'{found}' begins a paragraph that is not speech; it closes the quotation of the paragraph before.",
    Severity.ERROR,
    Safety.SAFE,
    "fix",
)
_HOW = r"(?:also |further |later |then |however |again )?"
_PRONOUN = lazy(rf"(?:He|She|They) {_HOW}(?:{REPORTS})\b")
_NAMED = lazy(
    r"(?:[A-Z][\w.’'-]*[ -](?:(?:al|bin|de|van|von|el) )?){1,4}?[A-Z][\w’'-]+,"
    rf" [^,“”\"]{{3,90}}, {_HOW}(?:{REPORTS})\b"
)
_FIRST_PERSON = lazy(r"\b(?:I|we|We|our|Our|my|My|me|us|you|You|your)\b")


def _narrates(document: Document, second: Paragraph, third: Paragraph | None, opening: str) -> bool:
    """Tell whether a paragraph that begins with an opening mark tells, by a speaker's name, who spoke."""
    found = second.quoting
    if len(found.opens) != 1 or found.left != 1 or found.stray:
        return False
    content = document.line_text(second.number)[len(opening) :]
    if _FIRST_PERSON.search(content):
        return False
    if _NAMED.match(content):
        return True
    continued = third is not None and (_begins_with_mark(document, third, opening) or third.quoting.stray > 0)
    return bool(_PRONOUN.match(content)) and third is not None and not continued


def _wandering(document: Document, opening: str) -> Iterator[tuple[Paragraph, Paragraph]]:
    """Yield the pairs of paragraphs of which the second has the mark that the first lacks."""
    for first, second, third in document.derived(_open_ended):
        if second is None or second.number - first.number > 3:
            continue
        if _begins_with_mark(document, second, opening) and _narrates(document, second, third, opening):
            yield first, second


def _find_wandered(document: Document) -> Iterator[Finding]:
    opening = document.derived(style)
    if opening is None:
        return
    for first, second in _wandering(document, opening):
        end, mark = _end(document, first.line), second.quoting.opens[0]
        edits = (Edit(end, end, _CLOSING[opening], WANDERED.rule), Edit(mark, mark + 1, "", WANDERED.rule))
        yield WANDERED.finding(document, mark, mark + 1, edits)


WANDERED_RULE = made(
    WANDERED,
    "A paraphraser put the closing mark of a paragraph at the start of the next one, turned into an opening mark.",
    Probe(any_part("“", '"'), _find_wandered),
    examples=(
        (
            "“The two ports will work together to keep the shipping lanes open.\n\n"
            "“Maria Lindqvist, the harbor master of Visby, stated at the same event that work had begun.\n\n"
            "The ferry returns in May.\n",
            "“The two ports will work together to keep the shipping lanes open.”\n\n"
            "Maria Lindqvist, the harbor master of Visby, stated at the same event that work had begun.\n\n"
            "The ferry returns in May.\n",
        ),
        (
            "Good rail links, according to Okafor, are “the base of every healthy economy.\n\n"
            "“He noted that the two cities had decided to speed up work on the line.\n\n"
            "The first train runs in June.\n",
            "Good rail links, according to Okafor, are “the base of every healthy economy.”\n\n"
            "He noted that the two cities had decided to speed up work on the line.\n\n"
            "The first train runs in June.\n",
        ),
    ),
    keep=(
        "“I went to see the harbor master on Monday.\n\n“He said the port was closed and told me to wait.\n\n"
        "“I waited for a week,” Lind recalled.\n",
        "“We lost the barn.\n\n“They said it would not reach us.”\n",
    ),
)

# --- unclosed marks -----------------------------------------------------------------------------------------------

UNCLOSED = Voice(
    "text.unclosed-quote",
    "The quotation that begins with '{found}' is never closed.",
    Severity.WARNING,
    Safety.SUGGESTION,
    "fix",
)
_LONGEST_CERTAIN = 700
_INTRODUCED = lazy(rf"(?:\b(?:{REPORTS})\b[^.!?“”\"]{{0,60}}[:,]|:)\s*\Z")
_LIST_SIGN = lazy(r"\s*(?:[-*•–]|\d+[.)])\s")


def _find_unclosed(document: Document) -> Iterator[Finding]:
    opening = document.derived(style)
    if opening is None:
        return
    found = list(_unclosed(document, opening))
    if len(found) < MOST_UNCLOSED:
        yield from found


def _unclosed(document: Document, opening: str) -> Iterator[Finding]:
    wandered = {paragraph.number for pair in _wandering(document, opening) for paragraph in pair}
    for first, second, third in document.derived(_open_ended):
        if first.number in wandered:
            continue
        content = document.line_text(first.number)
        if is_code(content) or not _SENTENCE_END.search(content) or content.endswith(("...", "…")):
            continue
        later = [paragraph for paragraph in (second, third) if paragraph]
        if second and (_begins_with_mark(document, second, opening) or _LIST_SIGN.match(content)):
            continue
        if any(paragraph.quoting.stray for paragraph in later):
            continue
        end, mark = _end(document, first.line), first.quoting.last_open
        edit = Edit(end, end, _CLOSING[opening], UNCLOSED.rule)
        shown_end = min(document.prose.find(" ", mark + 24) % (end + 1), end)
        safety = Safety.SAFE if _is_certain(document, first, second, opening) else Safety.SUGGESTION
        yield UNCLOSED.finding(document, mark, max(shown_end, mark + 1), (edit,), safety=safety)


def _is_certain(document: Document, first: Paragraph, second: Paragraph | None, opening: str) -> bool:
    """Tell whether the quotation can only end where its paragraph ends: it is introduced, and nobody is named after."""
    text, mark, end = document.prose, first.quoting.last_open, _end(document, first.line)
    if opening == STRAIGHT or second is None or not is_english(document, mark) or end - mark > _LONGEST_CERTAIN:
        return False
    speech = text[mark + 1 : end]
    return (
        bool(_INTRODUCED.search(text, max(first.line.start, mark - 90), mark))
        and speech[:1].isupper()
        and not _SPOKEN_BY.search(speech)
        and document.is_prose(second.number)
    )


UNCLOSED_RULE = made(
    UNCLOSED,
    "A closing mark was lost, and the reader cannot tell where the speaker's words end.",
    Probe(any_part("“", '"'), _find_unclosed),
    examples=(
        (
            "They also “agreed on the need to rebuild the old bridge.\n\nThe work begins in May.\n",
            "They also “agreed on the need to rebuild the old bridge.”\n\nThe work begins in May.\n",
        ),
        (
            "“We will rebuild it, the mayor said.\n\nThe work begins in May.\n",
            "“We will rebuild it, the mayor said.”\n\nThe work begins in May.\n",
        ),
    ),
    keep=(
        "“We lost the barn.\n\n“They said it would not reach us,” he said.\n",
        "“We lost the barn,” he said. The pipe was 12” wide.\n",
    ),
)

# --- reopened marks -----------------------------------------------------------------------------------------------

REOPENED = Voice(
    "text.reopened-quote",
    "A quotation is opened here inside one that is still open.",
    Severity.WARNING,
    Safety.SUGGESTION,
    "fix",
)


def _find_reopened(document: Document) -> Iterator[Finding]:
    opening = document.derived(style)
    if opening is None:
        return
    for paragraph in document.derived(_left_open).values():
        found = paragraph.quoting
        if not found.reopened or is_code(document.line_text(paragraph.number)):
            continue
        mark = found.reopened[0]
        earlier = max(place for place in found.opens if place < mark)
        between = document.prose[earlier:mark]
        if between.endswith("(") or not is_english(document, mark):
            continue
        edits: tuple[Edit, ...] = ()
        if found.left == 1 and _SENTENCE_END.search(between) and not _SPOKEN_BY.search(between):
            edits = (Edit(mark, mark + 1, "", REOPENED.rule),)
        yield REOPENED.finding(document, mark, mark + 1, edits)


REOPENED_RULE = made(
    REOPENED,
    "Either the first quotation lost its closing mark, or the second opening mark is one too many.",
    Probe(any_part("“", '"'), _find_reopened),
    examples=(
        (
            "Berg told reporters: “The main task is the bridge. “The work could begin in May.”",
            "Berg told reporters: “The main task is the bridge. The work could begin in May.”",
        ),
        ("“We will rebuild it, he said. “The work begins in May.”", None),
    ),
    keep=("“We will rebuild it,” he said. “The work begins in May.”", "“She said ‘never’ to me,” he said."),
)
