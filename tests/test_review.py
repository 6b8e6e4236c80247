"""The desk, the page behind its guard, the terminal and the export: on real folders, with hostile requests and articles."""

import io
import json
import os
import re
import shutil
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from lint.batch import Job, NoArticlesError, Output, clean_file
from lint.cli import main
from lint.config import Config
from lint.decisions import Action, Scope, new
from lint.linter import Linter
from lint.review.article import aligned, pieces
from lint.review.desk import ChangedError, Desk, GoneError, ReviewError
from lint.review.export import export
from lint.review.gather import overview
from lint.review.index import Index
from lint.review.names import Survey
from lint.review.queue import Filter
from lint.review.terminal import Conversation
from lint.undo import undo_file, undoable

SPUN = (
    "A title of four words\n\n"
    "Ministers met on Monday in the capital. Doctors are concerned regarding the delay in the northern town. "
    "They agreed to fight once morest terrorism.\n\n"
    "Farmers fled the valley in the spring. They left home, following they lost most of the wheat.\n"
)
REGARDING, FOLLOWING = "artifact.about-as-regarding", "artifact.following-clause"
CONFIG = Config(safety={REGARDING: "suggestion", FOLLOWING: "suggestion"})
HOSTILE = (
    "<script>alert(1)</script> & \"quotes\" 'too'\n\n"
    "The <img src=x onerror=alert(2)> said that </script><svg onload=alert(3)> town {{ 7*7 }} {% raw %} agreed to fight "
    "once morest <b>terrorism</b>.\n"
)


@pytest.fixture(autouse=True)
def cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    if "NEWSLINT_CACHE" not in os.environ:
        monkeypatch.setenv("NEWSLINT_CACHE", str(tmp_path / "cache"))


@pytest.fixture
def folder(tmp_path: Path, samples: list[Path]) -> Path:
    """What `clean` makes of the samples and two articles more."""
    linter = Linter(CONFIG)
    out = tmp_path / "out"
    sources = tmp_path / "in"
    (sources / "herald").mkdir(parents=True)
    for sample in samples:
        shutil.copy(sample, sources)
    (sources / "herald" / "spun.txt").write_text(SPUN, encoding="utf-8")
    (sources / "herald" / "<hostile>.txt").write_text(HOSTILE, encoding="utf-8")
    for path in sorted(sources.rglob("*.txt")):
        clean_file(Job(path, path.relative_to(sources).as_posix()), Output(out), linter, readability=False)
    (out / "summary.json").write_text("{}")
    return out


@pytest.fixture
def desk(folder: Path) -> Desk:
    return Desk(folder, CONFIG)


def open_card(desk: Desk, name: str, rule: str = "", state: str = "open") -> Any:
    return next(c for c in desk.view(name).cards if c.state == state and rule in c.rule)


# --- the desk -----------------------------------------------------------------------------------------------------


def test_the_queue_is_sorted_by_verdict_and_doubt(desk: Desk) -> None:
    entries = desk.queue()
    assert len(entries) == 7
    verdicts = [entry.row.verdict for entry in entries if entry.tally.open]
    assert verdicts == sorted(verdicts, key=["review", "publish", "reject"].index)
    for verdict in set(verdicts):
        doubts = [e.tally.doubt for e in entries if e.row.verdict == verdict and e.tally.open]
        assert doubts == sorted(doubts, reverse=True)


def test_filters_and_search(desk: Desk) -> None:
    assert [e.row.name for e in desk.queue(Filter(search="no such words"))] == []
    assert [e.row.name for e in desk.queue(Filter(site="herald", search="TITLE of four"))] == ["herald/spun.txt"]
    rules = {rule for entry in desk.queue(Filter(category="name")) for rule in entry.tally.by_rule}
    assert any(rule.startswith("name.") for rule in rules)
    assert all(
        e.tally.by_rule["artifact.soft-replacement"] for e in desk.queue(Filter(rule="artifact.soft-replacement"))
    )
    assert not desk.queue(Filter(verdict="nonsense"))


def test_the_queue_counts_what_the_page_shows(desk: Desk) -> None:
    for entry in desk.queue():
        cards = desk.view(entry.row.name).cards
        assert entry.tally.open == sum(card.is_open for card in cards), entry.row.name
        assert entry.tally.made == sum(card.state == "made" for card in cards)


