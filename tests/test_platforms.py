"""What differs between systems: separators, drives, devices, case, line ends; tried by the rules of Windows anywhere."""

import gzip
import io
import json
import os
import sys
from pathlib import Path, PurePosixPath, PureWindowsPath
from typing import Any

import pytest
from command import newslint

from lint.batch import Job, Output, articles, clean_file
from lint.cli import main
from lint.ledger import load, restore
from lint.linter import Linter
from lint.recurrence.keys import site_of
from lint.review.packs import name_of, write_packs
from lint.review.shelf import MissingError, Shelf
from lint.tables.shard import Places, format_of
from lint.tables.streams import packing, reading, writing
from lint.undo import undoable
from lint.writers import UnwritableError, stays_below, temporary_name

WINDOWS: Any = PureWindowsPath(r"C:\news\out")
DIRTY = "The council met on Tuesday, following they visited the bridge.\r\nIt will be repaired.\nLeave a Reply\r\n"


# --- where things go ------------------------------------------------------------------------------------------------


def test_what_belongs_to_an_article_stands_below_the_folder_on_windows() -> None:
    output = Output(WINDOWS)
    assert str(output.text("sub/Page.HTML")) == r"C:\news\out\sub\Page.HTML.txt"
    assert str(output.text("sub/a.md")) == r"C:\news\out\sub\a.md"
    assert str(output.report("sub/a.md")) == r"C:\news\out\sub\a.md.report.json"
    assert str(output.ledger("sub/a.md")) == r"C:\news\out\ledger\sub\a.md.json"


@pytest.mark.parametrize("name", ["sub/a.jsonl", "sub/A.JSONL.GZ", "sub/b.parquet", "sub/c.warc.gz"])
def test_what_belongs_to_a_table_stands_below_the_folder_on_windows(name: str) -> None:
    targets = Places(WINDOWS, name).targets()
    assert len(set(targets.values())) == 4
    for target in targets.values():
        assert WINDOWS in target.parents
        assert target.parent.name == "sub"


def test_names_in_reports_have_slashes_and_lead_back_to_their_folder(tmp_path: Path) -> None:
    (tmp_path / "a" / "b").mkdir(parents=True)
    (tmp_path / "a" / "b" / "c.txt").write_text("A line.\n")
    (job,) = articles([tmp_path])
    assert job.name == "a/b/c.txt"
    assert Job(PureWindowsPath(r"D:\in\a\b\c.txt"), job.name).root == PureWindowsPath(r"D:\in")  # type: ignore[arg-type]


def test_the_site_of_a_file_is_its_folder_whatever_parts_them() -> None:
    assert site_of(r"example.org\2024\a.txt") == site_of("example.org/2024/a.txt") == "example.org/2024"


@pytest.mark.parametrize(
    "name",
    [
        *("..", r"..\a.txt", "sub/../../a.txt", r"sub\..\..\a.txt"),  # up
        *("C:a.txt", r"C:\a.txt", "c:/a.txt", r"\a.txt", r"\\server\share\a.txt", r"\\?\C:\a.txt", "/a.txt"),  # drives
        *("con", "NUL.txt", "sub/aux.html", "COM1", "lpt¹.md", "con .txt", "prn.tar.gz", "CONIN$"),  # devices
        *("a.txt:hidden", "sub/a:b/c.txt", ""),  # streams, and nothing
    ],
)
def test_a_name_from_outside_leads_nowhere_else_on_windows(name: str) -> None:
    assert not stays_below(WINDOWS, name)


@pytest.mark.parametrize(
    "name", ["a.txt", "sub/a.txt", r"sub\a.txt", "console.txt", "com10.txt", "icon", "a..b", "null"]
)
def test_names_that_only_look_like_such_are_taken_on_windows(name: str) -> None:
    assert stays_below(WINDOWS, name)


def test_elsewhere_colons_and_backslashes_are_letters() -> None:
    folder = PurePosixPath("/news/out")
    assert all(stays_below(folder, name) for name in ("Breaking: flood.txt", "con", r"..\a.txt", "C:a.txt"))
    assert not any(stays_below(folder, name) for name in ("../a.txt", "/a.txt", "sub/../../a.txt", "."))


