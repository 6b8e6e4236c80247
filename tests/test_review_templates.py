"""What recurs in the articles of a site, under review: seen as in `clean`, decided, made a pack, followed later."""

import io
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from lint.cli import main
from lint.config import Config
from lint.decisions import Action, Log, Scope, new
from lint.decisions.templates import wording
from lint.linter import Linter
from lint.recurrence.rule import RULE_ID
from lint.recurrence.stored import NAME, dump, load
from lint.review.desk import ChangedError, Desk, GoneError, ReviewError
from lint.review.export import export
from lint.review.templates import Block, Recurring
from lint.review.terminal import Conversation

THINGS = ["harbor", "school", "bridge", "theater", "market", "library", "clinic", "station", "orchard", "quarry"]
HOUR = "Our island hour"
ABOUT = (
    "The Sound Mirror has told the islands what happens on the water and behind the doors of the town hall since 1921."
)
TONIGHT = "Tonight on the Sound Mirror hour we explain the tide of week {}"


def text(number: int) -> str:
    thing, other = THINGS[number % 10], THINGS[number * 7 % 10]
    return (
        f"The {thing} of Torby opens again\n\n"
        f"After {number + 3} months of work the {thing} is open again, and people came from all parts of the island to "
        f"see what had become of the {other} beside it.\n\n"
        f"{TONIGHT.format(number)}\n\n"
        f"The {other} will be next, the council of Torby said, but nobody knows yet when the {number + 2} workers can "
        f"come.\n\n{HOUR}\n\n{ABOUT}\n"
    )


def markdown(number: int) -> str:
    return text(number).replace("Our island", "[Our](https://mirror.example/) *island*")


def page(number: int) -> str:
    parts = text(number).replace("Our island", "<a href='/'>Our</a> <b>isl</b>and").strip().split("\n\n")
    body = "".join(f"<p>{part}</p>\n" for part in parts[1:])
    return f"<html><head><title>{parts[0]}</title></head><body><article><h1>{parts[0]}</h1>\n{body}</article></body></html>"


FORMS = {"txt": text, "md": markdown, "html": page}


def articles(folder: Path, form: str = "txt", numbers: Any = range(10)) -> Path:
    for site in ("mirror", "echo"):
        (folder / site).mkdir(parents=True)
        for number in numbers:
            (folder / site / f"{number}.{form}").write_text(FORMS[form](number), encoding="utf-8")
    return folder


def cleaned(tmp_path: Path, form: str = "txt", *options: str) -> Path:
    out = tmp_path / "out"
    assert (
        main(["clean", str(tmp_path / "in"), "-o", str(out), "--no-config", "--no-html", "--no-readability", *options])
        == 0
    )
    return out


@pytest.fixture(autouse=True)
def cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    if "NEWSLINT_CACHE" not in os.environ:
        monkeypatch.setenv("NEWSLINT_CACHE", str(tmp_path / "cache"))


def counted(desk: Desk) -> Recurring:
    sweep = Recurring(desk)
    sweep.start()
    assert sweep._thread
    sweep._thread.join()
    return sweep


def block(sweep: Recurring, line: str, site: str = "mirror") -> Block:
    return next(
        b for b in sweep.found() if b.site == site and any(one.template.first.startswith(line) for one in b.lines)
    )


def keys(block: Block, but: str = "\0") -> list[str]:
    return [str(line.template.key) for line in block.lines if not line.template.first.startswith(but)]


def cards(desk: Desk, name: str) -> dict[str, str]:
    return {card.old.strip(): card.state for card in desk.view(name).cards if card.rule == RULE_ID}


@pytest.mark.parametrize("form", FORMS)
def test_review_finds_what_clean_found(tmp_path: Path, form: str) -> None:
    articles(tmp_path / "in", form)
    out = cleaned(tmp_path, form)
    desk = Desk(out, Config())
    assert desk.recurring
    for name in desk.index.rows:
        record = desk.shelf.report(name)
        assert record
        found = [(f["rule"], f["start"], f["end"], f["applied"]) for f in record["findings"]]
        rows = [(r.original.rule, r.original.start, r.original.end, r.applied) for r in desk.look(name).rows]
        assert rows == found
        assert RULE_ID in {rule for rule, *_ in found}
        assert any("in 10 of the 10 articles" in card.message for card in desk.view(name).cards)


