"""The commands as a user runs them: on real files, with real exit codes, in a process of their own."""

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from command import heeds_interrupts

DIRTY = (
    "The council met on Tuesday and agreed to repair the bridge, following they visited the site of the collapse.\n"
    "\nLeave a Reply\n"
)
FIXED = "The council met on Tuesday and agreed to repair the bridge, after they visited the site of the collapse.\n"
CLEAN = "The council met on Tuesday and agreed to repair the bridge.\n"

Run = Callable[..., "subprocess.CompletedProcess[str]"]


@pytest.fixture
def run(tmp_path: Path) -> Run:
    def runner(*arguments: str | Path, stdin: str = "", **variables: str) -> "subprocess.CompletedProcess[str]":
        return subprocess.run(
            [sys.executable, "-m", "lint", *map(str, arguments)],
            cwd=tmp_path,
            input=stdin,
            capture_output=True,
            text=True,
            encoding="utf-8",
            env={**os.environ, "PYTHONPATH": str(Path(__file__).parent.parent), "PYTHONUTF8": "1", **variables},
            timeout=120,
        )

    return runner


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    source = tmp_path / "in"
    (source / "sub").mkdir(parents=True)
    (source / "dirty.txt").write_text(DIRTY)
    (source / "sub" / "clean.md").write_text(CLEAN)
    return source


def test_nothing_is_said_of_clean_articles(run: Run, folder: Path) -> None:
    result = run("check", "in/sub")
    assert (result.returncode, result.stdout, result.stderr) == (0, "", "")


def test_check_shows_place_rule_and_repair(run: Run, folder: Path) -> None:
    result = run("check", "in")
    assert result.returncode == 1
    assert "in/dirty.txt:1:61: error artifact.following-clause [safe] 'following they'" in result.stdout
    assert "= replace with 'after'" in result.stdout
    assert "2 findings; --fix repairs 2 of them safely." in result.stdout
    assert (folder / "dirty.txt").read_text() == DIRTY


def test_fix_repairs_in_place_and_undo_gives_it_back(run: Run, folder: Path) -> None:
    result = run("check", "in", "--fix")
    assert result.returncode == 0
    assert (folder / "dirty.txt").read_text() == FIXED
    assert "2 findings repaired, 0 findings left." in result.stdout
    assert run("undo", "in/dirty.txt").returncode == 0
    assert (folder / "dirty.txt").read_text() == DIRTY


def test_fixing_twice_still_leads_back_to_the_first_text(run: Run, folder: Path) -> None:
    run("check", "in", "--fix", "--select", "boilerplate")
    assert "following they" in (folder / "dirty.txt").read_text()
    run("check", "in", "--fix")
    assert (folder / "dirty.txt").read_text() == FIXED
    run("undo", "in/dirty.txt")
    assert (folder / "dirty.txt").read_text() == DIRTY


def test_diff_changes_nothing_and_can_be_patched(run: Run, folder: Path) -> None:
    result = run("check", "in", "--diff")
    assert "--- a/in/dirty.txt" in result.stdout
    assert "+The council met" in result.stdout
    assert (folder / "dirty.txt").read_text() == DIRTY
    patched = subprocess.run(["patch", "-p1"], cwd=folder.parent, input=result.stdout, text=True, capture_output=True)
    assert patched.returncode == 0, patched.stdout
    assert (folder / "dirty.txt").read_text() == FIXED


def test_json_keeps_the_contract(run: Run, folder: Path) -> None:
    result = run("check", "in", "--output-format", "json", "--readability")
    (dirty, clean) = json.loads(result.stdout)
    assert dirty["schema"] == "newslint/1"
    assert clean["findings"] == []
    assert set(dirty) == {
        "schema", "file", "newslint", "rules_hash", "config_hash", "sha256", "encoding", "findings", "metadata",
        "readability", "scores", "unavailable",
    }  # fmt: skip
    finding = dirty["findings"][0]
    assert set(finding) == {
        "rule", "category", "severity", "message", "why", "start", "end", "line", "column", "text", "fingerprint", "fix",
        "applied",
    }  # fmt: skip
    assert DIRTY[finding["start"] : finding["end"]] == finding["text"] == "following they"
    assert finding["fix"]["edits"] == [{"start": 60, "end": 69, "replacement": "after"}]
    assert dirty["readability"]["before"]["words"] > 15
    assert dirty["scores"]["verdict"] in ("publish", "review", "reject")
    lines = run("check", "in", "--output-format", "jsonl").stdout.splitlines()
    assert [json.loads(line)["file"] for line in lines] == ["in/dirty.txt", "in/sub/clean.md"]


