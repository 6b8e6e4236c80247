"""The overview and the pages of articles: every edit in place, text from strangers as text, bounded, no script."""

import base64
import hashlib
import json
import re
from itertools import pairwise
from pathlib import Path

import pytest
from bs4 import BeautifulSoup

from lint.batch import Job, Output, articles, clean_file
from lint.cli import main
from lint.edits import Edit
from lint.linter import Linter
from lint.reports.article import SCORES, article_page, changed, pieces, visible
from lint.reports.html import MOST_ROWS, Overview, with_page

INJECTIONS = [
    "<script>alert(1)</script>",
    '"><img src=x onerror=alert(1)>',
    "{{ 7 * 7 }}",
    "' onmouseover='x",
    "</del><b>",
    "</style><i>",
]
SPUN = "Talks resumed, following they met in Oslo.\n\nLeave a Reply\n"


def pages(tmp_path: Path, texts: dict[str, str], state: str = "") -> dict[str, str]:
    output, overview = Output(tmp_path / "out"), Overview()
    for name, text in texts.items():
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
        outcome = clean_file(Job(path, name), output, Linter(), readability=False)
        assert outcome.record, outcome.message
        overview.take(with_page(outcome._replace(state=state or outcome.state), output))
    made = {name: (output.folder / f"{name}.report.html").read_text() for name in texts}
    return {**made, "index.html": overview.html()}


@pytest.mark.parametrize("injected", INJECTIONS)
def test_text_is_shown_as_text(tmp_path: Path, injected: str) -> None:
    text = f"Talks resumed, following they met {injected} in Oslo.\n\n{injected}\n\nLeave a Reply\n"
    made = pages(tmp_path, {"a & b.txt": text})
    for html in made.values():
        assert not BeautifulSoup(html, "lxml").find_all(["script", "img", "b", "i"], class_=None, onmouseover=True)
        assert "<script" not in html
        assert "a &amp; b.txt" in html
    body = made["a & b.txt"].partition("</style>")[2]
    assert "49" not in body
    assert injected in BeautifulSoup(body, "lxml").get_text()
    assert "a%20%26%20b.txt.report.html" in made["index.html"]


def test_edits_stand_in_place_with_a_note_on_rule_and_reason(tmp_path: Path) -> None:
    html = BeautifulSoup(pages(tmp_path, {"a.txt": SPUN})["a.txt"], "lxml")
    text = html.select_one(".text")
    assert text
    assert "following" in text.find("del").get_text()
    inserted = text.find("ins")
    assert inserted.get_text() == "after"
    note = html.find(id=inserted.find_next("a")["href"][1:])
    assert "artifact.following-clause" in note.get_text()
    assert "takes a noun" in note.get_text()


def test_every_link_within_a_page_leads_somewhere(tmp_path: Path, samples: list[Path]) -> None:
    made = pages(tmp_path, {path.name: path.read_text() for path in samples})
    for name, html in made.items():
        soup = BeautifulSoup(html, "lxml")
        ids = [tag["id"] for tag in soup.find_all(id=True)]
        assert len(ids) == len(set(ids)), name
        for link in soup.find_all("a", href=True):
            if link["href"].startswith("#"):
                assert link["href"][1:] in ids, (name, link)
            else:
                assert (tmp_path / "out" / link["href"]).exists() or link["href"] == "index.html", (name, link)


def test_what_is_kept_and_inserted_on_the_page_is_the_cleaned_text(samples: list[Path]) -> None:
    for path in samples:
        cleaned = Linter().clean(path.read_text())
        found = [
            {"start": f.start, "end": f.end, "rule": f.rule, "applied": applied, "text": cleaned.original[f.start : f.end],
             "fix": {"edits": [e._asdict() for e in f.fix.edits]} if f.fix else None}
            for f, applied in cleaned.findings
        ]  # fmt: skip
        shown = list(pieces(cleaned.original, cleaned.edits, found))
        original = "".join(p.text for p in shown if p.kind != "ins")
        strip = re.compile(r"[\s·↵⇥⍽⋯]|‹U\+[0-9A-F]{4}›|[\xa0\u200b-\u200f]")
        assert strip.sub("", original) == strip.sub("", cleaned.original)
        new = "".join(p.text for p in shown if p.kind != "del")
        assert strip.sub("", new) == strip.sub("", cleaned.text)


