"""What of the defects that an editor found in the samples is found, and repaired exactly; floors only rise.

    python benchmarks/quality.py [--misses] [--raise-floors]

A defect counts as found when a finding overlaps it, as repaired when cleaning turns its place into exactly what the
editor wrote. The list is tests/defects.tsv; \\u00a0 in it is a no-break space, <eof> the end of the file.
"""

from __future__ import annotations

import argparse
import csv
import json
import sys
from collections import defaultdict
from pathlib import Path
from typing import NamedTuple

from lint.config import Config
from lint.edits import Edit, apply
from lint.engine import Cleaned
from lint.linter import Linter
from lint.text import Document

ROOT = Path(__file__).parent.parent
FLOORS = ROOT / "benchmarks" / "floors.json"


class Defect(NamedTuple):
    """A row of the editor's list, with its place in the file."""

    file: str
    start: int
    end: int
    weight: str
    category: str
    action: str
    replacement: str


def unescaped(text: str) -> str:
    """Return a cell of the list as text."""
    return text.replace("\\u00a0", "\u00a0").replace("\\n", "\n")


def defects(texts: dict[str, str]) -> list[Defect]:
    """Return the editor's list with each defect's place."""
    found = []
    with open(ROOT / "tests" / "defects.tsv", newline="", encoding="utf-8") as file:
        for row in csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE):
            text = texts[row["file"]]
            line = Document(text).lines[int(row["line"]) - 1]
            span = unescaped(row["span"])
            start = line.start
            if span == "<eof>":
                start, span = len(text), ""
            else:
                start -= 1
                for _ in range(int(row["occurrence"])):
                    start = text.index(span, start + 1)
                if "last two words" in row.get("note", "") or (span == "Ebrahim Raisi" and row["line"] == "11"):
                    start = text.rindex(span, line.start, line.end)
            fix = "" if row["action"] == "delete" else unescaped(row["replacement"] or "")
            found.append(
                Defect(row["file"], start, start + len(span), row["weight"], row["category"], row["action"], fix)
            )
    return found


def is_found(defect: Defect, cleaned: Cleaned) -> bool:
    """Tell whether a finding, or one of its edits, overlaps the defect."""
    places = [(finding.start, finding.end) for finding, _ in cleaned.findings]
    places += [(e.start, e.end) for finding, _ in cleaned.findings if finding.fix for e in finding.fix.edits]
    if defect.start == defect.end:
        return any(start <= defect.start <= end for start, end in places)
    return any((start < defect.end and defect.start < end) or start == end == defect.end for start, end in places)


def is_repaired(defect: Defect, cleaned: Cleaned) -> bool:
    """Tell whether cleaning made of the defect's place exactly what the editor wrote."""
    near = [e for e in cleaned.edits if e.start <= defect.end and defect.start <= e.end]
    low = min([defect.start, *(e.start for e in near)])
    high = max([defect.end, *(e.end for e in near)])
    region = cleaned.original[low:high]
    ours = apply(region, [Edit(e.start - low, e.end - low, e.replacement) for e in near])
    if defect.action == "delete":
        return any(e.start <= defect.start and defect.end <= e.end and not e.replacement.strip() for e in near)
    wanted = region[: defect.start - low] + defect.replacement + region[defect.end - low :]
    return bool(near) and (ours == wanted or (defect.replacement in ours and defect.replacement != ""))


def main() -> int:
    """Print the table; exit with 1 when a floor is missed."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--misses", action="store_true", help="list what was not found")
    parser.add_argument("--raise-floors", action="store_true", help="write today's figures where they are higher")
    args = parser.parse_args()
    paths = sorted((ROOT / "samples").glob("*.txt"))
    texts = {path.name.split("_")[0]: path.read_bytes().decode() for path in paths}
    linter = Linter(Config())
    cleaned = {name: linter.clean(text, name) for name, text in texts.items()}
    counts: dict[str, list[int]] = defaultdict(lambda: [0, 0, 0])
    for defect in defects(texts):
        result = cleaned[defect.file]
        found, repaired = is_found(defect, result), is_repaired(defect, result)
        for key in (f"{defect.category} {defect.weight}", f"all {defect.weight}"):
            counts[key][0] += 1
            counts[key][1] += found
            counts[key][2] += repaired and defect.action != "flag"
        if args.misses and not found:
            place = Document(texts[defect.file]).position(defect.start)[0]
            print(
                f"miss  {defect.file}:{place}  {defect.weight:5}  {defect.category:11}  "
                f"{texts[defect.file][defect.start : defect.end][:70]!r} -> {defect.replacement[:40]!r}"
            )
    floors = json.loads(FLOORS.read_text()) if FLOORS.exists() else {}
    failed = False
    print(f"{'category':24}{'rows':>6}{'found':>12}{'repaired':>12}")
    figures = {}
    for key, (rows, found, repaired) in sorted(counts.items()):
        print(f"{key:24}{rows:6}{found:6} {found / rows:4.0%}{repaired:7} {repaired / rows:4.0%}")
        figures[f"samples {key} found"] = found
        figures[f"samples {key} repaired"] = repaired
    for name, value in figures.items():
        if value < floors.get(name, 0):
            failed = True
            print(f"below the floor: {name} is {value}, was {floors[name]}")
    if args.raise_floors:
        merged = {**floors, **{name: max(value, floors.get(name, 0)) for name, value in figures.items()}}
        FLOORS.write_text(json.dumps(merged, indent=1, sort_keys=True) + "\n")
    return int(failed)


if __name__ == "__main__":
    sys.exit(main())
