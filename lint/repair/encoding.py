"""Text that was decoded with the wrong encoding, HTML entities left undecoded, and characters that were lost."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from typing import Any, NamedTuple

from lint.edits import Edit, between
from lint.kinds import Voice
from lint.pattern import lazy
from lint.repair.prose import any_part, made, replaced
from lint.rule import Finding, Probe, Safety, Severity
from lint.text import Document, Line

_CODECS = ("latin-1", "cp1252", "cp1250", "cp1251", "cp1253", "cp1254", "cp1257", "iso8859-2", "mac-roman", "cp437")
_LEADS, _TRAILS = range(0xC2, 0xF5), range(0x80, 0xC0)


_COMMON = frozenset("“”‘’–—…•\xa0")


def _letters(codes: range, *codecs: str) -> frozenset[str]:
    return frozenset(bytes([code]).decode(codec, "ignore") for codec in codecs for code in codes) - {""}


class _Gate(NamedTuple):
    """What every text has that was decoded wrongly: one of a first byte and one of a next byte of UTF-8, or C1.

    Common punctuation is a first byte in the encoding of old Macs only, so its next byte must be one there.
    """

    leads: frozenset[str]
    trails: frozenset[str]
    mac_trails: frozenset[str]
    controls: frozenset[str]

    def passes(self, held: frozenset[str]) -> bool:
        """Tell whether a text with these characters can have been decoded wrongly."""
        usual = not self.leads.isdisjoint(held)
        mac = not _COMMON.isdisjoint(held) and not self.mac_trails.isdisjoint(held)
        return usual or mac or not self.controls.isdisjoint(held)


@cache
def _gate() -> _Gate:
    return _Gate(
        _letters(_LEADS, *_CODECS) - _COMMON,
        _letters(_TRAILS, *_CODECS),
        _letters(_TRAILS, "mac-roman") - _COMMON,
        frozenset(map(chr, range(0x80, 0xA0))),
    )


@cache
def _suspicious() -> re.Pattern[str]:
    """Return what stands in every line that decoding can have broken."""
    gate = _gate()
    first, leads, trails, common, mac = (
        "[" + "".join(map(re.escape, sorted(letters))) + "]"
        for letters in (
            gate.leads | _COMMON | gate.controls | set("ÂÃâ"), gate.leads, gate.trails, _COMMON, gate.mac_trails
        )
    )  # fmt: skip
    # One class first is found quickly; what it may be is asked of the few places where it stands.
    return re.compile(f"{first}(?:(?<={leads}){trails}|(?<={common}){mac}|(?<=[ÂÃâ])[ \\x80-\\x9f]|(?<=[\x80-\x9f]))")


@cache
def _configuration() -> Any:
    from ftfy import TextFixerConfig

    return TextFixerConfig(
        unescape_html=False,
        remove_terminal_escapes=False,
        fix_encoding=True,
        restore_byte_a0=True,
        replace_lossy_sequences=False,
        decode_inconsistent_utf8=True,
        fix_c1_controls=True,
        fix_latin_ligatures=False,
        fix_character_width=False,
        uncurl_quotes=False,
        fix_line_breaks=False,
        fix_surrogates=False,
        remove_control_chars=False,
        normalization=None,
        explain=False,
    )


_ABOUT_ENCODING = frozenset(("mojibake", "utf", "utf8", "unicode", "encoding", "encodings", "charset", "iso"))
_MOST_AT_ONCE = 1500
_LOST_QUOTE = lazy(r"â€(?:\ufffd|\x9d|(?=[\s.,;:!?)\]]|\Z))")
_LEFT_OVER = lazy(r"(?<![\w€])Â(?=[\u00a0£§©®°±·»«€]| (?=\S))|(?<=[.,;:!?])Â(?=\s|\Z)")


def decoded(line: str) -> str:
    """Return a line as it read before it was decoded wrongly, once or several times; a sound line comes back as is."""
    import ftfy

    while True:
        closed = _LOST_QUOTE.sub("”", line) if "â€œ" in line or "“" in line else line
        fixed: str = ftfy.fix_encoding(closed, config=_configuration())
        fixed = _LEFT_OVER.sub("", fixed)
        if fixed == line or len(fixed) > len(line):
            return fixed if len(fixed) <= len(line) else line
        line = fixed


MOJIBAKE = Voice(
    "text.mojibake",
    "'{found}' is '{fix}' read in the wrong encoding.",
    Severity.ERROR,
    Safety.SAFE,
    "fix",
)


def _find_mojibake(document: Document) -> Iterator[Finding]:
    if not document.unusual or not _gate().passes(document.unusual):
        return
    done = -1
    for match in _suspicious().finditer(document.prose):
        if match.start() < done:
            continue
        line = document.lines[document.line_number(match.start())]
        done = line.stop
        yield from _redecoded(document, line, match.start())


def _redecoded(document: Document, line: Line, first: int) -> Iterator[Finding]:
    """Yield a finding for each place of a line that reads otherwise when decoded rightly.

    What stands before the first suspicious place can't change, and a line of book length goes in parts.
    """
    start = max(line.start, document.prose.rfind(" ", line.start, first) + 1)
    while start < line.end:
        stop = line.end
        if stop - start > _MOST_AT_ONCE:
            stop = document.prose.rfind(" ", start, start + _MOST_AT_ONCE) + 1 or start + _MOST_AT_ONCE
        old = document.prose[start:stop]
        if _suspicious().search(old):
            for edit in _changes(old, decoded(old)):
                moved = edit._replace(start=edit.start + start, end=edit.end + start)
                safety = None if document.words.isdisjoint(_ABOUT_ENCODING) else Safety.SUGGESTION
                yield MOJIBAKE.finding(document, moved.start, moved.end, (moved,), safety=safety)
        start = stop


def _changes(old: str, new: str) -> Iterator[Edit]:
    """Yield the edits between two readings of a line, word by word where they have as many words."""
    old_words, new_words = old.split(" "), new.split(" ")
    if len(old_words) != len(new_words):
        yield from between(old, new, MOJIBAKE.rule)
        return
    place = 0
    for old_word, new_word in zip(old_words, new_words, strict=True):
        for edit in between(old_word, new_word, MOJIBAKE.rule):
            yield edit._replace(start=edit.start + place, end=edit.end + place)
        place += len(old_word) + 1


MOJIBAKE_RULE = made(
    MOJIBAKE,
    "UTF-8 bytes were decoded as another encoding, once or several times; the original letters can be computed.",
    Probe((), _find_mojibake),
    examples=(
        ("The cafÃ© reopened on Monday.", "The café reopened on Monday."),
        ("â€œWe wonâ€™t leave,â€\x9d she said.", "“We won’t leave,” she said."),
        ("The mayor of SÃ£o Paulo met BogotÃ¡â€™s mayor.", "The mayor of São Paulo met Bogotá’s mayor."),
        ("The price rose to Â£40 a ton.", "The price rose to £40 a ton."),
        ("He \x93left\x94 early.", "He “left” early."),
        ("The cafÃƒÂ© reopened.", "The café reopened."),
    ),
    keep=(
        "A naïve façade in São Tomé cost £40, or 5½ euros… said “Zoë”.",
        "À la carte: Ærøskøbing, Ångström, ÉCOLE, €5 – that’s all.",
        "Ｆｕｌｌ width, x² and H₂O, ½ cup, 10 °C, №5.",
    ),
)


# --- entities -----------------------------------------------------------------------------------------------------

ENTITY = Voice(
    "text.html-entity", "'{found}' is an HTML entity that nobody decoded.", Severity.ERROR, Safety.SAFE, "fix"
)
_AMPERSANDS = r"&(?:(?:amp|AMP|#38|#x26);){0,4}"
_ENTITY = lazy(
    _AMPERSANDS + r"(?:[A-Za-z][A-Za-z0-9]{1,24};|#[0-9]{1,7};|#[xX][0-9A-Fa-f]{1,6};"
    r"|(?:nbsp|quot|apos|rsquo|lsquo|rdquo|ldquo|hellip|mdash|ndash|#8[0-9]{3})(?![\w;=]))"
    r"|&amp;"
)
_OPEN = lazy(r"&#?\w+")
_DISCUSSES_CODE = lazy(
    r"`|\b(?:entit(?:y|ies)|html|xml|markup|escap(?:e|es|ed|ing)|encod(?:e|ed|es|ing)|ampersand|tags?|<code|charact"
    r"er|unicode|syntax|parser|javascript|regex)\b",
    re.IGNORECASE,
)
_MARKUP_SIGNS = "<>"


def _find_entity(document: Document) -> Iterator[Finding]:
    if document.format != "text":
        return
    for match in _ENTITY.finditer(document.prose):
        decoded_text = _without_entities(match.group())
        if decoded_text == match.group() or (not decoded_text.isprintable() and decoded_text not in "\xa0\xad\u200b"):
            continue
        line = document.lines[document.line_number(match.start())]
        around = document.prose[max(line.start, match.start() - 300) : min(line.end, match.end() + 300)]
        doubtful = decoded_text in _MARKUP_SIGNS or bool(_DISCUSSES_CODE.search(_ENTITY.sub(" ", around)))
        if decoded_text == "\xa0" and _between_letters(document.prose, *match.span()):
            decoded_text = " "
        edit = Edit(match.start(), match.end(), decoded_text, ENTITY.rule)
        yield ENTITY.finding(document, *match.span(), (edit,), safety=Safety.SUGGESTION if doubtful else None)


def _without_entities(text: str) -> str:
    from html import unescape  # its tables are read only where an entity stands

    for _ in range(5):
        closed = text + ";" if _OPEN.fullmatch(text) else text
        decoded_text = unescape(closed)
        if decoded_text in (text, closed):
            break
        text = decoded_text
    return text


def _between_letters(text: str, start: int, end: int) -> bool:
    return not text[start - 1 : start].isdigit() and not text[end : end + 1].isdigit()


ENTITY_RULE = made(
    ENTITY,
    "The page was taken apart without decoding its entities; each stands for a character.",
    Probe(any_part("&"), _find_entity),
    examples=(
        ("Marks &amp; Spencer didn&#8217;t comment.", "Marks & Spencer didn’t comment."),
        ("The caf&eacute; sold &pound;30 of fish&nbsp;and chips.", "The café sold £30 of fish and chips."),
        ("It&amp;#39;s over, &quot;for good&quot;, he said.", 'It\'s over, "for good", he said.'),
    ),
    keep=(
        "AT&T and R&D; the law & order party.",
        "He opened page?id=4&copy=2 in the browser.",
    ),
)

# --- lost characters ----------------------------------------------------------------------------------------------

LOST = Voice(
    "text.replacement-character",
    "'{found}' stands for a character that was lost when the text was decoded.",
    Severity.ERROR,
    Safety.SUGGESTION,
    "suggestion",
)
_LOST = lazy(r"(?P<apostrophe>(?<=[A-Za-z])\ufffd{1,3}(?=(?:s|t|re|ve|ll|d|m)\b))|\ufffd+")


def _find_lost(document: Document) -> Iterator[Finding]:
    for match in _LOST.finditer(document.prose):
        if match["apostrophe"]:
            yield replaced(LOST, document, *match.span(), "’")
        else:
            yield LOST.finding(document, *match.span(), ())


LOST_RULE = made(
    LOST,
    "U+FFFD is what a decoder writes for bytes that it can't read; only the source knows what stood there.",
    Probe(any_part("\ufffd"), _find_lost),
    examples=(
        ("The festival in Troms\ufffd opened.", None),
        ("They didn\ufffdt reply.", "They didn’t reply."),
    ),
)

# --- ligatures ----------------------------------------------------------------------------------------------------

LIGATURE = Voice("text.ligature", "'{found}' is one glyph for '{fix}'.", Severity.WARNING, Safety.SAFE, "fix")
_LIGATURES = {"ﬀ": "ff", "ﬁ": "fi", "ﬂ": "fl", "ﬃ": "ffi", "ﬄ": "ffl", "ﬅ": "st", "ﬆ": "st"}
_IN_A_WORD = lazy("(?<=[A-Za-z])[ﬀ-ﬆ]|[ﬀ-ﬆ](?=[A-Za-z])")


def _find_ligature(document: Document) -> Iterator[Finding]:
    discussed = "ligature" in document.words or "ligatures" in document.words
    for match in _IN_A_WORD.finditer(document.prose):
        edit = Edit(match.start(), match.end(), _LIGATURES[match.group()], LIGATURE.rule)
        yield LIGATURE.finding(document, *match.span(), (edit,), safety=Safety.SUGGESTION if discussed else None)


LIGATURE_RULE = made(
    LIGATURE,
    "Text copied from a PDF keeps typographic ligatures, which searches and spelling checks do not read as letters.",
    Probe(any_part(*_LIGATURES), _find_ligature),
    examples=(("The oﬃce ﬁnally closed.", "The office finally closed."),),
    keep=("The letters œ and æ in cœur and Cæsar.", "In Unicode, ﬁ is one sign."),
)