def test_stdin_is_checked_and_fixed(run: Run) -> None:
    assert "pasted.txt:1:61" in run("check", "-", "--stdin-filename", "pasted.txt", stdin=DIRTY).stdout
    result = run("check", "-", "--fix", stdin=DIRTY)
    assert (result.returncode, result.stdout) == (0, FIXED)
    assert run("clean", "-", stdin=DIRTY).stdout == FIXED


def test_selection_and_its_errors(run: Run, folder: Path) -> None:
    only = run("check", "in", "--select", "boilerplate", "--output-format", "concise").stdout
    assert "boilerplate.comment-form" in only
    assert "artifact" not in only
    assert "following" not in run("check", "in", "--ignore", "artifact").stdout
    wrong = run("check", "in", "--select", "artefact")
    assert wrong.returncode == 2
    assert wrong.stderr == "newslint: no rule begins with 'artefact'; did you mean 'artifact'?\n"


def test_severity_decides_the_exit_code(run: Run, folder: Path) -> None:
    assert run("check", "in", "--fail-on", "never").returncode == 0
    assert run("check", "in", "--fix", "--exit-non-zero-on-fix").returncode == 1
    assert run("check", "in", "--fix", "--exit-non-zero-on-fix").returncode == 0


def test_statistics_count_by_rule(run: Run, folder: Path) -> None:
    assert "      1  artifact.following-clause" in run("check", "in", "--statistics").stdout


def test_clean_writes_texts_reports_ledgers_and_an_overview(run: Run, folder: Path, tmp_path: Path) -> None:
    result = run("clean", "in", "-o", "out")
    assert (result.returncode, result.stdout, result.stderr) == (0, "", "")
    out = tmp_path / "out"
    assert (out / "dirty.txt").read_text() == FIXED
    assert (out / "sub" / "clean.md").read_text() == CLEAN
    report = json.loads((out / "dirty.txt.report.json").read_text())
    assert [f["applied"] for f in report["findings"]] == [True, True]
    assert report["readability"]["after"]["words"] == 19
    summary = json.loads((out / "summary.json").read_text())
    assert summary["files"] == {"total": 2, "cleaned": 1, "unchanged": 1}
    assert summary["applied"] == 2
    assert "<del>following</del>" in (out / "dirty.txt.report.html").read_text()
    assert 'href="dirty.txt.report.html"' in (out / "index.html").read_text()
    assert (folder / "dirty.txt").read_text() == DIRTY


def test_undo_of_an_output_folder(run: Run, folder: Path, tmp_path: Path) -> None:
    (folder / "odd.txt").write_bytes("\ufeffOne line.\r\n\r\nLeave a Reply".encode())
    (folder / "old.txt").write_bytes("“Quoted” café.\nLeave a Reply".encode("cp1252"))
    run("clean", "in", "-o", "out")
    assert run("undo", "out", "-o", "back").returncode == 0
    for path in (p for p in folder.rglob("*") if p.is_file()):
        assert (tmp_path / "back" / path.relative_to(folder)).read_bytes() == path.read_bytes()
    (tmp_path / "out" / "dirty.txt").write_text("changed by hand\n")
    again = run("undo", "out")
    assert again.returncode == 2
    assert "changed since it was cleaned" in again.stderr
    assert (tmp_path / "out" / "odd.txt").read_bytes() == (folder / "odd.txt").read_bytes()


