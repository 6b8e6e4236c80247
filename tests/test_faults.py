"""Starved, denied, misled: what a run is given that it can't use is named, and nothing that was there is lost."""

import io
import json
import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager, redirect_stderr, redirect_stdout
from pathlib import Path
from unittest import mock

import pytest

from lint import decisions, writers
from lint.cli import main
from lint.decisions import Action
from lint.decisions.log import DecisionsError
from lint.undo import undo_file, undoable

DIRTY = (
    "The council met on Tuesday and agreed to repair the bridge, following they visited the site of the collapse.\n"
    "\nLeave a Reply\n"
)
linux = pytest.mark.skipif(sys.platform != "linux", reason="made of what Linux has")
posix = pytest.mark.skipif(os.name != "posix", reason="made of what POSIX systems have")
root = pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() != 0, reason="only root may mount, or be another")
NOBODY = 65534


def run(*arguments: str | Path) -> tuple[int, str]:
    """Return the exit code of a command and what it said; one that waits for ever is stopped."""
    out, err = io.TextIOWrapper(io.BytesIO()), io.StringIO()
    if hasattr(signal, "alarm"):
        signal.signal(signal.SIGALRM, _late)
        signal.alarm(60)
    try:
        with redirect_stdout(out), redirect_stderr(err):
            code = main([str(argument) for argument in arguments])
    finally:
        if hasattr(signal, "alarm"):
            signal.alarm(0)
    assert "Traceback" not in err.getvalue()
    return code, err.getvalue()


def _late(number: int, frame: object) -> None:
    raise TimeoutError("the command waits for ever")


def files(folder: Path) -> dict[str, bytes]:
    return {p.relative_to(folder).as_posix(): p.read_bytes() for p in sorted(folder.rglob("*")) if p.is_file()}


def lay(folder: Path, names: dict[str, str]) -> Path:
    for name, text in names.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text, encoding="utf-8")
    return folder


# --- a disk that fills ----------------------------------------------------------------------------------------------


@pytest.fixture
def disk(tmp_path: Path) -> Iterator[Path]:
    """A file system of its own, of 256 kB."""
    place = tmp_path / "disk"
    place.mkdir()
    command = ["mount", "-t", "tmpfs", "-o", "size=256k,mode=755", "newslint-test", str(place)]
    if shutil.which("mount") is None or subprocess.run(command, capture_output=True).returncode:
        pytest.skip("a small file system can't be mounted here")
    yield place
    subprocess.run(["umount", "-l", str(place)], check=True)


def grow(disk: Path) -> None:
    subprocess.run(["mount", "-o", "remount,size=64m", str(disk)], check=True)


def fill(disk: Path, left: int) -> Path:
    """Fill a file system until so many bytes are left."""
    path = disk / "ballast"
    with open(path, "wb") as file:
        free = os.statvfs(disk)
        file.write(b"x" * (free.f_bavail * free.f_bsize - left))
    return path


@linux
@root
@pytest.mark.parametrize("jobs", ["1", "2"])
def test_a_full_disk_stops_a_run_and_room_lets_it_go_on(tmp_path: Path, disk: Path, jobs: str) -> None:
    source = lay(tmp_path / "in", {f"{number:03}.txt": f"{number}\n\n" + DIRTY * 40 for number in range(20)})
    before, command = files(source), ["clean", source, "--no-readability", "--jobs", jobs, "-o"]
    assert run(*command, tmp_path / "whole")[0] == 0
    code, said = run(*command, disk)
    assert code == 2
    assert "can't be written (No space left on device); check its path, rights and disk" in said
    assert files(source) == before
    whole = files(tmp_path / "whole")
    for name, data in files(disk).items():
        assert data == whole.get(name) or name in (".newslint.lock", "summary.json", "index.html"), name
    grow(disk)
    assert run(*command, disk)[0] == 0
    same = set(whole) - {"summary.json", "index.html"}
    assert {name: data for name, data in files(disk).items() if name in same} == {name: whole[name] for name in same}
    assert not [name for name in files(disk) if name.endswith(".newslint")]


