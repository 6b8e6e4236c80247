"""What cleaning does to extracted pages: `python benchmarks/boilerplate.py --data DIR [--all-rules] [--worst N]`.

DIR holds extraction-a.jsonl.gz (id, extractor, text, gold) and extraction-b.jsonl.gz (id, bs4_article, trafilatura,
gold), the texts that extractors left of public benchmark pages beside the article bodies made by hand. Words are
compared as multisets, precision and recall are means over pages, and words of the gold body that the extractor
delivered but cleaning removed count as lost.
"""

from __future__ import annotations

import argparse
import gzip
import json
import re
import sys
import time
from collections import Counter, defaultdict
from collections.abc import Iterator
from pathlib import Path
from statistics import mean
from typing import NamedTuple

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from lint.catalogue import all_rules, select
from lint.engine import RuleSet, clean
from lint.text import Document

DAMAGED = 0.02
"""Share of a page's gold words whose loss makes it a damaged page."""

_WORD = re.compile(r"\w+")


class Score(NamedTuple):
    """How a text compares with its gold body."""

    precision: float
    recall: float
    f1: float


class Page(NamedTuple):
    """The scores of one page before and after cleaning, and the gold words: all, and those lost by cleaning."""

    name: str
    before: Score
    after: Score
    gold: int
    lost: int


def bag(text: str) -> Counter[str]:
    """Return the words of a text, folded, with their counts."""
    return Counter(_WORD.findall(text.lower()))


def score(text: Counter[str], gold: Counter[str]) -> Score:
    """Return word precision, recall and F1 of a text."""
    shared = (text & gold).total()
    precision = shared / text.total() if text else 1.0
    recall = shared / gold.total() if gold else 1.0
    return Score(precision, recall, 2 * precision * recall / (precision + recall) if shared else 0.0)


def records(path: Path) -> Iterator[dict[str, str]]:
    """Yield the records of a file of compressed JSON lines."""
    with gzip.open(path, "rt", encoding="utf-8") as file:
        yield from map(json.loads, file)


def texts(folder: Path) -> Iterator[tuple[str, str, str, str]]:
    """Yield extractor, page, text and gold body of every page of the corpora in a folder."""
    for page in records(folder / "extraction-a.jsonl.gz"):
        yield "a " + page["extractor"], page["id"], page["text"], page["gold"]
    for page in records(folder / "extraction-b.jsonl.gz"):
        for extractor in ("bs4_article", "trafilatura"):
            if page.get(extractor):
                yield "b " + extractor, page["id"], page[extractor], page["gold"]


def measure(name: str, text: str, gold_text: str, rules: RuleSet) -> Page:
    """Return the scores of a page."""
    gold, old, new = bag(gold_text), bag(text), bag(clean(Document(text), rules).text)
    lost = ((old & gold) - (new & gold)).total()
    return Page(name, score(old, gold), score(new, gold), gold.total(), lost)


def report(extractor: str, pages: list[Page]) -> str:
    """Return the line of the table for one extractor."""
    before, after = [page.before for page in pages], [page.after for page in pages]
    columns = [
        " -> ".join(f"{mean(getattr(score, key) for score in side):.3f}" for side in (before, after))
        for key in Score._fields
    ]
    lost = sum(page.lost for page in pages) / max(sum(page.gold for page in pages), 1)
    damaged = sum(page.lost > DAMAGED * page.gold for page in pages)
    return f"{extractor:18} {len(pages):4}  " + "  ".join(columns) + f"  {lost:8.3%}  {damaged:3}"


def main() -> None:
    """Print the table, and on request the pages that lost most."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--data", type=Path, required=True, help="folder with the corpora")
    parser.add_argument("--all-rules", action="store_true", help="clean with every default rule, not only boilerplate")
    parser.add_argument("--worst", type=int, default=0, metavar="N", help="show the N pages that lost most gold words")
    options = parser.parse_args()
    rules = RuleSet(select(all_rules(), [] if options.all_rules else ["boilerplate"]))
    pages: dict[str, list[Page]] = defaultdict(list)
    size, start = 0, time.process_time()
    for extractor, name, text, gold in texts(options.data):
        pages[extractor].append(measure(name, text, gold, rules))
        size += len(text)
    print(f"{'extractor':18} {'n':>4}  {'precision':14}  {'recall':14}  {'F1':14}  gold lost  damaged")
    for extractor, measured in sorted(pages.items()):
        print(report(extractor, measured))
    print(f"{size / 1e6 / (time.process_time() - start):.2f} MB/s, scoring included")
    ranked = sorted(((page.lost, key, page.name) for key, found in pages.items() for page in found), reverse=True)
    for lost, extractor, name in ranked[: options.worst]:
        print(f"{lost:6} gold words lost: {extractor} {name}")


if __name__ == "__main__":
    main()
