"""Learns the weights of boilerplate.likely-furniture: `python benchmarks/train_lines.py [--data DIR] [--write]`.

The lines of generated pages, scraped in two plain ways, are the examples. With --data the classifier of the rules folder
is judged on the corpora of boilerplate.py: how many lines at each confidence are in the article after all.
"""

from __future__ import annotations

import argparse
import math
import random
import re
import sys
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

sys.path[:0] = [str(Path(__file__).resolve().parent.parent), str(Path(__file__).resolve().parent)]

from boilerplate import scraped, texts
from pages import pages

from lint.boilerplate.classifier import Signs, candidates, confidence, features
from lint.text import Document

TABLE = Path(__file__).resolve().parent.parent / "rules" / "boilerplate" / "classifier.toml"
_WORD = re.compile(r"\w+")


def examples() -> Iterator[tuple[Signs, bool]]:
    """Yield the signs of the candidates among the lines of generated pages, and whether each is furniture."""
    for page in pages():
        gold = {_flat(line) for line in page.gold}
        for way, text, name in scraped(page):
            if name.endswith(".txt"):
                document = Document(text)
                for index in candidates(document):
                    yield features(document, index), _flat(document.line_text(index)) not in gold
                for index in document.filled if way == "all text" else ():
                    if _flat(document.line_text(index)) in gold and index != document.title:
                        yield features(document, index), False


def _flat(line: str) -> str:
    return " ".join(_WORD.findall(line.lower()))


def learn(
    found: list[tuple[Signs, bool]], rounds: int = 60, rate: float = 0.3, decay: float = 2e-3
) -> dict[str, float]:
    """Return the weights of a logistic regression, by stochastic gradient descent with a fixed seed."""
    weights: dict[str, float] = Counter()
    chance = random.Random(7)
    for step in range(rounds):
        chance.shuffle(found)
        pace = rate / (1 + step / 5)
        for signs, furniture in found:
            total = weights["bias"] + sum(weights[name] * value for name, value in signs.items())
            error = furniture - 1 / (1 + math.exp(-max(min(total, 40), -40)))
            weights["bias"] += pace * error
            for name, value in signs.items():
                weights[name] += pace * (error * value - decay * weights[name])
    return {name: round(weight, 2) for name, weight in sorted(weights.items(), key=lambda item: -item[1])}


def written(weights: dict[str, float]) -> str:
    """Return the section of the table that holds the weights."""
    bias = weights.pop("bias")
    return (
        "\n".join(["[weights]", f"bias = {bias}", *(f'"{name}" = {weight}' for name, weight in weights.items())]) + "\n"
    )


def judge(folder: Path) -> None:
    """Print, for each confidence, how many candidate lines of extracted pages are furniture and how many are not."""
    bins: dict[float, Counter[str]] = {}
    for extractor, _, text, gold in texts(folder):
        document, known = Document(text), f" {_flat(gold)} "
        whole = {_flat(line) for line in gold.splitlines()}
        for index in candidates(document):
            line = _flat(document.line_text(index))
            label = "article" if line in whole or (line.count(" ") > 3 and f" {line} " in known) else "furniture"
            for least in (0.5, 0.7, 0.8, 0.9, 0.95, 0.98, 0.99):
                if confidence(features(document, index)) >= least:
                    bins.setdefault(least, Counter())[f"{extractor[0]} {label}"] += 1
    for least, counts in sorted(bins.items()):
        print(f"{least:5} {dict(sorted(counts.items()))}")


def main() -> None:
    """Learn, print, and on request write or judge."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--data", type=Path, help="folder with the corpora: judge instead of learning")
    parser.add_argument("--write", action="store_true", help="write the weights into the table")
    options = parser.parse_args()
    if options.data:
        judge(options.data)
        return
    table = written(learn(list(examples())))
    print(table)
    if options.write:
        old = TABLE.read_text(encoding="utf-8")
        TABLE.write_text(re.sub(r"\[weights\]\n.*?\n(?=\n\[)", table, old, flags=re.DOTALL), encoding="utf-8")


if __name__ == "__main__":
    main()
