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
