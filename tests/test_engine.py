"""Which edits are made, which wait, and what is said of findings that others swallowed: case by case."""

import pytest

from lint.edits import Change, Edit, OffsetMap
from lint.engine import MOST_ROUNDS, Cleaned, Judged, UnsettledError, choose, clean, moved_back, retrace, undo
from lint.rule import Finding, Fix, Probe, Rule, Safety, Severity
from lint.ruleset import RuleSet
from lint.text import MASK, Document

SAFE = frozenset({Safety.SAFE})


def _finding(
    start: int, end: int, *edits: tuple[int, int, str], rule: str = "text.a", safety: Safety = Safety.SAFE
) -> Finding:
    fix = Fix(safety, tuple(Edit(*edit, rule) for edit in edits)) if edits else None
    return Finding(rule, start, end, "m", Severity.WARNING, fix)


def _chosen(text: str, *findings: Finding, allowed: frozenset[Safety] = SAFE) -> list[tuple[int, int, str]]:
    return [edit[:3] for edit in choose(Document(text), findings, allowed)[0]]


def _rule(name: str, find: "object", safety: Safety = Safety.SAFE) -> Rule:
    return Rule(name, Severity.WARNING, safety, "w", (Probe((), find),))  # type: ignore[arg-type]


def _replacing(name: str, old: str, new: str, safety: Safety = Safety.SAFE) -> Rule:
    def find(document: Document) -> list[Finding]:
        start = document.text.find(old)
        if start < 0:
            return []
        return [_finding(start, start + len(old), (start, start + len(old), new), rule=name, safety=safety)]

    return _rule(name, find, safety)


# --- which edits are made -------------------------------------------------------------------------------------------


def test_edits_come_in_order_whatever_the_order_of_findings() -> None:
    assert _chosen("abcdef", _finding(4, 5, (4, 5, "E")), _finding(0, 1, (0, 1, "A"))) == [(0, 1, "A"), (4, 5, "E")]


def test_a_fix_that_is_not_allowed_is_left() -> None:
    unsafe = _finding(0, 1, (0, 1, "A"), safety=Safety.UNSAFE)
    assert _chosen("abc", unsafe) == []
    assert _chosen("abc", unsafe, allowed=frozenset({Safety.SAFE, Safety.UNSAFE})) == [(0, 1, "A")]


def test_a_finding_without_a_fix_is_left() -> None:
    assert choose(Document("abc"), [_finding(0, 1)], SAFE) == ([], set())


@pytest.mark.parametrize(
    "second",
    [(1, 4, "x"), (2, 5, "x"), (0, 2, "x"), (2, 3, ""), (1, 2, "y"), (1, 1, "x"), (2, 2, "x"), (1, 6, "x")],
)
def test_of_two_fixes_that_collide_the_second_waits(second: tuple[int, int, str]) -> None:
    first = _finding(1, 4, (1, 4, "B"))
    edits, done = choose(Document("abcdef"), [first, _finding(2, 5, second, rule="text.b")], SAFE)
    assert [edit[:3] for edit in edits] == [(1, 4, "B")]
    assert done == {first}


@pytest.mark.parametrize("second", [(4, 6, "x"), (0, 1, "x"), (4, 4, "x"), (5, 5, "x")])
def test_fixes_that_only_touch_are_both_made_unless_one_is_an_insertion(second: tuple[int, int, str]) -> None:
    made = _chosen("abcdef", _finding(1, 4, (1, 4, "B")), _finding(4, 5, second, rule="text.b"))
    assert made == sorted([(1, 4, "B"), second]) if second != (4, 4, "x") else [(1, 4, "B")]


def test_an_insertion_where_another_one_is_waits() -> None:
    assert _chosen("abc", _finding(1, 1, (1, 1, "x")), _finding(1, 1, (1, 1, "y"), rule="text.b")) == [(1, 1, "x")]