@linux
@root
@pytest.mark.parametrize("left", [0, 4096, 8192, 16384])
@pytest.mark.parametrize(
    "command", [["check", "--fix", "--fail-on", "never"], ["clean", "--in-place"], ["clean", "--in-place", "--jobs", "2"]],
    ids=" ".join,
)  # fmt: skip
def test_a_full_disk_leaves_files_in_place_whole(disk: Path, left: int, command: list[str]) -> None:
    texts = {f"{number}.txt": DIRTY * 20 for number in range(4)}
    source = lay(disk / "in", texts)
    ballast = fill(disk, left)
    code, said = run(*command[:1], source, *command[1:])
    assert code == 2, said
    assert "No space left on device" in said
    ballast.unlink()
    for item in undoable(source):
        undo_file(item, item.path)
    assert {name: (source / name).read_text() for name in texts} == texts
    assert not [name for name in files(source) if name.endswith(".newslint")]
    assert run(*command[:1], source, *command[1:])[0] == 0
    assert run("undo", source)[0] == 0
    assert {name: (source / name).read_text() for name in texts} == texts


@linux
@root
def test_a_full_disk_refuses_an_undo_and_keeps_the_cleaned_text(disk: Path) -> None:
    source = lay(disk, {"in/a.txt": DIRTY * 40}) / "in"
    assert run("check", source, "--fix", "--fail-on", "never")[0] == 0
    cleaned = (source / "a.txt").read_bytes()
    ballast = fill(disk, 0)
    code, said = run("undo", source)
    assert code == 2
    assert "a.txt: can't be written (No space left on device)" in said
    assert (source / "a.txt").read_bytes() == cleaned
    ballast.unlink()
    assert run("undo", source)[0] == 0
    assert (source / "a.txt").read_text() == DIRTY * 40


