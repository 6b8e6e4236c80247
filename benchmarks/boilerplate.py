"""What cleaning does to scraped pages: `python benchmarks/boilerplate.py [--clean PATH] [--data DIR] [--worst N]`.

Without options, the generated pages of pages.py are scraped in three plain ways and cleaned, and scored by line: how
much of what is removed is furniture, how much of the furniture is removed, how many lines of articles are lost. The
run fails below the floors of boilerplate-floors.json. --clean counts the lines that would be removed from genuine text:
text files, or .jsonl.gz with a field "text". --data scores extracted pages of public benchmarks before and after
cleaning: DIR holds extraction-a.jsonl.gz (id, extractor, text, gold) and extraction-b.jsonl.gz (id, bs4_article,
trafilatura, gold), the texts that extractors left beside the article bodies made by hand. Words are compared as
multisets, precision and recall are means over pages, and words of the gold body that the extractor delivered but
cleaning removed count as lost.
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

sys.path[:0] = [str(Path(__file__).resolve().parent.parent), str(Path(__file__).resolve().parent)]

from pages import Page, pages

from lint.catalogue import all_rules, select
from lint.engine import clean
from lint.linter import Linter
from lint.rule import Safety
from lint.ruleset import RuleSet
from lint.text import Document

DAMAGED = 0.02
"""Share of a page's gold words whose loss makes it a damaged page."""

_WORD = re.compile(r"\w+")


class Score(NamedTuple):
    """How a text compares with its gold body."""

    precision: float
    recall: float
    f1: float


class Extracted(NamedTuple):
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


def measure(name: str, text: str, gold_text: str, rules: RuleSet, allowed: frozenset[Safety]) -> Extracted:
    """Return the scores of a page."""
    gold, old, new = bag(gold_text), bag(text), bag(clean(Document(text), rules, allowed).text)
    lost = ((old & gold) - (new & gold)).total()
    return Extracted(name, score(old, gold), score(new, gold), gold.total(), lost)


def report(extractor: str, pages: list[Extracted]) -> str:
    """Return the line of the table for one extractor."""
    before, after = [page.before for page in pages], [page.after for page in pages]
    columns = [
        " -> ".join(f"{mean(getattr(score, key) for score in side):.3f}" for side in (before, after))
        for key in Score._fields
    ]
    lost = sum(page.lost for page in pages) / max(sum(page.gold for page in pages), 1)
    damaged = sum(page.lost > DAMAGED * page.gold for page in pages)
    return f"{extractor:18} {len(pages):4}  " + "  ".join(columns) + f"  {lost:8.3%}  {damaged:3}"


# --- generated pages ------------------------------------------------------------------------------------------------


class Lines(NamedTuple):
    """What became of the lines of pages: furniture that is gone and left, article lines that are gone and left."""

    gone: int = 0
    left: int = 0
    lost: int = 0
    kept: int = 0

    def plus(self, other: Lines) -> Lines:
        """Return the sum of two counts."""
        return Lines(*(a + b for a, b in zip(self, other, strict=True)))

    @property
    def f1(self) -> float:
        """The harmonic mean of the precision and the recall of removal."""
        return 2 * self.gone / max(2 * self.gone + self.left + self.lost, 1)


def scraped(page: Page) -> Iterator[tuple[str, str, str]]:
    """Yield the ways to scrape a page: their name, what newslint is given, and the name of the file."""
    from bs4 import BeautifulSoup

    soup = BeautifulSoup(page.html, "lxml")
    yield "page as it is", page.html, "page.html"
    for tag in soup(["title", "script", "style"]):
        tag.extract()
    yield "all text", soup.get_text("\n"), "page.txt"
    yield "paragraphs", "\n\n".join(tag.get_text(" ") for tag in soup(["h1", "h2", "h3", "p", "li"])), "page.txt"


def visible_text(html: str) -> str:
    """Return all text of a page."""
    from bs4 import BeautifulSoup

    return BeautifulSoup(html, "lxml").get_text("\n")


def line_counts(page: Page, before: str, after: str) -> Lines:
    """Return what became of the lines of a page; only lines that scraping has left count."""
    old, new = _line_bag(before), _line_bag(after)
    furniture = Counter(map(_flat, page.furniture)) & old
    gold = Counter(map(_flat, page.gold)) & (old - furniture)
    left = sum(min(count, max(new[line] - gold[line], 0)) for line, count in furniture.items())
    lost = (gold - new).total()
    return Lines(furniture.total() - left, left, lost, gold.total() - lost)


def _line_bag(text: str) -> Counter[str]:
    return Counter(_flat(line) for line in text.splitlines() if line.strip())


def _flat(line: str) -> str:
    return " ".join(_WORD.findall(line.lower()))


