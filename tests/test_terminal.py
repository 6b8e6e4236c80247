"""What a person at a terminal meets: help for slips, colors, diffs, explanations, completion, watching, git."""

import json
import os
import pty
import re
import shutil
import signal
import subprocess
import sys
import threading
import time
from pathlib import Path
from unittest import mock

import pytest
from command import ROOT, heeds_interrupts, newslint

from lint.changed import GitError, changed_lines, patched_lines
from lint.cli import COMMANDS, main
from lint.cli.watch import state

BAD = "The council agreed to repair the bridge, following they visited the site."
GOOD = "The council agreed to repair the bridge, after they visited the site."
ENV = {**os.environ, "PYTHONPATH": str(ROOT), "PYTHONUTF8": "1"}
COMMAND = [sys.executable, "-m", "lint"]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "a.txt").write_text(f"{BAD}\n\nLeave a Reply\n")
    return tmp_path


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["chek"], "there is no command 'chek'; did you mean 'check'?; see 'newslint --help'"),
        (
            ["check", "--slect=text"],
            "'--slect' is not understood; did you mean '--select'?; see 'newslint check --help'",
        ),
        (["check", "--output-format", "jsn"], "there is no --output-format 'jsn'; did you mean 'json'?"),
        (["rules", "lst"], "there is no command 'lst'; did you mean 'list'?"),
        (["rules"], "the following arguments are required: ACTION"),
        ([], "the following arguments are required: COMMAND"),
        (["explain", "a.txt"], "'a.txt' names no line; write FILE:LINE"),
        (["explain", "a.txt:99"], "a.txt has 3 lines; name one of them"),
        (["explain", "none.txt:1"], "none.txt: not a regular file"),
        (["check", "--reason", "x"], "--reason is the reason of --add-ignore"),
        (["check", "-", "--watch"], "--watch needs files"),
        (["check", "--add-ignore", "--fix"], "choose one"),
        (["check", "--since", "HEAD", "--diff-file", "x"], "choose one"),
        (["check", "-", "--diff-file", "-"], "name a file"),
        (["check", "--fix", "--min-severity", "error"], "--fix is about all repairs"),
        (["check", "--diff", "--min-severity", "error"], "--diff is about all repairs"),
    ],
)
def test_a_slip_is_answered_in_one_line(folder: Path, arguments: list[str], message: str) -> None:
    result = newslint(folder, *arguments)
    assert (result.returncode, result.stdout) == (2, "")
    assert message in result.stderr
    assert result.stderr.count("\n") == 1


def test_colors_only_where_they_are_wanted(folder: Path) -> None:
    def colored(*options: str, **variables: str) -> bool:
        return "\x1b[" in newslint(folder, "check", *options, **variables).stdout

    assert not colored()
    assert colored("--color", "always")
    assert colored(FORCE_COLOR="1", NO_COLOR="")
    assert not colored(FORCE_COLOR="0", NO_COLOR="")
    assert not colored(FORCE_COLOR="1", NO_COLOR="1")
    assert not colored("--color", "never", FORCE_COLOR="1")
    assert colored(CLICOLOR_FORCE="1", NO_COLOR="", CLICOLOR="0")
    assert not colored(CLICOLOR_FORCE="0", FORCE_COLOR="", NO_COLOR="")
    assert not colored(CLICOLOR_FORCE="1", NO_COLOR="1")


@pytest.mark.skipif(os.name != "posix", reason="terminals of POSIX")
@pytest.mark.parametrize(
    ("variables", "colored"),
    [
        ({"TERM": "xterm"}, True),
        ({"TERM": "xterm", "CLICOLOR": "1"}, True),
        ({"TERM": "xterm", "CLICOLOR": "0"}, False),
        ({"TERM": "dumb"}, False),
        ({"TERM": "dumb", "CLICOLOR_FORCE": "1"}, True),
    ],
    ids=str,
)
def test_colors_on_a_real_terminal(folder: Path, variables: dict[str, str], colored: bool) -> None:
    ours, theirs = pty.openpty()
    unset = ("NO_COLOR", "FORCE_COLOR", "CLICOLOR", "CLICOLOR_FORCE")
    env = {k: v for k, v in ENV.items() if k not in unset} | variables
    process = subprocess.Popen([*COMMAND, "check", "a.txt"], cwd=folder, stdout=theirs, env=env)
    os.close(theirs)
    shown = b""
    while True:
        try:
            part = os.read(ours, 65536)
        except OSError:
            break
        if not part:
            break
        shown += part
    os.close(ours)
    assert process.wait() == 1
    assert (b"\x1b[" in shown) is colored