@linux
@root
def test_a_full_disk_keeps_books_packs_baselines_and_decisions(
    tmp_path: Path, disk: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    spelled = "Mr Shehbaz Sharif spoke on Monday. Shahbaz Sharif said so. Later Shahbaz Sharif left the town.\n"
    page = "Follow the Torby Herald on every network there is\n"
    source = lay(tmp_path / "in", {f"{n}.txt": f"{n} of them met.\n\n{spelled}\n{page}" for n in range(8)})
    commands = {
        "names.toml": ["names", source, "--write", disk / "names.toml"],
        "site.toml": ["template", source, "--write", disk / "site.toml"],
        "report.sarif": ["check", source, "--fail-on", "never", "--output", f"sarif:{disk / 'report.sarif'}"],
        "base.json": ["baseline", "write", source, "--baseline", disk / "base.json"],
    }
    for name, command in commands.items():
        assert run(*command)[0] == 0, name
        assert (disk / name).stat().st_size, name
    log = decisions.Log(disk / "decisions.jsonl")
    log.append(_decision("a"))
    before = files(disk)
    (source / "8.txt").write_text(f"Another one.\n\n{spelled.replace('Mr', 'Dr')}\n{page}\nLeave a Reply\n")
    fill(disk, 0)
    monkeypatch.chdir(tmp_path)
    commands["base.json"].append("--accept-new")
    for name, command in commands.items():
        code, said = run(*command)
        assert files(disk)[name] == before[name], name
        assert (code, "No space left on device" in said) == (2, True) or name == "names.toml", (name, said)
    with pytest.raises(DecisionsError, match="not kept: make room"):
        log.append(*(_decision("x" * 5000 + str(number)) for number in range(20)))
    assert json.loads((disk / "decisions.jsonl").read_bytes().split(b"\n")[0]) == json.loads(before["decisions.jsonl"])


def _decision(text: str) -> decisions.Decision:
    return decisions.Decision(
        "1", "2026-01-01T00:00:00Z", Action.REJECT, file="a.txt", rule="text.some-rule", text=text
    )


@linux
@root
def test_a_full_temporary_folder_is_named(tmp_path: Path, disk: Path) -> None:
    letters = str.maketrans("0123456789", "abcdefghij")  # lines that differ in numbers alone are the same
    texts = {f"{n}.txt": "".join(f"Line {n}x{m}\n" for m in range(10_000, 24_000)).translate(letters) for n in range(8)}
    source = lay(tmp_path / "in", texts)
    fill(disk, 8192)
    command = [sys.executable, "-m", "lint", "clean", str(source), "-o", str(tmp_path / "out")]
    done = subprocess.run(command, env={**os.environ, "SQLITE_TMPDIR": str(disk)}, capture_output=True, text=True)
    assert done.returncode == 2
    assert "Traceback" not in done.stderr
    assert "the temporary folder has no place to count the lines that recur" in done.stderr
    assert "set TMPDIR" in done.stderr


# --- rights ---------------------------------------------------------------------------------------------------------


@contextmanager
def commons() -> Iterator[Path]:
    """Yield a folder that every user can reach."""
    folder = Path(tempfile.mkdtemp(prefix="newslint-", dir="/tmp"))
    folder.chmod(0o755)
    try:
        yield folder
    finally:
        shutil.rmtree(folder)


def as_nobody(work: Callable[[], None]) -> None:
    """Do some work in a process without rights; what it raises there is raised here."""
    with tempfile.TemporaryDirectory() as place, mock.patch("lint.cli.clean.processes", return_value=0):
        source = lay(Path(place, "in"), {"a.txt": DIRTY})
        run("clean", source, "-o", Path(place, "out"))  # imports what it may not later
        run("check", source)
        run("undo", Path(place, "out"), "-o", Path(place, "back"))
    reader, writer = os.pipe()
    process = os.fork()
    if not process:
        try:
            os.chdir(tempfile.gettempdir())  # the checkout may be closed to others
            os.setgroups([])
            os.setgid(NOBODY)
            os.setuid(NOBODY)
            os.environ["NEWSLINT_CACHE"] = "/tmp/newslint-nobody"
            with mock.patch("lint.cli.clean.processes", return_value=0):
                work()
            os._exit(0)
        except BaseException:
            import traceback

            os.write(writer, traceback.format_exc().encode())
        finally:
            os._exit(1)
    os.close(writer)
    with open(reader, "rb") as pipe:
        said = pipe.read().decode()
    assert os.waitstatus_to_exitcode(os.waitpid(process, 0)[1]) == 0, said


def owned(folder: Path, mode: int = 0o755) -> None:
    for path in (folder, *folder.rglob("*")):
        os.chown(path, NOBODY, NOBODY)
    folder.chmod(mode)


@linux
@root
def test_what_may_not_be_read_is_named_and_the_rest_is_done() -> None:
    with commons() as place:
        source = lay(place / "in", {"a.txt": DIRTY, "closed.txt": DIRTY, "sub/b.txt": DIRTY, "deep/c.txt": DIRTY})
        owned(place)
        (source / "closed.txt").chmod(0)
        (source / "sub").chmod(0)

        def work() -> None:
            for command in (
                ["check", source, "--fail-on", "never"],
                ["clean", source, "-o", place / "out", "--no-readability", "--no-html"],
            ):
                code, said = run(*command)
                assert code == 2, said
                assert "closed.txt: can't be read (Permission denied)" in said
                assert "sub: can't be read (Permission denied)" in said
            assert (place / "out" / "deep" / "c.txt").read_text() != DIRTY
            assert (place / "out" / "a.txt").exists()

        as_nobody(work)


@linux
@root
def test_what_may_not_be_written_stays_and_is_named() -> None:
    with commons() as place:
        source = lay(place / "in", {"open.txt": DIRTY, "read-only.txt": DIRTY, "sub/b.txt": DIRTY})
        owned(place)
        (source / "read-only.txt").chmod(0o444)
        (source / "sub").chmod(0o555)
        (place / "out").mkdir(mode=0o555)
        lay(source, {".newslint/.gitignore": "*\n"})
        owned(source / ".newslint")

        def work() -> None:
            for command in (["check", source, "--fix", "--fail-on", "never"], ["clean", source, "--in-place"]):
                code, said = run(*command)
                assert code == 2
                assert "read-only.txt: can't be written (the file is read-only)" in said
                assert "b.txt: can't be written (Permission denied)" in said
                assert (source / "read-only.txt").read_text() == (source / "sub" / "b.txt").read_text() == DIRTY
            assert (source / "open.txt").read_text() != DIRTY
            code, said = run("clean", source, "-o", place / "out")
            assert code == 2
            assert "out: can't be written (Permission denied)" in said
            assert run("undo", source)[0] == 0
            assert (source / "open.txt").read_text() == DIRTY

        as_nobody(work)


@posix
def test_mode_and_owner_of_a_file_stay(tmp_path: Path) -> None:
    path = lay(tmp_path, {"a.txt": DIRTY}) / "a.txt"
    path.chmod(0o640)
    if os.geteuid() == 0:
        os.chown(path, NOBODY, NOBODY)
    before = path.stat()
    run("check", path, "--fix")
    after = path.stat()
    assert path.read_text() != DIRTY
    assert (after.st_mode, after.st_uid, after.st_gid) == (before.st_mode, before.st_uid, before.st_gid)


# --- what is no file ------------------------------------------------------------------------------------------------


COMMANDS = {
    "check": lambda source, aside: ["check", source, "--fail-on", "never"],
    "fix": lambda source, aside: ["check", source, "--fix", "--fail-on", "never"],
    "folder": lambda source, aside: ["clean", source, "-o", aside / "out", "--no-readability"],
    "in place": lambda source, aside: ["clean", source, "--in-place"],
    "names": lambda source, aside: ["names", source],
    "template": lambda source, aside: ["template", source],
}


def odd(kind: str, path: Path) -> str:
    """Put something at a path that is no article; return what is said of it."""
    if kind == "pipe":
        os.mkfifo(path)
    elif kind == "socket":
        with socket.socket(socket.AF_UNIX) as listener:
            listener.bind(os.path.relpath(path))
    elif kind == "device":
        path.symlink_to("/dev/zero")
    elif kind == "loop":
        path.symlink_to(path.with_name("other.txt"))
        path.with_name("other.txt").symlink_to(path)
        return "Too many levels of symbolic links"
    elif kind == "dangling":
        path.symlink_to(path.with_name("nowhere.txt"))
        return "No such file or directory"
    return "not a regular file"


@posix
@pytest.mark.parametrize("named", [False, True], ids=["found", "named"])
@pytest.mark.parametrize("kind", ["pipe", "socket", "device", "loop", "dangling"])
@pytest.mark.parametrize("command", COMMANDS)
def test_what_is_no_file_is_named_and_the_rest_is_done(
    command: str, kind: str, named: bool, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    source = lay(tmp_path / "in", {"a.txt": DIRTY})
    monkeypatch.chdir(tmp_path)
    odd(kind, source / "odd.txt")
    before = os.lstat(source / "odd.txt")
    code, said = run(*COMMANDS[command](source / "odd.txt" if named else source, tmp_path))
    assert code == 2, said
    assert "odd.txt: " in said
    assert os.lstat(source / "odd.txt").st_ino == before.st_ino
    if not named and command in ("fix", "in place"):
        assert (source / "a.txt").read_text() != DIRTY
    if not named and command == "folder":
        assert (tmp_path / "out" / "a.txt").read_text() != DIRTY


@posix
def test_folders_that_lead_back_to_themselves_end(tmp_path: Path) -> None:
    source = lay(tmp_path / "in", {"a.txt": DIRTY})
    (source / "again").symlink_to(source)
    (source / "loop").symlink_to(source / "loop")
    assert run("clean", source, "-o", tmp_path / "out", "--no-readability")[0] == 0
    assert [name for name in files(tmp_path / "out") if name.endswith("a.txt")] == ["a.txt"]
    assert run("clean", source / "loop", "-o", tmp_path / "out")[0] == 2


@posix
def test_a_table_that_is_a_pipe_is_no_table(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "rows.jsonl")
    for command in (["clean", tmp_path / "rows.jsonl", "-o", tmp_path / "out"], ["check", tmp_path / "rows.jsonl"]):
        code, said = run(*command)
        assert code == 2
        assert "rows.jsonl: not a regular file" in said


@posix
def test_reports_go_to_a_stream_and_never_replace_a_device(tmp_path: Path) -> None:
    device = os.lstat("/dev/null")
    writers.write(Path("/dev/null"), b"gone")
    assert os.path.samestat(device, os.lstat("/dev/null"))
    os.mkfifo(tmp_path / "pipe")
    with pytest.raises(writers.UnwritableError, match="it is a pipe or a device"):
        writers.write(tmp_path / "pipe", b"nowhere")
    (tmp_path / "way").symlink_to("/dev/null")
    with pytest.raises(writers.UnwritableError, match="it is a pipe or a device"):
        writers.write(tmp_path / "way", b"nowhere")
    said = subprocess.run(
        [sys.executable, "-m", "lint", "check", str(tmp_path), "--output", "json:/dev/stdout"],
        capture_output=True, cwd=lay(tmp_path, {"a.txt": "All is well here.\n"}),
        env={**os.environ, "PYTHONPATH": str(Path(__file__).parent.parent)},
    )  # fmt: skip
    assert json.loads(said.stdout)[0]["findings"] == []


# --- names ----------------------------------------------------------------------------------------------------------


def test_names_that_differ_count_as_two_where_they_can(tmp_path: Path) -> None:
    source = lay(
        tmp_path / "in", {"a.txt": DIRTY, "A.txt": DIRTY * 2, "caf\xe9.txt": DIRTY * 3, "cafe\u0301.txt": DIRTY * 4}
    )
    if writers.folding(source):
        pytest.skip("such names are one file here")
    assert run("clean", source, "-o", tmp_path / "out", "--no-readability")[0] == 0
    assert run("undo", tmp_path / "out", "-o", tmp_path / "back")[0] == 0
    assert files(tmp_path / "back") == files(source)


@pytest.mark.parametrize("fold", [(True, False), (False, True), (True, True)], ids=["case", "accents", "both"])
def test_names_that_would_be_one_file_are_told_apart_or_named(
    fold: tuple[bool, bool], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    texts = {
        "A.txt": DIRTY,
        "a.txt": DIRTY * 2,
        "cafe\u0301.txt": DIRTY * 3,
        "caf\xe9.txt": DIRTY * 4,
        "Sub/x.md": DIRTY,
        "sub/x.md": DIRTY * 2,
    }
    source = lay(tmp_path / "in", texts)
    if writers.folding(source):
        pytest.skip("such names are one file here already")
    case, accents = fold
    monkeypatch.setattr(
        "lint.cli.clean.folding", lambda folder: lambda name: writers._folded(name, case=case, decomposed=accents)
    )
    code, said = run("clean", source, "-o", tmp_path / "out", "--no-readability")
    assert code == 2
    failed = ["a.txt"] * case + ["caf\xe9.txt"] * accents + ["sub/x.md"] * case
    for name in failed:
        assert f"{source / name}: another file has the same name, but for case or the way accents are written" in said
    assert said.count("another file has the same name") == len(failed)
    cleaned = {name for name in texts if (tmp_path / "out" / name).exists()}
    assert cleaned == set(texts) - set(failed)


def test_a_page_and_a_text_that_would_be_one_file_are_told_apart(tmp_path: Path) -> None:
    page = f"<html><body><article><p>{DIRTY}</p></article></body></html>"
    source = lay(tmp_path / "in", {"page.html": page, "page.html.txt": DIRTY * 2, "other.txt": DIRTY})
    code, said = run("clean", source, "-o", tmp_path / "out", "--no-readability")
    assert code == 2
    assert "page.html.txt: the text of" in said
    assert run("undo", tmp_path / "out", "-o", tmp_path / "back")[0] == 0
    assert files(tmp_path / "back") == {"page.html": page.encode(), "other.txt": DIRTY.encode()}


@posix
def test_names_of_every_kind_come_back(tmp_path: Path) -> None:
    names = [
        "a b.txt",
        "-o.txt",
        "new\nline.txt",
        "quo'te\".txt",
        "\u202eexe.txt",
        "x" * 230 + ".txt",
        "%2e%2e.txt",
        "~.txt",
    ]
    source = lay(tmp_path / "in", dict.fromkeys(names, DIRTY))
    bad = os.fsencode(source) + b"/\xff\xfe.txt"
    Path(os.fsdecode(bad)).write_text(DIRTY)
    assert run("clean", source, "-o", tmp_path / "out", "--no-readability")[0] == 0
    assert run("undo", tmp_path / "out", "-o", tmp_path / "back")[0] == 0
    assert files(tmp_path / "back") == files(source)
    before = files(source)
    assert run("clean", source, "--in-place")[0] == 0
    assert run("undo", source)[0] == 0
    assert {name: data for name, data in files(source).items() if ".newslint" not in name} == before


def test_a_name_too_long_for_its_report_is_named(tmp_path: Path) -> None:
    source = lay(tmp_path / "in", {"a.txt": DIRTY})
    try:
        (source / ("x" * 250 + ".txt")).write_text(DIRTY)
    except OSError:
        pytest.skip("such a name is too long here already")
    code, said = run("clean", source, "-o", tmp_path / "out", "--no-readability")
    assert code == 2
    assert "File name too long" in said
    assert (tmp_path / "out" / "a.txt").exists()
    assert run("clean", source, "--in-place")[0] == 2
    assert (source / ("x" * 250 + ".txt")).read_text() == DIRTY