def generated(worst: int) -> dict[str, Lines]:
    """Print the table of the generated pages; return the sums by way of scraping."""
    sums: dict[str, Lines] = defaultdict(Lines)
    sites: dict[tuple[str, str], Lines] = defaultdict(Lines)
    missed: Counter[str] = Counter()
    linter = Linter()
    for page in pages():
        for way, text, name in scraped(page):
            cleaned = linter.clean(text, name).text
            plain = text if name.endswith(".txt") else visible_text(text)
            counts = line_counts(page, plain, cleaned)
            sums[way] = sums[way].plus(counts)
            sites[way, page.name.rpartition("-")[0]] = sites[way, page.name.rpartition("-")[0]].plus(counts)
            missed.update(f"left: {line}" for line in map(_flat, page.furniture) if line in _line_bag(cleaned))
            missed.update(
                f"LOST: {line}" for line in (Counter(map(_flat, page.gold)) & _line_bag(plain)) - _line_bag(cleaned)
            )
    for (way, site), counts in sorted(sites.items()):
        print(f"{way:14} {site:18} {counts.f1:6.3f}  left {counts.left:4}  lost {counts.lost:3}")
    for way, counts in sorted(sums.items()):
        print(
            f"{way:14} {'all':18} {counts.f1:6.3f}  left {counts.left:4}  lost {counts.lost:3} of {counts.lost + counts.kept}"
        )
    for line, count in missed.most_common(worst):
        print(f"{count:4} {line[:120]}")
    return sums


# --- genuine text ---------------------------------------------------------------------------------------------------


def genuine(paths: list[Path], worst: int) -> None:
    """Print how many lines of clean texts the rules would remove."""
    rules = RuleSet(select(all_rules(), ["boilerplate"]))
    lines, found, size, start = 0, Counter[str](), 0, time.process_time()
    examples: list[str] = []
    for text in (text for path in paths for text in clean_texts(path)):
        document = Document(text)
        lines, size = lines + len(document.filled), size + len(text)
        for finding in rules.findings(document):
            if finding.fix and finding.fix.safety is Safety.SAFE:
                found[finding.rule] += 1
                examples.append(f"{finding.rule}: {text[finding.start : finding.end][:100]!r}")
    seconds = time.process_time() - start
    print(
        f"{found.total()} of {lines} lines would go, 1 in {lines // max(found.total(), 1)}; {size / 1e6 / seconds:.1f} MB/s"
    )
    for rule, count in found.most_common():
        print(f"{count:5} {rule}")
    print(*examples[:worst], sep="\n")


def clean_texts(path: Path) -> Iterator[str]:
    """Yield the texts of a file of compressed JSON lines, or of the text files at a path."""
    if path.name.endswith(".jsonl.gz"):
        yield from (record["text"] for record in records(path))
    else:
        files = sorted(path.rglob("*.txt")) if path.is_dir() else [path]
        yield from (file.read_text(encoding="utf-8") for file in files)


def main() -> int:
    """Print the tables; return 1 where the generated pages are below their floors."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--clean", type=Path, nargs="+", help="genuine texts to look for false alarms in")
    parser.add_argument("--data", type=Path, help="folder with the corpora")
    parser.add_argument("--all-rules", action="store_true", help="clean with every default rule, not only boilerplate")
    parser.add_argument("--unsafe", action="store_true", help="with --data: make unsafe fixes too")
    parser.add_argument("--worst", type=int, default=0, metavar="N", help="show the N worst lines or pages")
    options = parser.parse_args()
    if options.clean:
        genuine(options.clean, options.worst)
    if options.data:
        public(options.data, options.all_rules, options.unsafe, options.worst)
    if options.clean or options.data:
        return 0
    floors = json.loads((Path(__file__).parent / "boilerplate-floors.json").read_text(encoding="utf-8"))
    sums = generated(options.worst)
    below = [way for way, counts in sums.items() if counts.f1 < floors[way]["f1"] or counts.lost > floors[way]["lost"]]
    print(*(f"below the floor: {way}" for way in below), sep="\n", end="\n" if below else "")
    return bool(below)


def public(folder: Path, all_kinds: bool, unsafe: bool, worst: int) -> None:
    """Print the table of the public benchmarks, and the pages that lost most."""
    rules = RuleSet(select(all_rules(), [] if all_kinds else ["boilerplate"]))
    pages: dict[str, list[Extracted]] = defaultdict(list)
    allowed = frozenset({Safety.SAFE, Safety.UNSAFE} if unsafe else {Safety.SAFE})
    size, start = 0, time.process_time()
    for extractor, name, text, gold in texts(folder):
        pages[extractor].append(measure(name, text, gold, rules, allowed))
        size += len(text)
    print(f"{'extractor':18} {'n':>4}  {'precision':14}  {'recall':14}  {'F1':14}  gold lost  damaged")
    for extractor, measured in sorted(pages.items()):
        print(report(extractor, measured))
    print(f"{size / 1e6 / (time.process_time() - start):.2f} MB/s, scoring included")
    ranked = sorted(((page.lost, key, page.name) for key, found in pages.items() for page in found), reverse=True)
    for lost, extractor, name in ranked[:worst]:
        print(f"{lost:6} gold words lost: {extractor} {name}")


if __name__ == "__main__":
    sys.exit(main())
