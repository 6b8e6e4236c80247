"""What recurs in the articles of a site: how it is counted, removed in a run, shown, and written as a pack."""

import json
import random
from pathlib import Path

import pytest

from lint.cli import main
from lint.linter import Linter
from lint.recurrence.count import Counter, count, rows
from lint.recurrence.keys import key, masked, site_of
from lint.recurrence.pack import expression
from lint.recurrence.rule import RULE_ID
from lint.recurrence.templates import blocks, templates

THINGS = ["harbor", "school", "bridge", "theater", "market", "library", "clinic", "station", "orchard", "quarry"]
NAMES = ["Marta Quill", "Lars Holm", "Edda Brandt"]
ABOUT = (
    "The Sound Mirror has told the islands what happens on the water and behind the doors of the town hall since 1921."
)


def article(number: int) -> str:
    thing, other = THINGS[number % 10], THINGS[number * 7 % 10]
    return (
        f"The {thing} of Torby opens again\n\n"
        f"After {number + 3} months of work the {thing} is open again, and people came from all parts of the island to see "
        f"what had become of the {other} beside it.\n\n"
        f"Tonight on the Sound Mirror hour: {NAMES[number % 3]} explains the tide of week {number}\n\n"
        f"The {other} will be next, the council of Torby said, but nobody knows yet when the {number + 2} workers can come.\n\n"
        f"Our island hour\n\n{ABOUT}\n"
    )


SITE = [(f"mirror/{number}.txt", article(number)) for number in range(10)]


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("Read on at page 3, May 4, 2024", "Read on at page 17, June 12, 2025", True),
        ("Tips go to Marta Quill at m@mirror.example", "Tips go to Lars Holm at holm@mirror.example", False),
        (
            "All our tips go to Marta Quill at m@mirror.example",
            "All our tips go to Lars Holm at h@mirror.example",
            True,
        ),
        ("Marta Quill", "Lars Holm", False),
        ("  • Our Stories", "our stories", True),
    ],
)
def test_lines_are_the_same_but_for_what_varies(one: str, other: str, same: bool) -> None:
    assert (key(one, "site") == key(other, "site")) is same
    assert key(one, "site") != key(one, "other")


def test_lines_that_say_nothing_do_not_count() -> None:
    assert [masked(line) for line in ("* * *", "", "12", "a" * 2000)] == [None] * 4


def test_recurring_lines_go_and_the_articles_stay() -> None:
    recurring = count(SITE)
    linter = Linter(recurring=recurring)
    cleaned = linter.clean(article(4), "mirror/4.txt")
    gone = {f.rule for f, applied in cleaned.findings if applied}
    assert gone == {RULE_ID}
    assert "Tonight" in cleaned.text  # a lone line within the text is no safe removal
    assert ABOUT not in cleaned.text
    assert "Our island hour" not in cleaned.text
    assert "opens again" in cleaned.text
    assert "10 of the 10 articles" in next(f.message for f, _ in cleaned.findings)


def test_nothing_goes_from_another_site_or_a_small_one() -> None:
    assert not Linter(recurring=count(SITE)).clean(article(4), "elsewhere/4.txt").rounds
    assert count(SITE[:4]) == {}


def test_a_paragraph_in_two_articles_and_versions_of_one_article_stay() -> None:
    syndicated = [*SITE[:9], ("mirror/10.txt", article(12) + "\n" + article(3).split("\n\n")[1])]
    texts = {
        line for name, text in syndicated for line in text.splitlines() if key(line, site_of(name)) in count(syndicated)
    }
    assert not any(line.startswith("After") for line in texts)
    versions = [(f"mirror/{number}.txt", article(2)) for number in range(30)]
    assert count(versions) == {}


def test_an_article_of_which_most_recurs_is_left_to_the_editor() -> None:
    recurring = count(SITE)
    cleaned = Linter(recurring=recurring).clean(f"The Mirror at 100\n\n{ABOUT}\n\nA short word.\n", "mirror/about.txt")
    assert not cleaned.rounds
    assert [f.rule for f in cleaned.left] == [RULE_ID]


def test_order_and_parts_change_nothing() -> None:
    shuffled = SITE.copy()
    random.Random(3).shuffle(shuffled)
    with Counter() as counter:
        for name, text in shuffled:
            counter.add_rows(rows(name, text))
            counter.add(name, text)
        assert counter.recurring() == count(SITE)


def test_blocks_are_lines_that_follow_one_another() -> None:
    found = list(blocks(templates(SITE, count(SITE))))
    assert [one.first for one in found[0]][-2:] == ["Our island hour", ABOUT]


def test_an_expression_matches_every_wording() -> None:
    import re

    lines = {line for _, text in SITE for line in text.splitlines() if line.startswith("Tonight")}
    assert all(re.fullmatch(expression(min(lines)), line, re.IGNORECASE) for line in lines)
    assert not re.fullmatch(expression(min(lines)), "Tonight the Sound is calm", re.IGNORECASE)


def test_template_shows_and_writes_a_pack_that_passes_its_tests(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = tmp_path / "mirror"
    folder.mkdir()
    for name, text in SITE:
        (tmp_path / name).write_text(text, encoding="utf-8")
    (folder / "x.txt").write_bytes(b"\0\0")
    pack = tmp_path / "site.toml"
    assert main(["template", str(folder), "--write", str(pack), "--output-format", "json"]) == 2
    captured = capsys.readouterr()
    assert captured.err.count("x.txt") == 1
    assert {record["files"] for record in json.loads(captured.out)} == {10}
    assert main(["rules", "test", str(pack)]) == 0
    capsys.readouterr()
    assert main(["template", str(folder)]) == 2
    assert "mirror: 10 articles" in capsys.readouterr().out
    linter = Linter(Linter().config.with_options(packs=(str(pack),), unsafe_fixes=True))
    assert any(f.message.endswith("of the site.") for f in linter.check(article(4)))


def test_clean_learns_from_the_folder_and_resumes(tmp_path: Path) -> None:
    folder, out = tmp_path / "in" / "mirror", tmp_path / "out"
    folder.mkdir(parents=True)
    for name, text in SITE:
        (tmp_path / "in" / name).write_text(text, encoding="utf-8")
    command = ["clean", str(tmp_path / "in"), "-o", str(out), "--no-config", "--no-readability"]
    assert main(command) == 0
    assert not any(ABOUT in path.read_text(encoding="utf-8") for path in (out / "mirror").glob("*.txt"))
    assert main(command) == 0
    files = json.loads((out / "summary.json").read_text(encoding="utf-8"))["files"]
    assert files["skipped"] == 10
    assert main([*command, "--no-recurrence"]) == 0
    assert all(ABOUT in path.read_text(encoding="utf-8") for path in (out / "mirror").glob("*.txt"))
