"""Renamed rules: the old id is understood wherever an id stands, for ever, and a note tells the new one."""

import json
from collections import Counter
from pathlib import Path

import pytest
from command import newslint

from lint.catalogue import CODED, all_rules, renamed, select
from lint.config import Config
from lint.linter import known_rules
from lint.packs import PackError, load
from lint.rule import CATEGORIES

OLD, NEW = "text.gray-spelling", "text.gray-area"
TEXT = "The council calls it a gray area.\n\nNobody else does.\n"
RULE = """
[[rule]]
id = "{id}"
kind = "swap"
safety = "safe"
message = "'{{found}}' is '{{fix}}' here."
why = "House style."
swaps = {{ "gray area" = "grey area" }}
examples = [{{ bad = "A gray area.", good = "A grey area." }}]
keep = ["A gray coat.", "The Gray Area Foundation paid."]
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "a.md").write_text(TEXT, encoding="utf-8")
    pack(tmp_path, OLD)
    return tmp_path


def pack(folder: Path, name: str, aliases: str = "") -> None:
    text = RULE.format(id=name) + (f"aliases = [{aliases}]\n" if aliases else "")
    (folder / "house.toml").write_text(text, encoding="utf-8")


def rename(folder: Path) -> None:
    pack(folder, NEW, f'"text.gray", "{OLD}"')


def check(folder: Path, *options: str) -> tuple[int, str, str]:
    result = newslint(folder, "check", "--pack", "house.toml", *options)
    return result.returncode, result.stdout, result.stderr


@pytest.mark.parametrize(
    "options", [("--select", OLD), ("--select", "text.gray"), ("--ignore", "text", "--extend-select", OLD)]
)
def test_the_command_line_understands_an_old_id(folder: Path, options: tuple[str, ...]) -> None:
    rename(folder)
    code, out, err = check(folder, *options, "--output-format", "concise")
    assert code == 1
    assert NEW in out
    assert f"is called '{NEW}' now" in err
    assert err.count("is called") == 1


def test_an_old_id_is_ignored_on_the_command_line(folder: Path) -> None:
    rename(folder)
    code, out, err = check(folder, "--ignore", OLD)
    assert (code, out) == (0, "")
    assert err == f"newslint: command line: '{OLD}' is called '{NEW}' now; both ids are understood\n"


@pytest.mark.parametrize(
    ("settings", "line"),
    [
        (f'ignore = ["{OLD}"]\n', 1),
        (f'[per-file-ignores]\n"*.md" = ["{OLD}"]\n', 2),
        (f'[[overrides]]\nfiles = ["a.md"]\nignore = ["{OLD}"]\n', 3),
    ],
)
def test_a_configuration_understands_an_old_id_and_is_told_where_it_stands(
    folder: Path, settings: str, line: int
) -> None:
    rename(folder)
    (folder / "newslint.toml").write_text(settings, encoding="utf-8")
    code, out, err = check(folder)
    assert (code, out) == (0, "")
    assert f"newslint.toml:{line}: '{OLD}' is called '{NEW}' now" in err


def test_severity_and_safety_are_set_by_an_old_id(folder: Path) -> None:
    rename(folder)
    (folder / "newslint.toml").write_text(f'[severity]\n"{OLD}" = "error"\n[safety]\n"{OLD}" = "suggestion"\n')
    _, out, _ = check(folder, "--output-format", "jsonl", "--select", NEW)
    (finding,) = json.loads(out)["findings"]
    assert (finding["severity"], finding["fix"]["safety"]) == ("error", "suggestion")


@pytest.mark.parametrize("comment", ["<!-- newslint-ignore {} -->\n{}", "---\nnewslint-ignore: {}\n---\n{}"])
def test_a_comment_understands_an_old_id(folder: Path, comment: str) -> None:
    rename(folder)
    (folder / "a.md").write_text(comment.format(OLD, TEXT), encoding="utf-8")
    code, out, err = check(folder)
    assert (code, out) == (0, "")
    assert f"a.md:{2 if comment[0] == '-' else 1}: '{OLD}' is called '{NEW}' now" in err


def test_an_ignore_file_holds_after_the_rule_was_renamed(folder: Path) -> None:
    assert check(folder, "--add-ignore", "--reason", "a name")[0] == 1
    rename(folder)
    code, out, err = check(folder)
    assert (code, out) == (0, "")
    assert f"newslint-ignore.jsonl: '{OLD}' is called '{NEW}' now" in err
    assert check(folder, "--prune-ignores")[0] == 0
    assert OLD in (folder / "newslint-ignore.jsonl").read_text(encoding="utf-8"), "the entry is still of use"


def test_a_baseline_holds_after_the_rule_was_renamed(folder: Path) -> None:
    baseline = ("baseline", "write", "--pack", "house.toml", ".")
    assert newslint(folder, *baseline).returncode == 0
    rename(folder)
    code, out, err = check(folder)
    assert (code, out) == (0, "")
    assert f"newslint-baseline.json: '{OLD}' is called '{NEW}' now" in err
    assert newslint(folder, "baseline", "prune", "--pack", "house.toml", ".").stderr == "0 taken out, 1 left\n"
    assert newslint(folder, *baseline).returncode == 0, "nothing in it is new"
    (_, (entry,)) = next(iter(json.loads((folder / "newslint-baseline.json").read_text())["files"].items()))
    assert entry["rule"] == NEW
    (folder / "a.md").write_text(TEXT + "\nA gray area again.\n", encoding="utf-8")
    assert check(folder)[0] == 1


def test_no_note_without_an_old_id(folder: Path) -> None:
    rename(folder)
    code, _, err = check(folder, "--select", NEW)
    assert (code, err) == (1, "")


def test_an_alias_is_no_prefix(folder: Path) -> None:
    pack(folder, NEW, '"artifact.gray"')
    assert check(folder, "--select", "artifact")[:2] == (0, "")


@pytest.mark.parametrize(
    ("aliases", "message"), [('"gray"', "the alias must be category.what-is-wrong"), (f'"{NEW}"', "stands already in")]
)
def test_a_wrong_alias_is_said(folder: Path, aliases: str, message: str) -> None:
    pack(folder, NEW, aliases)
    with pytest.raises(PackError, match=message):
        load([folder / "house.toml"])


def test_a_rule_in_code_has_its_old_ids_too() -> None:
    rule = CODED[0]._replace(aliases=("text.what-it-was",))
    others = [other for other in CODED if other.id != rule.id]
    assert renamed([rule, *others])["text.what-it-was"] == rule.id
    assert select([rule, *others], ["text.what-it-was"]) == [rule]
    assert rule not in select([rule, *others], ["all"], ["text.what-it-was"])


def test_no_id_of_today_was_ever_that_of_another_rule() -> None:
    names = Counter(name for rule in known_rules(Config()) for name in (rule.id, *rule.aliases))
    assert [name for name, times in names.items() if times > 1] == []
    assert all(name.partition(".")[0] in CATEGORIES for name in names)
    assert renamed(all_rules()).keys().isdisjoint(rule.id for rule in all_rules())