def test_a_fix_of_two_edits_waits_whole_if_one_of_them_collides() -> None:
    first, second = _finding(1, 2, (1, 2, "B")), _finding(1, 5, (1, 2, "x"), (4, 5, "y"), rule="text.b")
    assert _chosen("abcdef", first, second) == [(1, 2, "B")]


@pytest.mark.parametrize(
    ("first", "second", "gone"),
    [
        ((1, 4), (2, 5), "af"),
        ((2, 5), (1, 3), "af"),
        ((1, 5), (2, 3), "af"),
        ((1, 3), (1, 5), "af"),
        ((1, 3), (3, 5), "af"),
        ((3, 5), (1, 3), "af"),
        ((1, 3), (1, 3), "adef"),
    ],
)
def test_removals_that_overlap_remove_together(first: tuple[int, int], second: tuple[int, int], gone: str) -> None:
    text, left = "abcdef", "abcdef"
    findings = [_finding(*first, (*first, "")), _finding(*second, (*second, ""), rule="text.b")]
    edits, done = choose(Document(text), findings, SAFE)
    for edit in reversed(edits):
        left = left[: edit.start] + left[edit.end :]
    assert left == gone
    assert done == set(findings)
    assert all(edit.start < edit.end for edit in edits)


def test_a_removal_around_a_smaller_one_that_is_made_already_waits() -> None:
    assert _chosen("abcdef", _finding(2, 3, (2, 3, "")), _finding(1, 5, (1, 5, ""), rule="text.b")) == [(2, 3, "")]


def test_markup_is_never_edited() -> None:
    document = Document("a<b>c", mask=lambda text: "a" + MASK * 3 + "c")
    assert choose(document, [_finding(0, 2, (0, 2, "x"))], SAFE)[0] == []
    assert choose(document, [_finding(0, 1, (0, 1, "x"))], SAFE)[0] == [Edit(0, 1, "x", "text.a")]
    assert choose(document, [_finding(4, 5, (4, 5, "x"))], SAFE)[0] == [Edit(4, 5, "x", "text.a")]


def test_a_mark_of_markup_in_the_text_itself_is_a_character_like_others() -> None:
    assert _chosen(f"a{MASK}c", _finding(1, 2, (1, 2, ""))) == [(1, 2, "")]


# --- blank lines ----------------------------------------------------------------------------------------------------


def _left(text: str, *removed: str) -> str:
    """Return `text` with whole lines removed, each by a finding of its own."""
    findings = []
    for number, line in enumerate(removed):
        start = text.index(line)
        findings.append(_finding(start, start + len(line), (start, start + len(line), ""), rule=f"text.r{number}"))
    for edit in reversed(choose(Document(text), findings, SAFE)[0]):
        text = text[: edit.start] + text[edit.end :]
    return text


@pytest.mark.parametrize(
    ("text", "removed", "left"),
    [
        ("a\n\nb\nc\n\nd\n", ("b\n", "c\n"), "a\n\nd\n"),
        ("b\nc\n\nd\n", ("b\n", "c\n"), "d\n"),
        ("a\n\nb\nc\n", ("b\n", "c\n"), "a\n"),
        ("a\n\nb\n\nc\n", ("b\n", "\nc\n"), "a\n"),
        ("a\nb\nc\n\nd\n", ("b\n", "c\n"), "a\n\nd\n"),
        ("a\n\nb\n\nd\n", ("b\n",), "a\n\n\nd\n"),
        ("a\n\nb\n", ("b\n",), "a\n"),
        ("a\n\n\nb", ("b",), "a\n"),
        ("a\n\nb\nc\n\n\nd\n", ("b\n", "c\n"), "a\n\nd\n"),
        ("a\n\nxb\nc\n\nd\n", ("b\n", "c\n"), "a\n\nx\nd\n"),
        ("b\nc\n", ("b\n", "c\n"), ""),
    ],
)
def test_removals_of_neighbors_leave_no_double_gap(text: str, removed: tuple[str, ...], left: str) -> None:
    assert _left(text, *removed) == left


