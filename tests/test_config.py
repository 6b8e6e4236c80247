"""Settings: the closest file for each article, layers upon layers, and errors with file, line and remedy."""

import json
import pickle
import re
import subprocess
from pathlib import Path

import pytest
from command import ROOT, newslint

from lint.catalogue import UnknownRuleError, all_rules
from lint.cli.init import TEMPLATE
from lint.config import Config, ConfigError, Configs, load
from lint.config.files import forget
from lint.config.globs import matches
from lint.config.model import schema
from lint.linter import Linter
from lint.linters import Linters

DIRTY = "The council agreed to repair the bridge, following they visited the site.\n\nLeave a Reply\n"


@pytest.fixture(autouse=True)
def fresh(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    forget()
    monkeypatch.chdir(tmp_path)


def written(path: Path, text: str) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
    return path


def rules_for(path: Path, **options: object) -> set[str]:
    linter = Linters(Configs(options)).of(path)  # type: ignore[arg-type]
    return {finding.rule for finding in linter.check(DIRTY)}


def test_the_closest_file_counts_for_each_article(tmp_path: Path) -> None:
    written(tmp_path / "newslint.toml", 'ignore = ["artifact"]\n')
    written(tmp_path / "sub" / "newslint.toml", 'ignore = ["boilerplate"]\n')
    written(tmp_path / "sub" / "deep" / "pyproject.toml", "[project]\nname = 'x'\n")
    assert rules_for(tmp_path / "a.txt") == {"boilerplate.comment-form"}
    assert rules_for(tmp_path / "sub" / "a.txt") == {"artifact.following-clause"}
    assert rules_for(tmp_path / "sub" / "deep" / "a.txt") == {"artifact.following-clause"}


def test_an_article_elsewhere_takes_the_settings_of_the_working_folder(
    tmp_path: Path, tmp_path_factory: pytest.TempPathFactory
) -> None:
    written(tmp_path / "newslint.toml", 'ignore = ["artifact"]\n')
    assert rules_for(tmp_path_factory.mktemp("other") / "a.txt") == {"boilerplate.comment-form"}


def test_extend_lays_one_file_on_another(tmp_path: Path) -> None:
    written(tmp_path / "base.toml", 'ignore = ["artifact", "boilerplate"]\nfail-on = "info"\npacks = ["p.toml"]\n')
    written(tmp_path / "sub" / "newslint.toml", 'extend = "../base.toml"\nextend-select = ["boilerplate"]\n')
    config = load(tmp_path / "sub" / "newslint.toml")
    assert (config.fail_on, config.packs) == ("info", ("p.toml",))
    written(tmp_path / "base.toml", 'ignore = ["artifact", "boilerplate"]\n')
    forget()
    assert rules_for(tmp_path / "sub" / "a.txt") == {"boilerplate.comment-form"}


def test_select_forgets_what_was_said_before(tmp_path: Path) -> None:
    written(tmp_path / "newslint.toml", 'ignore = ["artifact"]\n')
    assert rules_for(tmp_path / "a.txt", select=["artifact"]) == {"artifact.following-clause"}
    assert rules_for(tmp_path / "a.txt", ignore=["boilerplate"]) == set()


def test_a_circle_of_extensions_is_refused(tmp_path: Path) -> None:
    written(tmp_path / "newslint.toml", 'ignore = []\nextend = ["a.toml"]\n')
    written(tmp_path / "a.toml", 'extend = "newslint.toml"\n')
    with pytest.raises(ConfigError, match=r"a\.toml:1: newslint\.toml extends a\.toml extends newslint\.toml"):
        load(tmp_path / "newslint.toml")


def test_overrides_by_glob_and_site(tmp_path: Path) -> None:
    written(
        tmp_path / "newslint.toml",
        '[per-file-ignores]\n"archive/**" = ["artifact"]\n'
        '[[overrides]]\ndomains = ["example.org"]\nignore = ["boilerplate"]\n'
        '[[overrides]]\nfiles = ["*.md"]\nfail-on = "error"\n',
    )
    assert rules_for(tmp_path / "archive" / "2019" / "a.txt") == {"boilerplate.comment-form"}
    assert rules_for(tmp_path / "crawl" / "www.example.org" / "a.txt") == {"artifact.following-clause"}
    head = written(tmp_path / "a.html", '<link rel="canonical" href="https://news.example.org/1">')
    front = written(tmp_path / "a.md", "---\nurl: https://example.org/2\n---\n")
    for path in (head, front):
        assert rules_for(path) == {"artifact.following-clause"}
    configs = Configs()
    assert configs.of(front).fail_on == "error"
    assert configs.of(head).fail_on == "warning"
    assert len(rules_for(tmp_path / "notexample.org" / "a.txt")) == 2


def test_what_is_ignored_for_a_file_stays_so_whatever_the_command_line_selects(tmp_path: Path) -> None:
    written(tmp_path / "newslint.toml", '[per-file-ignores]\n"old.txt" = ["artifact"]\n')
    assert rules_for(tmp_path / "old.txt", select=["artifact"]) == set()


def test_severity_and_safety_hold_for_every_rule_that_begins_so(tmp_path: Path) -> None:
    written(
        tmp_path / "newslint.toml",
        '[severity]\nboilerplate = "info"\n"boilerplate.comment-form" = "warning"\n[safety]\nartifact = "suggestion"\n',
    )
    found = {f.rule: f for f in Linters(Configs()).of(tmp_path / "a.txt").check(DIRTY)}
    assert found["boilerplate.comment-form"].severity.value == "warning"
    fix = found["artifact.following-clause"].fix
    assert fix is not None
    assert fix.safety.value == "suggestion"


def test_profiles_are_layers_below_the_file(tmp_path: Path) -> None:
    written(tmp_path / "newslint.toml", 'profile = "strict"\nreject-at = 0.7\n')
    config = Configs().of(tmp_path / "a.txt")
    assert (config.fail_on, config.review_at, config.reject_at) == ("info", 0.1, 0.7)
    assert Configs({"profile": "hook"}).of(tmp_path / "a.txt").fail_on == "error"
    strict = Linters(Configs()).of(tmp_path / "a.txt")
    assert strict.runs("readability.long-sentence")


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ('ignroe = ["x"]', "newslint.toml:2: unknown key 'ignroe'; did you mean 'ignore'?"),
        ("select = 'artifact'", "newslint.toml:2: select: must be a list in square brackets, not a text in quotation"),
        ('fail-on = "eror"', "newslint.toml:2: fail-on: 'eror' is none of its values; did you mean 'error'?"),
        ("unsafe-fixes = 1", "newslint.toml:2: unsafe-fixes: must be true or false, not a number"),
        ("review-at = 2.0", "newslint.toml:2: review-at: must be a number from 0 to 1, this is more"),
        ("select = [\n\n", "newslint.toml:4: not valid TOML"),
        ('[severity]\n"artifact" = "eror"', "newslint.toml:3: severity: 'eror' is none of its values"),
        (
            '[severity]\n"artefact" = "error"',
            "newslint.toml:3: no rule begins with 'artefact'; did you mean 'artifact'?",
        ),
        ('ignore = [\n  "text",\n  "texts",\n]', "newslint.toml:4: no rule begins with 'texts'; did you mean 'text'?"),
        (
            '[[overrides]]\nfiles = ["x"]\n[[overrides]]\nfiles=["y"]\nselct = []',
            "newslint.toml:6: unknown key 'selct'",
        ),
        ('[[overrides]]\nignore = ["text"]', "newslint.toml:2: overrides: it says neither 'files' nor 'domains'"),
        ('[per-file-ignores]\n"*.md" = ["txt"]', "newslint.toml:3: no rule begins with 'txt'"),
        ('extend = "none.toml"', "newslint.toml:2: it extends 'none.toml', which is no file"),
        ('packs = ["none.toml"]', "none.toml: the rule pack can't be read"),
        ('plugins = ["none"]', "plugin 'none' is not installed"),
    ],
)
def test_what_is_wrong_is_said_by_line(tmp_path: Path, text: str, message: str) -> None:
    written(tmp_path / "newslint.toml", f"# settings\n{text}\n")
    written(tmp_path / "a.txt", DIRTY)
    result = newslint(tmp_path, "check")
    assert (result.returncode, result.stdout) == (2, "")
    assert result.stderr.startswith(f"newslint: {message}")
    assert result.stderr.count("\n") == 1


