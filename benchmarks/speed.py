"""What a run costs: start-up, check and clean, in CPU time of whole processes, beside other tools; prints, never judges.

    python benchmarks/speed.py [--files N] [--folder DIR] [--runs N] [--no-peers]

Measured on the five samples again and again, and on as many damaged articles of which no two are equal; or on the
articles of a folder. CPU time is user and system time of the process and its children, the least of several runs; the
last column says how many times as many megabytes newslint's check takes in the same time. Which other tools are run,
and how they are found, stands in peers.py; slow ones get fewer files.
"""

from __future__ import annotations

import argparse
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterable, Iterator
from itertools import chain
from pathlib import Path
from typing import NamedTuple

from corpora import ROOT, distinct, repeated
from peers import peers

PATIENCE = 60.0
"""CPU seconds after which a slow command is not run again."""

CHECK = "check --no-cache"


class Row(NamedTuple):
    """A command, what it is called in the table, and how much it works on."""

    name: str
    command: list[str]
    files: int = 0
    megabytes: float = 0.0
    folder: Path = ROOT
    again: bool = False


def cost(row: Row, runs: int) -> tuple[float, float]:
    """Return CPU seconds (the least) and peak memory in MB (the most) of a command."""
    best, memory, spent = 1e9, 0.0, 0.0
    environment = {k: v for k, v in os.environ.items() if k not in ("PYTHONDONTWRITEBYTECODE", "PYTHONUNBUFFERED")}
    if row.again:
        subprocess.run(row.command, cwd=row.folder, env=environment, capture_output=True, check=False)
    for _ in range(runs):
        process = subprocess.Popen(
            row.command, cwd=row.folder, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
        )
        _, status, usage = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
        best = min(best, usage.ru_utime + usage.ru_stime)
        memory = max(memory, usage.ru_maxrss / 1024)
        spent += usage.ru_utime + usage.ru_stime
        if spent > PATIENCE:
            break
    return best, memory


def own(folder: Path, work: Path) -> Iterator[Row]:
    """Yield the commands of newslint over a folder."""
    lint, name = [sys.executable, "-m", "lint"], str(folder)
    check = [*lint, "check", name, "--output-format", "concise"]
    for title, command in (
        (CHECK, [*check, "--no-cache"]),
        ("check --no-cache --select artifact,boilerplate,text",
         [*check, "--no-cache", "--select", "artifact,boilerplate,text"]),
        ("check again, nothing changed", check),
        ("clean --no-readability", [*lint, "clean", name, "-o", str(work / "plain"), "--no-readability", "--restart"]),
        ("clean with all reports", [*lint, "clean", name, "-o", str(work / "full"), "--restart"]),
    ):  # fmt: skip
        yield Row(title, command, *_size(folder), again=title.startswith("check again"))


def others(folder: Path, work: Path) -> Iterator[Row]:
    """Yield the commands of the other tools over a folder, or over a part of it."""
    settings = work / "settings"
    settings.mkdir()
    for peer in peers(settings):
        part = _part(folder, work, peer.files)
        given = [str(path) for path in sorted(part.glob("*.txt"))] if peer.each else [str(part)]
        yield Row(peer.name, [*peer.command, *given], *_size(part), peer.folder or ROOT)


def _part(folder: Path, work: Path, most: int) -> Path:
    """Return a folder with the first files of another, or that one if it has no more."""
    paths = sorted(folder.glob("*.txt"))
    if len(paths) <= most:
        return folder
    part = work / f"first{most}"
    if not part.exists():
        part.mkdir()
        for path in paths[:most]:
            shutil.copy(path, part)
    return part


def _size(folder: Path) -> tuple[int, float]:
    paths = [path for path in folder.rglob("*") if path.is_file()]
    return len(paths), sum(path.stat().st_size for path in paths) / 1e6


def started() -> None:
    """Print what starting costs."""
    one = str(ROOT / "samples" / "003_57041a99e59c577c.txt")
    for name, arguments in (("newslint --version", ["--version"]), ("check, one clean file", ["check", one])):
        seconds, memory = cost(Row(name, [sys.executable, "-m", "lint", *arguments]), 7)
        print(f"{name:52}{seconds:8.3f}{'':25}{memory:9.0f}", flush=True)


def table(title: str, rows: Iterable[Row], runs: int) -> None:
    """Print the rows for one corpus."""
    print(f"\n{title}")
    print(f"{'':52}{'CPU s':>8}{'MB/s':>8}{'files/s':>9}{'files':>8}{'peak MB':>9}{'check is':>10}")
    check = 0.0
    for row in rows:
        seconds, memory = cost(row, runs)
        rate = row.megabytes / seconds
        check = rate if row.name == CHECK else check
        ratio = f"{check / rate:9.2f}x"
        print(
            f"{row.name:52}{seconds:8.2f}{rate:8.2f}{row.files / seconds:9.0f}{row.files:8}{memory:9.0f}{ratio}",
            flush=True,
        )


def main() -> None:
    """Print the tables."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--files", type=int, default=1000)
    parser.add_argument("--folder", type=Path)
    parser.add_argument("--runs", type=int, default=3)
    parser.add_argument("--no-peers", action="store_true")
    args = parser.parse_args()
    os.environ["NEWSLINT_CACHE"] = os.environ.get("NEWSLINT_CACHE", tempfile.mkdtemp(prefix="newslint-"))
    started()
    with tempfile.TemporaryDirectory() as temporary:
        base = Path(temporary)
        if args.folder:
            corpora = {str(args.folder): args.folder}
        else:
            corpora = {
                "the samples again and again": repeated(base / "repeated", args.files),
                "damaged articles, no two equal": distinct(base / "distinct", args.files),
            }
        for number, (title, folder) in enumerate(corpora.items()):
            work = base / f"work{number}"
            work.mkdir()
            rows = own(folder, work)
            table(title, rows if args.no_peers else chain(rows, others(folder, work)), args.runs)


if __name__ == "__main__":
    main()