# --- rounds ---------------------------------------------------------------------------------------------------------


def test_what_a_fix_uncovers_is_fixed_in_the_next_round() -> None:
    rules = RuleSet([_replacing("text.one", "one", "two"), _replacing("text.two", "two", "three")])
    cleaned = clean(Document("one"), rules)
    assert cleaned.text == "three"
    assert [[change.rule for change in changes] for changes in cleaned.rounds] == [["text.one"], ["text.two"]]
    assert cleaned.edits == (Edit(0, 3, "three", "text.two"),)
    assert undo(cleaned.text, cleaned.rounds) == "one"
    assert [(f.rule, f.start, f.end, applied) for f, applied in cleaned.findings] == [
        ("text.one", 0, 3, True),
        ("text.two", 0, 3, True),
    ]


def test_as_many_rounds_as_are_allowed_and_no_more() -> None:
    def counting(most: int) -> Rule:
        def find(document: Document) -> list[Finding]:
            size = len(document.text)
            return [_finding(0, size, (0, size, "a" * (size + 1)), rule="text.grow")] if size <= most else []

        return _rule("text.grow", find)

    settled = clean(Document("a"), RuleSet([counting(MOST_ROUNDS)]))
    assert len(settled.rounds) == MOST_ROUNDS
    with pytest.raises(UnsettledError, match=r"the rules text\.grow undo each other without end"):
        clean(Document("a"), RuleSet([counting(MOST_ROUNDS + 1)]))


def test_rules_that_go_in_a_circle_are_named_once_each() -> None:
    rules = RuleSet([_replacing("text.b", "a", "b"), _replacing("text.a", "b", "a")])
    with pytest.raises(UnsettledError) as raised:
        clean(Document("a"), rules)
    assert raised.value.rules == ("text.a",)


def test_a_suggestion_is_found_and_not_applied() -> None:
    cleaned = clean(Document("one"), RuleSet([_replacing("text.one", "one", "two", Safety.SUGGESTION)]))
    assert (cleaned.text, cleaned.rounds, cleaned.edits) == ("one", (), ())
    assert [applied for _, applied in cleaned.findings] == [False]
    assert [finding.rule for finding in cleaned.left] == ["text.one"]


def test_a_finding_whose_place_another_rule_rewrites_counts_as_applied() -> None:
    reporting = _rule(
        "text.seen", lambda document: [_finding(1, 2, rule="text.seen")] if "one" in document.text else []
    )
    cleaned = clean(Document("one"), RuleSet([_replacing("text.one", "one", ""), reporting]))
    assert {f.rule: applied for f, applied in cleaned.findings} == {"text.one": True, "text.seen": True}


@pytest.mark.parametrize(("start", "end", "applied"), [(0, 3, True), (0, 4, False), (3, 4, False), (1, 1, False)])
def test_only_a_place_that_lies_wholly_in_an_edit_is_gone(start: int, end: int, applied: bool) -> None:
    reporting = _rule(
        "text.seen", lambda document: [_finding(start, end, rule="text.seen")] if "one" in document.text else []
    )
    cleaned = clean(Document("one."), RuleSet([_replacing("text.one", "one", "1"), reporting]))
    assert {f.rule: done for f, done in cleaned.findings}["text.seen"] is applied


def test_an_opening_is_a_round_of_its_own_and_what_follows_is_plain_text() -> None:
    document = Document("<b>one</b>", path="a.html", format="html", mask=lambda text: MASK * len(text))
    opening = [Edit(0, 3, "", "text.page"), Edit(6, 10, "", "text.page")]
    cleaned = clean(document, RuleSet([_replacing("text.one", "one", "two")]), opening=opening)
    assert cleaned.text == "two"
    assert len(cleaned.rounds) == 2
    assert undo(cleaned.text, cleaned.rounds) == cleaned.original == "<b>one</b>"
    assert [(f.start, f.end) for f, _ in cleaned.findings] == [(3, 6)]


