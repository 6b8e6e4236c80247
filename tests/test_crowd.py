"""A text with more findings than there is room for costs no more memory: the rules with most are left out, and named."""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from command import newslint

from lint import crowd
from lint.crowd import Crowd, CrowdedError
from lint.linter import Linter
from lint.rule import Finding, Probe, Rule, Safety, Severity
from lint.ruleset import RuleSet
from lint.tables.row import Bad, RowCleaner
from lint.text import Document

SPACES = "The council met on Tuesday ,and left .\n"
SPUN = "Talks resumed, following they met.\n"


@pytest.fixture(autouse=True)
def room(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(crowd, "MOST", 50)


def _many(rule: str, alive: list[int]) -> Probe:
    """Return a probe that finds a thousand places, and notes how many of its findings were asked for."""

    def find(document: Document) -> Iterator[Finding]:
        for number in range(1000):
            alive[0] += 1
            yield Finding(rule, number, number + 1, "m")

    return Probe((), find)


def test_rules_with_most_findings_are_left_out_and_counted_and_the_others_go_on() -> None:
    many = Linter().clean(SPACES * 80 + SPUN)
    named = dict(many.unavailable)
    assert all(reason.startswith("found ") and "too many" in reason for reason in named.values())
    assert {finding.rule for finding, _ in many.findings}.isdisjoint(named)
    assert many.text.startswith("The council")
    assert many.text.endswith(Linter().clean(SPUN).text)
    assert len(many.findings) <= crowd.MOST


def test_what_has_room_is_as_it_was() -> None:
    few = Linter().clean(SPACES * 3 + SPUN)
    assert few.unavailable == ()
    assert few.findings


def test_every_place_is_counted_though_few_are_kept() -> None:
    asked = [0]
    probe, small = _many("text.many", asked), Probe((), lambda document: iter([Finding("text.small", 0, 1, "m")]))
    found = Crowd()
    found.take(small, small.find(Document("a")))
    found.take(probe, probe.find(Document("a")))
    assert asked == [1000]
    assert [finding.rule for finding in found.findings()] == ["text.small"]
    with pytest.raises(CrowdedError) as caught:
        found.disperse()
    assert caught.value.counts == [(probe, 1000)]


def test_all_that_is_too_much_is_left_out_at_once() -> None:
    asked = [0]
    rules = [
        Rule(f"text.many-{n}", Severity.WARNING, Safety.SUGGESTION, "w", (_many(f"text.many-{n}", asked),))
        for n in range(9)
    ]
    linter = Linter()
    cleaned = linter._with_rules(RuleSet([*linter.rules.rules, *rules])).clean(SPUN)
    assert dict(cleaned.unavailable) == {
        rule.id: "found 1,000 places, which are too many, and was left out" for rule in rules
    }
    assert cleaned.text == linter.clean(SPUN).text
    assert asked == [9000]


def test_commands_say_so(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(SPACES * 80 + SPUN)
    done = newslint(tmp_path, "check", "a.txt", "--no-cache")
    assert done.returncode == 2
    assert "in 1 file: found " in done.stderr
    done = newslint(tmp_path, "clean", "a.txt", "-o", "out", "--jobs", "1", "--no-readability")
    record = json.loads((tmp_path / "out" / "a.txt.report.json").read_bytes())
    assert [item["reason"].startswith("found ") for item in record["unavailable"]] == [True] * len(
        record["unavailable"]
    )
    assert record["unavailable"]
    assert record["sha256"]["cleaned"] != record["sha256"]["original"]


def test_a_row_with_too_much_is_put_aside() -> None:
    row = RowCleaner(Linter())(SPACES * 80 + SPUN)
    assert isinstance(row, Bad)
    assert "too many" in row.reason
