"""Decisions: kept whatever happens to the file, found again by content, made by the engine, undone to the byte."""

import json
import multiprocessing
import os
import random
from pathlib import Path

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from lint.config import Config
from lint.decisions import Action, Decision, Decisions, DecisionsError, Log, Scope, Settlement, new, offer, place_of
from lint.decisions.record import dump, parse
from lint.engine import Cleaned, undo
from lint.linter import Linter
from lint.rule import Finding

REGARDING = "artifact.about-as-regarding"
IMPOSSIBLE = "artifact.impossible-word"
LINTER = Linter(Config(safety={REGARDING: "suggestion"}))
SPUN = (
    "Ministers met on Monday in the capital. Doctors are concerned regarding the delay in the northern town. "
    "They agreed to fight once morest terrorism.\n\n"
    "Farmers are concerned regarding the harvest, following they lost most of the wheat.\n"
)


def findings(text: str, rule: str) -> list[Finding]:
    return [finding for finding, _ in LINTER.clean(text).findings if finding.rule == rule]


def decide(article: str, finding: Finding, action: Action, file: str = "a.txt", **fields: object) -> Decision:
    place, offered = place_of(article, finding), offer(article, finding)
    known = {
        "file": file,
        "rule": finding.rule,
        "place": place.whole,
        "left": place.left,
        "right": place.right,
        "words": place.words,
        "covered": offered.covered,
        "offered": offered.offered,
    }
    return new(action, **{**known, **fields})


def settled(text: str, *decisions: Decision, file: str = "a.txt") -> Cleaned:
    return LINTER.clean(text, file, settlement=Settlement(text, Decisions(decisions), file))


def test_an_accepted_suggestion_becomes_an_edit_and_can_be_undone() -> None:
    first, second = findings(SPUN, REGARDING)
    assert "concerned regarding the delay" in LINTER.clean(SPUN).text
    cleaned = settled(SPUN, decide(SPUN, first, Action.ACCEPT))
    assert "concerned about the delay" in cleaned.text
    assert "concerned regarding the harvest" in cleaned.text
    assert undo(cleaned.text, cleaned.rounds) == SPUN
    assert [
        (f.start, f.fix.safety if f.fix else "", applied) for f, applied in cleaned.findings if f.rule == REGARDING
    ] == [
        (first.start, "suggestion", True),
        (second.start, "suggestion", False),
    ]


def test_a_rejected_safe_fix_is_not_made_and_still_reported() -> None:
    (finding,) = findings(SPUN, IMPOSSIBLE)
    cleaned = settled(SPUN, decide(SPUN, finding, Action.REJECT))
    assert "once morest" in cleaned.text
    assert "after they lost" in cleaned.text
    assert [(f, applied) for f, applied in cleaned.findings if f.rule == IMPOSSIBLE] == [(finding, False)]


def test_a_persons_own_words_stand_even_where_a_rule_would_change_them() -> None:
    (finding,) = findings(SPUN, IMPOSSIBLE)
    cleaned = settled(SPUN, decide(SPUN, finding, Action.EDIT, replacement="against (once morest, he said)"))
    assert "to fight against (once morest, he said) terrorism" in cleaned.text
    assert undo(cleaned.text, cleaned.rounds) == SPUN


def test_the_last_decision_counts_and_taking_it_back_reopens() -> None:
    first = findings(SPUN, REGARDING)[0]
    accept, reject = decide(SPUN, first, Action.ACCEPT), decide(SPUN, first, Action.REJECT)
    assert "concerned regarding the delay" in settled(SPUN, accept, reject).text
    assert "concerned about the delay" in settled(SPUN, accept, reject, new(Action.UNDO, of=reject.id)).text
    assert settled(SPUN, accept, new(Action.UNDO, of=accept.id)).text == LINTER.clean(SPUN).text


@pytest.mark.parametrize(
    ("scope", "fields", "expected"),
    [
        (Scope.RULE, {}, 2),
        (Scope.WORDS, {}, 2),
        (Scope.SITE, {"site": "herald"}, 2),
        (Scope.SITE, {"site": "courier"}, 0),
        (Scope.PLACE, {}, 1),
    ],
)
def test_how_far_a_decision_goes(scope: Scope, fields: dict[str, str], expected: int) -> None:
    first = findings(SPUN, REGARDING)[0]
    file = "herald/2.txt"
    decision = decide(SPUN, first, Action.ACCEPT, file=file, scope=scope, **fields)
    assert settled(SPUN, decision, file=file).text.count("concerned about") == expected