def test_decisions_of_another_system_write_no_pack_outside(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[str] = []

    def as_on_windows(folder: Path, name: str) -> bool:
        asked.append(name)
        return stays_below(WINDOWS, name)

    monkeypatch.setattr("lint.review.packs.stays_below", as_on_windows)
    site = r"..\..\aux"
    with pytest.raises(UnwritableError, match="lies outside"):
        write_packs({site: "# pack"}, tmp_path, [site])
    assert asked == [name_of(site)]
    assert not list(tmp_path.rglob("*"))


def test_a_review_opens_no_device(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "nul.txt").write_text("A line.\n")
    assert Shelf(tmp_path, False).source("nul.txt").text == "A line.\n"
    monkeypatch.setattr("lint.review.shelf.stays_below", lambda folder, name: stays_below(WINDOWS, name))
    with pytest.raises(MissingError, match="is not opened"):
        Shelf(tmp_path, False).source("nul.txt")


def test_a_file_that_is_being_written_has_a_name_that_every_system_takes() -> None:
    for name in ("con", "a.txt", "x" * 300):
        made = temporary_name(name)
        assert stays_below(WINDOWS, made)
        assert len(os.fsencode(made)) <= 255
        assert not set(made) & set('<>:"/\\|?*')
        assert made[-1] not in ". "


# --- case -----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("ending", [".gz", ".zst", ".GZ", ".Zst", ""])
def test_the_ending_of_a_packed_file_counts_in_either_case(ending: str, tmp_path: Path) -> None:
    if ending.lower() == ".zst":
        pytest.importorskip("zstandard")
    path = tmp_path / f"Rows.JSONL{ending}"
    assert format_of(path.name) == "jsonl"
    with writing(path, path.name) as file:
        file.write(b"row\n" * 9)
    assert (path.read_bytes() == b"row\n" * 9) == (packing(path.name) == "")
    with reading(path) as file:
        assert file.read() == b"row\n" * 9


def test_a_table_in_capitals_is_cleaned_and_undone(tmp_path: Path) -> None:
    rows = [json.dumps({"text": DIRTY}), "no row", json.dumps({"text": "A line."})]
    plain = "".join(f"{row}\n" for row in rows).encode()
    (tmp_path / "ROWS.JSONL.GZ").write_bytes(gzip.compress(plain))
    done = newslint(tmp_path, "clean", "ROWS.JSONL.GZ", "-o", "out", "--keep-going")
    assert "1 of 3 rows" in done.stderr
    assert gzip.decompress((tmp_path / "out" / "ROWS.JSONL.GZ").read_bytes()) != plain
    assert newslint(tmp_path, "undo", "out", "-o", "back").returncode == 0
    assert gzip.decompress((tmp_path / "back" / "ROWS.JSONL.GZ").read_bytes()) == plain


def test_tables_that_differ_in_case_do_not_take_each_others_place(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for folder, name in (("a", "rows.jsonl"), ("b", "ROWS.jsonl")):
        (tmp_path / folder).mkdir()
        (tmp_path / folder / name).write_text(json.dumps({"text": name}) + "\n")
    monkeypatch.setattr("lint.cli.clean.folding", lambda folder: str.casefold)
    done = newslint(tmp_path, "clean", "a/rows.jsonl", "b/ROWS.jsonl", "-o", "out")
    assert done.returncode == 2
    assert "another file has the same name, but for case" in done.stderr
    assert [path.name for path in (tmp_path / "out").glob("*.jsonl")] == ["rows.jsonl"]


# --- line ends ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("linesep", ["\n", "\r\n"])
def test_line_ends_of_an_article_stay_whatever_the_system_has(
    linesep: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(os, "linesep", linesep)
    (tmp_path / "a.txt").write_bytes(DIRTY.encode())
    output = Output(tmp_path / "out")
    assert clean_file(Job(tmp_path / "a.txt", "a.txt"), output, Linter(), readability=False).state == "cleaned"
    data = output.text("a.txt").read_bytes()
    assert (data.count(b"\r\n"), data.count(b"\n")) == (1, 2)
    (item,) = undoable(output.folder)
    ledger = item.ledger.read_bytes()
    assert restore(data, load(ledger, "ledger"), "a.txt") == DIRTY.encode()
    assert b"\r" not in ledger + output.report("a.txt").read_bytes()


@pytest.mark.parametrize("command", [["clean", "-"], ["check", "--fix", "-", "--fail-on", "never"]])
def test_what_is_printed_has_the_line_ends_of_the_article(
    command: list[str], monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    printed = io.BytesIO()
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(DIRTY.encode())))
    monkeypatch.setattr(
        sys, "stdout", io.TextIOWrapper(printed, encoding="utf-8", newline="\r\n")
    )  # as Windows opens it
    assert main(command) == 0
    assert printed.getvalue().startswith(DIRTY.split("\r\n")[0].replace("following they", "after they").encode()[:30])
    assert printed.getvalue().count(b"\r\n") == 1
    assert b"\r\r" not in printed.getvalue()
