"""A rule that would keep a text busy without end is given up for it, and everything else is done."""

import json
import pickle
import re
import signal
import threading
from pathlib import Path

import pytest
from command import newslint

from lint.budget import OverdueError, limited
from lint.config import Config
from lint.linter import Linter
from lint.rule import Finding, Probe, Rule, Safety, Severity
from lint.ruleset import RuleSet
from lint.tables.row import Bad, RowCleaner
from lint.text import Document

SLOW_TEXT = "Talks resumed, following they met. " + "a" * 40 + "!\n"

pytestmark = pytest.mark.skipif(not hasattr(signal, "setitimer"), reason="the system has no timers")


def _endless(document: Document) -> "list[Finding]":
    re.search(r"(?:a+)+$", document.text)
    return []


SLOW = Rule("text.endless", Severity.WARNING, Safety.SUGGESTION, "w", (Probe((), _endless),))


def _linter(seconds: float) -> Linter:
    linter = Linter(Config(), rule_seconds=seconds)
    return linter._with_rules(RuleSet([*linter.rules.rules, SLOW]))


def test_the_rule_is_named_and_the_others_go_on() -> None:
    cleaned = _linter(0.2).clean(SLOW_TEXT)
    assert cleaned.unavailable == (("text.endless", "took longer than 0.2 s, and was left out"),)
    assert cleaned.text == Linter(Config()).clean(SLOW_TEXT).text != SLOW_TEXT


def test_what_is_quick_enough_is_let_be_and_signals_are_as_they_were() -> None:
    before = signal.getsignal(signal.SIGVTALRM)
    assert _linter(5).clean("Talks resumed, following they met.\n").unavailable == ()
    assert signal.getsignal(signal.SIGVTALRM) == before
    assert signal.getitimer(signal.ITIMER_VIRTUAL) == (0.0, 0.0)


def test_a_linter_of_somebody_elses_program_uses_no_signals(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(signal, "setitimer", None)
    assert Linter(Config()).clean("Talks resumed, following they met.\n").rounds


def test_in_another_thread_there_is_no_limit() -> None:
    said: list[BaseException | None] = []

    def run() -> None:
        try:
            with limited(0.01):
                probe = SLOW.probes[0]
                re.search(r"(?:a+)+$", "a" * 18 + "!")
                said.append(None)
                assert probe
        except BaseException as error:
            said.append(error)

    thread = threading.Thread(target=run)
    thread.start()
    thread.join()
    assert said == [None]


def test_a_probe_that_is_spared_may_take_as_long_as_it_likes() -> None:
    probe = SLOW.probes[0]
    with pytest.raises(OverdueError), limited(0.05):
        _take(probe)
    with limited(0.05, spared={id(probe)}):
        _take(probe)


def _take(probe: Probe) -> None:
    probe.find(Document("a" * 24 + "!"))


def test_the_limit_survives_a_pickle() -> None:
    assert pickle.loads(pickle.dumps(Linter(Config(), rule_seconds=3))).rule_seconds == 3


def test_a_row_of_a_table_is_put_aside_with_the_reason() -> None:
    row = RowCleaner(_linter(0.2))(SLOW_TEXT)
    assert isinstance(row, Bad)
    assert row.reason == "text.endless took longer than 0.2 s, and was left out"


@pytest.fixture
def slow_pack(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr("lint.ambiguity.exponential", lambda pattern, flags=0: None)
    pack = tmp_path / "slow.toml"
    pack.write_text(
        '[[rule]]\nid = "text.endless"\nkind = "pattern"\nmessage = "m"\nwhy = "w."\n'
        "patterns = ['zz(?:a+)+b']\nexamples = [{ bad = 'zzab' }]\n"
    )
    (tmp_path / "a.txt").write_text("Talks resumed, following they met.\n\nzz" + "a" * 50 + "\n")
    return pack


def test_check_says_so_and_exits_with_2(tmp_path: Path, slow_pack: Path) -> None:
    done = newslint(tmp_path, "check", "a.txt", "--pack", slow_pack, "--time-limit", "10", "--output-format", "json")
    assert done.returncode == 2
    assert "no text.endless in 1 file: took longer than 1.0 s, and was left out" in done.stderr
    [record] = json.loads(done.stdout)
    assert [item["rule"] for item in record["unavailable"]] == ["text.endless"]
    assert any(finding["rule"].startswith("artifact.") for finding in record["findings"])


@pytest.mark.parametrize("jobs", [1, 2])
def test_clean_writes_the_file_and_names_the_rule_in_its_report(tmp_path: Path, slow_pack: Path, jobs: int) -> None:
    done = newslint(
        tmp_path, "clean", "a.txt", "-o", "out", "--pack", slow_pack, "--time-limit", "10", "--jobs", str(jobs),
        "--no-readability",
    )  # fmt: skip
    assert "text.endless: took longer than 1.0 s" in done.stderr
    record = json.loads((tmp_path / "out" / "a.txt.report.json").read_text())
    assert [item["rule"] for item in record["unavailable"]] == ["text.endless"]
    assert (tmp_path / "out" / "a.txt").read_text().startswith("Talks resumed, after they met.")