def test_a_web_page_becomes_prose_and_comes_back(run: Run, tmp_path: Path) -> None:
    page = tmp_path / "page.html"
    page.write_text(
        "<html><head><title>Bridge to be repaired</title><script>x()</script></head><body><nav>Home | World</nav>"
        "<article><p>The council met on Tuesday, following they visited the site.</p><p>Tom &amp; Anna spoke.</p></article>"
        "<footer>&copy; 2024</footer></body></html>"
    )
    assert run("clean", "page.html", "-o", "out").returncode == 0
    text = (tmp_path / "out" / "page.html.txt").read_text()
    assert "after they visited the site." in text
    assert "Tom & Anna spoke." in text
    assert "<" not in text
    assert "Home | World" not in text
    run("undo", "out", "-o", "back")
    assert (tmp_path / "back" / "page.html").read_bytes() == page.read_bytes()


def test_clean_takes_up_where_it_stopped(run: Run, folder: Path, tmp_path: Path) -> None:
    run("clean", "in", "-o", "out")
    first = (tmp_path / "out" / "dirty.txt").stat().st_mtime_ns
    run("clean", "in", "-o", "out")
    assert (tmp_path / "out" / "dirty.txt").stat().st_mtime_ns == first
    assert json.loads((tmp_path / "out" / "summary.json").read_text())["files"]["skipped"] == 2
    assert 'href="dirty.txt.report.html"' in (tmp_path / "out" / "index.html").read_text()
    run("clean", "in", "-o", "out", "--restart")
    assert (tmp_path / "out" / "dirty.txt").stat().st_mtime_ns > first


def test_one_bad_file_stops_nothing(run: Run, folder: Path, tmp_path: Path) -> None:
    (folder / "binary.txt").write_bytes(b"\x89PNG\0\0")
    (folder / "empty.txt").write_bytes(b"")
    result = run("clean", "in", "missing", "-o", "out")
    assert result.returncode == 2
    assert "binary.txt: byte 4 says that this is a binary file" in result.stderr
    assert "missing: no such file or folder" in result.stderr
    assert "Traceback" not in result.stderr
    assert (tmp_path / "out" / "dirty.txt").read_text() == FIXED
    assert (tmp_path / "out" / "empty.txt").read_bytes() == b""
    checked = run("check", "in", "missing")
    assert checked.returncode == 2
    assert "missing: no such file or folder" in checked.stderr
    assert "following-clause" in checked.stdout


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["clean", "in", "-o", "in/out"], "lies inside the source"),
        (["clean", "in", "-o", "in"], "lies inside the source"),
        (["clean", "in"], "name an output folder"),
        (["clean", "in", "-o", "in/dirty.txt/x"], "lies inside the source"),
        (["check", "hollow"], "no articles in this folder"),
        (["check", "in", "--pack", "none.toml"], "can't be read"),
        (["check", "in", "--config", "none.toml"], "can't be read"),
        (["check", "in", "--fix", "--diff"], "choose one"),
        (["undo", "hollow"], "no ledger of newslint"),
        (["undo", "nothing"], "no such file"),
        (["rules", "show", "text.nothing-such"], "no rule begins with"),
    ],
)
def test_wrong_use_is_explained(run: Run, folder: Path, tmp_path: Path, arguments: list[str], message: str) -> None:
    (tmp_path / "hollow").mkdir()
    result = run(*arguments)
    assert result.returncode == 2
    assert message in result.stderr
    assert "Traceback" not in result.stderr
    assert (folder / "dirty.txt").read_text() == DIRTY


@pytest.mark.skipif(os.name != "posix" or os.geteuid() == 0, reason="rights do not bind this user")
def test_rights_are_respected(run: Run, folder: Path, tmp_path: Path) -> None:
    (folder / "dirty.txt").chmod(0)
    assert "can't be read" in run("check", "in").stderr
    (folder / "dirty.txt").chmod(0o644)
    tmp_path.chmod(0o555)
    assert "can't be written" in run("clean", "in", "-o", "out").stderr
    tmp_path.chmod(0o755)


