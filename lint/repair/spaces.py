"""Spaces that pages leave in a text: no-break spaces in runs, runs of spaces, spaces at line ends."""

from __future__ import annotations

from collections.abc import Iterator

from lint.edits import Edit
from lint.kinds import Voice
from lint.pattern import lazy
from lint.repair.prose import LINE_HEAD, any_part, in_code, language_at, line_head, made, of_line
from lint.rule import Finding, Fix, Probe, Safety, Severity
from lint.text import Document, Line

LAYOUT_GAP = 8
"""Characters from which a run of spaces between two sentences is a gap of the page's layout."""

_NO_BREAK = "\xa0\u202f\u2007"
_RUN = lazy(rf"[{_NO_BREAK}][ {_NO_BREAK}]*")
_SENTENCE_END = lazy(r"""[.!?…][”"’'»)\]]{0,2}\Z""")


def _kept_space(run: str) -> tuple[int, str]:
    """Return the place of the ordinary space that a run keeps, and what to write there if it has none."""
    last = run.rfind(" ")
    return (last, "") if last >= 0 else (0, " ")


def _narrowed(start: int, run: str, rule: str) -> tuple[Edit, ...]:
    """Return the edits that leave one ordinary space of a run; deletions where they will do."""
    place, missing = _kept_space(run)
    if missing:
        return (Edit(start, start + len(run), missing, rule),)
    edits = (Edit(start, start + place, "", rule), Edit(start + place + 1, start + len(run), "", rule))
    return tuple(edit for edit in edits if edit.start < edit.end)


def _line_break(document: Document) -> str:
    first = document.lines[0]
    end = document.text[first.end : first.stop] or "\n"
    return end * 2


def _found(
    voice: Voice, document: Document, start: int, end: int, edits: tuple[Edit, ...], safety: Safety | None = None
) -> Finding:
    message = voice.message.replace("{count}", str(end - start))
    return voice._replace(message=message).finding(document, start, end, edits, safety=safety)


# --- no-break spaces ----------------------------------------------------------------------------------------------

NO_BREAK = Voice(
    "text.no-break-space",
    "The {count} characters of white space here hold no-break spaces that a page left behind.",
    Severity.WARNING,
    Safety.SAFE,
    "fix",
)


def _find_no_break(document: Document) -> Iterator[Finding]:
    if document.format == "html":
        return
    blank_until = -1
    for match in _RUN.finditer(document.prose):
        start, end = match.span()
        while start and document.prose[start - 1] == " ":
            start -= 1
        if start < blank_until or not (end - start > 1 or document.prose[end : end + 1] in ("", "\r", "\n")):
            continue
        number = document.line_number(start)
        if _is_blank(document, number):
            finding, blank_until = _blank_group(document, number)
            yield finding
        elif edits := _gap_edits(document, number, start, document.prose[start:end]):
            yield _found(NO_BREAK, document, start, end, edits)


def _gap_edits(document: Document, number: int, start: int, run: str) -> tuple[Edit, ...]:
    end, line = start + len(run), document.lines[number]
    text, rule = document.prose, NO_BREAK.rule
    if end == line.end or (start == line.start and not _has_tab(document, number)):
        return (Edit(start, end, "", rule),)
    if _has_tab(document, number) or is_table(document, number):
        return ()
    if text[end] in ";:!?»" or text[start - 1] == "«":
        place = next(n for n, sign in enumerate(run) if sign in _NO_BREAK)
        edits = (Edit(start, start + place, "", rule), Edit(start + place + 1, end, "", rule))
        return tuple(edit for edit in edits if edit.start < edit.end)
    if is_layout_gap(text, start, end):
        return (Edit(start, end, _line_break(document), rule),)
    return _narrowed(start, run, rule)


def is_layout_gap(text: str, start: int, end: int) -> bool:
    """Tell whether a run of spaces parts two blocks of a page: a wide gap from a sentence end to a capital."""
    return (
        end - start >= LAYOUT_GAP and bool(_SENTENCE_END.search(text, max(start - 4, 0), start)) and text[end].isupper()
    )


@of_line
def is_table(document: Document, number: int) -> bool:
    """Tell whether a line is a row of aligned columns: it has two wide gaps, or a neighbor has one at its place."""
    text, line = document.prose, document.lines[number]
    gaps = list(_gaps(document, number))
    places = [(line.start + start, line.start + end) for start, end in gaps]
    if sum(end - start > 2 and not is_layout_gap(text, start, end) for start, end in places) >= 2:
        return True
    columns = {end for _, end in gaps}
    near = (other for other in (number - 1, number + 1) if 0 <= other < len(document.lines))
    return any(end in columns for other in near for _, end in _gaps(document, other))


