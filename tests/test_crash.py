"""Killed at any moment, a run has lost nothing: every file is old or new, every original comes back, the rest is done.

NEWSLINT_KILLS says how many runs are killed, NEWSLINT_SEED when.
"""

import os
import random
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path
from typing import NamedTuple

import pytest

from lint import engine, inplace, lock, writers
from lint.batch import Job, Output, clean_file
from lint.cli import main
from lint.config import Config
from lint.edits import Change
from lint.ledger import LedgerError
from lint.linter import Linter
from lint.undo import undo_file, undoable

pytestmark = pytest.mark.skipif(not hasattr(os, "fork"), reason="processes are forked, and killed by signals")

KILLS = int(os.environ.get("NEWSLINT_KILLS", "12"))
STRIDE = 1 if KILLS >= 100 else 9
SEED = int(os.environ.get("NEWSLINT_SEED", "1"))
DIRTY = (
    "The council met on Tuesday and agreed to repair the bridge, following they visited the site of the collapse. "
    "Engineers had warned of rust in its second pier for years, and nobody had listened to them.\n"
    "\nLeave a Reply\n"
)


def _articles() -> dict[str, bytes]:
    """Return articles of all kinds, one of which no rule has anything to say about, and one that is none."""
    found = {
        f"{number:02}.txt": (f"Council {number} meets\n\n" + DIRTY * (1 + number % 4)).encode() for number in range(8)
    }
    return {
        **found,
        "clean.txt": b"Nothing is wrong with this sentence, which ends as it should.\n",
        "binary.txt": b"ab\0cd",
        "sub/windows.txt": DIRTY.replace("\n", "\r\n").encode("cp1252"),
        "sub/wide.txt": ("\ufeff" + DIRTY).encode("utf-16-le"),
        "sub/café in spring.md": ("# Council\n\n" + DIRTY).encode(),
        "sub/page.html": f"<html><body><article><p>{DIRTY}</p><p>Tom &amp; Ann</p></article></body></html>".encode(),
    }


class Case(NamedTuple):
    """A way to clean: into a folder or in place, by so many processes."""

    in_place: bool
    jobs: int

    def arguments(self, source: Path, output: Path) -> list[str]:
        where = ["--in-place"] if self.in_place else ["-o", str(output)]
        return ["clean", str(source), *where, "--jobs", str(self.jobs), "--no-readability"]


CASES = [Case(in_place, jobs) for in_place in (False, True) for jobs in (1, 2)]


class Place(NamedTuple):
    """The folders of a run: the articles, what is written of them, and how the articles were at first."""

    source: Path
    output: Path
    originals: dict[str, bytes]

    def states(self, case: Case) -> dict[str, bytes]:
        """Return every file that the run leaves, but for the overview, which says what an earlier run has done."""
        tree = _tree(self.source if case.in_place else self.output)
        return {name: data for name, data in tree.items() if name not in ("summary.json", "index.html")}


def _tree(folder: Path) -> dict[str, bytes]:
    return {p.relative_to(folder).as_posix(): p.read_bytes() for p in sorted(folder.rglob("*")) if p.is_file()}


def _place(folder: Path, case: Case) -> Place:
    """Lay out articles; those that are cleaned in place were cleaned once before, by fewer rules."""
    source, originals = folder / "in", _articles()
    for name, data in originals.items():
        (source / name).parent.mkdir(parents=True, exist_ok=True)
        (source / name).write_bytes(data)
    if case.in_place:
        select = ["--select", "boilerplate", "--fail-on", "never", "--no-cache"]
        assert _ended(_forked(["check", str(source), "--fix", *select])) == 2  # the binary file
        assert _tree(source)["00.txt"] != originals["00.txt"]
    return Place(source, folder / "out", originals)


def _forked(arguments: list[str], prepare: Callable[[], None] = lambda: None) -> int:
    """Run a command in a process of its own, which leads a group; return its number."""
    process = os.fork()
    if process:
        return process
    code = 70
    try:
        os.setsid()
        nowhere = os.open(os.devnull, os.O_RDWR)
        for stream in (0, 1, 2):
            os.dup2(nowhere, stream)
        prepare()
        code = main(arguments)
    finally:
        os._exit(code)


def _ended(process: int) -> int:
    return os.waitstatus_to_exitcode(os.waitpid(process, 0)[1])


def _gone(group: int) -> None:
    """Wait until the workers of a killed run have ended, too."""
    with suppress(ProcessLookupError):
        for _ in range(6000):
            os.killpg(group, 0)
            time.sleep(0.01)
        raise AssertionError("a worker outlives its run")