def test_a_decision_about_one_place_goes_before_one_about_the_rule() -> None:
    first = findings(SPUN, REGARDING)[0]
    always = decide(SPUN, first, Action.ACCEPT, scope=Scope.RULE)
    cleaned = settled(SPUN, always, decide(SPUN, first, Action.REJECT))
    assert "concerned regarding the delay" in cleaned.text
    assert "concerned about the harvest" in cleaned.text


@pytest.mark.parametrize(
    "changed",
    [
        "A new first paragraph about something else.\n\n" + SPUN,
        SPUN.replace("\n", "\r\n"),
        SPUN.replace("in the northern town", "at both of the hospitals"),
        SPUN.replace("Ministers met on Monday in the capital. ", ""),
        SPUN.replace("in the capital. Doctors", "in the city. Doctors"),
        SPUN + "Nurses are concerned regarding the wages.\n",
    ],
    ids=["paragraph before", "line ends", "words after", "sentence before", "word before", "another place"],
)
def test_a_decision_is_found_again_in_a_changed_article(changed: str) -> None:
    first = findings(SPUN, REGARDING)[0]
    cleaned = settled(changed, decide(SPUN, first, Action.ACCEPT))
    assert "concerned about the delay" in cleaned.text
    assert cleaned.text.count("concerned about") == 1
    assert undo(cleaned.text, cleaned.rounds) == changed


def test_a_decision_whose_place_is_gone_changes_nothing() -> None:
    first = findings(SPUN, REGARDING)[0]
    changed = SPUN.replace("Doctors are concerned regarding the delay in the northern town. ", "")
    assert settled(changed, decide(SPUN, first, Action.ACCEPT)).text == LINTER.clean(changed).text


def test_of_two_places_that_may_be_meant_none_is_taken() -> None:
    text = "In the north he said that doctors are concerned regarding the delay. "
    decision = decide(text, findings(text, REGARDING)[0], Action.ACCEPT)
    twice = text.replace("the delay", "rising costs") + text.replace("the delay", "old beds")
    assert settled(twice, decision).text == LINTER.clean(twice).text


def test_equal_places_are_told_apart_by_their_number() -> None:
    text = "Doctors in the town are concerned regarding the delay of it all, they said.\n" * 3
    first, second, third = findings(text, REGARDING)
    assert len({place_of(text, finding).whole for finding in (first, second, third)}) == 3
    lines = settled(text, decide(text, second, Action.ACCEPT)).text.splitlines()
    assert [("about" in line) for line in lines] == [False, True, False]


def test_the_same_sentence_in_another_article_is_settled_too() -> None:
    first = findings(SPUN, REGARDING)[0]
    accept = decide(SPUN, first, Action.ACCEPT, file="a.txt")
    assert "concerned about the delay" in settled(SPUN, accept, file="again/b.txt").text
    own = decide(SPUN, first, Action.REJECT, file="again/b.txt")
    assert "concerned regarding the delay" in settled(SPUN, own, accept, file="again/b.txt").text


def test_an_accepted_offer_that_the_rule_no_longer_makes_is_not_guessed() -> None:
    first = findings(SPUN, REGARDING)[0]
    stale = decide(SPUN, first, Action.ACCEPT, offered="0" * 20)
    assert settled(SPUN, stale).text == LINTER.clean(SPUN).text


_ACTIONS = st.sampled_from([Action.ACCEPT, Action.REJECT, Action.EDIT, Action.GENUINE])
_TEXTS = st.lists(
    st.sampled_from(
        [
            "Doctors are concerned regarding the delay. ",
            "They agreed to fight once morest terrorism. ",
            "Farmers left, following they lost most of the wheat.\n\n",
            "Leave a Reply\n",
            "He said that that it was was fine 😀. ",
            "The Pakistani president met Raïssi and Raisi.\r\n",
            "“It might be so,” said the minister of the town . ",
        ]
    ),
    min_size=1,
    max_size=9,
).map("".join)


@given(_TEXTS, st.lists(_ACTIONS, min_size=1, max_size=12), st.sampled_from(["", "x", "once morest", "the the town"]))
def test_whatever_is_decided_can_be_undone_and_settles(text: str, actions: list[Action], words: str) -> None:
    found = [finding for finding, _ in LINTER.clean(text).findings]
    made = [decide(text, f, action, replacement=words) for f, action in zip(found, actions, strict=False)]
    cleaned = settled(text, *made)
    assert undo(cleaned.text, cleaned.rounds) == text
    last = {decision.place: decision.action for decision in made}
    refused = {place for place, action in last.items() if action in (Action.REJECT, Action.GENUINE)}
    for finding, applied in cleaned.findings:
        if applied and place_of(text, finding).whole in refused:
            assert any(
                e.rule != finding.rule for e in cleaned.edits if e.start <= finding.end and finding.start <= e.end
            )