def test_quiet_leaves_the_findings_and_then_only_the_exit_code(folder: Path) -> None:
    loud, quiet = newslint(folder, "check"), newslint(folder, "check", "-q")
    assert loud.stdout.startswith(quiet.stdout)
    assert "artifact.following-clause" in quiet.stdout
    assert re.search(r"^\d+ findings", loud.stdout, re.MULTILINE)
    assert not re.search(r"^\d+ findings", quiet.stdout, re.MULTILINE)
    silent = newslint(folder, "check", "-qq", "--output", "json:out.json")
    assert (silent.returncode, silent.stdout, silent.stderr) == (1, "", "")
    assert "artifact.following-clause" in (folder / "out.json").read_text()
    missing = newslint(folder, "check", "-qq", "none.txt")
    assert (missing.returncode, missing.stdout) == (2, "")
    assert "none.txt" in missing.stderr  # what went wrong is said all the same
    assert newslint(folder, "check", "-q", "-v").returncode == 2


def test_quiet_does_not_keep_back_the_text_that_was_asked_for(folder: Path) -> None:
    assert newslint(folder, "check", "-qq", "--fix", "-", stdin=f"{BAD}\n").stdout == f"{GOOD}\n"


def test_least_severity_decides_what_is_shown_and_counted(folder: Path) -> None:
    (folder / "newslint.toml").write_text('[severity]\nartifact = "info"\nboilerplate = "warning"\n')
    every = newslint(folder, "check", "--output-format", "json", "--fail-on", "info")
    severe = newslint(folder, "check", "--output-format", "json", "--fail-on", "info", "--min-severity", "warning")
    (before,), (after,) = json.loads(every.stdout), json.loads(severe.stdout)
    assert {found["severity"] for found in before["findings"]} == {"info", "warning"}
    assert after["findings"] == [found for found in before["findings"] if found["severity"] == "warning"]
    assert after["scores"] == before["scores"]
    shown = newslint(folder, "check", "--min-severity", "warning").stdout
    assert "artifact" not in shown
    assert "\n1 finding; " in shown
    none = newslint(folder, "check", "--min-severity", "error", "--fail-on", "info", "--output", "sarif:out.sarif")
    assert (none.returncode, none.stdout) == (0, "")
    assert json.loads((folder / "out.sarif").read_text())["runs"][0]["results"] == []


def test_verbose_names_every_file(folder: Path) -> None:
    (folder / "b.txt").write_text(f"{GOOD}\n")
    said = newslint(folder, "check", "-v", "a.txt", "b.txt").stderr
    assert said == "newslint: a.txt: 2 findings\nnewslint: b.txt: 0 findings\nnewslint: 2 files checked\n"
    cleaned = newslint(folder, "clean", "-v", "a.txt", "b.txt", "-o", "out", "--no-readability").stderr
    assert cleaned == "newslint: a.txt: cleaned\nnewslint: b.txt: unchanged\nnewslint: 2 files done\n"
    in_place = newslint(folder, "clean", "-v", "--in-place", "b.txt").stderr
    assert in_place == "newslint: b.txt: unchanged\nnewslint: 1 file done\n"
    assert newslint(folder, "clean", "-q", "a.txt", "b.txt", "-o", "out", "--no-readability").stderr == ""


def test_a_terminal_of_twenty_columns(folder: Path) -> None:
    shown = newslint(folder, "check", "--select", "artifact", COLUMNS="20").stdout.splitlines()
    assert shown[1] == "1 | …ge, followin…"
    assert shown[2] == "  |      ^^^^^^^^"
    for command in ([], *([name] for name in COMMANDS)):
        assert newslint(folder, *command, "--help", COLUMNS="20").returncode == 0


def test_a_diff_by_words_shows_each_line_once(folder: Path) -> None:
    shown = newslint(folder, "check", "--word-diff").stdout
    assert "1 | The council agreed to repair the bridge, [-following-]{+after+} they visited the site.\n" in shown
    assert "3 | [-Leave a Reply-]\n" in shown
    assert (folder / "a.txt").read_text().startswith(BAD)