def test_the_reports_of_clean_are_taken_as_they_are(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    articles(tmp_path / "in")
    out = cleaned(tmp_path)

    def never(*args: Any, **options: Any) -> None:
        raise AssertionError("an article was cleaned again")

    monkeypatch.setattr(Linter, "clean", never)
    assert Desk(out, Config()).progress().open


def test_a_plain_folder_is_counted_and_the_count_is_kept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = articles(tmp_path / "in")
    lines = Desk(folder, Config()).recurring
    assert len(lines) == 6
    monkeypatch.setattr("lint.review.evidence.count", lambda *given: pytest.fail("counted again"))
    assert Desk(folder, Config()).recurring == lines


def test_a_run_without_recurrence_is_reviewed_without(tmp_path: Path) -> None:
    articles(tmp_path / "in")
    out = cleaned(tmp_path, "txt", "--no-recurrence")
    assert not Desk(out, Config()).recurring
    (out / NAME).write_text("{broken")
    assert Desk(out, Config()).recurring  # then they are counted here


def test_what_is_stored_is_read_back() -> None:
    from lint.recurrence.keys import Recurrence

    lines = {-(2**63): Recurrence(5, 9), 2**63 - 1: Recurrence(7, 7)}
    assert load(dump(lines)) == lines
    assert load(dump({})) == {}
    for bad in (b"", b"[]", b'{"lines": 3}', b'{"lines": [[1, 2]]}', b'{"lines": [["x", 2, 3]]}'):
        with pytest.raises(ValueError):
            load(bad)


@pytest.mark.parametrize("form", FORMS)
def test_a_block_that_is_accepted_goes_everywhere_on_its_site_only(tmp_path: Path, form: str) -> None:
    articles(tmp_path / "in", form)
    out = cleaned(tmp_path, form)
    desk = Desk(out, Config())
    sweep = counted(desk)
    tonight = block(sweep, "Tonight")
    assert tonight.state == "open"
    assert tonight.times == (10, 10)
    before = desk.progress().open
    made = sweep.decide(keys(tonight), [], "")
    assert [one.scope for one in made] == [Scope.TEMPLATE] * len(made)
    assert block(sweep, "Tonight").state == "site"
    assert block(sweep, "Tonight", "echo").state == "open"
    assert desk.progress().open <= before - 10
    for number in range(10):
        assert "Tonight" not in desk.view(f"mirror/{number}.{form}").text
        assert "Tonight" in desk.view(f"echo/{number}.{form}").text
    again = Desk(out, Config())
    assert again.progress() == desk.progress()
    assert block(counted(again), "Tonight").state == "site"

    sweep.desk.undo(*block(sweep, "Tonight").decisions.split())
    assert desk.progress().open == before
    assert block(sweep, "Tonight").state == "open"


def test_a_line_that_is_left_out_stays_in_the_articles(tmp_path: Path) -> None:
    articles(tmp_path / "in")
    desk = Desk(cleaned(tmp_path), Config())
    sweep = counted(desk)
    last = block(sweep, HOUR)
    about = next(str(line.template.key) for line in last.lines if line.template.first == ABOUT)
    assert ABOUT not in desk.view("mirror/3.txt").text
    sweep.decide(keys(last, ABOUT), [about], "")
    assert block(sweep, HOUR).state == "site"
    assert ABOUT in desk.view("mirror/3.txt").text
    assert HOUR not in desk.view("mirror/3.txt").text
    assert cards(desk, "mirror/3.txt")[ABOUT] == "rejected"


def test_the_pack_of_a_site_lies_beside_the_decisions_and_passes_its_tests(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    articles(tmp_path / "in")
    out = cleaned(tmp_path)
    desk = Desk(out, Config())
    sweep = counted(desk)
    sweep.decide(keys(block(sweep, "Tonight")), [], "")
    pack = out / "templates" / "mirror.toml"
    assert pack.read_text(encoding="utf-8").count("[[rule]]") == 1
    assert not (out / "templates" / "echo.toml").exists()
    assert main(["rules", "test", str(pack)]) == 0
    linter = Linter(Config(packs=(str(pack),)))
    assert "Tonight" not in linter.clean(text(77).replace("week 77", "week 3,001")).text
    assert linter.clean(text(77).replace("Tonight on", "Tonight, on")).text.count("Tonight,") == 1
    assert export(desk, tmp_path / "final") == 0
    assert (tmp_path / "final" / "templates" / "mirror.toml").read_bytes() == pack.read_bytes()
    assert "Tonight" not in (tmp_path / "final" / "mirror" / "4.txt").read_text(encoding="utf-8")
    desk.undo(*block(sweep, "Tonight").decisions.split())
    assert not pack.exists()


def test_a_rejected_block_is_remembered_and_its_safe_removals_are_not_made(tmp_path: Path) -> None:
    articles(tmp_path / "in")
    out = cleaned(tmp_path)
    desk = Desk(out, Config())
    sweep = counted(desk)
    sweep.decide([], keys(block(sweep, HOUR)), "")
    assert block(counted(Desk(out, Config())), HOUR).state == "article"
    assert desk.view("mirror/2.txt").text.endswith(f"{HOUR}\n\n{ABOUT}\n")
    assert main(["clean", str(tmp_path / "in"), "-o", str(tmp_path / "next"), "--no-config", "--no-html",
                 "--no-readability", "--decisions", str(out / "decisions.jsonl")]) == 0  # fmt: skip
    assert ABOUT in (tmp_path / "next" / "mirror" / "2.txt").read_text(encoding="utf-8")
    assert ABOUT not in (tmp_path / "next" / "echo" / "2.txt").read_text(encoding="utf-8")


def test_a_later_scrape_of_one_article_is_freed_of_what_was_accepted(tmp_path: Path) -> None:
    articles(tmp_path / "in")
    out = cleaned(tmp_path)
    sweep = counted(Desk(out, Config()))
    sweep.decide([*keys(block(sweep, "Tonight")), *keys(block(sweep, HOUR))], [], "")
    articles(tmp_path / "new", numbers=[23])
    options = ["--no-config", "--no-html", "--no-readability", "--decisions", str(out / "decisions.jsonl")]
    assert main(["clean", str(tmp_path / "new"), "-o", str(tmp_path / "next"), *options]) == 0
    mirror = (tmp_path / "next" / "mirror" / "23.txt").read_text(encoding="utf-8")
    assert mirror.rstrip().endswith("workers can come.")
    assert "Tonight" not in mirror
    assert (tmp_path / "next" / "echo" / "23.txt").read_text(encoding="utf-8") == text(23)
    # and the next review of it shows the same
    desk = Desk(tmp_path / "next", Config(), decisions=out / "decisions.jsonl")
    assert desk.view("mirror/23.txt").text == mirror
    assert cards(desk, "mirror/23.txt")[ABOUT] == "accepted"


def test_one_line_is_given_to_its_site_from_an_article(tmp_path: Path) -> None:
    articles(tmp_path / "in")
    out = cleaned(tmp_path)
    desk = Desk(out, Config())
    card = next(c for c in desk.view("echo/5.txt").cards if c.old.startswith("Tonight"))
    assert card.is_open
    assert card.recurs
    made = desk.decide("echo/5.txt", card.place, Action.ACCEPT, scope=Scope.TEMPLATE)
    assert made.data["files"] == 10
    assert "Tonight" not in desk.view("echo/8.txt").text
    assert "Tonight" in desk.view("mirror/8.txt").text
    assert (out / "templates" / "echo.toml").is_file()
    other = next(c for c in desk.view("echo/5.txt").cards if c.rule == RULE_ID)
    assert other.recurs


def test_only_what_recurs_is_given_to_a_site(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("A title of four words\n\nDoctors are concerned regarding the delay in the town.\n")
    desk = Desk(tmp_path, Config(safety={"artifact.about-as-regarding": "suggestion"}))
    card = next(c for c in desk.view("a.txt").cards if c.is_open)
    with pytest.raises(ReviewError):
        desk.decide("a.txt", card.place, Action.ACCEPT, scope=Scope.TEMPLATE)
    assert not (tmp_path / "decisions.jsonl").exists()


def test_another_window_is_not_overruled_unseen(tmp_path: Path) -> None:
    articles(tmp_path / "in")
    out = cleaned(tmp_path)
    one, other = counted(Desk(out, Config())), counted(Desk(out, Config()))
    lines = keys(block(one, "Tonight"))
    one.decide(lines, [], "")
    with pytest.raises(ChangedError):
        other.decide([], lines, "")
    other.decide([], lines, block(one, "Tonight").decisions)
    one.desk.refresh()
    assert block(one, "Tonight").state == "article"
    assert not (out / "templates" / "mirror.toml").exists()
    one.desk.undo(*block(one, "Tonight").decisions.split())  # both, so that the block is open again
    assert block(one, "Tonight").state == "open"
    with pytest.raises(GoneError):
        one.decide(["12345"], [], "")
    with pytest.raises(ReviewError):
        one.decide([], [], "")


def test_an_article_that_comes_or_goes_is_counted_anew(tmp_path: Path) -> None:
    articles(tmp_path / "in")
    out = cleaned(tmp_path)
    desk = Desk(out, Config())
    sweep = counted(desk)
    assert sweep.total == 20
    (out / "mirror" / "0.txt.report.json").unlink()
    desk.refresh(files=True)
    before = sweep._thread
    sweep.start()
    assert sweep._thread
    assert sweep._thread is not before
    sweep._thread.join()
    assert (sweep.done, sweep.total) == (19, 19)
    assert block(sweep, "Tonight").article != "mirror/0.txt"


def test_what_the_shipped_rules_remove_already_is_only_shown(tmp_path: Path) -> None:
    folder = articles(tmp_path / "in")
    for number in range(10):
        path = folder / "mirror" / f"{number}.txt"
        path.write_text(path.read_text(encoding="utf-8") + "\nShare this article\n", encoding="utf-8")
    sweep = counted(Desk(folder, Config()))
    line = next(one for b in sweep.found() for one in b.lines if one.template.first == "Share this article")
    assert line.state == "shipped"
    assert line.rule.startswith("boilerplate.")


def test_wordings_are_the_same_but_for_what_varies() -> None:
    assert wording("Read on at page 3") == wording("  READ on at page 17")
    assert wording("* * *") == "* * *"


def test_a_decision_that_a_hand_has_spoiled_changes_nothing(tmp_path: Path) -> None:
    articles(tmp_path / "in")
    out = cleaned(tmp_path)
    sweep = counted(Desk(out, Config()))
    sweep.decide(keys(block(sweep, "Tonight")), [], "")
    log = out / "decisions.jsonl"
    log.write_text(log.read_text().replace('"files": 10', '"files": "many"'))
    assert len(Log(log).decisions) == 1
    command = [sys.executable, "-m", "lint", "clean", str(tmp_path / "in"), "-o", str(tmp_path / "next"), "--no-config",
               "--no-html", "--no-readability", "--decisions", str(log)]  # fmt: skip
    assert subprocess.run(command, capture_output=True, timeout=300).returncode == 0


def test_the_terminal_gives_a_line_to_its_site(tmp_path: Path) -> None:
    articles(tmp_path / "in")
    out = cleaned(tmp_path)
    desk = Desk(out, Config())
    before = desk.progress().open
    said = io.StringIO()
    Conversation(desk, io.StringIO("t\nq\n"), said).run()
    assert "stands in 10 of the 10 articles" in said.getvalue()
    assert desk.progress().open == before - 10


@pytest.mark.parametrize("site", ["../../escaped", "a/../../../escaped"])
def test_decisions_from_elsewhere_write_nothing_outside(tmp_path: Path, site: str) -> None:
    articles(tmp_path / "in")
    out = cleaned(tmp_path)
    sweep = counted(Desk(out, Config()))
    (made,) = sweep.decide(keys(block(sweep, "Tonight")), [], "")
    log = out / "decisions.jsonl"
    log.write_text(log.read_text().replace('"site": "mirror"', f'"site": "{site}"'))
    before = sorted(tmp_path.rglob("*"))
    desk = Desk(out, Config())
    assert export(desk, out.parent / "final") == 2
    with pytest.raises(ReviewError, match="outside"):
        desk.undo(made.id)
    assert not list(tmp_path.rglob("*escaped*"))
    assert set(before) <= set(tmp_path.rglob("*"))


def test_a_pack_that_a_sudden_end_left_behind_is_made_good(tmp_path: Path) -> None:
    articles(tmp_path / "in")
    out = cleaned(tmp_path)
    sweep = counted(Desk(out, Config()))
    sweep.decide(keys(block(sweep, "Tonight")), [], "")
    pack = out / "templates" / "mirror.toml"
    content, stamp = pack.read_bytes(), pack.stat().st_mtime_ns
    Desk(out, Config())
    assert pack.stat().st_mtime_ns == stamp  # left alone where it is right
    pack.unlink()
    desk = Desk(out, Config())
    assert pack.read_bytes() == content
    desk.log.append(*(new(Action.UNDO, of=id) for id in block(counted(desk), "Tonight").decisions.split()))
    Desk(out, Config())
    assert not pack.exists()
    pack.write_text("# my own rules\n")
    with pytest.raises(ReviewError, match="somebody else"):
        counted(desk).decide(keys(block(sweep, "Tonight")), [], "")
    Desk(out, Config())
    assert pack.read_text() == "# my own rules\n"