def test_configuration_is_found_and_checked(run: Run, folder: Path, tmp_path: Path) -> None:
    (tmp_path / "newslint.toml").write_text(
        'ignore = ["artifact"]\n[safety]\n"boilerplate.comment-form" = "suggestion"\n'
    )
    result = run("check", "in", "--output-format", "concise")
    assert "artifact" not in result.stdout
    assert "[suggestion] 'Leave a Reply'" in result.stdout
    assert "artifact" in run("check", "in", "--no-config").stdout
    (tmp_path / "newslint.toml").write_text('ignroe = ["artifact"]\n')
    wrong = run("check", "in")
    assert wrong.returncode == 2
    assert "unknown key 'ignroe'; did you mean 'ignore'?" in wrong.stderr


def test_a_file_that_would_lose_too_much_is_refused(run: Run, tmp_path: Path) -> None:
    text = "Title of it\n\n" + "Your email address will not be published.\n\n" * 12 + "One sentence stays here.\n"
    (tmp_path / "page.txt").write_text(text)
    result = run("clean", "page.txt", "-o", "out")
    assert result.returncode == 3
    assert "more than most-removed" in result.stderr
    assert not (tmp_path / "out" / "page.txt").exists()
    assert json.loads((tmp_path / "out" / "page.txt.report.json").read_text())["refused"]


def test_own_pack_is_used_and_tested(run: Run, folder: Path, tmp_path: Path) -> None:
    pack = (
        '[[rule]]\nid = "text.house-style"\nkind = "swap"\nsafety = "safe"\nmessage = "\'{found}\' is \'{fix}\' here."\n'
        'why = "House style."\nswaps = { "the bridge" = "the old bridge" }\nkeep = ["A bridge fell.", "Bridges fall."]\n'
        'examples = [{ bad = "Repair the bridge.", good = "Repair the old bridge." }]\n'
    )
    (tmp_path / "own.toml").write_text(pack)
    assert "text.house-style" in run("check", "in", "--pack", "own.toml").stdout
    tested = run("rules", "test", "own.toml")
    assert (tested.returncode, tested.stderr) == (0, "1 rules tried, 0 failures\n")
    (tmp_path / "own.toml").write_text(pack.replace("A bridge fell.", "The bridge fell."))
    tested = run("rules", "test", "own.toml")
    assert tested.returncode == 1
    assert "the genuine text 'The bridge fell.' is flagged by text.house-style" in tested.stdout


def test_rules_are_listed_and_shown(run: Run) -> None:
    assert "boilerplate.comment-form" in run("rules", "list", "boilerplate").stdout
    assert json.loads(run("rules", "list", "--output-format", "json").stdout)[0]["id"].startswith("artifact.")
    shown = run("rules", "show", "artifact.following-clause").stdout
    assert "keep" in shown
    assert "good" in shown


def test_a_closed_pipe_is_no_error(folder: Path) -> None:
    for _ in range(3):
        command = f"{sys.executable} -m lint check {folder} --output-format full | head -1"
        result = subprocess.run(command, shell=True, capture_output=True, text=True, cwd=Path(__file__).parent.parent)
        assert "Traceback" not in result.stderr


@pytest.mark.skipif(os.name != "posix", reason="signals of POSIX")
def test_a_stopped_run_keeps_what_is_finished(folder: Path, tmp_path: Path) -> None:
    for number in range(400):
        (folder / f"{number:03}.txt").write_text(DIRTY * 20)
    command = [sys.executable, "-m", "lint", "clean", str(folder), "-o", str(tmp_path / "out"), "--no-readability"]
    process = subprocess.Popen(
        command, stderr=subprocess.PIPE, text=True, cwd=Path(__file__).parent.parent, preexec_fn=heeds_interrupts
    )
    while not list((tmp_path / "out").glob("0*.report.json")) and process.poll() is None:
        time.sleep(0.02)
    process.send_signal(signal.SIGINT)
    _, error = process.communicate(timeout=60)
    assert process.returncode == 130
    assert error == "newslint: stopped; what was finished is kept\n"
    for report in (tmp_path / "out").glob("*.report.json"):
        json.loads(report.read_text())
    assert not list((tmp_path / "out").rglob("*.tmp"))


