"""Whole web pages: what their head tells, and the article as trafilatura sees it."""

import json
from pathlib import Path

import pytest

from lint.cli import main
from lint.config import Config
from lint.engine import undo
from lint.linter import Linter
from lint.readers import page
from lint.repair.markup import prose

LONG = (
    "The old ferry will sail again in June because the town found the money for a new engine and a second crew. "
    "Passengers had waited for it since the winter, when ice broke the hull and nobody could pay for the repair. "
)
PAGE = f"""<!DOCTYPE html><html><head><title>Ferry sails again</title>
<meta property="og:site_name" content="Sound &amp; Sea"><meta content='Marta Quill' name=author>
<meta property="article:published_time" content="2024-05-04T11:20:00Z"></head><body>
<div class="teasers"><div class="teaser"><a href="/x">Two piers break in the storm of the week</a></div></div>
<article><h1>Ferry sails again</h1><p>{LONG}</p><p>{LONG.replace("June", "July")}</p><p>{LONG.replace("old", "new")}</p></article>
<div class="sidebar"><p>Owner of a lost dog was found by the police of Torby</p></div></body></html>
"""


def test_the_head_of_a_page_tells_of_the_article() -> None:
    assert page.metadata(PAGE) == {"author": ["Marta Quill"], "date": ["2024-05-04T11:20:00Z"], "site": ["Sound & Sea"]}
    assert page.metadata("<meta name=author>") == page.metadata("") == {}


def test_the_report_keeps_what_the_head_tells(tmp_path: Path) -> None:
    (tmp_path / "a.html").write_text(PAGE, encoding="utf-8")
    assert main(["clean", str(tmp_path / "a.html"), "-o", str(tmp_path / "out"), "--no-config", "--no-html"]) == 0
    record = json.loads((tmp_path / "out" / "a.html.report.json").read_text(encoding="utf-8"))
    assert record["metadata"]["site"] == ["Sound & Sea"]


def test_trafilatura_picks_the_article_and_every_byte_comes_back() -> None:
    pytest.importorskip("trafilatura", reason="needs newslint[html]")
    cleaned = Linter(Config(extractor="trafilatura")).clean(PAGE, "a.html")
    assert "lost dog" not in cleaned.text
    assert "piers" not in cleaned.text
    assert cleaned.text.startswith("Ferry sails again\n\nThe old ferry")
    assert cleaned.text.count("second crew") == 3
    assert undo(cleaned.text, cleaned.rounds) == PAGE


@pytest.mark.parametrize(
    "html", ["", "<html></html>", "<p>Short.", "no markup at all", "<div>" * 400 + "deep", "<title>T</title>"]
)
def test_a_page_without_article_keeps_its_text(html: str) -> None:
    pytest.importorskip("trafilatura", reason="needs newslint[html]")
    cleaned = Linter(Config(extractor="trafilatura", select=("text.space-run",))).clean(html, "a.html")
    assert cleaned.text.split() == prose(html).split()
    assert undo(cleaned.text, cleaned.rounds) == html


def test_a_missing_extractor_is_named_with_its_remedy(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("importlib.util.find_spec", lambda name: None)
    with pytest.raises(page.NoExtractorError, match=r"pip install 'newslint\[html\]'"):
        Linter(Config(extractor="trafilatura"))
