"""Characters that no reader sees: controls, zero-width signs, marks of direction where they do nothing."""

from __future__ import annotations

from collections.abc import Iterator

from lint.edits import Edit
from lint.kinds import Voice
from lint.pattern import lazy
from lint.repair.prose import made
from lint.rule import Finding, Probe, Safety, Severity
from lint.text import Document

CONTROL = Voice("text.control-character", "{found} has no place in a text.", Severity.WARNING, Safety.SAFE, "fix")

_SIGNS = frozenset(
    chr(code)
    for codes in (
        range(0x09), range(0x0B, 0x0D), range(0x0E, 0x20), (0x7F, 0xAD, 0x180E, 0xFEFF, 0x2060),
        range(0x200B, 0x2010), range(0x2028, 0x202F), range(0x2066, 0x206A),
    )
    for code in codes
)  # fmt: skip
_INVISIBLE = lazy(
    r"\x1b\[[0-9;?]{0,12}[A-Za-z]|[\x00-\x08\x0e-\x1f\x7f]+|[\x0b\x0c]|[\u200b\ufeff]+"
    r"|[\xad\u180e\u200c-\u200f\u2028-\u202e\u2060\u2066-\u2069]"
)
_RIGHT_TO_LEFT = lazy("[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc\U00010800-\U00010fff\U0001e800-\U0001efff]")
_JOINERS, _MARKS = "\u200c\u200d", "\u200e\u200f\u202a\u202b\u202c\u2066\u2067\u2068\u2069"
_OVERRIDES, _SOFT_HYPHEN, _LINE_BREAKS = "\u202d\u202e", "\xad", "\u2028\u2029\x0b\x0c"
_NAMES = {
    "\xad": "a soft hyphen", "\u200b": "a zero-width space", "\u200c": "a zero-width non-joiner",
    "\u200d": "a zero-width joiner", "\u200e": "a left-to-right mark", "\u200f": "a right-to-left mark",
    "\u2028": "a line separator", "\u2029": "a paragraph separator", "\u2060": "a word joiner",
    "\ufeff": "a byte order mark", "\u180e": "a vowel separator", "\x0b": "a vertical tab", "\x0c": "a form feed",
}  # fmt: skip


def _plain(letter: str) -> bool:
    """Tell whether a neighbor is one that no invisible sign can act on: Latin, Greek, Cyrillic, digit, common mark."""
    return letter == "" or letter < "\u0500" or "\u2000" <= letter <= "\u206f" or "\u1e00" <= letter <= "\u1fff"


def _find_control(document: Document) -> Iterator[Finding]:
    if _SIGNS.isdisjoint(document.unusual):
        return
    for match in document.finditer(_INVISIBLE):
        start, end = match.span()
        safety, replacement = _verdict(document, match.group(), start, end)
        if safety is None:
            continue
        edit = Edit(start, end, replacement, CONTROL.rule)
        named = CONTROL._replace(message=CONTROL.message.replace("{found}", _named(match.group())))
        yield named.finding(document, start, end, (edit,), safety=safety)


def _named(found: str) -> str:
    name = _NAMES.get(found[0], f"the control character U+{ord(found[0]):04X}")
    return name[0].upper() + name[1:]


def _verdict(document: Document, found: str, start: int, end: int) -> tuple[Safety | None, str]:
    """Return how sure it is that an invisible character does nothing, None if it may be wanted, and its repair."""
    text, sign = document.prose, found[0]
    before, after = text[start - 1 : start] if start else "", text[end : end + 1]
    if sign in _LINE_BREAKS:
        if (before or "\n") in "\r\n" or (after or "\n") in "\r\n":
            return Safety.SAFE, ""
        if after.isupper() and sign != "\u2028":
            return Safety.SAFE, _line_end(document)
        return Safety.SAFE, "" if before.isspace() or after.isspace() else " "
    if sign < " " or sign == "\x7f":
        inside_word = before.isalpha() and after.isalpha() and "\x00" not in found and "\x1b" not in found
        return (Safety.SUGGESTION if inside_word else Safety.SAFE), ""
    if sign == "\ufeff" and start == 0:
        return None, ""
    if sign in _OVERRIDES:
        return Safety.SUGGESTION, ""
    if sign in _MARKS:
        near = text[max(start - 2000, 0) : end + 2000]
        return (None if _RIGHT_TO_LEFT.search(near) else Safety.SAFE), ""
    if sign == _SOFT_HYPHEN:
        return (Safety.SAFE if before.isalpha() and after.isalpha() else Safety.SUGGESTION), ""
    if sign in _JOINERS:
        beside = (
            text[max(start - 3, 0) : start].strip("\u200b\u200c\u200d"),
            text[end : end + 3].strip("\u200b\u200c\u200d"),
        )
        return (Safety.SAFE if _plain(beside[0][-1:]) and _plain(beside[1][:1]) else None), ""
    return (Safety.SAFE if _plain(before) or _plain(after) else None), ""


def _line_end(document: Document) -> str:
    first = document.lines[0]
    return document.text[first.end : first.stop] or "\n"


CONTROL_RULE = made(
    CONTROL,
    "Invisible characters come from word processors and pages; they break searches, names and line ends.",
    Probe((), _find_control),
    examples=(
        ("The harbor\u200b opened\u200e on Mon\u00adday.", "The harbor opened on Monday."),
        ("It rained\x00 all\x1b[0m day.", "It rained all day."),
        ("The port opened.\x0cThe ferry left.\n", "The port opened.\nThe ferry left.\n"),
    ),
    keep=(
        "می\u200cخواهم به خانه بروم، گفت.",
        "The family 👨\u200d👩\u200d👧 is one emoji, and ❤\ufe0f another.",
        "क्\u200dष and র\u200d্য are letters.",
        "קוראים לו \u200eIBM\u200f בעברית.",
    ),
)
