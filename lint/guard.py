"""What cleaning may never do to an article: take most of its words, or a fact out of a sentence that stays.

A line of furniture goes with all that stands in it. Guarded is the running prose: what is cut out of the middle of a
line has to leave its numbers, addresses, names and speech behind, and no paragraph with speech goes from between others.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import NamedTuple
from zlib import crc32

from lint.edits import Edit
from lint.engine import Cleaned, Judged, retrace, undo
from lint.linter import Linter, was_page
from lint.suppress import Known
from lint.text import Document

ONE_IN = 64
"""Of so many texts one is cleaned a second time, to see that nothing is left to do."""

_NUMBER = re.compile(r"\d+(?:[.,:/]\d+)*")
_ADDRESS = re.compile(r"(?:https?://|www\.)[^\s<>\"”]*\w|[\w.+-]+@[\w-]+\.\w[\w.]*\w")
_SPEECH = re.compile(r"[“\"«„]([^“”\"«»„\n]{12,})[”\"»“]")
_WORD = re.compile(r"[^\W\d_][\w’']+")
_MARKUP = re.compile(
    r"<(script|style|svg)\b.*?(?:</\1\s*>|\Z)|<[!/?A-Za-z][^<>]*(?:>|\Z)|&(?:amp;)*#?\w{1,8};|\x1b\[[\d;]*[A-Za-z]",
    re.DOTALL | re.IGNORECASE,
)
_INVISIBLE = dict.fromkeys(map(ord, "\xad\u200b\u200c\u200d\u200e\u200f\u2060\ufeff"))
_SENTENCE_END = re.compile(r"[.!?:…”\"’)\]»]\s*\Z")
_DATE = re.compile(
    r"(?:Jan(?:uary)?|Feb(?:ruary)?|Mar(?:ch)?|Apr(?:il)?|May|June?|July?|Aug(?:ust)?|Sept?(?:ember)?|Oct(?:ober)?"
    r"|Nov(?:ember)?|Dec(?:ember)?|(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day)\Z"
)
_SPOKEN_WORDS = 4


class Loss(NamedTuple):
    """A fact that is in no sentence any more, where it stood, and the rule that took it."""

    kind: str
    text: str
    start: int
    rule: str


def refusal(cleaned: Cleaned, most_removed: float) -> str:
    """Return why a cleaned text may not be written, or nothing; 1 for `most_removed` allows everything."""
    if most_removed >= 1 or not cleaned.rounds:
        return ""
    source, edits = page_edits(cleaned)
    return _too_much(source, cleaned.text, most_removed) or _described(source, loss(source, edits))


def untouched(cleaned: Cleaned) -> Cleaned:
    """Return what is left to say of a text that was refused: all that was found, and nothing done."""
    found = tuple(Judged(finding, False) for finding, _ in cleaned.findings)
    return cleaned._replace(text=cleaned.original, findings=found, rounds=(), edits=())


def page_edits(cleaned: Cleaned) -> tuple[str, list[Edit]]:
    """Return the text that the rules were shown, the original or the prose of a web page, and what they edited."""
    return retrace(cleaned.text, cleaned.rounds[1:]) if was_page(cleaned) else (cleaned.original, list(cleaned.edits))


def page_text(cleaned: Cleaned) -> str:
    """Return the text that the rules were shown: the original, or the prose of a web page."""
    return undo(cleaned.text, cleaned.rounds[1:]) if was_page(cleaned) else cleaned.original


def unsettled(cleaned: Cleaned, linter: Linter, path: str) -> str:
    """Return why a text is not clean after all, for a share of all texts, told by their content; or nothing.

    Where an editor or an earlier run has said what is to stay, the text alone does not tell what is left to do.
    """
    if not cleaned.rounds or linter.grammar or linter.known != Known() or linter.config.decisions:
        return ""
    if crc32(cleaned.text.encode("utf-8", "surrogatepass")) % ONE_IN:
        return ""
    again = linter.clean(cleaned.text, f"{path}.txt" if was_page(cleaned) else path, page=False)
    rules = ", ".join(sorted({change.rule for changes in again.rounds for change in changes}))
    return (
        f"cleaning it once more would change it again ({rules}); ignore these rules, and report the text"
        if rules
        else ""
    )


# --- most of the words ----------------------------------------------------------------------------------------------


def _too_much(source: str, text: str, most_removed: float) -> str:
    """Return that too many words are gone: of paragraphs, in a text without any of all; menus may go, however many."""
    before = len(source.split())
    if before < 40:
        return ""
    if not text.strip():
        return "nothing in it is an article, so cleaning would leave nothing; most-removed = 1 writes it nevertheless"
    paragraphs = _paragraph_words(source)
    left = _paragraph_words(text) if paragraphs else len(text.split())
    share = 1 - left / (paragraphs or before)
    if share <= most_removed:
        return ""
    return (
        f"cleaning would remove {share:.0%} of the words, more than most-removed = {most_removed:g} allows; "
        "look at the findings, or raise that setting"
    )


def _paragraph_words(text: str) -> int:
    shape = Document(text)
    return sum(shape.line_text(index).count(" ") + 1 for index in shape.filled if shape.is_prose(index))


# --- facts ----------------------------------------------------------------------------------------------------------


def _described(source: str, lost: Loss | None) -> str:
    if lost is None:
        return ""
    line = source.count("\n", 0, lost.start) + 1
    text = lost.text if len(lost.text) < 60 else f"{lost.text[:57]}..."
    where = f"(line {line}, by {lost.rule})"
    return (
        f"cleaning would take the {lost.kind} '{text}' out of the text that stays {where}; ignore that rule, or the "
        "finding; most-removed = 1 writes it nevertheless"
    )


def loss(source: str, edits: Iterable[Edit]) -> Loss | None:
    """Return the first fact that edits take out of the running prose of a text, if there is one."""
    edits = [edit for edit in edits if not edit.rule.startswith("privacy.")]  # which takes out what it is told to
    for edit in edits:
        for start, end, replacement in _cuts(source, edit):
            found = (
                _of_line(source, start, end, edits)
                if replacement is None
                else _of_cut(source, edit, start, end, replacement)
            )
            if found:
                return Loss(*found, edit.rule)
    return None


def _cuts(source: str, edit: Edit) -> Iterator[tuple[int, int, str | None]]:
    """Yield the parts of an edit, line by line: start, end and what stands there now, None where a whole line goes.

    What goes from the end of a sentence, or from a gap in a line, to its end is a line that was fused to it.
    """
    place, rest = edit.start, edit.replacement
    while place <= edit.end:
        stop = source.find("\n", place, edit.end)
        end = edit.end if stop < 0 else stop
        if place < end and not source[place:end].isspace():
            yield place, end, None if _is_line(source, place, end) and (stop >= 0 or not rest.strip()) else rest
        elif rest.strip() or _parts_a_number(source, edit):
            yield place, end, rest
        place = end + 1
        if stop < 0:
            return


def _is_line(source: str, start: int, end: int) -> bool:
    first, last = source.rfind("\n", 0, start) + 1, source.find("\n", end)
    if source[end : len(source) if last < 0 else last].strip():
        return False
    before = source[first:start]
    return not before.strip() or bool(_SENTENCE_END.search(before)) or source[start : start + 3].isspace()


def _parts_a_number(source: str, edit: Edit) -> bool:
    around = source[edit.start - 1 : edit.start] + source[edit.end : edit.end + 1]
    return len(around) == 2 and around.isdigit()


def _of_line(source: str, start: int, end: int, edits: list[Edit]) -> tuple[str, str, int] | None:
    """Return speech in a paragraph that goes although prose follows, unless the speech stands elsewhere, too."""
    spoken = _SPEECH.search(source, start, end)
    if spoken is None or end - start < 80 or len(spoken[1].split()) < _SPOKEN_WORDS or source.count(spoken[1]) > 1:
        return None
    shape = Document(source)
    line = shape.line_number(start)
    if not shape.is_prose(line):
        return None
    gone = [(edit.start, edit.end) for edit in edits]
    later = (shape.lines[index] for index in shape.filled if index > line and shape.is_prose(index))
    stays = any(not any(first <= one.start and one.end <= last for first, last in gone) for one in later)
    return ("speech", spoken[0], spoken.start()) if stays else None


def _of_cut(source: str, edit: Edit, start: int, end: int, replacement: str) -> tuple[str, str, int] | None:
    """Return what is lost of a line that stays: it stands neither in the replacement nor anywhere else in the line."""
    first = max(source.rfind("\n", 0, start), source.rfind(" ", 0, start)) + 1
    last = min((place for place in (source.find("\n", end), source.find(" ", end)) if place >= 0), default=len(source))
    old = _MARKUP.sub(" ", source[first:last])
    new = source[first:start] + replacement + source[end:last]
    line_start, line_end = source.rfind("\n", 0, start) + 1, source.find("\n", end)
    rest = f"{source[line_start:start]}{replacement}{source[end : len(source) if line_end < 0 else line_end]}"
    old, new, rest = (one.translate(_INVISIBLE) for one in (old, new, rest))
    before = source[max(line_start, first - 4) : first]
    for kind, text in [*_missing(old, new, rest), *_names(old, new, rest, edit.rule, before)]:
        return kind, text, start
    if _in_speech(source[line_start:start]) and len(old.split()) - len(new.split()) >= _SPOKEN_WORDS:
        return "speech", source[start:end], start
    return None


def _missing(old: str, new: str, rest: str) -> Iterator[tuple[str, str]]:
    yield from (("number", number) for number in _numbers(old, new) if number not in _NUMBER.findall(rest))
    yield from (("address", one) for one in _ADDRESS.findall(old) if one not in rest)
    for spoken in _SPEECH.findall(old):
        words = spoken.split()
        if len(words) >= _SPOKEN_WORDS and 2 * sum(word in rest for word in words) < len(words):
            yield "speech", spoken


def _numbers(old: str, new: str) -> list[str]:
    """Return the numbers of a text, unless the new one has the same digits, set with other commas and spaces."""
    before, after = _NUMBER.findall(old), _NUMBER.findall(new)
    same = re.sub(r"\D", "", old) == re.sub(r"\D", "", new)
    whole = len(after) != len(before) or len("".join(after)) >= len("".join(before))
    return [] if same and whole else before


def _names(old: str, new: str, rest: str, rule: str, opening: str) -> Iterator[tuple[str, str]]:
    """Yield the names that are gone; one that was respelled, or repaired as an artifact, is still there."""
    before, after = list(_inside(old, opening)), [word for word in _WORD.findall(new) if word[0].isupper()]
    if rule.startswith("name.") or not before or (rule.startswith("artifact.") and len(after) >= len(before)):
        return
    for word in before:
        if not re.search(rf"\b{re.escape(word)}\b", rest) and not any(_alike(word, other) for other in after):
            yield "date" if _DATE.match(word) else "name", word


def _inside(text: str, opening: str) -> Iterator[str]:
    """Yield the words with a capital that do not begin a sentence, in a text of which `opening` is what stands before."""
    for match in _WORD.finditer(text):
        before = f"{opening}{text[: match.start()]}".rstrip("“‘\"'( ")
        if match[0][0].isupper() and before and not _SENTENCE_END.search(before):
            yield match[0]


def _alike(name: str, other: str) -> bool:
    from difflib import SequenceMatcher

    return name[0] == other[0] or SequenceMatcher(None, name.casefold(), other.casefold()).ratio() >= 0.5


def _in_speech(before: str) -> bool:
    return before.count("“") > before.count("”") or before.count('"') % 2 == 1