def test_a_diff_is_followed_by_what_is_left(folder: Path) -> None:
    (folder / "a.txt").write_text(
        f"{BAD}\n\nHe expressed worry regarding the plan of the the council and and the mayor.\n"
    )
    shown = newslint(folder, "check", "--diff", "--unsafe-fixes").stdout
    assert f"-{BAD}" in shown
    left = shown.partition("--- a/a.txt")[2]
    assert re.search(r"^a\.txt:3:\d+: \w+ artifact\.", left, re.MULTILINE)


def test_show_fixes_names_rules_and_counts(folder: Path) -> None:
    shown = newslint(folder, "check", "--fix", "--show-fixes").stdout
    assert "a.txt: 1 repair of artifact.following-clause\n" in shown
    assert "a.txt: 1 repair of boilerplate.comment-form\n" in shown


def test_statistics_tell_what_can_be_repaired(folder: Path) -> None:
    shown = newslint(folder, "check", "--statistics").stdout
    assert re.search(r"^ +1  artifact\.following-clause +1 safely repairable$", shown, re.MULTILINE)


# --- explain ---


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        (BAD, "found         artifact.following-clause: 'following they' begins a clause"),
        (f"{BAD} <!-- newslint-ignore artifact: quoted -->", "(ignored by a comment: quoted)"),
        (
            "Leave a Reply to Anna by the end of the week, she said to the members of the council on Tuesday evening.",
            "silent        boilerplate.comment-form: only 'Leave a Reply to Anna",
        ),
        ("`concerned regarding` is code.", "which no rule sees"),
        ("The mayor spoke.", "Nothing was found here, and nothing came close."),
    ],
)
def test_a_line_is_explained(tmp_path: Path, line: str, expected: str) -> None:
    (tmp_path / "a.md").write_text(f"# A title for it\n\n{line}\n")
    result = newslint(tmp_path, "explain", "a.md:3")
    assert result.returncode == 0
    assert expected in result.stdout, result.stdout


def test_what_is_not_selected_is_explained(folder: Path) -> None:
    (folder / "newslint.toml").write_text('ignore = ["artifact"]\n')
    shown = newslint(folder, "explain", "a.txt:1").stdout
    assert "not selected  artifact.following-clause" in shown
    assert "(ignored or not selected by the settings)" in shown
    assert "(newslint.toml)" in shown


def test_own_rules_are_explained_by_zone_and_exception(folder: Path) -> None:
    (folder / "own.toml").write_text(
        '[[rule]]\nid = "text.own"\nkind = "pattern"\nmessage = "m"\nwhy = "w"\npatterns = [\'repair the (\\w+)\']\n'
        'unless = "visited"\nexamples = [{ bad = "They repair the road." }]\n'
        '[[rule]]\nid = "text.line"\nkind = "line"\nzone = "inside"\nmessage = "m"\nwhy = "w"\nlines = ["Leave a .*"]\n'
        'examples = [{ bad = "x" }]\n'
    )
    shown = newslint(folder, "explain", "a.txt:1", "--pack", "own.toml").stdout
    assert "silent        text.own: 'repair the bridge' is what it looks for, but 'visited' stands near" in shown
    shown = newslint(folder, "explain", "a.txt:3", "--pack", "own.toml").stdout
    assert "silent        text.line: the line is what it looks for, but it looks only between paragraphs" in shown


# --- completion ---


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_completion_is_a_script_that_its_shell_takes(folder: Path, shell: str) -> None:
    script = newslint(folder, "completion", shell).stdout
    for word in (*COMMANDS, "artifact.following-clause", "extend-select"):
        assert word in script
    if not shutil.which(shell):
        pytest.skip(f"{shell} is not installed, its script was not run")
    subprocess.run([shell, "-n"], input=script, text=True, check=True)


@pytest.mark.skipif(not shutil.which("bash"), reason="bash is not installed")
@pytest.mark.parametrize(
    ("line", "expected"),
    [
        (["newslint", "che"], ["check"]),
        (["newslint", "check", "--sel"], ["--select"]),
        (["newslint", "check", "--fail-on", "w"], ["warning"]),
        (["newslint", "check", "--select", "artifact.foll"], ["artifact.following-clause"]),
        (["newslint", "rules", "sh"], ["show"]),
        (["newslint", "rules", "show", "artifact.foll"], ["artifact.following-clause"]),
        (["newslint", "baseline", "pr"], ["prune"]),
        (["newslint", "completion", "f"], ["fish"]),
    ],
)
def test_bash_completes(folder: Path, line: list[str], expected: list[str]) -> None:
    script = newslint(folder, "completion", "bash").stdout
    words = " ".join(f"'{word}'" for word in line)
    script += f'\nCOMP_WORDS=({words}); COMP_CWORD={len(line) - 1}; _newslint; echo "${{COMPREPLY[@]}}"\n'
    result = subprocess.run(["bash"], input=script, text=True, capture_output=True, check=True)
    assert result.stdout.split() == expected


