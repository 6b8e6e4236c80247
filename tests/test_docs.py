"""What the documentation shows works: its pack, its commands, its configuration, its hooks."""

import re
import tomllib
from pathlib import Path

import pytest

from lint.cli import parser
from lint.config import load
from lint.engine import RuleSet
from lint.linter import user_rules
from lint.trial import failures

ROOT = Path(__file__).parent.parent
PAGES = sorted([ROOT / "README.md", *(ROOT / "docs").glob("*.md")])


def blocks(page: Path, language: str) -> list[str]:
    return re.findall(rf"```{language}\n(.*?)```", page.read_text(encoding="utf-8"), re.DOTALL)


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_commands_can_be_parsed(page: Path) -> None:
    text = page.read_text(encoding="utf-8")
    for command in re.findall(
        r"^\$? ?(?:\S*/)?newslint ((?:check|clean|names|undo|rules)\b[^\n|&`…]*)$", text, re.MULTILINE
    ):
        parser().parse_args(command.split())


def test_the_pack_of_the_tutorial_is_right(tmp_path: Path) -> None:
    pack = tmp_path / "house.toml"
    pack.write_text(blocks(ROOT / "docs" / "writing-rules.md", "toml")[0], encoding="utf-8")
    (rule,) = user_rules((str(pack),))
    assert list(failures(rule, RuleSet([rule]))) == []


def test_the_configuration_of_the_readme_loads(tmp_path: Path) -> None:
    path = tmp_path / "newslint.toml"
    path.write_text(blocks(ROOT / "README.md", "toml")[0], encoding="utf-8")
    assert load(path).extend_select == ("readability",)


def test_links_lead_somewhere() -> None:
    for page in PAGES:
        for target in re.findall(r"\]\(([^)#:]+)\)", page.read_text(encoding="utf-8")):
            assert (page.parent / target).exists(), f"{page.name}: {target}"


def test_the_hooks_run_commands_that_exist() -> None:
    entries = re.findall(r"entry: newslint (.*)", (ROOT / ".pre-commit-hooks.yaml").read_text(encoding="utf-8"))
    assert len(entries) == 2
    for entry in entries:
        parser().parse_args([*entry.split(), "article.txt"])


def test_the_changelog_has_an_unreleased_section_on_top() -> None:
    headings = re.findall(r"^## (.*)$", (ROOT / "CHANGELOG.md").read_text(encoding="utf-8"), re.MULTILINE)
    assert headings[0] == "Unreleased"


def test_the_version_stands_in_one_place() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    assert project["project"]["dynamic"] == ["version"]
