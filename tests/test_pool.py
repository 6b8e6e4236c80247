"""Work over processes: nothing is lost, whatever a task does to its process, and whoever kills it."""

import os
import re
import signal
import subprocess
import sys
import time
from multiprocessing import active_children
from pathlib import Path

import pytest

from lint.lock import NAME, LockedError, locked
from lint.pool import Limits, Lost, Task, processors, run

ROOT = Path(__file__).parent.parent
posix = pytest.mark.skipif(os.name != "posix", reason="signals of POSIX")

DIRTY = (
    "The council met on Tuesday and agreed to repair the bridge, following they visited the site of the collapse.\n"
    "\nLeave a Reply\n"
)


def _act(item: str) -> str:
    """Do what the item says: be quick, be late, die, or die the first time only."""
    verb, _, rest = item.partition(" ")
    if verb == "die" or (verb == "once" and not Path(rest).exists()):
        if rest:
            Path(rest).touch()
        os.kill(os.getpid(), signal.SIGKILL)
    if verb == "exit":
        os._exit(3)
    if verb == "loop":
        re.match(r"(a+)+$", "a" * 60 + "b")
    if verb == "eat":
        return str(len(bytearray(20_000_000_000)))
    if verb == "raise":
        raise ValueError("so it is")
    return item.upper()


def _done(items: list[str], jobs: int, limits: Limits = Limits()) -> tuple[list[str | Lost], list[str]]:  # noqa: B008
    told: list[str] = []
    tasks = [Task(item, 100_000, item) for item in items]
    results = list(run(tasks, _act, jobs, limits, tell=told.append))
    assert [task.item for task, _ in results] == items
    return [answer for _, answer in results], told


@pytest.mark.parametrize("jobs", [1, 2, 5])
def test_answers_come_in_order(jobs: int) -> None:
    items = [f"item {number}" for number in range(300)]
    assert _done(items, jobs) == ([item.upper() for item in items], [])


@pytest.mark.parametrize("every", [1, 2, 7, 5000])
def test_what_is_ready_keeps_its_place_and_starts_nothing(every: int) -> None:
    tasks = [Task(str(n), 100, f"a{n}", ready=None if n % every == every - 1 else n) for n in range(4500)]
    found = []
    for task, answer in run(tasks, _act, 2):
        found.append(answer)
        assert answer == (task.item.upper() if task.ready is None else task.ready)
        if every > 4500:
            assert not active_children()
    assert len(found) == 4500


def test_nothing_to_do_starts_nothing() -> None:
    assert _done([], 2) == ([], [])
    assert processors() >= 1


@posix
def test_a_task_that_kills_its_process_is_lost_alone() -> None:
    items = [f"item {number}" for number in range(40)]
    items[7], items[8], items[30] = "die", "exit", "raise"
    answers, told = _done(items, 2)
    assert answers[7] == Lost("ended its process twice (SIGKILL); leave it out, or raise --memory-limit")
    assert answers[8] == Lost("ended its process twice (exit code 3); leave it out, or raise --memory-limit")
    assert str(answers[30]).count("ValueError in _act") == 1
    assert [answer for answer in answers if not isinstance(answer, Lost)] == [
        item.upper() for item in items if item.startswith("item")
    ]
    assert "die: its process ended (SIGKILL); trying it once more" in told


@posix
def test_a_process_that_dies_once_loses_nothing(tmp_path: Path) -> None:
    items = ["item 1", f"once {tmp_path / 'mark'}", "item 2"]
    answers, told = _done(items, 2)
    assert answers == [item.upper() for item in items]
    assert len(told) == 1


@posix
def test_a_task_without_end_is_stopped() -> None:
    began = time.monotonic()
    answers, _ = _done(["item 1", "loop", "item 2"], 2, Limits(seconds=1, seconds_per_mb=0))
    assert answers[1] == Lost("took longer than 1 s; leave it out, or raise --time-limit")
    assert (answers[0], answers[2]) == ("ITEM 1", "ITEM 2")
    assert time.monotonic() - began < 8


@pytest.mark.skipif(sys.platform != "linux", reason="the limit of memory is Linux only")
def test_a_task_that_eats_the_memory_is_stopped() -> None:
    answers, _ = _done(["item 1", "eat", "item 2"], 1, Limits(memory=200))
    assert answers[0::2] == ["ITEM 1", "ITEM 2"]
    assert answers[1] == Lost("needs more than 200 MB of memory; leave it out, or raise --memory-limit")


