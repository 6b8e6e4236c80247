"""How well name similarity tells spellings of one name from different names; `python benchmarks/names.py [--errors]`.

The pairs in names.tsv are labelled by hand: one person or place in two romanizations, or two people with close names
(brothers, fathers and sons, namesakes). Only the first, third, fifth … pair were looked at when the costs were tuned.
The others ("unseen") are the fairer half, though not an independent one: some of the same people stand in both.
"""

from __future__ import annotations

import argparse
import csv
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from lint.names.similarity import SAME, similarity


class Pair(NamedTuple):
    """Two names, and whether they are one."""

    family: str
    same: bool
    left: str
    right: str


def pairs() -> list[Pair]:
    """Return the labelled pairs."""
    with Path(__file__).with_suffix(".tsv").open(encoding="utf-8", newline="") as file:
        return [
            Pair(r["family"], r["same"] == "1", r["left"], r["right"]) for r in csv.DictReader(file, delimiter="\t")
        ]


def auc(scored: list[tuple[float, bool]]) -> float:
    """Return how often a pair of one name scores above a pair of two; ties count half."""
    right = [score for score, same in scored if same]
    wrong = [score for score, same in scored if not same]
    wins = sum((a > b) + 0.5 * (a == b) for a in right for b in wrong)
    return wins / (len(right) * len(wrong))


def recall(scored: list[tuple[float, bool]], precision: float) -> tuple[float, float]:
    """Return the best recall at a precision, and the threshold that gives it."""
    total = sum(same for _, same in scored)
    best = (0.0, 1.0)
    for threshold in sorted({score for score, _ in scored}):
        chosen = [same for score, same in scored if score >= threshold]
        if sum(chosen) >= precision * len(chosen) and sum(chosen) / total > best[0]:
            best = (sum(chosen) / total, threshold)
    return best


def methods() -> dict[str, Callable[[str, str], float]]:
    """Return the measures to compare: ours, and rapidfuzz's where it is installed."""
    found: dict[str, Callable[[str, str], float]] = {"newslint": similarity}
    try:
        from rapidfuzz import fuzz
        from rapidfuzz.distance import JaroWinkler
    except ImportError:
        return found
    found["ratio"] = lambda a, b: fuzz.ratio(a.lower(), b.lower())
    found["Jaro-Winkler"] = lambda a, b: JaroWinkler.similarity(a.lower(), b.lower())
    return found


def main() -> None:
    """Print the figures of every method on all pairs, on the unseen half and by family."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument(
        "--errors", action="store_true", help="print the pairs of the tuned half that are judged wrongly"
    )
    chosen = parser.parse_args()
    labelled = pairs()
    print(f"{len(labelled)} pairs, {sum(pair.same for pair in labelled)} of one name")
    for name, method in methods().items():
        started = time.perf_counter()
        scored = [(method(pair.left, pair.right), pair.same) for pair in labelled]
        cost = (time.perf_counter() - started) / len(labelled)
        for half, part in (("all", scored), ("unseen", scored[1::2])):
            reached, threshold = recall(part, 0.99)
            print(
                f"{name:13}{half:7} AUC {auc(part):.3f}  recall at 99 % precision {reached:.3f}"
                f" (threshold {threshold:.3f})  {cost * 1e6:.0f} µs a pair"
            )
    for family in sorted({pair.family for pair in labelled}):
        own = [pair for pair in labelled if pair.family == family]
        good = sum((similarity(pair.left, pair.right) >= SAME) == pair.same for pair in own)
        print(f"  {family:9} {good}/{len(own)} right at {SAME}")
    for pair in labelled[::2] if chosen.errors else []:
        score = similarity(pair.left, pair.right)
        if (score >= SAME) != pair.same or (not pair.same and score > SAME - 0.06):
            print(f"{score:.3f}  {'one' if pair.same else 'two'}  {pair.left} / {pair.right}")


if __name__ == "__main__":
    main()
