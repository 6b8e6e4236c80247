"""Lines, words, positions and zones of a document."""

import re

from hypothesis import given
from hypothesis import strategies as st

from lint.text import Document, Span, fold


@given(st.text(max_size=40))
def test_lines_cover_the_text(text: str) -> None:
    lines = Document(text).lines
    assert "".join(text[line.start : line.stop] for line in lines) == text
    assert all("\n" not in text[line.start : line.end] for line in lines)


@given(st.text(max_size=40))
def test_folding_keeps_the_length(text: str) -> None:
    assert len(fold(text)) == len(text)


@given(st.characters())
def test_folding_follows_ignorecase(letter: str) -> None:
    pattern = re.compile(re.escape(letter), re.IGNORECASE)
    for other in {letter.lower(), letter.upper(), letter.swapcase(), "ſ", "K", "İ", "ı", "s", "k", "i"}:
        if len(other) == 1 and pattern.fullmatch(other):
            assert fold(other) == fold(letter)


def test_positions_count_from_one() -> None:
    document = Document("ab\r\ncd\n")
    assert [document.position(offset) for offset in (0, 1, 4, 7)] == [(1, 1), (1, 2), (2, 1), (3, 1)]
    assert Document("").position(0) == (1, 1)


def test_removing_a_line_leaves_no_double_gap() -> None:
    def without(text: str, line: int) -> str:
        start, end = Document(text).removal(line)
        return text[:start] + text[end:]

    assert without("A\n\nX\n\nB\n", 2) == "A\n\nB\n"
    assert without("A\nX\nB\n", 1) == "A\nB\n"
    assert without("A\n\nX", 2) == "A\n"
    assert without("X\n\nA\n", 0) == "A\n"
    assert without("A\r\n\r\nX\r\n", 2) == "A\r\n"
    assert without("X", 0) == ""


def test_the_body_runs_from_first_to_last_paragraph() -> None:
    paragraph = (
        "The council met on Tuesday evening and agreed to repair the old bridge before the winter, " * 2 + "it said."
    )
    document = Document(f"Title here\n\n{paragraph}\nmiddle\n{paragraph}\n\nLeave a Reply\n")
    assert document.body == Span(2, 5)
    assert document.title == 0


def test_long_texts_are_cut_without_loss() -> None:
    text = ("A sentence that goes on. " * 8000 + "\n") * 2 + "x" * 50_000
    segments = Document(text).segments
    assert len(segments) > 3
    assert "".join(text[start:end] for start, end in segments) == text


def test_quotation_is_judged_by_line() -> None:
    document = Document('“One” two “three four\nfive "six" seven\n')
    quoted = {
        word: document.is_quoted(document.text.index(word), document.text.index(word) + len(word))
        for word in ("One", "two", "three", "five", "six", "seven")
    }
    assert quoted == {"One": True, "two": False, "three": True, "five": False, "six": True, "seven": False}
