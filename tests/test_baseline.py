"""The baseline: what is known stays out of sight, what is new shows; counted, and never by line number."""

import json
from pathlib import Path

import pytest
from command import newslint

from lint.baseline import NAME, BaselineError, load

BAD = "The council agreed to repair the bridge, following they visited the site."


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "a.txt").write_text(f"{BAD}\n\n{BAD}\n\nLeave a Reply\n")
    (tmp_path / "in" / "b.txt").write_text("Nothing is wrong here.\n")
    assert newslint(tmp_path, "baseline", "write").returncode == 0
    return tmp_path


def test_known_findings_are_neither_shown_nor_fixed(folder: Path) -> None:
    text = (folder / "in" / "a.txt").read_text()
    result = newslint(folder, "check")
    assert (result.returncode, result.stdout, result.stderr) == (0, "", "")
    assert newslint(folder, "check", "--fix").returncode == 0
    assert (folder / "in" / "a.txt").read_text() == text
    assert newslint(folder, "check", "--no-baseline").returncode == 1


def test_a_paragraph_above_changes_nothing(folder: Path) -> None:
    path = folder / "in" / "a.txt"
    path.write_text("A new paragraph.\n\n" + path.read_text())
    assert newslint(folder, "check").returncode == 0


def test_one_more_of_the_same_shows(folder: Path) -> None:
    path = folder / "in" / "a.txt"
    path.write_text(path.read_text().replace(BAD, f"{BAD}\n\n{BAD}", 1))
    result = newslint(folder, "check", "--output-format", "concise")
    assert result.returncode == 1
    assert result.stdout.count("following-clause") == 1
    assert "(3 in the baseline)" in result.stdout


def test_new_findings_are_taken_in_only_when_that_is_said(folder: Path) -> None:
    before = (folder / NAME).read_bytes()
    (folder / "in" / "b.txt").write_text(BAD + "\n")
    result = newslint(folder, "baseline", "write")
    assert result.returncode == 1
    assert "in/b.txt: 1 new" in result.stdout
    assert "--accept-new" in result.stderr
    assert (folder / NAME).read_bytes() == before
    assert newslint(folder, "baseline", "write", "--accept-new").returncode == 0
    assert newslint(folder, "check").returncode == 0


def test_prune_takes_out_what_is_gone_and_nothing_in(folder: Path) -> None:
    (folder / "in" / "a.txt").write_text(f"{BAD}\n")
    (folder / "in" / "b.txt").write_text(f"{BAD}\n")
    assert newslint(folder, "baseline", "prune").stderr == "2 taken out, 1 left\n"
    assert newslint(folder, "check", "in/a.txt").returncode == 0
    assert newslint(folder, "check", "in/b.txt").returncode == 1
    (folder / "in" / "a.txt").unlink()
    assert newslint(folder, "baseline", "prune").stderr == "1 taken out, 0 left\n"


def test_show_counts_by_rule_and_file(folder: Path) -> None:
    shown = newslint(folder, "baseline", "show").stdout
    assert "      2  artifact.following-clause\n" in shown
    assert "      3  in/a.txt\n" in shown
    assert newslint(folder, "baseline", "show", "in/b.txt").stdout == ""


def test_the_file_reads_well_and_is_the_same_from_every_folder(folder: Path) -> None:
    content = (folder / NAME).read_text()
    assert content.count("\n   {") == 2  # a finding a line
    assert newslint(folder / "in", "baseline", "write").returncode == 0
    assert (folder / NAME).read_text() == content
    assert newslint(folder / "in", "check", "a.txt").returncode == 0


@pytest.mark.parametrize(
    ("content", "message"),
    [
        ('{"schema": "newslint-baseline/9", "newslint": "4.0", "files": {}}', "written by newslint 4.0"),
        ('{"schema": "newslint-baseline/1"}', "not a baseline"),
        ('{"schema": "newslint-baseline/1", "files": {"a": [{}]}}', "not a baseline"),
        ('{"schema": "other"}', "not a baseline"),
        ("[]", "not a baseline"),
        ("{", "not a baseline"),
        ("\0", "not a baseline"),
    ],
)
def test_what_is_no_baseline_is_refused(folder: Path, content: str, message: str) -> None:
    (folder / NAME).write_text(content)
    with pytest.raises(BaselineError, match=message):
        load(folder / NAME)
    for command in (["check"], ["baseline", "write"], ["baseline", "prune"], ["baseline", "show"]):
        result = newslint(folder, *command)
        assert result.returncode == 2
        assert message in result.stderr
        assert "Traceback" not in result.stderr
    assert (folder / NAME).read_text() == content


def test_a_baseline_of_another_name(folder: Path) -> None:
    (folder / NAME).rename(folder / "known.json")
    assert newslint(folder, "check").returncode == 1
    assert newslint(folder, "check", "--baseline", "known.json").returncode == 0
    (folder / "newslint.toml").write_text('baseline = "known.json"\n')
    assert newslint(folder, "check").returncode == 0
    assert "no.json: the baseline can't be read" in newslint(folder, "check", "--baseline", "no.json").stderr
    assert json.loads((folder / "known.json").read_text())["schema"] == "newslint-baseline/1"


def test_a_fix_beside_a_known_finding_does_not_make_it_new(folder: Path) -> None:
    path = folder / "in" / "b.txt"
    path.write_text(f"{BAD[:-1]} , once morest the plan.\n")
    newslint(folder, "baseline", "write", "--accept-new", "--select", "artifact.following-clause")
    newslint(folder, "check", "--fix")
    text = path.read_text()
    assert text == f"{BAD[:-1]}, against the plan.\n"
    assert newslint(folder, "check", "in/b.txt", "--fix").returncode == 0
    assert path.read_text() == text
