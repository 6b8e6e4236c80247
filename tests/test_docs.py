"""What the documentation shows works: its pack, its commands, its configuration, its hooks."""

import importlib.util
import re
import shlex
import subprocess
import tomllib
from pathlib import Path

import pytest
from command import newslint

from lint.catalogue import require
from lint.cli import COMMANDS, main, parser
from lint.config import Config, load
from lint.config.files import Layer
from lint.config.model import known_keys
from lint.config.resolver import named_rules
from lint.linter import Linter, known_rules
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


def test_the_page_of_commands_is_that_of_the_parser() -> None:
    spec = importlib.util.spec_from_file_location("reference", ROOT / "docs" / "reference.py")
    assert spec
    assert spec.loader
    reference = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(reference)
    page, made = ROOT / "docs" / "commands.md", reference.page()
    if page.read_text(encoding="utf-8") != made:
        page.write_text(made, encoding="utf-8")
        pytest.fail("docs/commands.md was out of date; it is written anew, look at its diff")


def test_the_tutorial_works(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    page = ROOT / "docs" / "tutorial.md"
    article = blocks(page, "text")[0]
    Path("summit.txt").write_text(article, encoding="utf-8")
    codes = {}
    for line in "".join(blocks(page, "sh")).splitlines():
        words = shlex.split(line)
        if words[0] != "newslint":
            subprocess.run(words, check=True)
            continue
        codes[line] = main(words[1:])
        if line.endswith("--fix"):
            fixed = Path("summit.txt").read_text(encoding="utf-8")
            assert "after they were" in fixed
            assert "fight against terrorism" in fixed
            assert "Leave a Reply" not in fixed
    assert codes["newslint check summit.txt"] == 1
    assert "[safe]" in capsys.readouterr().out
    assert [line for line, code in codes.items() if code > 1] == []
    assert Path("summit.txt").read_text(encoding="utf-8") == article
    assert Path("cleaned/index.html").exists()
    assert Path("findings.sarif").exists()


def test_every_page_is_on_the_site() -> None:
    site = (ROOT / "mkdocs.yml").read_text(encoding="utf-8")
    assert {page.name for page in (ROOT / "docs").glob("*.md")} == set(re.findall(r"[\w-]+\.md", site))


def test_the_configurations_in_the_pages_load(tmp_path: Path) -> None:
    path = tmp_path / "newslint.toml"
    path.write_text(blocks(ROOT / "docs" / "newsroom.md", "toml")[0], encoding="utf-8")
    assert load(path).safety == {"name.variant-spelling": "suggestion"}


def test_the_picture_is_small() -> None:
    assert 20_000 < (ROOT / "docs" / "report.png").stat().st_size < 150_000


def test_the_example_of_the_overview_is_what_the_program_prints() -> None:
    (example,) = blocks(ROOT / "README.md", "console")
    command, _, shown = example.partition("\n")
    assert newslint(ROOT, *shlex.split(command.removeprefix("$ newslint"))).stdout == shown


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_settings_that_are_shown_name_rules_that_are_there(page: Path, tmp_path: Path) -> None:
    for block in blocks(page, "toml"):
        table = tomllib.loads(block)
        table = table.get("tool", {}).get("newslint", table)
        for _, name in named_rules(Layer("page", tmp_path, table)):
            require(name, known_rules(Config()))


def test_the_settings_to_begin_with_name_rules_that_are_there(tmp_path: Path) -> None:
    text = newslint(tmp_path, "init", "--print").stdout
    table = tomllib.loads(re.sub(r'^# (?=\[|["a-z-]+"? = )', "", text, flags=re.MULTILINE))
    assert "overrides" in table
    for _, name in named_rules(Layer("init", tmp_path, table)):
        require(name, known_rules(Config()))
