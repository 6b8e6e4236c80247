"""What a run costs: start-up, check and clean, in CPU time of whole processes; prints, never judges.

    python benchmarks/speed.py [--files N] [--folder DIR]

The corpus is the five samples repeated to N files, or the articles of a folder. CPU time is user and system
time of the process, the least of several runs.
"""

from __future__ import annotations

import argparse
import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).parent.parent


def cost(arguments: list[str], runs: int) -> tuple[float, float]:
    """Return CPU seconds (the least) and peak memory in MB (the most) of `newslint` with these arguments."""
    best, memory = 1e9, 0.0
    for _ in range(runs):
        process = subprocess.Popen(
            [sys.executable, "-m", "lint", *arguments], cwd=ROOT, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
        )
        _, _, usage = os.wait4(process.pid, 0)
        process.returncode = 0
        best = min(best, usage.ru_utime + usage.ru_stime)
        memory = max(memory, usage.ru_maxrss / 1024)
    return best, memory


def corpus(folder: Path, files: int) -> Path:
    """Make a folder of copies of the samples."""
    folder.mkdir()
    samples = sorted((ROOT / "samples").glob("*.txt"))
    for number in range(files):
        shutil.copy(samples[number % len(samples)], folder / f"{number:05}.txt")
    return folder


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--files", type=int, default=1000)
    parser.add_argument("--folder", type=Path)
    parser.add_argument("--runs", type=int, default=3)
    args = parser.parse_args()
    with tempfile.TemporaryDirectory() as temporary:
        folder = args.folder or corpus(Path(temporary, "in"), args.files)
        paths = [path for path in folder.rglob("*") if path.is_file()]
        size = sum(path.stat().st_size for path in paths) / 1e6
        one = str(ROOT / "samples" / "003_57041a99e59c577c.txt")
        print(f"{len(paths)} files, {size:.2f} MB")
        print(f"{'':52}{'CPU s':>8}{'MB/s':>8}{'files/s':>9}{'peak MB':>9}")
        rows: list[tuple[str, list[str], int]] = [
            ("newslint --version", ["--version"], 0),
            ("check, one clean file", ["check", one], 0),
            ("check --no-cache", ["check", str(folder), "--output-format", "concise", "--no-cache"], len(paths)),
            ("check --no-cache --select artifact,boilerplate,text",
             ["check", str(folder), "--output-format", "concise", "--no-cache", "--select", "artifact,boilerplate,text"],
             len(paths)),
            ("check again, nothing changed", ["check", str(folder), "--output-format", "concise"], len(paths)),
            ("clean --no-readability", ["clean", str(folder), "-o", f"{temporary}/plain", "--no-readability", "--restart"],
             len(paths)),
            ("clean with all reports", ["clean", str(folder), "-o", f"{temporary}/full", "--restart"], len(paths)),
        ]  # fmt: skip
        for name, arguments, count in rows:
            seconds, memory = cost(arguments, args.runs if count else 7)
            rate = f"{size / seconds:8.2f}{count / seconds:9.0f}" if count else " " * 17
            print(f"{name:52}{seconds:8.3f}{rate}{memory:9.0f}")


if __name__ == "__main__":
    main()