def _check_losses(place: Place, case: Case, before: dict[str, bytes], whole: dict[str, bytes], aside: Path) -> None:
    """Prove that every file is wholly old or wholly new, that ledgers come first, and that every original comes back."""
    now = place.states(case)
    for name, data in now.items():
        if not lock._TEMPORARY.fullmatch(name.rpartition("/")[2]) and name != lock.NAME:
            assert data in (before.get(name), whole[name]), name
    assert set(before) <= set(now)
    if not case.in_place:
        assert _tree(place.source) == place.originals
    shutil.rmtree(aside, ignore_errors=True)
    folder = place.source if case.in_place else place.output
    known = set()
    for item in undoable(folder):
        known.add(item.path)
        if item.path.exists():
            undo_file(item, aside / item.name)
            assert (aside / item.name).read_bytes() == place.originals[item.name]
    for name, data in place.originals.items():
        path = place.source / name if case.in_place else Output(place.output).text(name)
        if path.exists() and path.read_bytes() != data:
            assert path in known, f"{name} was changed, and nothing leads back"


def _killed(place: Place, case: Case, chance: random.Random, longest: float) -> bool:
    """Run, kill it at a random moment, alone or with its workers; tell whether it was still running."""
    process = _forked(case.arguments(place.source, place.output))
    time.sleep(chance.uniform(0, longest))
    with suppress(ProcessLookupError):
        (os.kill if chance.random() < 0.5 else os.killpg)(process, signal.SIGKILL)
    code = _ended(process)
    _gone(process)
    return code == -signal.SIGKILL


@pytest.mark.parametrize("case", CASES, ids=lambda case: f"{'in-place' if case.in_place else 'folder'}-{case.jobs}")
def test_a_run_killed_at_random_moments_loses_nothing(case: Case, tmp_path: Path) -> None:
    chance = random.Random(f"{SEED} {case}")
    place = _place(tmp_path / "run", case)
    files, before = _tree(place.source), place.states(case) if case.in_place else {}
    began = time.monotonic()
    assert _ended(_forked(case.arguments(place.source, place.output))) == 2
    took, whole = time.monotonic() - began, place.states(case)
    kills = tries = 0
    while kills < KILLS / len(CASES):
        tries += 1
        _again(place, files)
        killed = _killed(place, case, chance, took)
        kills += killed
        took = took if killed else took * 0.95
        _check_losses(place, case, before, whole, tmp_path / "aside")
        assert _ended(_forked(case.arguments(place.source, place.output))) == 2
        assert place.states(case) == whole, f"kill {kills} of seed {SEED}"
    print(f"{case}: {kills} killed in {tries} runs")


def _again(place: Place, files: dict[str, bytes]) -> None:
    """Lay out the articles as they were before any run."""
    shutil.rmtree(place.source.parent)
    _write(place.source, files)


def _write(folder: Path, files: dict[str, bytes]) -> None:
    for name, data in files.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_bytes(data)


# --- at every step of writing ---------------------------------------------------------------------------------------


