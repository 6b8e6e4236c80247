"""The overview shows every edit in place, and text from strangers as text."""

import re
from pathlib import Path

import pytest

from lint.batch import Job, Output, clean_file
from lint.linter import Linter
from lint.report import Summary
from lint.reports.html import MOST_FILES, Page

INJECTIONS = [
    "<script>alert(1)</script>",
    '"><img src=x onerror=alert(1)>',
    "{{ 7 * 7 }}",
    "' onmouseover='x",
    "</del><b>",
]


def page(tmp_path: Path, texts: dict[str, str]) -> str:
    output, summary = Output(tmp_path / "out"), Summary()
    shown = Page(output)
    for name, text in texts.items():
        path = tmp_path / name
        path.write_text(text)
        outcome = clean_file(Job(path, name), output, Linter(), readability=False)
        assert outcome.record, outcome.message
        summary.add(outcome.record, outcome.state)
        shown.add(outcome)
    return shown.html(summary.record())


@pytest.mark.parametrize("injected", INJECTIONS)
def test_text_is_shown_as_text(tmp_path: Path, injected: str) -> None:
    text = f"Talks resumed, following they met {injected} in Oslo.\n\n{injected}\n\nLeave a Reply\n"
    html = page(tmp_path, {"a & b.txt": text})
    assert injected not in html.replace("{{ 7 * 7 }}", "") or injected == "{{ 7 * 7 }}"
    assert "49" not in re.sub(r"<style>.*?</style>", "", html, flags=re.DOTALL)
    assert "<script" not in html
    assert "a &amp; b.txt" in html
    assert "a%20%26%20b.txt" in html


def test_edits_stand_in_place_with_their_rule(tmp_path: Path) -> None:
    html = page(tmp_path, {"a.txt": "Talks resumed, following they met in Oslo.\n\nLeave a Reply\n"})
    assert (
        '<del title="artifact.following-clause">following</del><ins title="artifact.following-clause">after</ins>'
        in html
    )
    assert "Leave a Reply" in html
    assert html.count("<article>") == 1


def test_the_page_is_bounded(tmp_path: Path) -> None:
    html = page(
        tmp_path, {f"{n:04}.txt": "Talks resumed, following they met.\n\nMore.\n" for n in range(MOST_FILES + 5)}
    )
    assert html.count("<article>") == MOST_FILES
    assert "5 more articles" in html
