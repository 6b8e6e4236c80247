"""What a start costs, in CPU and wall time of whole processes, beside other checkers of prose; prints, never judges.

    python benchmarks/startup.py [--runs N]

Each row is the least of several runs. "again" has the findings of unchanged texts from the cache, as when a hook runs a
second time; the other rows of newslint do without. Vale, codespell and proselint are measured where they are installed;
they look for other things than newslint does, so the rows compare what a hook makes you wait for, not what it finds.
"""

from __future__ import annotations

import argparse
import os
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).parent.parent
NEWSLINT = [sys.executable, "-c", "import sys; from lint.cli import main; sys.exit(main())"]

CLEAN = (
    "The council met on Tuesday and agreed to repair the bridge before the winter.\n\n"
    + (
        "Work on the western arch begins in May, the engineer said, and the road stays open for buses and bicycles. "
        "Residents had asked for a second footpath since the flood of last year carried away the old one.\n\n"
    )
    * 12
)


def cost(command: list[str], folder: Path, runs: int) -> tuple[float, float]:
    """Return the least CPU and the least wall time of a command, in milliseconds."""
    cpu = wall = 1e9
    env = {k: v for k, v in os.environ.items() if k != "PYTHONDONTWRITEBYTECODE"} | {"PYTHONPATH": str(ROOT)}
    for _ in range(runs):
        began = time.perf_counter()
        process = subprocess.Popen(
            command, cwd=folder, env=env, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, stdin=subprocess.DEVNULL
        )
        _, _, usage = os.wait4(process.pid, 0)
        process.returncode = 0
        wall = min(wall, time.perf_counter() - began)
        cpu = min(cpu, usage.ru_utime + usage.ru_stime)
    return cpu * 1000, wall * 1000


def corpus(folder: Path) -> dict[str, list[str]]:
    """Write the articles; return what each row checks."""
    samples = sorted((ROOT / "samples").glob("*.txt"))
    (folder / "clean.txt").write_text(CLEAN, encoding="utf-8")
    shutil.copy(samples[0], folder / "dirty.txt")
    for number in range(100):
        (folder / f"{number:03}.txt").write_text(CLEAN.replace("May", f"May {number}"), encoding="utf-8")
    return {
        "one clean file": ["clean.txt"],
        "one dirty file": ["dirty.txt"],
        "five files": ["dirty.txt", *(f"{number:03}.txt" for number in range(4))],
        "100 clean files": [f"{number:03}.txt" for number in range(100)],
    }


def others(folder: Path) -> dict[str, list[str]]:
    """Return the commands of the other checkers that are installed, without the files."""
    found = {}
    if codespell := shutil.which("codespell"):
        found["codespell"] = [codespell]
    if proselint := shutil.which("proselint"):
        found["proselint"] = [proselint, "check"]
    if vale := shutil.which("vale"):
        (folder / ".vale.ini").write_text("MinAlertLevel = suggestion\n[*]\nBasedOnStyles = Vale\n", encoding="utf-8")
        found["vale"] = [vale]
    return found


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--runs", type=int, default=9)
    args = parser.parse_args()
    with tempfile.TemporaryDirectory() as temporary:
        folder = Path(temporary)
        rows = corpus(folder)
        print(f"{'':32}{'CPU ms':>8}{'wall ms':>9}")
        peers = others(folder)
        versions = {"newslint": NEWSLINT, **{name: command[:1] for name, command in peers.items()}}
        starts = {f"{name} --version": [*command, "--version"] for name, command in versions.items()}
        for name, command in {"python, nothing else": [sys.executable, "-c", "pass"], **starts}.items():
            cpu, wall = cost(command, folder, args.runs)
            print(f"{name:32}{cpu:8.0f}{wall:9.0f}")
        own = {"newslint": [*NEWSLINT, "check", "--no-cache"], "newslint again": [*NEWSLINT, "check"]}
        checkers = {**own, **peers}
        for what, files in rows.items():
            for name, command in checkers.items():
                cpu, wall = cost([*command, *files], folder, max(3, args.runs // (1 + len(files) // 20)))
                print(f"{f'{name}, {what}':32}{cpu:8.0f}{wall:9.0f}")
        missing = [name for name in ("vale", "codespell", "proselint") if name not in checkers]
        if missing:
            print(f"not installed: {', '.join(missing)}")


if __name__ == "__main__":
    main()
