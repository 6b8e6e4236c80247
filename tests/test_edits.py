"""Edits can be applied, undone, composed and mapped, whatever they are."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lint.edits import Edit, OffsetMap, apply, between, compose, invert, record


@st.composite
def edit_lists(draw: st.DrawFn, length: int) -> list[Edit]:
    cuts = sorted(draw(st.sets(st.integers(0, length), max_size=8)))
    return [Edit(a, b, draw(st.text("xyz \n", max_size=3)), "r") for a, b in zip(cuts[::2], cuts[1::2], strict=False)]


@st.composite
def two_rounds(draw: st.DrawFn) -> tuple[str, list[Edit], list[Edit]]:
    text = draw(st.text("abc d\né", max_size=30))
    first = draw(edit_lists(len(text)))
    return text, first, draw(edit_lists(len(apply(text, first))))


@given(two_rounds())
def test_composed_edits_do_what_both_do(case: tuple[str, list[Edit], list[Edit]]) -> None:
    text, first, second = case
    result = apply(apply(text, first), second)
    assert apply(text, compose(first, second)) == result


@given(two_rounds())
def test_recorded_edits_can_be_undone(case: tuple[str, list[Edit], list[Edit]]) -> None:
    text, first, _ = case
    assert apply(apply(text, first), invert(record(text, first))) == text


@given(two_rounds())
def test_offsets_map_back_into_the_text(case: tuple[str, list[Edit], list[Edit]]) -> None:
    text, first, _ = case
    result, back = apply(text, first), OffsetMap(first)
    for start in range(len(result) + 1):
        for end in range(start, len(result) + 1):
            old_start, old_end = back.back(start, end)
            assert 0 <= old_start <= old_end <= len(text)


@given(st.text("ab ,.", max_size=20), st.text("ab ,.", max_size=20))
def test_edits_between_two_texts_lead_from_one_to_the_other(old: str, new: str) -> None:
    assert apply(old, between(old, new)) == new


def test_an_unedited_place_maps_to_itself() -> None:
    back = OffsetMap([Edit(0, 2, "", "r"), Edit(4, 6, "longer", "r")])
    assert back.back(0, 2) == (2, 4)
    assert back.back(2, 8) == (4, 6)
    assert back.back(8, 9) == (6, 7)


def test_overlapping_edits_are_refused() -> None:
    with pytest.raises(ValueError, match="overlaps"):
        apply("abc", [Edit(0, 2, ""), Edit(1, 3, "")])


def test_edits_and_changes_keep_the_rule_that_asked_for_them() -> None:
    edits = [Edit(0, 1, "xy", "a"), Edit(2, 3, "", "b")]
    changes = record("abcd", edits)
    assert [change.rule for change in changes] == ["a", "b"]
    assert [edit.rule for edit in invert(changes)] == ["a", "b"]
    assert [edit.rule for edit in between("one two", "one three", "c")] == ["c"]


def test_the_later_rule_names_edits_that_meet() -> None:
    assert compose([Edit(0, 1, "x", "a")], [Edit(0, 1, "y", "b")]) == [Edit(0, 1, "y", "b")]
    assert compose([Edit(0, 1, "x", "a")], [Edit(2, 3, "y", "b")]) == [Edit(0, 1, "x", "a"), Edit(2, 3, "y", "b")]
    assert compose([Edit(0, 1, "xy", "a")], [Edit(1, 2, "z", "b")]) == [Edit(0, 1, "xz", "b")]


def test_a_removal_leaves_an_edit_without_a_replacement() -> None:
    assert compose([Edit(1, 2, "", "a")], []) == [Edit(1, 2, "", "a")]
    assert compose([], [Edit(1, 2, "", "b")]) == [Edit(1, 2, "", "b")]
    assert compose([Edit(1, 1, "xx", "a")], [Edit(1, 3, "", "b")]) == [Edit(1, 1, "", "b")]


def test_edits_between_texts_are_as_small_as_words_allow() -> None:
    assert between("a b c", "a b c") == []
    assert between("one two three", "one 2 three", "r") == [Edit(4, 7, "2", "r")]
    assert between("a, b. c", "a, x. c; d", "r") == [Edit(3, 4, "x", "r"), Edit(7, 7, "; d", "r")]
    assert between("no yes", "yes") == [Edit(0, 3, "")]


def test_words_that_are_frequent_in_a_long_text_count_like_others() -> None:
    old = " ".join(f"w{number} the" for number in range(300))
    edits = between(old, old.replace("w7 the", "w7 a").replace("w290 the", "w290 an"))
    assert [(old[edit.start : edit.end], edit.replacement) for edit in edits] == [("the", "a"), ("the", "an")]


def test_offsets_map_through_several_edits_both_ways() -> None:
    edits = [Edit(1, 3, "XXXXX", "r"), Edit(5, 6, "", "r"), Edit(8, 8, "YY", "r")]  # abcdefghij
    back = OffsetMap(edits)
    assert [back.back(place, place + 1) for place in (0, 1, 5, 6, 8, 9, 10, 11, 12)] == [
        (0, 1), (1, 3), (1, 3), (3, 4), (6, 7), (7, 8), (8, 9), (8, 9), (8, 9),
    ]  # fmt: skip
    assert [back.back(place, place) for place in (0, 2, 6, 10, 12)] == [(0, 0), (1, 1), (3, 3), (8, 8), (8, 8)]
    assert back.forth(0, 1) == (0, 1)
    assert back.forth(3, 5) == (6, 8)
    assert back.forth(6, 8) == (8, 12)
    assert back.forth(9, 10) == (13, 14)
    assert back.forth(4, 4) == (7, 7)


def test_an_edit_that_does_not_fit_is_named() -> None:
    with pytest.raises(ValueError, match=r"edit 0-9 of text\.x overlaps or leaves the text"):
        apply("abc", [Edit(0, 9, "", "text.x")])
    with pytest.raises(ValueError, match=r"edit 2-1 of no rule overlaps"):
        apply("abc", [Edit(2, 1, "")])