def test_a_table_of_pyproject_is_named_by_its_line(tmp_path: Path) -> None:
    written(tmp_path / "pyproject.toml", '[project]\nname = "x"\nselct = 1\n\n[tool.newslint]\nselct = ["text"]\n')
    with pytest.raises(ConfigError, match=r"pyproject\.toml:6: unknown key 'selct'; did you mean 'select'"):
        load(tmp_path / "pyproject.toml")


def test_a_file_of_any_name_is_said_by_line(tmp_path: Path) -> None:
    written(tmp_path / "a.txt", DIRTY)
    written(tmp_path / "settings", '# x\nselect = ["artefact"]\n')
    result = newslint(tmp_path, "check", "--config", "settings")
    assert result.stderr.startswith("newslint: settings:2: no rule begins with 'artefact'")
    written(tmp_path / "settings", 'fail-on = "info"\n')
    assert 'fail-on      = "info"  # settings:1' in newslint(tmp_path, "config", "show", "--config", "settings").stdout
    (tmp_path / "newslint.toml").mkdir()
    assert newslint(tmp_path, "check", "--config", "newslint.toml").returncode == 2
    assert newslint(tmp_path, "check").returncode == 1


def test_bytes_that_are_no_text_are_said(tmp_path: Path) -> None:
    (tmp_path / "newslint.toml").write_bytes(b'ignore = ["\xff"]')
    with pytest.raises(ConfigError, match="byte 11 is not UTF-8"):
        load(tmp_path / "newslint.toml")