# --- git ---


def git(folder: Path, *arguments: str) -> None:
    names = ["-c", "user.name=x", "-c", "user.email=x@example.org", "-c", "init.defaultBranch=main"]
    subprocess.run(["git", *names, *arguments], cwd=folder, check=True, capture_output=True)


@pytest.fixture
def repository(folder: Path) -> Path:
    (folder / "né w.txt").write_text(f"{BAD}\n")
    (folder / "same.txt").write_text(f"{BAD}\n")
    git(folder, "init")
    git(folder, "add", ".")
    git(folder, "commit", "-m", "first")
    return folder


def test_only_changed_lines_since_a_commit(repository: Path) -> None:
    assert newslint(repository, "check", "--since", "HEAD").returncode == 0
    (repository / "a.txt").write_text(f"{BAD}\n\n++ b/x.txt\n\n{BAD}\n")
    (repository / "né w.txt").write_text(f"{BAD}\n{BAD}\n")
    (repository / "new.txt").write_text(f"{BAD}\n")
    shown = newslint(
        repository, "check", "--since", "HEAD", "--select", "artifact", "--output-format", "concise"
    ).stdout
    places = [line.partition(": ")[0] for line in shown.splitlines()[:-1]]
    assert places == ["a.txt:5:42:"[:-1], "new.txt:1:42", "né w.txt:2:42"]
    newslint(repository, "check", "--since", "HEAD", "--select", "artifact", "--fix")
    assert (repository / "a.txt").read_text() == f"{BAD}\n\n++ b/x.txt\n\n{GOOD}\n"
    assert (repository / "same.txt").read_text() == f"{BAD}\n"


def test_changed_lines_whatever_the_settings_of_git_are(repository: Path) -> None:
    for setting in (
        ["diff.noprefix", "true"],
        ["diff.mnemonicPrefix", "true"],
        ["color.diff", "always"],
        ["core.quotePath", "true"],
    ):
        git(repository, "config", *setting)
    (repository / 'ta\tb"q.txt').write_text("one\n")
    git(repository, "add", ".")
    git(repository, "commit", "-m", "second")
    (repository / 'ta\tb"q.txt').write_text("one\ntwo\n")
    (repository / "né w.txt").write_text("other\n")
    (repository / "a.txt").unlink()
    found = changed_lines("HEAD", repository)
    assert found == {repository / 'ta\tb"q.txt': frozenset({2}), repository / "né w.txt": frozenset({1})}


def test_only_lines_that_a_patch_adds(repository: Path) -> None:
    (repository / "a.txt").write_text(f"{BAD}\n\n++ b/x.txt\n\n{BAD}\n")
    (repository / "né w.txt").write_text(f"-- other\n{BAD}\n{BAD}")
    (repository / "same.txt").unlink()
    patch = subprocess.run(["git", "diff"], cwd=repository, check=True, capture_output=True).stdout
    (repository / "sub").mkdir()
    (repository / "sub" / "p.diff").write_bytes(patch)
    options = ("check", "--select", "artifact", "--output-format", "concise", "-q")
    shown = newslint(repository / "sub", *options, "--diff-file", "p.diff", "..").stdout
    assert [line.partition(": ")[0] for line in shown.splitlines()] == ["../a.txt:5:42", "../né w.txt:3:42"]
    piped = newslint(repository, *options, "--diff-file", "-", stdin=patch.decode())
    assert [line.partition(": ")[0] for line in piped.stdout.splitlines()] == ["a.txt:5:42", "né w.txt:3:42"]
    (repository / "empty.diff").write_text("")
    assert newslint(repository, *options, "--diff-file", "empty.diff").returncode == 0


def test_a_patch_that_git_did_not_write(folder: Path) -> None:
    (folder / "b.txt").write_text(f"One.\n\nTwo.\n\n{BAD}\n\n{BAD}\n")
    (folder / "p.diff").write_text(
        f"--- b.txt\t2026-01-01\n+++ b.txt\t2026-01-02\n@@ -3,3 +3,5 @@\n Two.\n \n {BAD}\n+\n+{BAD}\n"
    )
    lines = patched_lines(str(folder / "p.diff"), folder)
    assert lines == {folder / "b.txt": frozenset({6, 7})}


