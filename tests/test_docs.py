"""What the documentation shows works: its pack, its commands, its configuration, its hooks."""

import re
import shlex
import tomllib
from pathlib import Path

import pytest
from command import newslint

from lint.cli import COMMANDS, parser
from lint.config import load
from lint.config.model import known_keys
from lint.linter import Linter
from lint.readers.formats import document
from lint.ruleset import RuleSet
from lint.suppress import UNUSED, ignores
from lint.trial import failures

ROOT = Path(__file__).parent.parent
PAGES = sorted([ROOT / "README.md", *(ROOT / "docs").glob("*.md")])


def blocks(page: Path, language: str) -> list[str]:
    return re.findall(rf"```{language}\n(.*?)```", page.read_text(encoding="utf-8"), re.DOTALL)


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_commands_can_be_parsed(page: Path) -> None:
    text = page.read_text(encoding="utf-8")
    commands = "|".join(COMMANDS)
    for command in re.findall(rf"^\$? ?(?:\S*/)?newslint ((?:{commands})\b[^\n|&`…]*)$", text, re.MULTILINE):
        parser().parse_args(shlex.split(command))


def test_the_tutorial_prints_what_it_shows(tmp_path: Path) -> None:
    page = (ROOT / "docs" / "writing-rules.md").read_text(encoding="utf-8")
    steps = re.findall(r"```(console|toml|text|sh)\n(.*?)```", page[: page.index("## The keys")], re.DOTALL)
    files = {"text": "article.txt", "toml": "house.toml"}
    ran = 0
    for language, content in steps:
        if language in files:
            name = "newslint.toml" if content.startswith("packs") else files[language]
            (tmp_path / name).write_text(content, encoding="utf-8")
            continue
        for command, shown in re.findall(r"^(?:\$ )?newslint ([^\n]*)\n([^$]*)", content, re.MULTILINE):
            result = newslint(tmp_path, *shlex.split(command))
            ran += 1
            assert result.returncode in (0, 1), result.stderr
            assert language == "sh" or (result.stdout + result.stderr).startswith(shown), result.stdout + result.stderr
    assert ran == 6


def test_the_rule_in_python_of_the_tutorial_is_right() -> None:
    (code,) = blocks(ROOT / "docs" / "writing-rules.md", "python")
    made: dict[str, object] = {}
    exec(code, made)
    (rule,) = made["RULES"]  # type: ignore[misc]
    assert list(failures(rule, RuleSet([rule]))) == []


@pytest.mark.parametrize("name", ["README.md", "docs/settings.md"])
def test_the_settings_that_are_shown_load(name: str, tmp_path: Path) -> None:
    shown = blocks(ROOT / name, "toml")[0]
    (tmp_path / "newslint.toml").write_text("", encoding="utf-8")
    path = tmp_path / "articles" / "newslint.toml"
    path.parent.mkdir()
    path.write_text(shown, encoding="utf-8")
    config = load(path)
    assert config.safety == {"name.variant-spelling": "suggestion"}
    assert {*config.ignore, *config.extend_select} > {"readability"}


def test_the_page_of_settings_shows_every_key() -> None:
    shown = tomllib.loads(blocks(ROOT / "docs" / "settings.md", "toml")[0])
    assert set(shown) == set(known_keys([]))


def test_the_comments_of_the_page_on_suppression_suppress() -> None:
    (shown,) = blocks(ROOT / "docs" / "suppression.md", "markdown")
    assert len(list(ignores(document(shown, "a.md")))) == 4
    assert [finding.rule for finding in Linter().check(shown, "a.md")] == [UNUSED.id, UNUSED.id]


def test_links_lead_somewhere() -> None:
    for page in PAGES:
        for target in re.findall(r"\]\(([^)#:]+)\)", page.read_text(encoding="utf-8")):
            assert (page.parent / target).exists(), f"{page.name}: {target}"


def test_the_hooks_run_commands_that_exist() -> None:
    entries = re.findall(r"entry: newslint (.*)", (ROOT / ".pre-commit-hooks.yaml").read_text(encoding="utf-8"))
    assert len(entries) >= 2
    for entry in entries:
        parser().parse_args([*entry.split(), "article.txt"])


def test_the_changelog_has_an_unreleased_section_on_top() -> None:
    headings = re.findall(r"^## (.*)$", (ROOT / "CHANGELOG.md").read_text(encoding="utf-8"), re.MULTILINE)
    assert headings[0] == "Unreleased"


def test_the_version_stands_in_one_place() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    assert project["project"]["dynamic"] == ["version"]