class _Step:
    """Counts the steps by which files come to be, and ends the process at one of them, perhaps with half a file."""

    def __init__(self, last: int = -1) -> None:
        self.last, self.done, self.seen = last, 0, []  # type: ignore[var-annotated]

    def install(self) -> None:
        for name in ("fsync", "replace", "mkdir", "chmod"):
            setattr(os, name, self._wrapped(name, getattr(os, name)))

    def _wrapped(self, name: str, call: Callable[..., object]) -> Callable[..., object]:
        def step(*arguments: object, **named: object) -> object:
            if self.done == self.last:
                if name == "fsync" and isinstance(arguments[0], int):
                    with suppress(OSError):
                        os.ftruncate(arguments[0], os.fstat(arguments[0]).st_size // 2)
                os.killpg(0, signal.SIGKILL)
            self.done += 1
            return call(*arguments, **named)

        return step


def _steps(tmp_path: Path, case: Case) -> Iterator[tuple[Place, dict[str, bytes], dict[str, bytes]]]:
    """Yield the state after a run was ended at its first step, at its second, and so on."""
    place = _place(tmp_path / "run", case)
    for name in ("clean.txt", *(f"{number:02}.txt" for number in range(2, 8))):
        (place.source / name).unlink()
        place.originals.pop(name)
    for left in place.source.glob(".newslint/ledger/0[2-7].txt.json"):
        left.unlink()
    files, before = _tree(place.source), place.states(case) if case.in_place else {}
    assert _ended(_forked(case.arguments(place.source, place.output))) == 2
    whole = place.states(case)
    for number in range(0, 1000, STRIDE):
        _again(place, files)
        code = _ended(process := _forked(case.arguments(place.source, place.output), _Step(number).install))
        _gone(process)
        yield place, before, whole
        if code != -signal.SIGKILL:
            assert number > 8
            return


@pytest.mark.parametrize("case", [Case(False, 1), Case(True, 1)], ids=["folder", "in-place"])
def test_a_run_ended_at_any_step_of_writing_loses_nothing(
    case: Case, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("lint.cli.clean.processes", lambda args: 0)
    number = 0
    for number, (hurt, before, whole) in enumerate(_steps(tmp_path, case)):
        _check_losses(hurt, case, before, whole, tmp_path / "aside")
        assert _ended(_forked(case.arguments(hurt.source, hurt.output))) == 2
        assert hurt.states(case) == whole, f"step {number}"
    print(f"{case}: ended at {number} steps")


def test_the_ledger_is_on_disk_before_the_text_begins(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    seen: list[str] = []
    replace, force = os.replace, os.fsync
    monkeypatch.setattr(os, "replace", lambda old, new: (seen.append(f"name {Path(new).name}"), replace(old, new))[1])
    monkeypatch.setattr(os, "fsync", lambda handle: (seen.append("force"), force(handle))[1])
    path = tmp_path / "a.txt"
    path.write_text(DIRTY)
    source = inplace.read(path)
    inplace.fix_file(path, source, Linter().clean(source.text))
    assert seen[:2] == ["force", "name a.txt.json"]
    assert seen[2] == "force"  # the folder of the ledger
    assert seen[-2:] == ["force", "name a.txt"]
    seen.clear()
    clean_file(Job(path, "a.txt"), Output(tmp_path / "out"), Linter(Config()), readability=False)
    assert [name for name in seen if name != "force"] == ["name a.txt.json", "name a.txt", "name a.txt.report.json"]


# --- one writer at a time -------------------------------------------------------------------------------------------


def test_a_file_that_changes_while_it_is_checked_stays_as_it_is(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_text(DIRTY)
    source = inplace.read(path)
    cleaned = Linter().clean(source.text)
    path.write_text("Somebody has written something else.\n")
    with pytest.raises(writers.UnwritableError, match=r"a\.txt: changed while it was checked"):
        inplace.fix_file(path, source, cleaned)
    assert path.read_text() == "Somebody has written something else.\n"
    assert list(tmp_path.iterdir()) == [path]
    path.unlink()
    with pytest.raises(writers.UnwritableError, match=r"a\.txt: can't be written \(No such file"):
        inplace.fix_file(path, source, cleaned)


def test_runs_by_different_rules_over_the_same_files_lose_no_original(tmp_path: Path) -> None:
    for attempt in range(5):
        source = tmp_path / str(attempt)
        _write(source, {f"{number}.txt": (DIRTY * 3).encode() for number in range(6)})
        runs = [
            _forked(["check", str(source), "--fix", "--no-cache", "--select", chosen])
            for chosen in ("boilerplate", "artifact", "boilerplate,artifact,text")
        ]
        assert {_ended(run) for run in runs} <= {0, 1, 2}
        for item in undoable(source):
            undo_file(item, item.path)
        assert {data for name, data in _tree(source).items() if name.endswith(".txt")} == {(DIRTY * 3).encode()}


def test_two_runs_in_place_exclude_each_other(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "a.txt").write_text(DIRTY)
    with lock.changing(tmp_path):
        for command in (["clean", str(tmp_path), "--in-place"], ["undo", str(tmp_path)]):
            assert main(command) == 2
            assert f"{tmp_path}: another run of newslint changes these files" in capsys.readouterr().err
    assert (tmp_path / "a.txt").read_text() == DIRTY
    assert main(["clean", str(tmp_path), "--in-place"]) == 0


def test_what_a_killed_run_left_is_removed_and_what_a_live_one_writes_is_not(tmp_path: Path) -> None:
    ended = _forked(["--version"])
    _ended(ended)
    (tmp_path / "a.txt").write_text(DIRTY)
    assert main(["check", str(tmp_path / "a.txt"), "--fix", "--fail-on", "never"]) == 0
    left = [
        tmp_path / f".a.txt.{ended}-0.newslint",
        tmp_path / ".newslint" / "ledger" / f".a.txt.json.{ended}-3.newslint",
    ]
    alive, own = tmp_path / f".a.txt.{os.getppid()}-0.newslint", tmp_path / ".notes.4711.tmp"
    for path in (*left, alive, own):
        path.write_text("half")
    for command in (["check", str(tmp_path / "a.txt"), "--fix"], ["clean", str(tmp_path), "--in-place"]):
        assert main(command) == 0
        assert not any(path.exists() for path in left)
        assert alive.exists()
        assert own.exists()
        for path in left:
            path.write_text("half")


_KILLED_WHILE_IT_COUNTS = """
import os, signal, sys
from pathlib import Path
from lint.cli import main
from lint.recurrence import count

def killed(counter, *limits):
    counter._flush()
    files = [os.path.realpath(path) for path in Path("/proc/self/fd").iterdir()]
    print(*(file for file in files if file.startswith(os.environ["TMPDIR"])), flush=True)
    os.kill(os.getpid(), signal.SIGKILL)

count._TABLES = "PRAGMA cache_size=1;" + count._TABLES
count.Counter.recurring = killed
main(sys.argv[1:])
"""


@pytest.mark.skipif(sys.platform != "linux", reason="open files are looked up as Linux shows them")
def test_a_run_killed_while_it_counts_leaves_nothing_in_the_temporary_folder(tmp_path: Path) -> None:
    temporary = tmp_path / "temporary"
    temporary.mkdir()
    _write(
        tmp_path / "in",
        {f"{number}.txt": (f"The council met {'a' * number} again\n\n" + DIRTY).encode() for number in range(50)},
    )
    command = [
        sys.executable,
        "-c",
        _KILLED_WHILE_IT_COUNTS,
        "clean",
        str(tmp_path / "in"),
        "-o",
        str(tmp_path / "out"),
    ]
    places = {"TMPDIR": str(temporary), "SQLITE_TMPDIR": str(temporary)}
    done = subprocess.run(command, env={**os.environ, **places}, capture_output=True, text=True)
    assert done.returncode == -signal.SIGKILL
    assert str(temporary) in done.stdout  # it had written there
    assert not list(temporary.iterdir())


# --- undo -----------------------------------------------------------------------------------------------------------


def test_folders_in_place_come_back_from_above_and_below(tmp_path: Path) -> None:
    _write(tmp_path, {"sub/deep/a.txt": DIRTY.encode(), "sub/b.txt": DIRTY.encode()})
    assert main(["check", str(tmp_path / "sub" / "deep"), "--fix", "--fail-on", "never"]) == 0
    assert main(["clean", str(tmp_path), "--in-place"]) == 0
    assert (tmp_path / "sub" / "deep" / ".newslint").is_dir()
    assert main(["undo", str(tmp_path)]) == 0
    texts = [tmp_path / "sub" / "deep" / "a.txt", tmp_path / "sub" / "b.txt"]
    assert [path.read_text() for path in texts] == [DIRTY, DIRTY]
    assert main(["clean", str(tmp_path), "--in-place"]) == 0
    assert main(["undo", str(tmp_path / "sub")]) == 0
    assert [path.read_text() for path in texts] == [DIRTY, DIRTY]


def test_an_undo_of_pages_can_be_done_again(tmp_path: Path) -> None:
    page = f"<html><body><article><p>{DIRTY}</p></article></body></html>"
    _write(tmp_path / "in", {"page.html": page.encode(), "ledger/b.txt": DIRTY.encode()})
    assert main(["clean", str(tmp_path / "in"), "-o", str(tmp_path / "out"), "--no-readability"]) == 0
    for _ in range(2):
        assert main(["undo", str(tmp_path / "out")]) == 0
        assert (tmp_path / "out" / "page.html").read_text() == page
        assert (tmp_path / "out" / "ledger" / "b.txt").read_text() == DIRTY


def test_a_text_that_would_not_come_back_to_the_byte_is_left_as_it_is(tmp_path: Path) -> None:
    broken = "Élan, café, naïve, déjà vu: ".encode() + b"a letter torn in two, \xc3\xe2\x80\x8b\xa9, by a space.\n"
    (tmp_path / "a.txt").write_bytes(broken)
    source = inplace.read(tmp_path / "a.txt")
    assert source.encoding == "utf-8:surrogateescape"
    change = Change(source.text.index("\u200b"), 0, "\u200b", "text.invisible")
    cleaned = engine.Cleaned(source.text, source.text.replace("\u200b", ""), (), ((change,),), ())
    with pytest.raises(LedgerError, match=r"a\.txt: its bytes could not be had back"):
        inplace.fix_file(tmp_path / "a.txt", source, cleaned)
    assert (tmp_path / "a.txt").read_bytes() == broken


if sys.platform != "win32":

    def test_a_link_stays_a_link(tmp_path: Path) -> None:
        _write(tmp_path, {"texts/a.txt": DIRTY.encode()})
        link = tmp_path / "links" / "a.txt"
        link.parent.mkdir()
        link.symlink_to(tmp_path / "texts" / "a.txt")
        assert main(["check", str(link), "--fix", "--fail-on", "never"]) == 0
        assert link.is_symlink()
        assert "following they" not in (tmp_path / "texts" / "a.txt").read_text()
        assert main(["undo", str(link)]) == 0
        assert link.is_symlink()
        assert (tmp_path / "texts" / "a.txt").read_text() == DIRTY