@pytest.mark.parametrize(
    ("patch", "message"),
    [
        ("no patch\n", "holds no unified diff"),
        ("--- a/x\n+++ b/x\n@@ -1 +1,3 @@\n-a\n+b\n", "the last hunk is cut off"),
        ("--- a/x\n+++ b/x\n@@ -1 +1,2 @@\n-a\nxx\n", "line 5: the hunk ends too early"),
        ("--- a/x\n+++ b/x\n@@@ -1 -1 +1 @@@\n", "line 3: a diff of a merge"),
    ],
)
def test_a_wrong_patch_is_said(folder: Path, patch: str, message: str) -> None:
    (folder / "p.diff").write_text(patch)
    result = newslint(folder, "check", "--diff-file", "p.diff")
    assert (result.returncode, result.stdout) == (2, "")
    assert message in result.stderr
    assert "can't be read" in newslint(folder, "check", "--diff-file", "none.diff").stderr


@pytest.mark.parametrize(
    ("reference", "message"), [("nothing", "git knows no commit 'nothing'"), ("--output=x", "is no commit")]
)
def test_a_wrong_commit_is_said(repository: Path, reference: str, message: str) -> None:
    result = newslint(repository, "check", f"--since={reference}")
    assert (result.returncode, result.stdout) == (2, "")
    assert message in result.stderr


def test_without_a_repository_git_can_not_tell(tmp_path: Path) -> None:
    with pytest.raises(GitError, match="git can't tell what changed"):
        changed_lines("HEAD", tmp_path)


# --- endings ---


@pytest.mark.skipif(os.name != "posix", reason="shells of POSIX")
@pytest.mark.parametrize(
    ("shell", "code"),
    [
        ("{} check >&-", 1),
        ("{} check 2>&- >/dev/null", 1),
        ("{} check - <&-", 0),
        ("{} check > /dev/full", 2),
        ("{} rules list | head -1; exit ${{PIPESTATUS[0]}}", 1),
    ],
)
def test_streams_that_are_closed_or_full(folder: Path, shell: str, code: int) -> None:
    if "/dev/full" in shell and not os.path.exists("/dev/full"):
        pytest.skip("there is no /dev/full here")
    (folder / "b.txt").write_text("text\n" * 5)
    command = shell.format(" ".join(COMMAND))
    result = subprocess.run(["bash", "-c", command], cwd=folder, env=ENV, capture_output=True, text=True, timeout=60)
    assert "Traceback" not in result.stderr
    assert "Exception ignored" not in result.stderr
    assert result.returncode in (code, 0 if "head" in shell else code)


def test_a_stop_while_arguments_are_read_is_no_error(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("lint.cli.parsed", mock.Mock(side_effect=KeyboardInterrupt))
    assert main(["check"]) == 130
    assert capsys.readouterr().err == "newslint: stopped; what was finished is kept\n"


@pytest.mark.skipif(os.name != "posix", reason="signals of POSIX")
def test_watching_checks_again_until_it_is_stopped(folder: Path) -> None:
    process = subprocess.Popen(
        [*COMMAND, "check", "--watch", "--output-format", "concise"],
        cwd=folder, env=ENV, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, preexec_fn=heeds_interrupts,
    )  # fmt: skip
    assert process.stderr is not None
    lines: list[str] = []
    reader = threading.Thread(target=lambda: lines.extend(iter(process.stderr.readline, "")))
    reader.start()
    try:
        _until(lambda: any("exit code 1; watching 1 files" in line for line in lines))
        (folder / "newer.txt").write_text("Nothing is wrong here.\n")
        (folder / "a.txt").write_text(f"{GOOD}\n")
        _until(lambda: any("exit code 0; watching 2 files" in line for line in lines))
    finally:
        process.send_signal(signal.SIGINT)
    assert process.wait(timeout=30) == 130
    reader.join()
    assert "Traceback" not in "".join(lines)


def _until(reached: object, seconds: float = 30) -> None:
    end = time.monotonic() + seconds
    while not reached():  # type: ignore[operator]
        assert time.monotonic() < end
        time.sleep(0.05)


def test_what_vanishes_is_no_error_for_the_watch(folder: Path) -> None:
    assert set(state(["a.txt", str(folder), str(folder / "none")])) == {folder / "a.txt"}