def _gaps(document: Document, number: int) -> Iterator[tuple[int, int]]:
    """Yield the columns where the wide gaps of a line begin and end."""
    line = document.lines[number]
    for match in _WIDE_GAP.finditer(document.prose, line.start, min(line.end, line.start + LINE_HEAD)):
        yield match.start() - line.start, match.end() - line.start


@of_line
def _has_tab(document: Document, number: int) -> bool:
    line = document.lines[number]
    return "\t" in document.prose[line.start : line.end].rstrip()


def _is_blank(document: Document, number: int) -> bool:
    return not document.line_text(number)


_WIDE_GAP = lazy(rf"(?<=[^\s])[ {_NO_BREAK}]{{2,}}(?=\S)")


def _blank_group(document: Document, number: int) -> tuple[Finding, int]:
    """Return the finding that makes a group of blank lines, one of which holds no-break spaces, one empty line."""
    first = last = number
    while first > 0 and not document.line_text(first - 1):
        first -= 1
    while last + 1 < len(document.lines) and not document.line_text(last + 1):
        last += 1
    line = document.lines[number]
    group = document.lines[first : last + 1]
    empty = next((other for other in group if other.start == other.end), None)
    at_edge = first == 0 or last + 1 == len(document.lines)
    kept = empty or Line(group[0].end, group[0].end, group[0].stop)
    if at_edge:
        kept = Line(group[-1].stop, group[-1].stop, group[-1].stop)
    spans = ((group[0].start, kept.start), (kept.stop, group[-1].stop))
    edits = tuple(Edit(start, end, "", NO_BREAK.rule) for start, end in spans if start < end)
    message = "This blank line holds no-break spaces that a page left behind."
    finding = Finding(NO_BREAK.rule, line.start, line.end, message, NO_BREAK.severity, Fix(Safety.SAFE, edits))
    return finding, group[-1].stop


NO_BREAK_RULE = made(
    NO_BREAK,
    "Editors of pages pad with no-break spaces; beside another space, in runs and on blank lines they mean nothing.",
    Probe(any_part(*_NO_BREAK), _find_no_break),
    examples=(
        ("The ferry\xa0 left \xa0at noon.", "The ferry left at noon."),
        ("The ferry left.\xa0 \xa0 \xa0\n\n\xa0\n\nIt sank.\n", "The ferry left.\n\nIt sank.\n"),
        (
            "The ferry left at noon.\xa0 \xa0 \xa0 \xa0 \xa0Watch the harbor from above\n",
            "The ferry left at noon.\n\nWatch the harbor from above\n",
        ),
    ),
    keep=("The path is 10\xa0km long, said Mr.\xa0Vance.", "Est-ce vrai\xa0? «\xa0Oui\xa0», dit le maire de la ville."),
)

# --- runs of spaces -----------------------------------------------------------------------------------------------

RUN = Voice("text.space-run", "{count} spaces stand where one would do.", Severity.INFO, Safety.SAFE, "fix")
_SPACES = lazy(r"  (?<=[^\s\xa0\u202f\u2007]  ) *(?=[^\s\xa0\u202f\u2007])")
_TYPED = lazy(r"[.!?:”\"’')]  (?=[^\W\d_a-z]|[“\"‘'(])")
_USUAL = lazy(r"[.!?] (?=[^\W\d_a-z]|[“\"‘'(])")
_ITEM = lazy(r"\s*(?:[-*+•–—]|\(?\w{1,3}[.)])\Z")


def _find_run(document: Document) -> Iterator[Finding]:
    if document.format == "html":
        return
    for match in _SPACES.finditer(document.prose):
        start, end = match.span()
        number = document.line_number(start)
        item = start - document.lines[number].start < 12 and _ITEM.match(
            document.prose[document.lines[number].start : start]
        )
        if item or not _is_sentence_line(document, number):
            continue
        if end - start == 2 and _TYPED.match(document.prose, start - 1) and document.derived(_is_typed):
            continue
        edits = _narrowed(start, match.group(), RUN.rule)
        if is_layout_gap(document.prose, start, end):
            edits = (Edit(start, end, _line_break(document), RUN.rule),)
        wide = end - start >= 4 and line_head(document, start).count(" ") - (end - start) < 12
        yield _found(RUN, document, start, end, edits, Safety.SUGGESTION if wide else None)


def _is_typed(document: Document) -> bool:
    """Tell whether the writer sets two spaces behind most sentences, as on a typewriter: that is a style."""
    typed, usual = len(_TYPED.findall(document.prose)), len(_USUAL.findall(document.prose))
    return typed >= 3 and typed > usual


@of_line
def _is_sentence_line(document: Document, number: int) -> bool:
    """Tell whether the runs of a line mean nothing: it is no code, no table, or prose however it is spaced."""
    content = line_head(document, document.lines[number].start).rstrip()  # a tab behind the text makes no table of it
    if "\t" in content or "|" in content or content[:2] == "  " or in_code(document, document.lines[number].start):
        return False
    words = len(content.split())
    prose = "    " not in content and (words >= 12 or (words >= 8 and content[-1] in ".!?" and content[-2].isalpha()))
    return prose or not is_table(document, number)