def test_the_policy_allows_the_style_and_nothing_else(tmp_path: Path) -> None:
    for html in pages(tmp_path, {"a.txt": SPUN}).values():
        soup = BeautifulSoup(html, "lxml")
        policy = soup.find("meta", attrs={"http-equiv": "Content-Security-Policy"})["content"]
        digest = base64.b64encode(hashlib.sha256(soup.style.string.encode()).digest()).decode()
        assert policy == f"default-src 'none'; style-src 'sha256-{digest}'; base-uri 'none'; form-action 'none'"
        assert not soup.find_all(style=True)
        assert not soup.find_all(["script", "link", "img", "iframe", "object"])


def test_a_screen_reader_finds_its_way(tmp_path: Path) -> None:
    for html in pages(tmp_path, {"a.txt": SPUN}).values():
        soup = BeautifulSoup(html, "lxml")
        assert soup.html["lang"] == "en"
        assert len(soup.find_all("h1")) == len(soup.find_all("main")) == len(soup.find_all("header")) == 1
        levels = [int(tag.name[1]) for tag in soup.find_all(re.compile("^h[1-6]$"))]
        assert all(after - before <= 1 for before, after in pairwise(levels))
        for drawing in soup.find_all("svg"):
            assert drawing["role"] == "img"
            assert drawing["aria-label"]
        for section in soup.find_all("section"):
            assert soup.find(id=section["aria-labelledby"]).get_text()
        for table in soup.find_all("table"):
            assert all(head.get("scope") and head.get_text(strip=True) for head in table.find_all("th"))


def test_pages_below_folders_link_back(tmp_path: Path) -> None:
    made = pages(tmp_path, {"2024/may/a.txt": SPUN})
    assert 'href="../../index.html"' in made["2024/may/a.txt"]
    assert 'href="a.txt.report.json"' in made["2024/may/a.txt"]
    assert 'href="2024/may/a.txt.report.html"' in made["index.html"]


def test_an_article_of_an_earlier_run_is_shown_from_its_ledger(tmp_path: Path) -> None:
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "a.txt").write_text(SPUN)
    assert main(["clean", str(tmp_path / "in"), "-o", str(tmp_path / "out"), "--no-html", "--no-readability"]) == 0
    assert not (tmp_path / "out" / "a.txt.report.html").exists()
    assert main(["clean", str(tmp_path / "in"), "-o", str(tmp_path / "out"), "--no-readability"]) == 0
    html = (tmp_path / "out" / "a.txt.report.html").read_text()
    assert "<del>following</del><ins>after</ins>" in html


def test_the_pages_of_a_run_are_no_articles(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "a.txt").write_text(SPUN)
    (tmp_path / "in" / "index.html").write_text(f"<p>{SPUN}</p>")
    main(["clean", str(tmp_path / "in"), "-o", str(tmp_path / "out"), "--no-readability"])
    names = [job.name for job in articles([tmp_path / "out"])]
    assert names == ["a.txt", "index.html.txt"]
    assert main(["check", str(tmp_path / "out"), "--no-config"]) == 0, capsys.readouterr().out
    assert [job.name for job in articles([tmp_path / "in"])] == ["a.txt", "index.html"]


def test_a_page_that_cannot_be_written_fails_its_article_only(tmp_path: Path) -> None:
    (tmp_path / "in").mkdir()
    for name in ("a.txt", "b.txt"):
        (tmp_path / "in" / name).write_text(SPUN)
    (tmp_path / "out" / "a.txt.report.html").mkdir(parents=True)
    assert main(["clean", str(tmp_path / "in"), "-o", str(tmp_path / "out"), "--no-readability"]) == 2
    assert (tmp_path / "out" / "b.txt.report.html").is_file()
    assert "a.txt.report.html: can&#39;t be written" in (tmp_path / "out" / "index.html").read_text()


def test_a_refused_article_is_shown_as_it_is(tmp_path: Path) -> None:
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "a.txt").write_text("Talks resumed.\n\n" + "Leave a Reply\n" * 60)
    assert main(["clean", str(tmp_path / "in"), "-o", str(tmp_path / "out"), "--no-readability", "--no-config"]) == 3
    html = BeautifulSoup((tmp_path / "out" / "a.txt.report.html").read_text(), "lxml")
    assert not html.select(".text del")
    assert "most-removed" in html.select_one(".wrong").get_text()
    assert "refused" in (tmp_path / "out" / "index.html").read_text()