def test_a_bad_file_of_one_folder_stops_no_other(tmp_path: Path) -> None:
    written(tmp_path / "a.txt", DIRTY)
    written(tmp_path / "bad" / "newslint.toml", "x = 1\n")
    written(tmp_path / "bad" / "b.txt", DIRTY)
    written(tmp_path / "bad" / "c.txt", DIRTY)
    result = newslint(tmp_path, "check", "--output-format", "concise")
    assert result.returncode == 2
    assert result.stderr.count("unknown key 'x'") == 1
    assert "a.txt:1:42: error artifact.following-clause" in result.stdout
    cleaned = newslint(tmp_path, "clean", ".", "-o", "../out")
    assert cleaned.returncode == 2
    assert "Traceback" not in cleaned.stderr


@pytest.mark.parametrize("wrong", ["newslint.toml", ".newslintignore"])
def test_wrong_settings_of_one_folder_do_not_hide_the_next(tmp_path: Path, wrong: str) -> None:
    for name in ("a/x.txt", "a/y.txt", "b/z.txt"):
        written(tmp_path / name, DIRTY)
    written(tmp_path / "a" / wrong / "in-the-way" if wrong == ".newslintignore" else tmp_path / "a" / wrong, "x = 1\n")
    shown = newslint(tmp_path, "check", ".", "--output-format", "concise")
    assert shown.returncode == 2
    assert "b/z.txt:1:42: error artifact.following-clause" in shown.stdout
    assert "a/" not in shown.stdout
    assert len(shown.stderr.splitlines()) == 1
    assert f"a/{wrong}" in shown.stderr


def test_excluded_files_are_left_out_unless_they_are_named(tmp_path: Path) -> None:
    written(tmp_path / "newslint.toml", 'exclude = ["drafts/", "*.bak.md"]\n')
    for name in ("a.txt", "drafts/b.txt", "deep/drafts/c.txt", "d.bak.md"):
        written(tmp_path / name, DIRTY)
    assert "drafts" not in newslint(tmp_path, "check", "--statistics", "--output-format", "concise").stdout
    listed = newslint(tmp_path, "check", "--output-format", "jsonl").stdout.splitlines()
    assert [json.loads(line)["file"] for line in listed] == ["a.txt"]
    assert newslint(tmp_path, "check", "drafts/b.txt").returncode == 1
    assert newslint(tmp_path, "check", "drafts/b.txt", "--force-exclude").returncode == 0
    assert newslint(tmp_path, "check", "--exclude", "a.*").returncode == 0