def test_version_and_help(run: Run) -> None:
    assert run("--version").stdout == "newslint 0.1.0\n"
    assert "exit codes" in run("--help").stdout


def test_check_imports_nothing_heavy(tmp_path: Path) -> None:
    (tmp_path / "clean.txt").write_text(CLEAN)
    (tmp_path / "newslint.toml").write_text('fail-on = "error"\n[per-file-ignores]\n"*.md" = ["text"]\n')
    code = (
        "import sys; from lint.cli import main; main(['check', sys.argv[1]]);"
        "heavy = {'ftfy', 'bs4', 'lxml', 'textstat', 'nltk', 'msgspec', 'tomllib', 'jinja2', 'numpy', 'chardet',"
        " 'language_tool_python', 'difflib', 'rapidfuzz', 'dataclasses', 'inspect', 'shutil', 'subprocess', 'zipfile',"
        " 'tempfile', 'importlib.metadata', 'asyncio', 'logging', 'csv'};"
        "print(sorted(heavy & set(sys.modules)))"
    )
    for _ in range(2):  # the first run fills the cache
        result = subprocess.run(
            [sys.executable, "-c", code, str(tmp_path)],
            capture_output=True,
            text=True,
            cwd=Path(__file__).parent.parent,
        )
    assert result.stdout == "[]\n", result.stderr


# --- names --------------------------------------------------------------------------------------------------------


def corpus(folder: Path) -> Path:
    place = folder / "articles"
    place.mkdir()
    for number in range(150):
        spelled = "Soderkvist" if number == 140 else "Soderqvist"
        (place / f"{number:03}.txt").write_text(f"On Monday the judge, Rikard {spelled}, was ill.\n", encoding="utf-8")
    return place


def test_names_of_a_corpus_over_processes(run: Run, tmp_path: Path) -> None:
    place = corpus(tmp_path)
    one, two = (run("names", place, "--format", "json", "--jobs", jobs) for jobs in ("1", "2"))
    assert one.returncode == two.returncode == 0
    assert one.stdout == two.stdout
    (cluster,) = json.loads(one.stdout)["clusters"]
    assert cluster["proposed"] == "Rikard Soderqvist"
    assert [(s["text"], s["files"]) for s in cluster["spellings"]] == [
        ("Rikard Soderqvist", 149),
        ("Rikard Soderkvist", 1),
    ]
    assert cluster["spellings"][1]["places"][0]["file"] == "140.txt"


def test_accepted_names_are_corrected_by_check(run: Run, tmp_path: Path) -> None:
    place = corpus(tmp_path)
    assert run("names", place, "--write", "names.toml").returncode == 0
    assert "0 names in several spellings" in run("names", place).stdout
    assert run("check", place, "--fix", "--select", "name").returncode == 0
    assert "Soderqvist" in (place / "140.txt").read_text(encoding="utf-8")


def test_a_wrong_book_is_refused_with_its_line(run: Run, tmp_path: Path) -> None:
    (tmp_path / "newslint.toml").write_text('names = ["ours.toml"]\n', encoding="utf-8")
    (tmp_path / "ours.toml").write_text('\n[[name]]\ncanonical = "Ann Lee"\nspelt = 1\n', encoding="utf-8")
    (tmp_path / "a.txt").write_text(CLEAN, encoding="utf-8")
    done = run("check", "a.txt")
    assert done.returncode == 2
    assert "ours.toml:3: name 'Ann Lee': unknown key 'spelt'" in done.stderr


def test_unreadable_articles_do_not_stop_the_table(run: Run, tmp_path: Path) -> None:
    place = corpus(tmp_path)
    (place / "b.txt").write_bytes(b"\0\1\2")
    done = run("names", place, "nowhere")
    assert done.returncode == 2
    assert "1 name in several spellings" in done.stdout
    assert "b.txt: byte 0 says that this is a binary file" in done.stderr
    assert "nowhere: no such file" in done.stderr