def record(name: str, findings: int) -> dict:
    return {
        "file": name,
        "readability": None,
        "scores": {"artifact": 0.5, "boilerplate": 0.1, "verdict": "review", "evidence": []},
        "findings": [
            {"rule": f"name.rule-number-{n % 90}", "category": "name", "severity": "error", "applied": n % 2 == 0,
             "start": 0, "end": 8, "text": f"Raissi {n % 999:>2}",
             "fix": {"edits": [{"start": 0, "end": 8, "replacement": "Raisi"}]}}
            for n in range(findings)
        ],
    }  # fmt: skip


def test_the_overview_of_ten_thousand_findings_is_small(tmp_path: Path) -> None:
    overview = Overview()
    for number in range(1000):
        overview.add(
            record(f"2024/agency/a-rather-long-name-of-an-article-{number:05}.txt", 10), "cleaned", f"{number}.html"
        )
    html = overview.html()
    assert len(html.encode()) < 300_000
    assert html.count("a-rather-long-name") == MOST_ROWS
    assert "each of the other 700 has a report" in html


def test_scores_and_verdicts_stand_before_and_after(tmp_path: Path) -> None:
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "a.txt").write_text(
        "They fight once morest terror.\n\nThe talks went on in Oslo.\n\nLeave a Reply\n"
    )
    main(["clean", str(tmp_path / "in"), "-o", str(tmp_path / "out"), "--no-config"])
    scores = json.loads((tmp_path / "out" / "a.txt.report.json").read_text())["scores"]
    assert (scores["verdict"], scores["after"]["verdict"]) == ("reject", "publish")
    index = BeautifulSoup((tmp_path / "out" / "index.html").read_text(), "lxml")
    row = index.select_one("#articles ~ table tbody tr")
    shown = {cell["data-label"]: cell.get_text() for cell in row.select("[data-label]")}
    for key, label in SCORES.items():
        assert shown[label] == changed(scores[key], scores["after"][key])
    assert shown["spinning"].endswith(" → 0.00")
    verdicts = [[cell.get_text() for cell in r.select("th, td")] for r in index.select("#verdicts ~ table tbody tr")]
    assert verdicts[0] == ["reject", "100 %", "1", "0"]
    assert verdicts[2] == ["publish", "0 %", "0", "1"]
    page = BeautifulSoup((tmp_path / "out" / "a.txt.report.html").read_text(), "lxml")
    assert page.select_one("h1").get_text().endswith("reject → publish")
    main(["check", str(tmp_path / "in"), "--no-config", "--output", f"html:{tmp_path / 'check.html'}"])
    assert "→" not in (tmp_path / "check.html").read_text(), "a check changes nothing"


def test_the_order_of_files_changes_nothing() -> None:
    records = [record(f"{number:05}.txt", number % 7) for number in range(900)]
    made = []
    for ordered in (records, records[::-1]):
        overview = Overview()
        for item in ordered:
            overview.add(item, "cleaned")
        made.append(overview.html())
    assert made[0] == made[1]


def test_the_page_of_a_check_with_ten_thousand_findings_is_small(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    for number in range(20):
        (tmp_path / f"{number}.txt").write_text(
            "They fight once morest terror in the mountains of the north.\n\n" * 500
        )
    main(["check", ".", "--no-config", "--output", "html:report/x.html", "--output-format", "gitlab"])
    assert capsys.readouterr().out.count("fingerprint") >= 10_000
    assert 50_000 < (tmp_path / "report" / "x.html").stat().st_size < 300_000


def test_a_text_that_is_not_at_hand_is_said_to_be_so() -> None:
    links = {"index": "index.html", "report_link": "r.json", "text_link": ""}
    item = record("a.txt", 3)
    for finding in item["findings"]:
        finding |= {"message": "m", "why": "w", "line": 1, "column": 1, "fix": {"safety": "safe", **finding["fix"]}}
    assert "not at hand any more" in article_page(item, "", [], links)


def test_invisible_edits_are_made_visible() -> None:
    assert visible(" \xa0\n") == "·⍽↵\n"
    assert visible("a\u200bb\x07") == "a‹U+200B›b‹U+0007›"
    assert visible("two words") == "two words"
    assert visible("\xa0 " * 500 + "x") == "⍽ ⍽ ⋯x"
    (first, deleted, last) = pieces("a  b", [Edit(2, 3, "", "text.spaces")], [])
    assert (first.text, deleted.text, last.text) == ("a ", "·", "b")