RUN_RULE = made(
    RUN,
    "Where a link, an image or a tag stood, two spaces were left; columns, lists and code keep theirs.",
    Probe(any_part("  "), _find_run),
    examples=(
        ("The vote was  close on Monday.", "The vote was close on Monday."),
        ("The ministry   said it would release   the grain.", "The ministry said it would release the grain."),
    ),
    keep=(
        "Name     Votes   Share\nNordahl  1,204   41 %\n",
        "1.  Peel the onions.\n2.  Fry them.\n",
        "The boat left at six.  It came back at nine.  Nobody asked why.  The harbor slept.",
    ),
)

# --- at line ends -------------------------------------------------------------------------------------------------

TRAILING = Voice("text.trailing-space", "White space stands at the end of the line.", Severity.INFO, Safety.SAFE, "fix")
_TRAILING = lazy(rf"(?<![ \t{_NO_BREAK}])[ \t]+(?=[\r\n]|\Z)")


def _find_trailing(document: Document) -> Iterator[Finding]:
    if document.format == "html":
        return
    text, hard_break = document.prose, document.format == "markdown"
    for line in document.lines:
        if text[line.end - 1 : line.end] not in (" ", "\t") or line.end == line.start:
            continue
        start = line.start + len(text[line.start : line.end].rstrip(" \t"))
        if text[start - 1 : start] in _NO_BREAK and start > line.start:
            continue
        signature = text[line.start : line.end] == "-- "
        if not signature and not (hard_break and line.end - start >= 2):
            yield TRAILING.finding(document, start, line.end, (Edit(start, line.end, "", TRAILING.rule),))


TRAILING_RULE = made(
    TRAILING,
    "Nobody sees it, and every comparison of two versions shows it.",
    Probe((), _find_trailing),
    examples=(("The vote was close. \nNobody won.\n", "The vote was close.\nNobody won.\n"),),
    keep=("The vote was close.\nNobody won.\n", "\tThe vote was close.\n"),
)

# --- before punctuation -------------------------------------------------------------------------------------------

BEFORE = Voice("text.space-before-punctuation", "A space stands before '{mark}'.", Severity.WARNING, Safety.SAFE, "fix")
_BEFORE = lazy(rf"""[.,;:!?](?<=[ {_NO_BREAK}].)(?=[\s”"'’»)\]]|\Z)""")  # a mark first: spaces are everywhere
_BEFORE_SPACE = lazy(r"""[\w)\]”’"'%]""")
_DOTS_AFTER = lazy(r"[.,;:!?]?\s?[.,;:!?]")


def _find_before(document: Document) -> Iterator[Finding]:
    if document.format == "html":
        return
    text = document.prose
    for match in _BEFORE.finditer(text):
        start, end = match.start() - 1, match.end()
        while start and text[start - 1] in f" {_NO_BREAK}":
            start -= 1
        if not _BEFORE_SPACE.match(text, max(start - 1, 0), start):
            continue
        mark = match.group()
        content = line_head(document, start).rstrip()
        if _DOTS_AFTER.match(text, end) or in_code(document, start) or "\t" in content or content[:1].isspace():
            continue
        french = mark in ";:!?" and language_at(document, start) not in ("en", "")
        if french or (
            mark in ":;" and text[end : end + 2].strip()[:1] in ("", ")", "(") and text[end : end + 1] in ")("
        ):
            continue
        command = mark == "." and content[:1].islower() and content.rstrip().endswith(" .")
        if end - start > 3 or command:
            continue
        listed = (" , " in content and content.count(" , ") > 3) or "_" in content
        safety = Safety.SUGGESTION if mark == ":" or listed else Safety.SAFE
        voice = BEFORE._replace(message=BEFORE.message.replace("{mark}", mark))
        edit = Edit(start, end - 1, "", BEFORE.rule)
        yield voice.finding(document, start, end, (edit,), safety=safety)


BEFORE_RULE = made(
    BEFORE,
    "English sets its punctuation close; the space is left by a link that was removed, or by another language.",
    Probe(any_part(*(" " + mark for mark in ".,;:!?"), *_NO_BREAK), _find_before),
    examples=(
        ("The mayor left early , and nobody asked why .", "The mayor left early, and nobody asked why."),
        ("“Is it over ?” he asked.", "“Is it over?” he asked."),
    ),
    keep=(
        "Well ... he ran the .NET team and shot .22 rifles :)",
        "Pourquoi la ville ne dit-elle pas qui est parti ? Les élus sont dans la salle !",
        "He paused . . . then left.",
    ),
)