def _checked(folder: Path, *options: str) -> list[str]:
    shown = newslint(folder, "check", "--output-format", "jsonl", *options)
    assert shown.stderr == ""
    return sorted(json.loads(line)["file"] for line in shown.stdout.splitlines())


def test_an_ignore_file_leaves_out_and_takes_back(tmp_path: Path) -> None:
    names = ("a.txt", "#b.txt", "drafts/c.txt", "old/d.txt", "old/keep.txt", "old/drafts.txt", "x/old/e.txt")
    for name in names:
        written(tmp_path / name, DIRTY)
    assert _checked(tmp_path) == sorted(names)
    written(tmp_path / ".newslintignore", "# comment\n\ndrafts/ \r\n/old/*\n!keep.txt\n!drafts/c.txt\n\\#b.txt\n!\n/\n")
    assert _checked(tmp_path) == ["a.txt", "old/keep.txt", "x/old/e.txt"]
    assert newslint(tmp_path, "check", "drafts/c.txt").returncode == 1
    assert newslint(tmp_path, "check", "drafts/c.txt", "--force-exclude").returncode == 0
    assert _checked(tmp_path, "--no-config") == sorted(names)
    newslint(tmp_path, "clean", ".", "-o", "../out", "--no-readability")
    texts = {path.name for path in (tmp_path.parent / "out").rglob("*.txt")}
    assert texts == {"a.txt", "keep.txt", "e.txt"}


def test_the_closest_ignore_file_counts_most_and_none_above_the_project(tmp_path: Path) -> None:
    for name in ("p/a.txt", "p/b.txt", "p/sub/a.txt", "p/sub/b.txt"):
        written(tmp_path / name, DIRTY)
    written(tmp_path / ".newslintignore", "*.txt\n")
    written(tmp_path / "p" / ".newslintignore", "a.txt\n")
    written(tmp_path / "p" / "sub" / ".newslintignore", "!a.txt\n/b.txt\n")
    assert _checked(tmp_path) == ["p/sub/a.txt"]
    (tmp_path / "p" / ".git").mkdir()
    assert _checked(tmp_path) == ["p/b.txt", "p/sub/a.txt"]


def test_what_git_ignores_is_left_out_where_that_is_wanted(tmp_path: Path) -> None:
    lines = ("*", "!*/", "!*.txt", "crawl/", "[ab]x.txt", "!bx.txt", "deep/**/z.txt", "sp\\ ")
    names = ("a.txt", "b.md", "sub/c.txt", "sub/d.md", "crawl/e.txt", "ax.txt", "bx.txt", "deep/z.txt", "deep/q/z.txt")
    for name in names:
        written(tmp_path / name, DIRTY)
    subprocess.run(["git", "init", "-q"], cwd=tmp_path, check=True)
    written(tmp_path / ".gitignore", "\n".join(lines))
    assert _checked(tmp_path) == sorted(names)
    listed = subprocess.run(
        ["git", "ls-files", "--others", "--exclude-standard"], cwd=tmp_path, check=True, capture_output=True, text=True
    )
    left = [name for name in listed.stdout.splitlines() if not name.startswith(".")]
    assert left == ["a.txt", "bx.txt", "sub/c.txt"]
    assert _checked(tmp_path, "--set", "gitignore=true") == left
    written(tmp_path / ".newslintignore", "!ax.txt\n")
    assert _checked(tmp_path, "--set", "gitignore=true") == ["a.txt", "ax.txt", "bx.txt", "sub/c.txt"]


def test_an_ignore_file_that_is_none_is_named(tmp_path: Path) -> None:
    written(tmp_path / "a.txt", DIRTY)
    (tmp_path / ".newslintignore").mkdir()
    shown = newslint(tmp_path, "check")
    assert shown.returncode == 2
    assert shown.stderr.startswith("newslint: .newslintignore: can't be read")
    assert "Traceback" not in shown.stderr