# --- the file -----------------------------------------------------------------------------------------------------


def test_a_decision_survives_its_line() -> None:
    decision = new(Action.EDIT, file="ä/\udc80.txt", rule="text.x", text="‚hi'\n\0", replacement="اردو 😀")
    line = dump(decision)
    assert line.count(b"\n") == 1
    assert line.isascii()
    assert parse(line) == decision


def test_a_torn_last_line_is_left_out_and_not_written_into(tmp_path: Path) -> None:
    path = tmp_path / "decisions.jsonl"
    log = Log(path)
    first, second, third = (new(Action.REJECT, rule="text.x", place=str(number)) for number in range(3))
    log.append(first, second)
    path.write_bytes(path.read_bytes()[:-20])
    torn = Log(path)
    assert [d.id for d in torn.decisions] == [first.id]
    torn.append(third)
    again = Log(path)
    assert [d.id for d in again.decisions] == [first.id, third.id]
    assert len(again.problems) == 1
    assert "decisions.jsonl:2" in again.problems[0]


@pytest.mark.parametrize(
    "bad", [b"{}\n", b"[1]\n", b"null\n", b"\xff\xfe\n", b'{"id": 3, "action": "dance"}\n', b"9" * 5000 + b"\n"]
)
def test_what_is_no_decision_is_named_and_left_alone(tmp_path: Path, bad: bytes) -> None:
    path = tmp_path / "decisions.jsonl"
    good = new(Action.REJECT, rule="text.x")
    path.write_bytes(bad + dump(good))
    log = Log(path)
    assert [d.id for d in log.decisions] == [good.id]
    assert len(log.problems) == 1
    assert path.read_bytes().startswith(bad)


def test_two_windows_see_each_other(tmp_path: Path) -> None:
    one, other = Log(tmp_path / "d.jsonl"), Log(tmp_path / "d.jsonl")
    mine = new(Action.REJECT, rule="text.x")
    one.append(mine)
    assert other.refresh()
    assert other.decisions.get(mine.id) == mine
    assert not other.refresh()


def _write_many(path: str, number: int) -> None:
    log = Log(Path(path))
    for count in range(100):
        log.append(new(Action.REJECT, rule="text.x", place=f"{number}-{count}", text="x" * (count * 50)))


def test_processes_that_write_at_once_lose_nothing(tmp_path: Path) -> None:
    path = tmp_path / "decisions.jsonl"
    workers = [multiprocessing.get_context("spawn").Process(target=_write_many, args=(str(path), n)) for n in range(3)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    log = Log(path)
    assert not log.problems
    assert len({d.place for d in log.decisions}) == 300


def test_two_files_merged_in_any_order_mean_the_same() -> None:
    first = findings(SPUN, REGARDING)[0]
    accept, reject = decide(SPUN, first, Action.ACCEPT), decide(SPUN, first, Action.REJECT)
    early = msgspec.structs.replace(accept, time="2026-01-01T00:00:00.000Z", id="early")
    late = msgspec.structs.replace(reject, time="2026-01-02T00:00:00.000Z", id="late")
    rows = [early, late, early]
    random.Random(1).shuffle(rows)
    for order in (rows, rows[::-1]):
        held = Decisions(order)
        assert len(held) == 2
        assert (found := held.at("a.txt", place_of(SPUN, first)))
        assert found.id == "late"


def test_a_full_disk_is_said_and_nothing_is_lost(tmp_path: Path) -> None:
    if not os.path.exists("/dev/full"):
        pytest.skip("no /dev/full here")
    log = Log(tmp_path / "decisions.jsonl")
    log.path = Path("/dev/full")
    with pytest.raises(DecisionsError, match="was not kept"):
        log.append(new(Action.REJECT, rule="text.x"))


def test_a_missing_file_is_said(tmp_path: Path) -> None:
    with pytest.raises(DecisionsError, match="no such file"):
        Linter(Config(decisions=str(tmp_path / "none.jsonl")))


def test_the_file_is_readable_by_people(tmp_path: Path) -> None:
    first = findings(SPUN, REGARDING)[0]
    log = Log(tmp_path / "decisions.jsonl")
    log.append(decide(SPUN, first, Action.ACCEPT, text="concerned regarding", before="Doctors are"))
    record = json.loads(log.path.read_text())
    assert record["action"] == "accept"
    assert record["rule"] == REGARDING