def test_who_settles_is_shown_each_round_with_the_edits_before() -> None:
    seen: list[tuple[list[str], int]] = []

    def settle(findings: "list[Finding]", edits: "list[Edit]") -> "list[Finding]":
        seen.append(([finding.rule for finding in findings], len(edits)))
        return [finding for finding in findings if finding.rule != "text.two"]

    rules = RuleSet([_replacing("text.one", "one", "two"), _replacing("text.two", "two", "three")])
    cleaned = clean(Document("one"), rules, settle=settle)  # type: ignore[arg-type]
    assert cleaned.text == "two"
    assert seen == [(["text.one"], 0), (["text.two"], 1)]
    assert [f.rule for f, _ in cleaned.findings] == ["text.one"]


def test_findings_of_later_rounds_are_told_in_places_of_the_original() -> None:
    back = OffsetMap([Edit(0, 0, "xx", "r")])
    moved = moved_back(_finding(4, 6, (4, 5, "y"), (5, 6, "z")), back)
    assert (moved.start, moved.end) == (2, 4)
    assert moved.fix is not None
    assert [edit[:3] for edit in moved.fix.edits] == [(2, 3, "y"), (3, 4, "z")]
    assert moved_back(_finding(4, 6), back) == _finding(2, 4)


def test_rounds_lead_back_to_the_original_and_forth_in_one_list() -> None:
    rounds = [[Change(1, 2, "b", "text.a"), Change(4, 0, "dd", "text.a")], [Change(0, 1, "", "text.b")]]
    original, edits = retrace("XaBBcee", rounds)
    assert original == "abcddee"
    assert edits == [Edit(0, 0, "X", "text.b"), Edit(1, 2, "BB", "text.a"), Edit(3, 5, "", "text.a")]


def test_changes_that_do_not_fit_are_refused() -> None:
    with pytest.raises(ValueError, match="leaves the text"):
        undo("ab", [[Change(1, 5, "x", "text.a")]])


def test_a_cleaned_text_is_plain_data() -> None:
    judged = (Judged(_finding(0, 1), True), Judged(_finding(1, 2), False))
    assert Cleaned("ab", "ab", judged, (), ()).left == [_finding(1, 2)]


# --- what mutants survived ------------------------------------------------------------------------------------------


def test_a_fix_that_can_not_be_made_does_not_stop_those_behind_it() -> None:
    document = Document("a<b>c d", mask=lambda text: "a" + MASK * 3 + "c d")
    findings = [
        _finding(0, 1, (0, 1, "x"), safety=Safety.UNSAFE),
        _finding(1, 2, (1, 2, "x")),
        _finding(6, 7, (6, 7, "y")),
    ]
    assert choose(document, findings, SAFE)[0] == [Edit(6, 7, "y", "text.a")]


def test_an_edit_collides_with_the_one_it_meets_however_many_stand_before() -> None:
    taken = [_finding(place, place + 1, (place, place + 1, "x"), rule=f"text.r{place}") for place in range(0, 12, 2)]
    assert len(_chosen("abcdefghijklmnop", *taken, _finding(9, 12, (9, 12, "y")))) == 6
    assert len(_chosen("abcdefghijklmnop", *taken, _finding(11, 12, (11, 12, "y")))) == 7


def test_a_removal_takes_what_two_others_have_left_between_them() -> None:
    made = _chosen("abcdefgh", _finding(0, 3, (0, 3, "")), _finding(5, 8, (5, 8, "")), _finding(2, 6, (2, 6, "")))
    assert made == [(0, 3, ""), (3, 5, ""), (5, 8, "")]