@pytest.mark.parametrize(
    ("glob", "path", "wanted"),
    [
        ("*.txt", "a/b.txt", True),
        ("*.txt", "a/b.md", False),
        ("drafts/", "x/drafts/a.txt", True),
        ("drafts/", "drafts.txt", False),
        ("drafts", "drafts/a.txt", True),
        ("a/*.txt", "a/b.txt", True),
        ("a/*.txt", "x/a/b.txt", False),
        ("a/**", "a/b/c.txt", True),
        ("a/**/c.txt", "a/c.txt", True),
        ("a/**/c.txt", "a/b/b/c.txt", True),
        ("[!a]*.txt", "b.txt", True),
        ("[!a]*.txt", "a.txt", False),
        ("a?c.txt", "a/c.txt", False),
        ("نامه*.txt", "x/نامه-1.txt", True),
        ("a(b).txt", "a(b).txt", True),
        ("[z-a].txt", "[z-a].txt", True),
        ("[", "x/[/a.txt", True),
        ("[]", "a.txt", False),
        ("", "a.txt", False),
        ("/", "a.txt", False),
        ("**", "a/b.txt", True),
    ],
)
def test_globs(glob: str, path: str, wanted: bool) -> None:
    assert matches(glob, path) is wanted


def test_settings_are_shown_with_their_origin(tmp_path: Path) -> None:
    written(tmp_path / "base.toml", 'fail-on = "info"\n')
    written(
        tmp_path / "newslint.toml",
        '# mine\nextend = "base.toml"\n[[overrides]]\nfiles = ["*.md"]\nreject-at = 0.9\n',
    )
    shown = newslint(tmp_path, "config", "show", "a.md", "--ignore", "text").stdout
    assert 'fail-on      = "info"  # base.toml:1' in shown
    assert "reject-at    = 0.9  # newslint.toml:5" in shown
    assert 'ignore       = ["text"]  # command line' in shown
    assert "review-at    = 0.2  # default" in shown
    settings = json.loads(newslint(tmp_path, "config", "show", "--output-format", "json").stdout)
    assert {"key": "reject-at", "value": 0.8, "origin": "default"} in settings["settings"]
    assert len(settings["rules"]) > 100


def test_the_shipped_schema_is_the_one_of_the_types() -> None:
    shipped = json.loads((ROOT / "lint" / "newslint.schema.json").read_text(encoding="utf-8"))
    assert shipped == schema()
    text = newslint(ROOT, "config", "schema").stdout
    assert text == (ROOT / "lint" / "newslint.schema.json").read_text(encoding="utf-8")


def test_init_writes_settings_that_load_and_never_overwrites(tmp_path: Path) -> None:
    assert newslint(tmp_path, "init", "--profile", "strict").returncode == 0
    assert load(tmp_path / "newslint.toml").fail_on == "info"
    assert Configs().of(tmp_path / "a.txt").fail_on == "info"
    again = newslint(tmp_path, "init")
    assert again.returncode == 2
    assert "is there already" in again.stderr
    assert newslint(tmp_path, "init", "--print").stdout == TEMPLATE.replace("{profile}", "news")
    everything = re.sub(r'^# (?=\[\[|"|domains|ignore)', "", TEMPLATE.replace("{profile}", "news"), flags=re.MULTILINE)
    assert load(written(tmp_path / "all.toml", everything)).safety == {"name.variant-spelling": "suggestion"}


def test_settings_and_linters_can_be_pickled(tmp_path: Path) -> None:
    written(tmp_path / "newslint.toml", 'ignore = ["artifact"]\n')
    configs = pickle.loads(pickle.dumps(Configs({"ignore": ["text"]})))
    assert configs.of(tmp_path / "a.txt").digest == Configs({"ignore": ["text"]}).of(tmp_path / "a.txt").digest
    linter = pickle.loads(pickle.dumps(Linters(configs).of(tmp_path / "a.txt")))
    assert not linter.runs("artifact.following-clause")