@posix
def test_a_reader_that_stops_leaves_no_process() -> None:
    results = run((Task(str(n), 100_000, f"item {n}") for n in range(10_000)), _act, 2)
    next(results)
    assert len(active_children()) == 2
    results.close()
    assert active_children() == []


# --- the command ----------------------------------------------------------------------------------------------------


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    source = tmp_path / "in"
    (source / "sub").mkdir(parents=True)
    for number in range(60):
        (source / f"{number:03}.txt").write_text(f"Council {number} meets\n\n" + DIRTY * (1 + number % 7))
    (source / "sub" / "binary.txt").write_bytes(b"ab\0cd")
    (source / "sub" / "page.html").write_text("<html><body><p>" + DIRTY + "</p></body></html>")
    return source


def _clean(folder: Path, output: Path, *options: str) -> "subprocess.Popen[str]":
    command = [sys.executable, "-m", "lint", "clean", str(folder), "-o", str(output), "--no-readability", *options]
    return subprocess.Popen(command, stderr=subprocess.PIPE, text=True, cwd=ROOT)


def _tree(folder: Path) -> dict[str, bytes]:
    return {str(p.relative_to(folder)): p.read_bytes() for p in sorted(folder.rglob("*")) if p.is_file()}


def _children(process: int) -> list[int]:
    return [int(pid) for pid in Path(f"/proc/{process}/task/{process}/children").read_text().split()]


def test_the_number_of_processes_changes_no_byte(folder: Path, tmp_path: Path) -> None:
    for jobs in ("1", "2"):
        error = _clean(folder, tmp_path / jobs, "--jobs", jobs).communicate(timeout=120)[1]
        assert error.splitlines() == [
            "newslint: sub/binary.txt: byte 2 says that this is a binary file; leave it out",
        ]
    assert _tree(tmp_path / "1") == _tree(tmp_path / "2")
    assert len(_tree(tmp_path / "1")) == 61 * 4 + 4


@pytest.mark.skipif(not Path("/proc/self/task").exists(), reason="children are listed by Linux only")
def test_a_worker_killed_by_its_number_loses_nothing(folder: Path, tmp_path: Path) -> None:
    for number in range(60, 400):
        (folder / f"{number}.txt").write_text(DIRTY * 15)
    assert _clean(folder, tmp_path / "whole").wait(120) == 2
    process = _clean(folder, tmp_path / "hurt", "--jobs", "2")
    while not list((tmp_path / "hurt").glob("*.report.json")):
        time.sleep(0.01)
    os.kill(_children(process.pid)[0], signal.SIGKILL)
    error = process.communicate(timeout=120)[1]
    assert "its process ended (SIGKILL); trying it once more" in error
    assert _tree(tmp_path / "whole") == _tree(tmp_path / "hurt")


@pytest.mark.skipif(not Path("/proc/self/task").exists(), reason="children are listed by Linux only")
def test_a_run_that_was_killed_leaves_no_rubbish_and_is_taken_up(folder: Path, tmp_path: Path) -> None:
    assert _clean(folder, tmp_path / "whole").wait(120) == 2
    process = _clean(folder, tmp_path / "out")
    while not list((tmp_path / "out").glob("*.report.json")):
        time.sleep(0.01)
    process.kill()
    process.wait(60)
    (tmp_path / "out" / "sub").mkdir(exist_ok=True)
    (tmp_path / "out" / "sub" / ".page.html.txt.4711-0.newslint").write_text("half")
    assert _clean(folder, tmp_path / "out").wait(120) == 2
    whole, again = _tree(tmp_path / "whole"), _tree(tmp_path / "out")
    assert not [name for name in again if name.endswith(".newslint")]
    told = {"summary.json", "index.html"}  # they say which articles were taken over
    assert {n: c for n, c in whole.items() if n not in told} == {n: c for n, c in again.items() if n not in told}


def test_two_runs_do_not_write_to_one_folder(folder: Path, tmp_path: Path) -> None:
    with locked(tmp_path / "out"):
        process = _clean(folder, tmp_path / "out")
        error = process.communicate(timeout=60)[1]
        assert process.returncode == 2
        assert f"another run of newslint (process {os.getpid()}) writes here" in error
        assert "Traceback" not in error
    assert (tmp_path / "out" / NAME).read_bytes() == b""
    with locked(tmp_path / "out"):
        pass


def test_a_folder_that_can_not_be_locked_is_named(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(LockedError, match="can't be written"), locked(tmp_path / "file" / "out"):
        pass
