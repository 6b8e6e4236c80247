"""How cost grows: with the number of rules, the length of a text, and the number of files; prints, and draws.

    python benchmarks/growth.py [--only rules,length,files] [--most-files N] [--docs]

CPU seconds of this process for rules and lengths, of all processes for files. `--docs` writes the curves to
docs/growth-*.svg. A curve is broken off where one point takes more than a minute.
"""

from __future__ import annotations

import argparse
import math
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

ROOT = Path(__file__).parent.parent
sys.path.insert(0, str(ROOT))

from scale import articles, measured

from lint.config import Config
from lint.linter import Linter

Points = list[tuple[float, float]]

PATIENCE = 60.0
"""Seconds that one point may take."""


def seconds(work: Callable[[], object], least: int = 3) -> float:
    """Return the least CPU seconds of several runs, fewer of slow ones."""
    best = math.inf
    for _ in range(least):
        began = time.process_time()
        work()
        best = min(best, time.process_time() - began)
        if best > 2:
            break
    return best


def pack(folder: Path, rules: int) -> Path:
    """Write a pack of rules for phrases that articles are made of, in an order that they hardly ever have."""
    words = sorted({word.lower() for text in articles(40) for word in text.split() if word.isalpha() and len(word) > 3})
    path = folder / f"{rules}.toml"
    with open(path, "w", encoding="utf-8") as file:
        for number in range(rules):
            one, two = words[number % len(words)], words[(number * 7919 + number // len(words) + 13) % len(words)]
            phrase = f"{one} {two} {words[(number * 104729 + 7) % len(words)]}"
            file.write(
                f'[[rule]]\nid = "text.made-{number}"\nkind = "swap"\nseverity = "warning"\nsafety = "suggestion"\n'
                f'message = "m"\nwhy = "w"\nswaps = {{ "{phrase}" = "x{number}" }}\n'
                f'examples = [{{ bad = "The {phrase} came." }}]\nkeep = ["A day.", "A night."]\n\n'
            )
    return path


def by_rules(folder: Path) -> dict[str, Points]:
    """Return milliseconds for an article, by the number of rules beside the shipped ones."""
    texts = articles(60)
    points: Points = []
    for rules in (100, 300, 1000, 3000, 10_000):
        linter = Linter(Config(packs=(str(pack(folder, rules)),)))
        for text in texts[:5]:
            linter.check(text)
        cost = seconds(lambda linter=linter: [linter.check(text) for text in texts]) / len(texts) * 1000
        points.append((rules, cost))
        print(f"rules  {rules:>9,} more {cost:10.2f} ms an article", flush=True)
    return {"ms an article": points}


def by_length(folder: Path) -> dict[str, Points]:
    """Return milliseconds for a text, by its length in bytes: of many lines, and of a single one."""
    linter = Linter()
    whole = "".join(articles(6000))
    curves: dict[str, Points] = {}
    for kind in ("many lines", "one line"):
        points: Points = []
        for size in (1_000, 10_000, 100_000, 1_000_000, 10_000_000):
            text = whole[:size] if kind == "many lines" else whole[:size].replace("\n", " ")
            cost = seconds(lambda text=text: linter.check(text)) * 1000
            points.append((size, cost))
            print(f"length {size:>9,} B, {kind:10} {cost:10.1f} ms, {len(text) / cost / 1000:6.2f} MB/s", flush=True)
            if cost > PATIENCE * 1000 / 10:
                break
        curves[kind] = points
    return curves


def by_files(folder: Path, most: int) -> dict[str, Points]:
    """Return CPU seconds for a folder, by its number of small files, and the peak memory of the largest process in MB.

    With the rules on text alone, for it is not they that see the number of files.
    """
    curves: dict[str, Points] = {"check, CPU s": [], "clean, CPU s": [], "check, MB": [], "clean, MB": []}
    texts = [text[:600].rpartition("\n")[0] + "\n" for text in articles(200)]
    source, made = folder / "in", 0
    count = 100
    while count <= most:
        for number in range(made, count):
            place = source / f"{number // 1000:03}"
            if number % 1000 == 0:
                place.mkdir(parents=True)
            (place / f"{number:06}.txt").write_text(texts[number % len(texts)], encoding="utf-8")
        made = count
        commands = {
            "check": ["check", str(source), "--no-cache", "--statistics", *_SELECT],
            "clean": [
                "clean",
                str(source),
                "-o",
                str(folder / f"out{count}"),
                "--no-readability",
                "--no-html",
                *_SELECT,
            ],
        }
        for name, arguments in commands.items():
            row = measured([sys.executable, "-m", "lint", *arguments])
            curves[f"{name}, CPU s"].append((count, row["cpu"]))
            curves[f"{name}, MB"].append((count, row["largest"]))
            print(
                f"files  {count:>9,} {name:6}{row['cpu']:10.1f} s, {row['cpu'] / count * 1000:6.2f} ms a file, "
                f"{row['largest']:6.0f} MB in the largest process, {row['all']:.0f} in all",
                flush=True,
            )
        count *= 10
    return curves


_SELECT = ["--select", "text"]
COLORS = ("#0b6e99", "#b5500b", "#5a7d2a", "#7a4a9e")


def drawn(title: str, across: str, up: str, curves: dict[str, Points]) -> str:
    """Return curves on logarithmic scales as SVG."""
    points = [point for curve in curves.values() for point in curve]
    low = [math.floor(math.log10(max(min(point[axis] for point in points), 1e-3))) for axis in (0, 1)]
    high = [math.ceil(math.log10(max(point[axis] for point in points))) for axis in (0, 1)]
    high = [max(top, bottom + 1) for top, bottom in zip(high, low, strict=True)]
    left, top, width, height = 70, 40, 420, 240

    def place(point: tuple[float, float]) -> tuple[float, float]:
        x, y = (
            (math.log10(max(value, 1e-3)) - low[axis]) / (high[axis] - low[axis]) for axis, value in enumerate(point)
        )
        return round(left + x * width, 1), round(top + height - y * height, 1)

    parts = [
        '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 700 340" font-family="sans-serif" font-size="12">',
        '<rect width="700" height="340" fill="#fff"/>',
        f'<text x="{left}" y="22" font-size="14" font-weight="bold">{title}</text>',
        f'<text x="{left + width / 2}" y="328" text-anchor="middle">{across}</text>',
        f'<text x="14" y="{top + height / 2}" text-anchor="middle" transform="rotate(-90 14 {top + height / 2})">{up}</text>',
    ]
    for power in range(low[0], high[0] + 1):
        x = place((10.0**power, 10.0 ** low[1]))[0]
        parts.append(f'<path d="M{x} {top}V{top + height}" stroke="#ddd"/>')
        parts.append(f'<text x="{x}" y="{top + height + 18}" text-anchor="middle">{10**power:,}</text>')
    for power in range(low[1], high[1] + 1):
        y = place((10.0 ** low[0], 10.0**power))[1]
        parts.append(f'<path d="M{left} {y}H{left + width}" stroke="#ddd"/>')
        parts.append(f'<text x="{left - 6}" y="{y + 4}" text-anchor="end">{10.0**power:g}</text>')
    for (name, curve), color in zip(curves.items(), COLORS, strict=False):
        line = " ".join(f"{x},{y}" for x, y in map(place, curve))
        parts.append(f'<polyline points="{line}" fill="none" stroke="{color}" stroke-width="2"/>')
        parts += [f'<circle cx="{x}" cy="{y}" r="3" fill="{color}"/>' for x, y in map(place, curve)]
        x, y = place(curve[-1])
        parts.append(f'<text x="{x + 8}" y="{y + 4}" fill="{color}">{name}</text>')
    return "\n".join([*parts, "</svg>"]) + "\n"


def main() -> None:
    """Print the figures, and draw the curves."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--only", default="rules,length,files")
    parser.add_argument("--most-files", type=int, default=100_000)
    parser.add_argument("--docs", action="store_true")
    args = parser.parse_args()
    kinds = {
        "rules": ("Cost of an article, by number of rules", "rules beside the shipped ones", "ms", by_rules),
        "length": ("Cost of a text, by its length", "bytes", "ms", by_length),
        "files": ("Cost of a folder, by number of files", "files", "CPU s, MB", lambda f: by_files(f, args.most_files)),
    }
    for name in args.only.split(","):
        title, across, up, measure = kinds[name]
        with tempfile.TemporaryDirectory() as temporary:
            curves = measure(Path(temporary))
        if args.docs:
            (ROOT / "docs" / f"growth-{name}.svg").write_text(drawn(title, across, up, curves), encoding="utf-8")


if __name__ == "__main__":
    main()
