"""Links: on a terminal that shows them, to the line of a file and to the entry of a rule; never in a pipe or file."""

import io
import json
import os
import pty
import re
import subprocess
import sys
from pathlib import Path

import pytest
from command import ROOT, newslint

from lint.catalogue import all_rules
from lint.reports.links import file_line, rule_page
from lint.terminal import Style, wants_links

LINK = re.compile(r"\x1b]8;;([^\x1b]*)\x1b\\(.*?)\x1b]8;;\x1b\\")
TEXT = "Talks resumed, following they met in Oslo.\n"
VARIABLES = (
    "FORCE_HYPERLINK",
    "FORCE_COLOR",
    "NO_COLOR",
    "TERM_PROGRAM",
    "VTE_VERSION",
    "WT_SESSION",
    "KITTY_WINDOW_ID",
)


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


def shown(folder: Path, *options: str, **variables: str) -> str:
    """Return what the command writes to a real terminal."""
    ours, theirs = pty.openpty()
    env = {k: v for k, v in os.environ.items() if k not in VARIABLES} | {"TERM": "xterm", "PYTHONPATH": str(ROOT)}
    code = "import sys; from lint.cli import main; sys.exit(main())"
    process = subprocess.Popen(
        [sys.executable, "-c", code, "check", *options], cwd=folder, stdout=theirs, env=env | variables
    )
    os.close(theirs)
    parts = []
    try:
        while part := os.read(ours, 65536):
            parts.append(part)
    except OSError:  # how Linux says that the other side is closed
        pass
    os.close(ours)
    assert process.wait() == 1
    return b"".join(parts).decode()


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "a b.txt").write_text(TEXT, encoding="utf-8")
    (tmp_path / "newslint.toml").write_text('docs = "https://docs.example/newslint"\n', encoding="utf-8")
    return tmp_path


def test_place_and_rule_are_links_on_a_terminal_that_shows_them(folder: Path) -> None:
    places = {text: address for address, text in LINK.findall(shown(folder, "a b.txt", TERM_PROGRAM="WezTerm"))}
    place, rule = places
    assert rule == "artifact.following-clause"
    assert places[rule] == "https://docs.example/newslint/rules.html#artifactfollowing-clause"
    assert "a b.txt:1:16:" in place
    assert places[place].startswith("file://")
    assert places[place].endswith(f"{folder.as_posix()}/a%20b.txt#1")


def test_an_address_can_not_command_the_terminal() -> None:
    shown = Style(True, links=True).link("rule", "https://docs.example/\x1b\\\x1b]0;title\x07")
    (address,) = [address for address, _ in LINK.findall(shown)]
    assert address.isprintable()


@pytest.mark.parametrize(
    ("options", "expected"),
    [(("--statistics",), 1), (("--output-format", "grouped"), 3), (("--output-format", "by-rule"), 2)],
)
def test_every_form_for_people_has_links(folder: Path, options: tuple[str, ...], expected: int) -> None:
    assert len(LINK.findall(shown(folder, "a b.txt", *options, FORCE_HYPERLINK="1"))) == expected


def test_links_do_not_push_columns_aside(folder: Path) -> None:
    for form in ("--statistics", "--output-format=grouped"):
        linked = LINK.sub(r"\2", shown(folder, "a b.txt", form, FORCE_HYPERLINK="1"))
        assert linked == shown(folder, "a b.txt", form)


@pytest.mark.parametrize(
    ("options", "variables"),
    [
        ((), {}),
        (("--color", "never"), {"TERM_PROGRAM": "WezTerm"}),
        ((), {"NO_COLOR": "1", "TERM_PROGRAM": "WezTerm"}),
        ((), {"FORCE_HYPERLINK": "0", "TERM_PROGRAM": "WezTerm"}),
        ((), {"TERM": "dumb", "TERM_PROGRAM": "WezTerm"}),
    ],
)
def test_no_links_where_they_are_not_wanted(folder: Path, options: tuple[str, ...], variables: dict[str, str]) -> None:
    out = shown(folder, "a b.txt", *options, **variables)
    assert "following-clause" in out
    assert "\x1b]8" not in out


def test_a_pipe_and_a_report_never_get_links(folder: Path) -> None:
    options = ("check", "a b.txt", "--color", "always", "--output", "concise:out.txt")
    result = newslint(folder, *options, FORCE_HYPERLINK="1", TERM_PROGRAM="WezTerm")
    assert "\x1b[" in result.stdout
    assert "\x1b]8" not in result.stdout + (folder / "out.txt").read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("variables", "expected"),
    [
        ({"VTE_VERSION": "7200"}, True),
        ({"VTE_VERSION": "4600"}, False),
        ({"VTE_VERSION": "new"}, False),
        ({"WT_SESSION": "1"}, True),
        ({"TERM": "xterm-kitty"}, True),
        ({"TERM": "screen-256color"}, False),
    ],
)
def test_terminals_are_known(monkeypatch: pytest.MonkeyPatch, variables: dict[str, str], expected: bool) -> None:
    for name in (*VARIABLES, "TERM", "KONSOLE_VERSION", "DOMTERM"):
        monkeypatch.delenv(name, raising=False)
    for name, value in variables.items():
        monkeypatch.setenv(name, value)
    assert wants_links(True, Terminal()) is expected
    assert not wants_links(True, io.StringIO())


def test_every_shipped_rule_has_its_entry_on_the_page_of_rules() -> None:
    headings = re.findall(r"^### (.+)$", (ROOT / "docs" / "rules.md").read_text(encoding="utf-8"), re.MULTILINE)
    anchors = {re.sub(r"[^\w -]", "", heading) for heading in headings}
    for rule in all_rules():
        assert rule_page("https://docs.example", rule.id).partition("#")[2] in anchors
    assert rule_page("https://docs.example", "text.of-my-own") == ""
    assert rule_page("", all_rules()[0].id) == ""


def test_what_is_no_file_has_no_address(tmp_path: Path) -> None:
    assert file_line("-", 1) == file_line(str(tmp_path / "rows.jsonl:3"), 1) == ""


def test_reports_of_programs_tell_where_a_rule_is_explained(folder: Path) -> None:
    page = "https://docs.example/newslint/rules.html#artifactfollowing-clause"
    sarif, rdjson = (
        json.loads(newslint(folder, "check", "a b.txt", "--output-format", f).stdout) for f in ("sarif", "rdjson")
    )
    assert sarif["runs"][0]["tool"]["driver"]["rules"][0]["helpUri"] == page
    assert rdjson["diagnostics"][0]["code"] == {"value": "artifact.following-clause", "url": page}