def test_an_insertion_beside_a_removal_waits() -> None:
    assert _chosen("abcdef", _finding(1, 3, (1, 3, "")), _finding(1, 1, (1, 1, "x"))) == [(1, 3, "")]
    assert _chosen("abcdef", _finding(1, 3, (1, 3, "")), _finding(3, 3, (3, 3, "x"))) == [(1, 3, "")]
    assert _chosen("abcdef", _finding(3, 3, (3, 3, "x")), _finding(1, 3, (1, 3, ""))) == [(3, 3, "x")]


@pytest.mark.parametrize(
    ("text", "removed", "left"),
    [
        ("x\n\na\nb\n\ny\n\nc\nd\n\nz\n", ("a\n", "b\n", "c\n", "d\n"), "x\n\ny\n\nz\n"),
        ("a\nb\n\ny\n\nc\nd\n", ("a\n", "b\n", "c\n", "d\n"), "y\n"),
        ("\n\na\nb\n", ("a\n", "b\n"), ""),
        ("x\n\n\n\na\nb\n", ("a\n", "b\n"), "x\n"),
    ],
)
def test_every_run_of_removals_is_closed_by_itself(text: str, removed: tuple[str, ...], left: str) -> None:
    assert _left(text, *removed) == left


def test_replacements_between_removals_part_them() -> None:
    text = "a\n\nb\nc\n\nd\n"
    edits = choose(Document(text), [_finding(3, 5, (3, 5, "")), _finding(5, 6, (5, 6, "C"), rule="text.c")], SAFE)[0]
    assert [edit[:3] for edit in edits] == [(3, 5, ""), (5, 6, "C")]


def test_all_rules_that_go_in_a_circle_in_one_round_are_named() -> None:
    rules = RuleSet(
        [
            _replacing("text.b", "a.", "b."),
            _replacing("text.a", "b.", "a."),
            _replacing("text.d", "c!", "d!"),
            _replacing("text.c", "d!", "c!"),
        ]
    )
    with pytest.raises(UnsettledError, match=r"the rules text\.a, text\.c undo each other"):
        clean(Document("a. c!"), rules)


def test_the_prefilter_is_on_unless_it_is_turned_off() -> None:
    def find(document: Document) -> list[Finding]:
        return [_finding(0, 1, rule="text.needy")]

    needy = Rule("text.needy", Severity.WARNING, Safety.SAFE, "w", (Probe((("absent",),), find),))
    assert clean(Document("one"), RuleSet([needy])).findings == ()
    assert len(clean(Document("one"), RuleSet([needy]), prefilter=False).findings) == 1


def test_findings_come_in_order_of_place() -> None:
    late = _rule("text.a", lambda document: [_finding(2, 3, rule="text.a")])
    early = _rule("text.b", lambda document: [_finding(0, 1, rule="text.b"), _finding(0, 2, rule="text.b")])
    found = clean(Document("one"), RuleSet([late, early])).findings
    assert [(f.start, f.end) for f, _ in found] == [(0, 2), (0, 1), (2, 3)]


def test_what_follows_an_opening_has_the_name_of_the_article() -> None:
    seen: list[str] = []
    watching = _rule("text.a", lambda document: seen.append(document.path) or [])
    clean(Document("<b>", path="a.html"), RuleSet([watching]), opening=[Edit(0, 3, "", "text.page")])
    assert seen == ["a.html"]


def test_a_finding_keeps_the_safety_of_its_fix_when_it_moves() -> None:
    moved = moved_back(_finding(1, 2, (1, 2, "x"), safety=Safety.UNSAFE), OffsetMap([]))
    assert moved.fix is not None
    assert moved.fix.safety is Safety.UNSAFE


def test_many_changes_of_a_round_are_retraced() -> None:
    changes = [Change(0, 2, "a", "r"), Change(3, 2, "b", "r"), Change(6, 0, "cc", "r"), Change(7, 1, "d", "r")]
    original, edits = retrace("AA-BB-:D", [changes])
    assert original == "a-b-cc:d"
    assert [edit[:3] for edit in edits] == [(0, 1, "AA"), (2, 3, "BB"), (4, 6, ""), (7, 8, "D")]
