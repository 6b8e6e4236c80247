"""The ends of lines and of the text: blank lines, the last newline, kinds of line end."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from lint.edits import Edit
from lint.kinds import Voice
from lint.pattern import lazy
from lint.repair.prose import any_part, made
from lint.rule import Finding, Probe, Safety, Severity
from lint.text import Document

FINAL = Voice("text.final-newline", "The text {ends}.", Severity.INFO, Safety.SAFE, "fix")


def line_end(document: Document) -> str:
    """Return the line end that the document uses most."""
    text = document.text
    crlf = text.count("\r\n")
    ends = {"\n": text.count("\n") - crlf, "\r\n": crlf, "\r": text.count("\r") - crlf}
    return max(ends, key=lambda end: ends[end])


def _find_final(document: Document) -> Iterator[Finding]:
    text = document.prose
    if document.format == "html" or not document.filled or len(document.lines) < 2:
        return
    last = document.lines[document.filled[-1]]
    if last.stop == last.end == len(text):
        voice = FINAL._replace(message=FINAL.message.replace("{ends}", "does not end in a line end"))
        edit = Edit(len(text), len(text), line_end(document), FINAL.rule)
        yield voice.finding(document, max(len(text.rstrip()) - 1, last.start), len(text), (edit,))
    elif last.stop < len(text):
        voice = FINAL._replace(message=FINAL.message.replace("{ends}", "ends in blank lines"))
        yield voice.finding(document, last.stop, len(text), (Edit(last.stop, len(text), "", FINAL.rule),))


FINAL_RULE = made(
    FINAL,
    "A text of several lines ends in one line end, so that files can be joined and compared.",
    Probe((), _find_final),
    examples=(
        ("The vote was close.\nNobody won.", "The vote was close.\nNobody won.\n"),
        ("The vote was close.\r\nNobody won.\r\n\r\n\r\n", "The vote was close.\r\nNobody won.\r\n"),
    ),
    keep=("The vote was close.", "The vote was close.\nNobody won.\n"),
)

BLANK = Voice("text.blank-lines", "Several blank lines part these paragraphs.", Severity.INFO, Safety.SAFE, "fix")
_GAP = lazy(r"(?<![\r\n])(?:\r\n|\n|\r(?!\n)){2,}(?=[^\r\n])")
_END = lazy(r"\r\n|\n|\r")


def _find_blank(document: Document) -> Iterator[Finding]:
    if document.format == "html":
        return
    gaps = [(match.span(), _END.findall(match.group())) for match in _GAP.finditer(document.prose)]
    if not any(len(ends) > 2 for _, ends in gaps):
        return
    usual = max(Counter(len(ends) for _, ends in gaps).items(), key=lambda item: (item[1], -item[0]))[0]
    for (start, end), ends in gaps:
        if len(ends) > max(usual, 2):
            kept = start + sum(len(mark) for mark in ends[: max(usual, 2)])
            yield BLANK.finding(document, start, end, (Edit(kept, end, "", BLANK.rule),))


BLANK_RULE = made(
    BLANK,
    "Where a box of the page stood, empty lines were left.",
    Probe(any_part("\n\n\n", "\n\n\r", "\n\r\n", "\r\r"), _find_blank),
    examples=(
        ("The vote was close.\n\nNobody won.\n\n\n\nIt ended.\n", "The vote was close.\n\nNobody won.\n\nIt ended.\n"),
    ),
    keep=("One.\n\n\nTwo.\n\n\nThree.\n", "One.\n\nTwo.\n"),
)

MIXED = Voice("text.mixed-line-ends", "Lines end here in {found}.", Severity.INFO, Safety.SUGGESTION, "fix")
_NAMES = {"\n": "LF", "\r\n": "CRLF", "\r": "CR"}


def _find_mixed(document: Document) -> Iterator[Finding]:
    usual = line_end(document)
    for line in document.lines:
        end = document.text[line.end : line.stop]
        if end and end != usual:
            message = f"This line ends in {_NAMES[end]}, most of the text in {_NAMES[usual]}."
            yield MIXED._replace(message=message).finding(document, line.end, line.stop, ())
            return


MIXED_RULE = made(
    MIXED,
    "Parts of the text come from different systems; the reader of one of them may see a single line.",
    Probe(any_part("\r"), _find_mixed),
    examples=(("One line.\r\nTwo lines.\r\nThree lines.\n", None),),
    keep=("One line.\r\nTwo lines.\r\n",),
)
