"""What authors of rules use: begin, test and measure a rule; packs in zip files; rules in Python; the page of rules."""

import json
import sys
import tomllib
from importlib.metadata import entry_points
from pathlib import Path
from zipfile import ZipFile

import jsonschema
import pytest
from command import ROOT, newslint

from lint.catalogue import all_rules
from lint.linter import user_rules
from lint.packs import PackError, pack_files, rules_folder
from lint.plugins import PluginError, plugin_rules
from lint.reports.rulebook import OnCleanText, in_words, on_clean_text


@pytest.mark.parametrize("kind", ["swap", "pattern", "line"])
def test_a_new_rule_works_at_once(tmp_path: Path, kind: str) -> None:
    assert newslint(tmp_path, "rules", "new", f"text.our-{kind}", "--kind", kind).returncode == 0
    tested = newslint(tmp_path, "rules", "test", "house.toml")
    assert (tested.returncode, tested.stderr) == (0, "1 rules tried, 0 failures\n")


def test_a_new_rule_never_spoils_a_pack(tmp_path: Path) -> None:
    pack = tmp_path / "house.toml"
    newslint(tmp_path, "rules", "new", "text.our-one")
    pack.write_text(pack.read_text() + "\n# a note\n")
    before = pack.read_text()
    for wrong in ("text.our-one", "our-two", "artifact.following-clause"):
        assert newslint(tmp_path, "rules", "new", wrong).returncode == 2
        assert pack.read_text() == before
    newslint(tmp_path, "rules", "new", "text.our-two")
    assert pack.read_text().startswith(before.rstrip())
    assert len(user_rules((str(pack),))) == 2
    pack.write_text("[[rule]\n")
    assert newslint(tmp_path, "rules", "new", "text.our-three").returncode == 2
    assert pack.read_text() == "[[rule]\n"


def test_a_rule_is_measured(tmp_path: Path) -> None:
    newslint(tmp_path, "rules", "new", "text.our-one")
    (tmp_path / "a.txt").write_text("A qwrong phrase. " * 4 + "\n")
    result = newslint(tmp_path, "rules", "bench", "house.toml", "a.txt")
    rule, findings, rate, _ = result.stdout.splitlines()[1].split()
    assert (rule, findings, rate) == ("text.our-one", "4", "33333.3")
    assert "A «qwrong phrase». A qwrong" in result.stdout
    assert newslint(tmp_path, "rules", "bench", "boilerplate.comment-form").returncode == 0


def test_packs_in_a_zip_file(tmp_path: Path) -> None:
    newslint(tmp_path, "rules", "new", "text.our-one")
    table = '[[rule]]\nid = "text.table"\nkind = "table"\nfile = "own.csv"\nmessage = "m"\nwhy = "w"\n'
    with ZipFile(tmp_path / "house.zip", "w") as bundle:
        bundle.write(tmp_path / "house.toml", "packs/house.toml")
        bundle.writestr("packs/table.toml", table + 'examples = [{ bad = "A gray area.", good = "A grey area." }]\n')
        bundle.writestr("packs/own.csv", "gray area,grey area\n")
        bundle.writestr("readme.toml", "[about]\n")
    assert {rule.id for rule in user_rules((str(tmp_path / "house.zip"),))} == {"text.our-one", "text.table"}
    (tmp_path / "a.txt").write_text("It is a gray area.\n")
    assert "text.table" in newslint(tmp_path, "check", "--pack", "house.zip").stdout
    (tmp_path / "broken.zip").write_bytes(b"PK\3\4 no")
    with pytest.raises(PackError, match=r"broken\.zip: can't be read as a zip file"):
        user_rules((str(tmp_path / "broken.zip"),))


PLUGIN = """
from lint.edits import Edit
from lint.rule import Finding, Fix, Probe, Rule, Safety, Severity

def find(document):
    start = document.text.find("xyzzy")
    if start >= 0:
        yield Finding("text.xyzzy", start, start + 5, "nothing happens", Severity.WARNING,
                      Fix(Safety.SAFE, (Edit(start, start + 5, "plugh", "text.xyzzy"),)))

RULES = (Rule(id="text.xyzzy", severity=Severity.WARNING, safety=Safety.SAFE, why="A test.",
              probes=(Probe((("xyzzy",),), find),)),)
WRONG = ("no rule",)
FAILING = lambda: 1 / 0
"""


