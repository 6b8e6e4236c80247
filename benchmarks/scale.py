"""What more processors give, and what an engine costs: one process, two, and Ray, over the same Parquet shards.

    python benchmarks/scale.py [--rows N] [--shards N] [--engines one,two,ray] [--json FILE]

The articles are made of the sentences of the samples, a new mixture for each row, so that no cache helps. Every run
must give the same bytes. Peak memory is the proportional share (PSS) of the largest process and of all together,
sampled ten times a second; CPU time is that of all processes that are children of the run.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import re
import shutil
import subprocess
import sys
import tempfile
import time
from contextlib import suppress
from hashlib import sha256
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parent.parent
ENGINES = {
    "one": ["--jobs", "1"],
    "two": ["--jobs", "2"],
    "ray": ["--engine", "ray"],
}
NAMES = {"one": "1 process", "two": "2 processes", "ray": "Ray, shards as tasks"}


def articles(rows: int) -> list[str]:
    """Return articles of some 2 to 9 kB, each with its own order of paragraphs."""
    paragraphs = [
        paragraph
        for path in sorted((ROOT / "samples").glob("*.txt"))
        for paragraph in path.read_text(encoding="utf-8").split("\n")
        if paragraph.strip()
    ]
    source = random.Random(1)
    return [
        f"Report number {row}\n\n" + "\n\n".join(source.choices(paragraphs, k=source.randint(4, 16))) + "\n"
        for row in range(rows)
    ]


def written(folder: Path, rows: int, shards: int) -> int:
    """Write the shards; return the size of their texts in bytes."""
    import pyarrow as pa
    from pyarrow import parquet

    folder.mkdir()
    texts = articles(rows)
    for shard in range(shards):
        part = texts[shard::shards]
        table = pa.table({"id": [f"{shard}-{row}" for row in range(len(part))], "text": part})
        parquet.write_table(table, folder / f"{shard:04}.parquet", row_group_size=2000)
    return sum(len(text.encode()) for text in texts)


def tree(pid: int) -> list[int]:
    """Return a process and all that descend from it."""
    found = [pid]
    with suppress(OSError):
        for task in Path(f"/proc/{pid}/task").iterdir():
            for child in (task / "children").read_text().split():
                found += tree(int(child))
    return found


def pss(pid: int) -> float:
    """Return the proportional set size of a process in MB."""
    with suppress(OSError):
        match = re.search(r"^Pss: *(\d+)", Path(f"/proc/{pid}/smaps_rollup").read_text(), re.MULTILINE)
        return int(match[1]) / 1000 if match else 0.0
    return 0.0


def spent(pid: int) -> float:
    """Return the CPU seconds of a process so far."""
    with suppress(OSError, IndexError):
        fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
        return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")
    return 0.0


def measured(command: list[str]) -> dict[str, float]:
    """Run a command; return its wall and CPU seconds, and peak memory of one process and of all."""
    began, before = time.monotonic(), os.times()
    seen: dict[int, float] = {}
    process = subprocess.Popen(
        command, cwd=ROOT, stderr=subprocess.PIPE, text=True, env={**os.environ, "PYTHONPATH": str(ROOT)}
    )
    one = whole = 0.0
    while process.poll() is None:
        pids = tree(process.pid)
        seen.update({pid: max(seen.get(pid, 0.0), spent(pid)) for pid in pids})
        shares = [pss(pid) for pid in pids]
        one, whole = max(one, *shares), max(whole, sum(shares))
        time.sleep(0.1)
    wall, after = time.monotonic() - began, os.times()
    if process.returncode not in (0, 1, 3):  # 1: findings; 3: some were refused, for they are mostly boilerplate
        raise SystemExit(f"{' '.join(command)}: {process.stderr.read() if process.stderr else ''}")
    cpu = after.children_user + after.children_system - before.children_user - before.children_system
    cpu = max(cpu, sum(seen.values()))  # those of Ray belong to nobody when they end
    return {"wall": wall, "cpu": cpu, "largest": one, "all": whole}


def digest(folder: Path) -> str:
    """Return a digest of all tables in a folder."""
    return sha256(b"".join(sha256(path.read_bytes()).digest() for path in sorted(folder.glob("*.parquet")))).hexdigest()


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rows", type=int, default=100_000)
    parser.add_argument("--shards", type=int, default=16)
    parser.add_argument("--engines", default="one,two,ray")
    parser.add_argument("--json", type=Path)
    args = parser.parse_args()
    with tempfile.TemporaryDirectory() as temporary:
        source = Path(temporary, "in")
        size = written(source, args.rows, args.shards) / 1e6
        print(f"{args.rows} articles, {size:.1f} MB, {args.shards} shards; load before: {os.getloadavg()[0]:.1f}")
        print(
            f"{'':24}{'wall s':>9}{'CPU s':>9}{'MB/s':>8}{'articles/s':>12}{'speed-up':>10}{'largest MB':>12}{'all MB':>8}"
        )
        results: dict[str, Any] = {}
        digests = set()
        for engine in args.engines.split(","):
            out = Path(temporary, engine)
            row = measured([sys.executable, "-m", "lint", "clean", str(source), "-o", str(out), *ENGINES[engine]])
            digests.add(digest(out))
            shutil.rmtree(out)
            results[engine] = row
            gain = next(iter(results.values()))["wall"] / row["wall"]
            print(
                f"{NAMES[engine]:24}{row['wall']:9.1f}{row['cpu']:9.1f}{size / row['wall']:8.2f}"
                f"{args.rows / row['wall']:12.0f}{gain:10.2f}{row['largest']:12.0f}{row['all']:8.0f}",
                flush=True,
            )
        print("equal to the byte" if len(digests) == 1 else "THE RESULTS DIFFER")
        if args.json:
            args.json.write_text(json.dumps({"rows": args.rows, "mb": size, "engines": results}, indent=1))
        if len(digests) != 1:
            raise SystemExit(1)


if __name__ == "__main__":
    main()