def test_a_plain_folder_is_reviewed_as_it_lies_there(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(SPUN)
    desk = Desk(tmp_path, CONFIG)
    assert not desk.shelf.written
    assert "once morest" not in desk.view("a.txt").text
    assert (tmp_path / "a.txt").read_text() == SPUN


def test_both_versions_can_be_read_off_the_marked_text(desk: Desk) -> None:
    for name in desk.index.rows:
        found = desk.view(name)
        source = desk.shelf.source(name)
        assert "".join(p.text for p in found.pieces if p.kind != "ins") == source.text
        assert "".join(p.text for p in found.pieces if p.kind != "del") == found.text
        rows = aligned(found.pieces)
        left = "".join(p.text for row in rows for p in row.left)
        assert left.replace("\n", "").split() == source.text.replace("\n", "").split()


def test_every_open_finding_is_marked(desk: Desk) -> None:
    for name in desk.index.rows:
        found = desk.view(name)
        marked = {piece.card for piece in found.pieces}
        for card in found.cards:
            others = [c for c in found.cards if c is not card and c.start <= card.start and card.end <= c.end]
            hidden = card.start == card.end or any(p.kind == "del" and card.old in p.text for p in found.pieces)
            assert card.number in marked or others or hidden or not card.is_open, (name, card)


def test_deciding_moves_the_counts_and_is_kept(desk: Desk, folder: Path) -> None:
    name = "herald/spun.txt"
    before = desk.progress()
    card = open_card(desk, name)
    desk.decide(name, card.place, Action.ACCEPT, seen="")
    after = desk.progress()
    assert (after.open, after.decided) == (before.open - 1, before.decided + 1)
    again = Desk(folder, CONFIG)
    assert again.progress() == after
    assert again.view(name).text == desk.view(name).text


def test_undo_reopens(desk: Desk) -> None:
    name = "herald/spun.txt"
    before, shown = desk.progress(), desk.view(name)
    decision = desk.decide(name, open_card(desk, name).place, Action.REJECT)
    desk.undo(decision.id)
    assert desk.progress() == before
    assert desk.view(name) == shown
    with pytest.raises(GoneError):
        desk.undo(decision.id)


def test_always_settles_the_others_too(desk: Desk) -> None:
    name = "004_78899e4275e58e70.txt"
    card = open_card(desk, name, "artifact.soft-replacement")
    many = desk.facets()["rule"]["artifact.soft-replacement"]
    assert many > 3
    desk.decide(name, card.place, Action.ACCEPT, scope=Scope.RULE)
    assert desk.facets()["rule"]["artifact.soft-replacement"] == 0


def test_what_has_no_repair_cannot_be_accepted(desk: Desk) -> None:
    name = "004_78899e4275e58e70.txt"
    card = next(c for c in desk.view(name).cards if not c.can_accept)
    with pytest.raises(ReviewError, match="no repair"):
        desk.decide(name, card.place, Action.ACCEPT)
    desk.decide(name, card.place, Action.EDIT, replacement="MINE")
    assert "MINE" in desk.view(name).text


def test_a_second_window_is_not_overruled_unseen(folder: Path) -> None:
    one, other = Desk(folder, CONFIG), Desk(folder, CONFIG)
    name = "herald/spun.txt"
    card = open_card(other, name)
    one.decide(name, card.place, Action.REJECT, seen="")
    with pytest.raises(ChangedError, match="rejected in another window"):
        other.decide(name, card.place, Action.ACCEPT, seen="")
    assert other.progress() == one.progress()


def test_an_article_that_changed_on_disk_is_read_again(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_text(SPUN)
    desk = Desk(tmp_path, CONFIG)
    card = open_card(desk, "a.txt", "about-as-regarding")
    path.write_text("A new first paragraph.\n\n" + SPUN)
    desk.decide("a.txt", card.place, Action.ACCEPT, seen="")
    assert "concerned about the delay" in desk.view("a.txt").text
    path.write_text("Nothing of that is left here.\n")
    with pytest.raises(GoneError, match="no longer in the article"):
        desk.decide("a.txt", card.place, Action.REJECT)


def test_an_article_that_was_deleted_is_said_and_its_decisions_are_kept(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(SPUN)
    (tmp_path / "b.txt").write_text(SPUN.replace("Monday", "Tuesday"))
    desk = Desk(tmp_path, CONFIG)
    card = open_card(desk, "a.txt")
    desk.decide("a.txt", card.place, Action.REJECT)
    (tmp_path / "a.txt").unlink()
    with pytest.raises(GoneError, match="no longer in"):
        desk.view("a.txt")
    desk.refresh(files=True)
    assert [entry.row.name for entry in desk.queue()] == ["b.txt"]
    assert len(desk.log.decisions) == 1


def test_cleaned_texts_that_someone_changed_are_named_not_shown(desk: Desk, folder: Path) -> None:
    with open(folder / "herald" / "spun.txt", "a") as file:
        file.write("more\n")
    desk.refresh(files=True)
    assert "changed since it was cleaned" in desk.index.rows["herald/spun.txt"].problem
    with pytest.raises(GoneError, match="changed since it was cleaned"):
        desk.view("herald/spun.txt")


def test_a_refused_article_says_why(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(SPUN + "\nLeave a Reply\nYour email address will not be published.\n")
    out = tmp_path / "out"
    outcome = clean_file(
        Job(tmp_path / "a.txt", "a.txt"), Output(out), Linter(Config(most_removed=0.0)), readability=False
    )
    assert outcome.state == "refused"
    (out / "ledger").mkdir()
    (out / "summary.json").write_text("{}")
    desk = Desk(out)
    assert desk.index.rows["a.txt"].problem.startswith("refused: cleaning would remove")
    with pytest.raises(GoneError, match="refused"):
        desk.view("a.txt")


def test_an_enormous_article_is_shown_in_parts(tmp_path: Path) -> None:
    filler = "The committee met in the hall and talked about the harvest of the year.\n" * 3000
    (tmp_path / "a.txt").write_text(filler + SPUN)
    desk = Desk(tmp_path, CONFIG)
    found = desk.view("a.txt")
    assert found.long
    assert sum(len(piece.text) for piece in found.pieces) < 20_000
    card = next(card for card in found.cards if card.is_open)
    desk.decide("a.txt", card.place, Action.ACCEPT)
    assert open_card(desk, "a.txt", state="accepted").place == card.place


def test_the_index_is_stored_and_taken_up(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    first = Desk(folder, CONFIG).index.rows
    monkeypatch.setattr("lint.review.index.look", lambda *a: pytest.fail("looked at again"))
    assert Desk(folder, CONFIG).index.rows == first


def test_a_link_out_of_the_folder_is_left_out(tmp_path: Path) -> None:
    inside = tmp_path / "inside"
    inside.mkdir()
    (tmp_path / "secret.txt").write_text(SPUN)
    (inside / "a.txt").write_text(SPUN)
    (inside / "b.txt").symlink_to(tmp_path / "secret.txt")
    assert list(Desk(inside, CONFIG).index.rows) == ["a.txt"]


@pytest.mark.parametrize("what", ["missing", "empty", "file"])
def test_a_folder_without_articles_is_said(tmp_path: Path, what: str) -> None:
    path = tmp_path / "x"
    if what == "empty":
        path.mkdir()
    elif what == "file":
        path.write_text("x")
    with pytest.raises(NoArticlesError):
        Desk(path)


def test_genuine_sentences_are_gathered_whole(desk: Desk) -> None:
    name = "herald/spun.txt"
    card = open_card(desk, name, "about-as-regarding")
    desk.decide(name, card.place, Action.GENUINE)
    assert desk.examples() == {REGARDING: ["Doctors are concerned regarding the delay in the northern town."]}


def test_pieces_of_overlapping_findings_lose_nothing() -> None:
    assert "".join(piece.text for piece in pieces("some text", (), [])) == "some text"


def test_broken_caches_are_built_again(folder: Path) -> None:
    desk = Desk(folder, CONFIG)
    rows = dict(desk.index.rows)
    desk.index._path.write_bytes(b"\xc1 no message")
    assert Index(desk.shelf, desk.linter).rows == rows


# --- replay -------------------------------------------------------------------------------------------------------


def test_clean_does_as_was_decided(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    source, out = tmp_path / "in", tmp_path / "out"
    source.mkdir()
    (source / "a.txt").write_text(SPUN)
    (tmp_path / "newslint.toml").write_text(f'[safety]\n"{REGARDING}" = "suggestion"\n"{FOLLOWING}" = "suggestion"\n')
    options = ["--no-html", "--no-readability", "--config", str(tmp_path / "newslint.toml")]
    assert main(["clean", str(source), "-o", str(out), *options]) == 0
    desk = Desk(out, CONFIG)
    accepted, safe = open_card(desk, "a.txt", "about-as-regarding"), open_card(desk, "a.txt", "impossible", "made")
    desk.decide("a.txt", accepted.place, Action.ACCEPT)
    desk.decide("a.txt", safe.place, Action.REJECT)
    assert main(["clean", str(source), "-o", str(out), *options]) == 0
    assert "not followed without --decisions" in capsys.readouterr().err
    assert main(["clean", str(source), "-o", str(out), *options, "--decisions", str(desk.log.path)]) == 0
    text = (out / "a.txt").read_text()
    assert "concerned about the delay" in text
    assert "once morest" in text
    assert text == desk.view("a.txt").text
    (item,) = undoable(out)
    undo_file(item, tmp_path / "restored.txt")
    assert (tmp_path / "restored.txt").read_text() == SPUN
    record = json.loads((out / "a.txt.report.json").read_text())
    applied = {finding["rule"]: finding["applied"] for finding in record["findings"]}
    assert applied[REGARDING]
    assert not applied["artifact.impossible-word"]
    assert main(["clean", str(source), "-o", str(out), "--decisions", str(tmp_path / "none")]) == 2
    assert "no such file of decisions" in capsys.readouterr().err


def test_clean_respells_the_names_that_were_accepted(tmp_path: Path) -> None:
    source, out = tmp_path / "in", tmp_path / "out"
    source.mkdir()
    text = "On Monday the mayor, Rikard Soderkvist, said that he would stay. Mr Soderkvist had been asked to go.\n"
    (source / "a.txt").write_text(text)
    options = [str(source), "-o", str(out), "--no-html", "--no-readability", "--no-config"]
    assert main(["clean", *options]) == 0
    assert "Soderkvist" in (out / "a.txt").read_text()
    desk = Desk(out)
    desk.keep(
        new(Action.NAME, data={"canonical": "Rikard Söderqvist", "kind": "person", "variants": ["Rikard Soderkvist"]})
    )
    assert main(["clean", *options, "--decisions", str(desk.log.path)]) == 0
    assert "mayor, Rikard Söderqvist, said" in (out / "a.txt").read_text(encoding="utf-8")
    desk.log.append(new(Action.NAME, data={"canonical": "lower", "variants": ["Upper Case"]}))
    assert main(["clean", *options, "--decisions", str(desk.log.path)]) == 2


# --- export -------------------------------------------------------------------------------------------------------


def test_export_writes_texts_patch_and_examples(desk: Desk, tmp_path: Path) -> None:
    name = "herald/spun.txt"
    desk.decide(name, open_card(desk, name, "about-as-regarding").place, Action.ACCEPT)
    other = "004_78899e4275e58e70.txt"
    desk.decide(other, open_card(desk, other).place, Action.GENUINE)
    final = tmp_path / "final"
    assert export(desk, final) == 0
    assert (final / name).read_text() == desk.view(name).text
    assert "keep = [" in (final / "examples.txt").read_text()
    originals = tmp_path / "in"
    if shutil.which("git"):
        done = subprocess.run(
            ["git", "apply", "-p1", "--whitespace=nowarn", str(final / "changes.patch")],
            cwd=originals,
            capture_output=True,
            text=True,
            env={**os.environ, "GIT_CEILING_DIRECTORIES": str(tmp_path)},
        )
        assert done.returncode == 0, done.stderr
        for path in originals.rglob("*.txt"):
            assert path.read_bytes() == (final / path.relative_to(originals)).read_bytes()
    for item in undoable(final):
        assert undo_file(item, tmp_path / "undone" / item.name) in ("restored", "unchanged")


def test_accepted_names_become_a_book(desk: Desk, tmp_path: Path) -> None:
    name = {"canonical": "Rikard Söderqvist", "variants": ["Rikard Soderkvist"], "apart": ["Rikard Sund"]}
    desk.keep(new(Action.NAME, data=name))
    desk.keep(new(Action.NAME, data={**name, "variants": ["Rickard Söderqvist"], "apart": [], "kind": "person"}))
    assert export(desk, tmp_path / "final") == 0
    book = (tmp_path / "final" / "names.toml").read_text(encoding="utf-8")
    assert 'variants = ["Rikard Soderkvist", "Rickard Söderqvist"]' in book
    assert 'not = ["Rikard Sund"]' in book


def test_names_are_gathered_over_all_articles(tmp_path: Path) -> None:
    for number, name in enumerate(["Shehbaz Sharif", "Shahbaz Sharif", "Shehbaz Sharif"]):
        (tmp_path / f"{number}.txt").write_text(f"On Monday the court heard that {name} had left the country again.\n")
    survey = Survey(Desk(tmp_path, CONFIG))
    survey.start()
    for _ in range(100):
        if survey.ready:
            break
        time.sleep(0.05)
    (cluster,) = survey.found()
    assert (cluster.proposed, cluster.mentions, cluster.settled) == ("Shehbaz Sharif", 3, False)
    assert cluster.content["variants"] == ["Shahbaz Sharif"]
    survey.desk.keep(new(Action.NAME, data={**cluster.content, "variants": [], "apart": ["Shahbaz Sharif"]}))
    (settled,) = survey.found()
    assert settled.settled
    assert [member.belongs for member in settled.members] == [True, False]
    survey.desk.undo(*settled.decisions.split())
    assert not survey.found()[0].settled
    for spoiled in ({}, {"canonical": 3}, {"canonical": "Shehbaz Sharif", "variants": "Shahbaz Sharif"}):
        survey.desk.keep(new(Action.NAME, data=spoiled))
    assert not survey.found()[0].settled
    assert export(survey.desk, tmp_path.parent / f"{tmp_path.name}-final") == 0


@pytest.mark.parametrize(
    "data",
    [
        *(None, {}, {"canonical": " "}, {"canonical": "A B", "variants": "x"}),
        *({"canonical": "A B", "apart": [1]}, {"canonical": "A", "kind": "x"}),
    ],
)
def test_names_that_are_none_are_refused(client: Any, desk: Desk, data: Any) -> None:
    assert post(client, "note", {"action": "name", "data": data}).status_code == 400
    assert post(client, "note", {"action": "accept", "data": {"canonical": "A B"}}).status_code == 400
    assert not len(desk.log.decisions)


def test_export_into_the_reviewed_folder_is_refused(
    desk: Desk, folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["review", str(folder), "--export", str(folder / "final"), "--no-config"]) == 2
    assert "name a folder outside" in capsys.readouterr().err


def test_a_web_page_is_shown_and_settled_as_prose(tmp_path: Path) -> None:
    body = "".join(f"<p class='x'>{part.replace('Doctors', '<b>Doc</b>tors')}</p>\n" for part in SPUN.split("\n\n")[1:])
    menu = "<nav><a href='/'>Start</a></nav><script>var a = '<p>';</script>"
    head = "<title>Doctors are concerned regarding the delay of all trains</title>"
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "a.html").write_text(
        f"<html><head>{head}</head><body>{menu}<article>{body}</article></body></html>", encoding="utf-8"
    )
    desk = Desk(tmp_path / "in", CONFIG)
    found = desk.view("a.html")
    assert desk.index.rows["a.html"].title == "Doctors are concerned regarding the delay of all trains"
    shown = "".join(piece.text for piece in found.pieces if piece.kind != "ins")
    assert shown.startswith("Doctors are concerned regarding the delay of all trains\n\nMinisters met")
    assert "<" not in shown
    title, text = (card for card in found.cards if card.rule == REGARDING)
    assert (title.old, title.new) == (text.old, text.new) == ("concerned regarding", "concerned about")
    assert text.before.endswith("Doctors are ")
    desk.decide("a.html", title.place, Action.ACCEPT)
    desk.decide("a.html", text.place, Action.EDIT, replacement="worried by")
    genuine = desk.decide("a.html", open_card(desk, "a.html", FOLLOWING).place, Action.GENUINE)
    assert genuine.data["sentence"] == "They left home, following they lost most of the wheat."
    found = desk.view("a.html")
    assert [card.state for card in found.cards if card.rule in (REGARDING, FOLLOWING)] == [
        "accepted",
        "edited",
        "genuine",
    ]
    assert found.text.startswith("Doctors are concerned about the delay of all trains\n")
    assert "Doctors are worried by the delay" in found.text
    assert export(desk, tmp_path / "final") == 0
    assert (tmp_path / "final" / "a.html.txt").read_text(encoding="utf-8") == found.text
    for item in undoable(tmp_path / "final"):
        undo_file(item, tmp_path / "undone" / item.name)
    assert (tmp_path / "undone" / "a.html").read_bytes() == (tmp_path / "in" / "a.html").read_bytes()


def test_an_enormous_web_page_is_shown_in_parts_of_its_prose(tmp_path: Path) -> None:
    clean = "".join(
        f"<p>The council met on day {n} and agreed to repair the bridge before winter.</p>" for n in range(20_000)
    )
    spun = "<p>Doctors are concerned regarding the delay in the town, said the mayor of it.</p>"
    (tmp_path / "a.html").write_text(f"<html><title>The bridge of the town</title><body>{spun}{clean}</body></html>")
    desk = Desk(tmp_path, CONFIG)
    found = desk.view("a.html")
    assert found.long
    card = next(card for card in found.cards if card.rule == REGARDING)
    assert (card.old, card.new) == ("concerned regarding", "concerned about")
    assert not any("<p>" in piece.text for piece in found.pieces)
    desk.decide("a.html", card.place, Action.REJECT)
    assert Desk(tmp_path, CONFIG).view("a.html").cards[card.number].state == "rejected"


# --- terminal -----------------------------------------------------------------------------------------------------


def talk(desk: Desk, answers: str) -> str:
    out = io.StringIO()
    Conversation(desk, io.StringIO(answers), out).run()
    return out.getvalue()


def test_the_terminal_takes_up_where_it_stopped(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(SPUN)
    first = talk(Desk(tmp_path, CONFIG), "a\nq\n")
    assert "1 decided" in first
    rest = talk(Desk(tmp_path, CONFIG), "r\n" * 30)
    desk = Desk(tmp_path, CONFIG)
    assert desk.progress().open == 0
    assert re.search(r"\d+ decided, 0 open", rest)
    assert "accepted" in {card.state for card in desk.view("a.txt").cards}


def test_the_terminal_edits_skips_undoes_and_explains(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(SPUN)
    desk = Desk(tmp_path, CONFIG)
    said = talk(desk, "?\ne\nmy own words\ns\nr\nu\nq\n")
    assert "skip for now" in said
    assert "my own words" in desk.view("a.txt").text
    assert len(desk.log.decisions) == 1


def test_the_terminal_shows_no_control_characters(tmp_path: Path) -> None:
    words = "Doctors are concerned regarding the \x1b[2Jtown & the \x07village, the mayor\xa0said on Monday."
    (tmp_path / "a.txt").write_text(f"A title of words\n\n{words}\n", encoding="utf-8")
    said = talk(Desk(tmp_path, Config(safety={"": "suggestion", REGARDING: "suggestion"})), "s\n" * 9)
    assert "regarding" in said
    assert "�[2Jtown" in said
    assert "mayor said" in said
    assert not {"\x1b", "\x07"} & set(said)


def test_the_end_of_the_answers_ends_it(desk: Desk) -> None:
    assert "0 decided" in talk(desk, "")


# --- the server ---------------------------------------------------------------------------------------------------

TOKEN = "t" * 32
HOST = "http://127.0.0.1:8000"


def served(desk: Desk) -> Any:
    pytest.importorskip("starlette")
    pytest.importorskip("httpx")
    from starlette.testclient import TestClient

    from lint.review.server import application

    return TestClient(application(desk, TOKEN), base_url=HOST)


@pytest.fixture
def client(desk: Desk) -> Iterator[Any]:
    with served(desk) as found:
        yield found


def post(client: Any, path: str, body: Any, **headers: str) -> Any:
    sent = {"origin": HOST, "content-type": "application/json", **headers}
    content = body if isinstance(body, bytes) else json.dumps(body).encode()
    return client.post(f"/{TOKEN}/{path}", content=content, headers={k: v for k, v in sent.items() if v})


def test_pages_are_served_with_a_strict_policy(client: Any) -> None:
    for path in ("", "article?name=herald/spun.txt", "names", "templates", "overview", "static/review.js"):
        answer = client.get(f"/{TOKEN}/{path}")
        assert answer.status_code == 200, path
        policy = answer.headers["content-security-policy"]
        assert "default-src 'none'" in policy
        assert "unsafe" not in policy
        assert answer.headers["x-content-type-options"] == "nosniff"
        if "html" in answer.headers["content-type"]:
            assert not re.search(
                r"<script(?![^>]*src=)|\son\w+=|\sstyle=|javascript:", re.sub(r'data-\w+="[^"]*"', "", answer.text)
            )
            assert not re.search(r'(?:src|href)="(?:https?:)?//', answer.text)


def test_a_long_queue_has_pages(tmp_path: Path) -> None:
    pytest.importorskip("starlette")
    pytest.importorskip("httpx")
    from starlette.testclient import TestClient

    from lint.review.server import application

    for number in range(60):
        (tmp_path / f"{number}.txt").write_text(f"Part {number} of {60}.\n")
    with TestClient(application(Desk(tmp_path), TOKEN), base_url=HOST) as client:
        assert 'rel="next"' in client.get(f"/{TOKEN}/").text
        page = client.get(f"/{TOKEN}/", params={"page": "99"}).text
        assert "Page 2 of 2, 60 articles" in page
        assert page.count("data-entry") == 10


@pytest.mark.parametrize("path", ["/", "/wrong/", f"/{TOKEN[:-1]}/", "/static/review.js", f"/{TOKEN}x/", "//", "/%00/"])
def test_without_the_token_nothing_is_served(client: Any, path: str) -> None:
    answer = client.get(path)
    assert answer.status_code == 403
    assert "newslint review" in answer.text


@pytest.mark.parametrize(
    "host",
    [
        *("evil.example", "127.0.0.1.evil.example:8000", "evil@127.0.0.1", "", "localhost.evil:1", "0.0.0.0:8000"),
        *("127.0.0.1:80@evil.example", "127.0.0.1:evil", "localhost:8000/evil", "localhost."),
    ],
)
def test_other_hosts_are_refused(client: Any, host: str) -> None:
    assert client.get(f"/{TOKEN}/", headers={"host": host}).status_code == 421


@pytest.mark.parametrize("host", ["127.0.0.1:8000", "localhost:8000", "localhost"])
def test_this_machine_is_served(client: Any, host: str) -> None:
    assert client.get(f"/{TOKEN}/", headers={"host": host}).status_code == 200


def test_changes_from_elsewhere_are_refused(client: Any, desk: Desk) -> None:
    name = "herald/spun.txt"
    body = {"name": name, "place": open_card(desk, name).place, "action": "reject"}
    assert post(client, "decide", body, origin="http://evil.example").status_code == 403
    assert post(client, "decide", body, origin="http://127.0.0.1:9999").status_code == 403
    assert post(client, "decide", body, origin="").status_code == 403
    assert post(client, "decide", body, origin="null").status_code == 403
    assert post(client, "decide", body, **{"sec-fetch-site": "cross-site"}).status_code == 403
    assert post(client, "decide", body, **{"content-type": "text/plain"}).status_code == 415
    assert post(client, "decide", b"x" * 1_000_001).status_code == 413
    assert client.get(f"/{TOKEN}/", headers={"sec-fetch-site": "cross-site"}).status_code == 403
    assert client.get(f"/{TOKEN}/decide").status_code == 405
    assert not len(desk.log.decisions)
    assert post(client, "decide", body).status_code == 200
    assert len(desk.log.decisions) == 1


@pytest.mark.skipif(os.name == "nt", reason="links need rights on Windows")
def test_a_link_that_takes_the_place_of_an_article_is_not_followed(tmp_path: Path) -> None:
    folder, secret = tmp_path / "in", tmp_path / "secret"
    for path in (folder / "a.txt", folder / "sub" / "b.txt", secret / "b.txt"):
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(SPUN)
    desk = Desk(folder, CONFIG)
    (secret / "b.txt").write_text("The secret of the house.\n")
    (folder / "a.txt").unlink()
    (folder / "a.txt").symlink_to(secret / "b.txt")
    shutil.rmtree(folder / "sub")
    (folder / "sub").symlink_to(secret)
    client = served(desk)
    for name in ("a.txt", "sub/b.txt"):
        answer = client.get(f"/{TOKEN}/article", params={"name": name})
        assert answer.status_code == 410
        assert "leads out of" in answer.text
        assert "secret of the house" not in answer.text


@pytest.mark.parametrize(
    "name",
    [
        "../in/herald/spun.txt",
        "/etc/passwd",
        "herald/../../in/herald/spun.txt",
        "..",
        "",
        "\0",
        "ledger/herald/spun.txt.json",
        "summary.json",
    ],
)
def test_no_path_leads_out_of_the_folder(client: Any, name: str) -> None:
    answer = client.get(f"/{TOKEN}/article", params={"name": name})
    assert answer.status_code == 410
    assert "no such article" in answer.text
    assert "root:" not in answer.text


def test_static_files_lead_nowhere_else(client: Any) -> None:
    for path in ("../server.py", "%2e%2e/server.py", "..%2fserver.py", "/etc/passwd", ""):
        assert client.get(f"/{TOKEN}/static/{path}").status_code in (403, 404, 405)


def test_what_articles_hold_is_shown_as_text(client: Any, desk: Desk) -> None:
    name = "herald/<hostile>.txt"
    for path in ("", "overview", "article?name=herald%2F%3Chostile%3E.txt"):
        page = client.get(f"/{TOKEN}/{path}").text
        assert "<script>alert" not in page
        assert "<img src=x" not in page
        assert "<svg onload" not in page
        assert "<hostile>" not in page
    page = client.get(f"/{TOKEN}/article", params={"name": name}).text
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in page
    assert "{{ 7*7 }}" in page
    card = open_card(desk, name, "", "made")
    body = {"name": name, "place": card.place, "action": "edit", "replacement": "<script>alert(4)</script>"}
    answer = post(client, "decide", body).json()
    assert "<script>" not in answer["html"]
    assert "&lt;script&gt;alert(4)" in answer["html"]


def test_hostile_filters_are_shown_as_text(client: Any) -> None:
    page = client.get(
        f"/{TOKEN}/", params={"search": '"><script>alert(5)</script>', "site": "x' onload='y", "page": "-1e9"}
    ).text
    assert "<script>alert" not in page


@pytest.mark.parametrize(
    ("body", "status"),
    [
        (b"", 400),
        (b"{", 400),
        (b"[" * 100_000, 400),
        (b"[]", 400),
        (b'{"action": "dance", "name": "x"}', 400),
        (b'{"action": "undo", "name": "x"}', 400),
        (b'{"action": "accept", "scope": "world"}', 400),
        (b'{"action": "accept", "name": 7}', 400),
        (b'{"action": "accept", "name": "none.txt", "place": "x"}', 410),
        (b'{"action": "accept", "name": "herald/spun.txt", "place": "x"}', 410),
        (b'{"action": "reject", "name": "herald/spun.txt", "place": "x", "filter": 3}', 410),
    ],
)
def test_bad_requests_get_a_sentence_and_change_nothing(client: Any, desk: Desk, body: bytes, status: int) -> None:
    answer = post(client, "decide", body)
    assert answer.status_code == status
    assert answer.json()["message"]
    assert not len(desk.log.decisions)


def test_a_decision_comes_back_with_the_article_as_it_is_then(client: Any, desk: Desk) -> None:
    name = "herald/spun.txt"
    card = open_card(desk, name, "about-as-regarding")
    answer = post(
        client, "decide", {"name": name, "place": card.place, "action": "accept", "seen": "", "filter": {}}
    ).json()
    assert answer["ok"]
    assert "accepted" in answer["html"]
    again = post(client, "decide", {"name": name, "place": card.place, "action": "reject", "seen": ""})
    assert again.status_code == 409
    assert "another window" in again.json()["message"]
    assert post(client, "undo", {"id": answer["id"], "name": name}).json()["ok"]
    assert post(client, "undo", {"id": answer["id"], "name": name}).status_code == 410


def test_recurring_lines_are_shown_and_decided_on_the_page(tmp_path: Path) -> None:
    line = "Tonight on the <b>Mirror</b> hour & the tide of week {}"
    for number in range(6):
        thing = ("harbor", "school", "bridge", "theater", "market", "library")[number]
        story = (
            f"After months of work the {thing} is open again, and people came from all parts of the island to see it."
        )
        article = (
            f"The {thing} opens\n\n{story}\n\n{line.format(number)}\n\nSo the {thing} goes on, said the council.\n"
        )
        (tmp_path / f"{number}.txt").write_text(article, encoding="utf-8")
    desk = Desk(tmp_path, CONFIG)
    client = served(desk)
    while "data-waiting" in (page := client.get(f"/{TOKEN}/templates").text):
        time.sleep(0.05)
    assert "Tonight on the &lt;b&gt;Mirror&lt;/b&gt; hour &amp; the tide of week 0" in page
    key = re.search(r'id="k(-?\d+)"', page)
    assert key
    for body in ({}, {"site": "x"}, {"site": [1]}, {"site": [key[1]], "article": [3]}):
        assert post(client, "lines", body).status_code == 400
    assert post(client, "lines", {"site": ["77"]}).status_code == 410
    answer = post(client, "lines", {"site": [key[1]], "article": [], "seen": ""}).json()
    assert answer["ok"]
    assert "<b>0</b> open" in answer["progress"]
    assert post(client, "lines", {"site": [], "article": [key[1]], "seen": ""}).status_code == 409
    assert "belongs to the site" in client.get(f"/{TOKEN}/templates?site=.").text
    assert "Tonight" not in client.get(f"/{TOKEN}/templates?site=elsewhere").text
    undone = post(client, "undo", {"id": answer["id"], "name": ""}).json()
    assert undone["ok"]
    assert post(client, "undo", {"id": answer["id"], "name": ""}).status_code == 410
    assert post(client, "undo", {"id": "", "name": ""}).status_code == 410
    assert not (tmp_path / "templates.toml").exists()


def test_a_decision_that_could_not_be_kept_is_said(client: Any, desk: Desk) -> None:
    if not os.path.exists("/dev/full"):
        pytest.skip("no /dev/full here")
    name = "herald/spun.txt"
    card = open_card(desk, name)
    desk.log.path = Path("/dev/full")
    answer = post(client, "decide", {"name": name, "place": card.place, "action": "reject"})
    assert answer.status_code == 507
    assert "was not kept" in answer.json()["message"]
    assert open_card(desk, name).place == card.place


def test_a_torn_file_of_decisions_is_said_on_the_page(folder: Path) -> None:
    (folder / "decisions.jsonl").write_bytes(b'{"id": "a", "tim\n')
    pytest.importorskip("starlette")
    pytest.importorskip("httpx")
    from starlette.testclient import TestClient

    from lint.review.server import application

    with TestClient(application(Desk(folder, CONFIG), TOKEN), base_url=HOST) as client:
        assert "decisions.jsonl:1: no decision, left out" in client.get(f"/{TOKEN}/").text


@pytest.mark.server
def test_a_port_that_is_taken_is_said(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    pytest.importorskip("uvicorn")
    import socket

    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        assert main(["review", str(folder), "--port", str(port), "--no-browser", "--no-config"]) == 2
    assert f"port {port} can't be used" in capsys.readouterr().err


def test_the_overview_of_a_finished_folder_shows_nothing_open(tmp_path: Path, samples: list[Path]) -> None:
    shutil.copy(samples[4], tmp_path)
    desk = Desk(tmp_path, CONFIG)
    name = samples[4].name
    while cards := [card for card in desk.view(name).cards if card.is_open]:
        desk.decide(name, cards[0].place, Action.ACCEPT if cards[0].can_accept else Action.REJECT)
    found = overview(desk)
    assert found.progress.open == 0
    assert all(total == settled for _, total, settled in (*found.rules, *found.sites))