@pytest.fixture
def installed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    site = tmp_path / "site"
    (site / "magic-1.0.dist-info").mkdir(parents=True)
    (site / "magic_rules.py").write_text(PLUGIN)
    (site / "magic-1.0.dist-info" / "METADATA").write_text("Metadata-Version: 2.1\nName: magic\nVersion: 1.0\n")
    (site / "magic-1.0.dist-info" / "entry_points.txt").write_text(
        "[newslint.rules]\nmagic = magic_rules:RULES\nwrong = magic_rules:WRONG\nfailing = magic_rules:FAILING\n"
    )
    monkeypatch.syspath_prepend(str(site))
    plugin_rules.cache_clear()
    yield tmp_path
    plugin_rules.cache_clear()
    sys.modules.pop("magic_rules", None)


def test_rules_of_a_plugin_run_where_they_are_asked_for(installed: Path) -> None:
    assert {point.name for point in entry_points(group="newslint.rules")} >= {"magic"}
    (installed / "a.txt").write_text("The word is xyzzy.\n")
    assert newslint(installed, "check", "a.txt").returncode == 0
    (installed / "newslint.toml").write_text('plugins = ["magic"]\n')
    assert "text.xyzzy" in newslint(installed, "check", "a.txt").stdout
    newslint(installed, "check", "a.txt", "--fix")
    assert (installed / "a.txt").read_text() == "The word is plugh.\n"


@pytest.mark.parametrize(
    ("name", "message"),
    [
        ("wrong", "gives 'no rule', which is no lint.rule.Rule"),
        ("failing", "fails: ZeroDivisionError"),
        ("none", r"plugin 'none' is not installed \(there is: failing, magic, wrong\)"),
    ],
)
def test_a_bad_plugin_is_named(installed: Path, name: str, message: str) -> None:
    with pytest.raises(PluginError, match=message):
        plugin_rules((name,))
    (installed / "newslint.toml").write_text(f'plugins = ["{name}"]\n')
    result = newslint(installed, "check")
    assert result.returncode == 2
    assert "Traceback" not in result.stderr


def test_the_page_of_rules_is_made_from_the_rules() -> None:
    path = ROOT / "docs" / "rules.md"
    made = newslint(ROOT, "rules", "list", "--output-format", "markdown").stdout
    if not path.exists() or path.read_text(encoding="utf-8") != made:
        path.write_text(made, encoding="utf-8")
        pytest.fail("docs/rules.md was not up to date and is written anew; look at its diff")


@pytest.mark.parametrize(
    ("measured", "words"),
    [
        (None, "Not measured yet on clean articles."),
        (OnCleanText(0, 0, 1_430_000), "Measured: no finding in 1.43 million words of clean articles."),
        (
            OnCleanText(1, 1, 2_000_000),
            "Measured: 1 finding, 1 repaired as safe, in 2.00 million words of clean articles: 0.5 in a million.",
        ),
        (
            OnCleanText(2787, 0, 1_000_000),
            "Measured: 2,787 findings in 1.00 million words of clean articles: 2,787.0 in a million.",
        ),
    ],
)
def test_what_a_rule_finds_in_clean_articles_is_said(measured: OnCleanText | None, words: str) -> None:
    assert in_words(measured) == words


def test_nearly_every_rule_was_measured_and_safe_ones_repair_little_clean_text() -> None:
    measured = {rule.id: on_clean_text(rule.id) for rule in all_rules()}
    assert sum(item is not None for item in measured.values()) > 0.8 * len(measured), "run benchmarks/false_alarms.py"
    spun = [item for rule, item in measured.items() if item and rule.startswith("artifact.")]
    assert sum(item.repaired for item in spun) * 100_000 <= spun[0].words, "safe means wrong less than once in 100,000"
    assert "Measured: " in newslint(ROOT, "rules", "show", "artifact.again-as-once-more").stdout


def test_the_schema_of_packs_takes_the_shipped_ones_and_no_slips(tmp_path: Path) -> None:
    schema = json.loads(newslint(tmp_path, "rules", "schema").stdout)
    packs = pack_files(rules_folder())
    assert len(packs) > 10
    for path in packs:
        jsonschema.validate(tomllib.loads(path.read_text(encoding="utf-8")), schema)
    rule = {"id": "text.a", "kind": "swap", "message": "m", "why": "w"}
    for slip in (
        {"rule": [rule | {"swap": {}}]},
        {"rule": [rule | {"safety": "sure"}]},
        {"rules": [rule]},
        {"rule": [{}]},
    ):
        with pytest.raises(jsonschema.ValidationError):
            jsonschema.validate(slip, schema)