def test_a_linter_of_ones_own_is_told_of_wrong_ids() -> None:
    with pytest.raises(UnknownRuleError, match="did you mean 'artifact'"):
        Linter(Config(select=("artefact",)))
    assert (
        len(Linter(Config(select=("all",))).rules.rules) == len(all_rules()) + 2
    )  # unused suppressions, recurring lines


def test_every_setting_changes_the_digest() -> None:
    digests = {
        Config().digest,
        Config(select=("text",)).digest,
        Config(beneath=Config(ignore=("text",)).selections).digest,
    }
    assert len(digests) == 3
    assert Config(source="x").digest == Config().digest


def test_any_key_can_be_set_on_the_command_line(tmp_path: Path) -> None:
    written(tmp_path / "newslint.toml", 'fail-on = "info"\nignore = ["text"]\n')
    options = [
        "--set",
        "fail-on=error",
        "--set",
        'severity."artifact.following-clause"=info',
        "--set",
        "severity.name=info",
    ]
    shown = newslint(tmp_path, "config", "show", *options, "--set", 'exclude=["x"]', "--set", "review-at=0.5").stdout
    assert 'fail-on      = "error"  # command line' in shown
    assert 'severity     = {"artifact.following-clause": "info", "name": "info"}  # command line' in shown
    assert 'exclude      = ["x"]  # command line' in shown
    assert "review-at    = 0.5  # command line" in shown


@pytest.mark.parametrize(
    ("assignment", "message"),
    [
        ("fail-on", "write KEY=VALUE"),
        ("=x", "write KEY=VALUE"),
        ("fial-on=error", "unknown key 'fial-on'; did you mean 'fail-on'?"),
        ("fail-on=eror", "fail-on: 'eror' is none of its values; did you mean 'error'?"),
        ("select=artifact", "select: must be a list in square brackets"),
        ("a b=1", "the key is not valid TOML"),
        ("extend=x.toml", "'extend' belongs in a file"),
        ('ignore=["artefact"]', "no rule begins with 'artefact'"),
    ],
)
def test_a_wrong_setting_of_the_command_line_is_said(tmp_path: Path, assignment: str, message: str) -> None:
    written(tmp_path / "a.txt", DIRTY)
    result = newslint(tmp_path, "check", "--set", assignment)
    assert (result.returncode, result.stdout) == (2, "")
    assert message in result.stderr


def test_articles_are_named_in_a_list(tmp_path: Path) -> None:
    for name in ("a b.txt", "é.txt", "c.txt"):
        written(tmp_path / name, DIRTY)
    written(tmp_path / "list", "a b.txt\né.txt\n")
    for options, stdin in ((["--files-from", "list"], ""), (["--files-from", "-"], "a b.txt\0é.txt\0")):
        listed = newslint(tmp_path, "check", *options, "--output-format", "jsonl", stdin=stdin).stdout.splitlines()
        assert [json.loads(line)["file"] for line in listed] == ["a b.txt", "é.txt"]
    assert "none: the list of files can't be read" in newslint(tmp_path, "check", "--files-from", "none").stderr
    assert newslint(tmp_path, "check", "--files-from", "-", "c.txt", stdin="").returncode == 1
    assert newslint(tmp_path, "check", "--files-from", "-", stdin="").returncode == 0


def test_books_of_names_count_from_the_working_folder_down_to_the_article(tmp_path: Path) -> None:
    book = '[[name]]\ncanonical = "Maleeha Lodhi"\nvariants = ["{}"]\n'
    written(tmp_path / "names.toml", book.format("Maliha Lodhi"))
    written(tmp_path / "sub" / "names.toml", book.format("Maleha Lodhi"))
    written(tmp_path / "house.toml", book.format("Malihah Lodhi"))
    written(tmp_path / "newslint.toml", 'names = ["house.toml"]\n')
    names = Configs().of(tmp_path / "sub" / "a.txt").names
    assert [Path(name).name for name in names] == ["house.toml", "names.toml", "names.toml"]
    assert names[1:] == (str(tmp_path / "names.toml"), str(tmp_path / "sub" / "names.toml"))
    assert len(Configs().of(tmp_path / "a.txt").names) == 2
    assert Configs(discover=False).of(tmp_path / "a.txt").names == ()
