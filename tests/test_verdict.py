"""One verdict for an article, explained."""

import json
from pathlib import Path

import pytest

from lint.cli import main
from lint.config import Config
from lint.edits import Edit
from lint.engine import Cleaned, Judged
from lint.linter import Linter
from lint.rule import Finding
from lint.text import Document
from lint.verdict import scores, scores_after

CLEAN = (
    "The council met on Monday and spoke of the harbor. The mayor said the ferry would sail from May. "
    "Two members were ill, and the vote was put off to the spring.\n"
)
SPUN = "They fight once morest terrorism, and stand once morest the law once morest all.\n"
POOR = (
    "The mayor has went home. The army will sent more men. It was one of the reason for an strike. "
    "He did not knew it. Several minister of the town must to go, and he wanted to going too.\n"
)


def judged(text: str, **settings: float) -> dict[str, object]:
    config = Config(**settings)  # type: ignore[arg-type]
    cleaned = Linter(config).clean(text)
    return scores(Document(text), [finding for finding, _ in cleaned.findings], config)


def test_a_clean_article_is_published_without_a_reason() -> None:
    result = judged(CLEAN)
    assert (result["verdict"], result["reasons"], result["language"]) == ("publish", [], 0.0)


def test_a_spun_article_is_rejected_and_the_rules_are_named() -> None:
    result = judged(SPUN)
    assert result["verdict"] == "reject"
    (reason,) = result["reasons"]  # type: ignore[misc]
    assert "artifact.impossible-word" in reason["reason"]
    assert reason["value"] >= reason["limit"]


def test_poor_language_is_a_reason_to_look_at_it_but_never_to_throw_it_away() -> None:
    result = judged(POOR, review_language_at=0.3)
    assert result["verdict"] == "review"
    assert [reason["score"] for reason in result["reasons"]] == ["language"]  # type: ignore[attr-defined]
    assert judged(POOR, review_language_at=0.3, reject_at=0.0)["verdict"] == "reject"


def test_long_sentences_are_a_reason_with_a_limit_of_its_own() -> None:
    text = " ".join(["word"] * 60) + " ends here.\n"
    assert judged(text)["verdict"] == "review"
    assert judged(text, review_readability_at=1.0)["readability"] == 1.0
    assert judged("", review_readability_at=0.5)["verdict"] == "publish"


def test_a_verdict_can_fail_a_run(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "clean.txt").write_text(CLEAN)
    (tmp_path / "spun.txt").write_text(SPUN)
    options = ["--fail-on", "verdict", "--no-config"]
    assert main(["check", str(tmp_path / "clean.txt"), *options]) == 0
    assert main(["check", str(tmp_path / "spun.txt"), *options]) == 1
    assert "spun.txt: reject: a spinner or a translation engine went through the text (" in capsys.readouterr().err


def test_a_report_names_the_hardest_sentences(tmp_path: Path) -> None:
    hard = (
        "The implementation of the agreement, which was announced when the delegation, that had been received by the "
        "administration, left the capital after the negotiations, was delayed because the documentation was missing."
    )
    (tmp_path / "a.txt").write_text(CLEAN + "\n" + hard + "\n")
    assert main(["clean", str(tmp_path / "a.txt"), "-o", str(tmp_path / "out"), "--no-config"]) == 0
    (sentence,) = json.loads((tmp_path / "out" / "a.txt.report.json").read_text())["readability"]["hardest"]
    assert (sentence["line"], sentence["words"]) == (3, 31)
    assert sentence["why"][1:] == ["6 clauses", "6 abstract nouns", "in the passive voice"]


def test_scores_after_cleaning_are_those_of_the_cleaned_text() -> None:
    text = (
        "Doctors met in Oslo, following they had asked.\n\nThe talks went on.\n\nShare this article\n\nLeave a Reply\n"
    )
    linter = Linter()
    cleaned = linter.clean(text)
    after = scores_after(cleaned, "a.txt", linter.config)
    again = scores(Document(cleaned.text), linter.check(cleaned.text), linter.config)
    assert after == {key: again[key] for key in after}
    assert after["artifact"] < scores(Document(text), linter.check(text), linter.config)["artifact"]


def test_findings_that_are_left_count_where_they_stand_in_the_cleaned_text() -> None:
    text = "Share this article\n\nThe talks between the two delegations went on in Oslo until the early morning.\n"
    cleaned = Cleaned(
        text,
        text[20:],
        (
            Judged(Finding("boilerplate.share-bar", 0, 18, ""), True),
            Judged(Finding("boilerplate.byline", 20, len(text) - 1, ""), False),
        ),
        (),
        (Edit(0, 20, "", "boilerplate.share-bar"),),
    )
    assert scores_after(cleaned, "a.txt", Config())["boilerplate"] == 1.0


def test_a_page_is_judged_by_its_prose() -> None:
    body = "<p>The talks went on in Oslo, and nobody left the room before the morning came.</p>" * 3
    page = f"<html><body><article>{body}</article><footer>Share this article</footer></body></html>"
    linter = Linter()
    cleaned = linter.clean(page, "a.html")
    assert scores_after(cleaned, "a.html", linter.config)["verdict"] == "publish"
