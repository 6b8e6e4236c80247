"""Count what each rule finds in clean articles: `python benchmarks/false_alarms.py ARTICLES… [--write] [--show PREFIX]`.

ARTICLES are folders of texts, or JSON Lines with a `text` column, plain or gzipped; the corpus is no part of the
project. `--write` keeps the counts in rules/false-alarms.json, from which docs/rules.md and `newslint rules show` say how
often a rule fires on clean text: an upper bound of its false alarms, for clean articles are not quite clean. `--show`
prints every place that rules of a prefix find, to be read.
"""

from __future__ import annotations

import argparse
import gzip
import json
import sys
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).parent.parent
sys.path.insert(0, str(ROOT))

from lint.batch import articles
from lint.catalogue import matches
from lint.cli.rules import own_rules
from lint.config import Config
from lint.engine import Judged
from lint.linter import Linter
from lint.readers.source import read
from lint.reports.rulebook import MEASURED

DATA = ROOT / "rules" / MEASURED


def texts(paths: list[Path]) -> Iterator[str]:
    """Yield the text of every article, with the line end that its file would have had."""
    for path in paths:
        if path.is_dir():
            yield from (read(job.path, job.name).text for job in articles([path]))
            continue
        with gzip.open(path) if path.suffix == ".gz" else path.open("rb") as lines:
            yield from (json.loads(line)["text"].rstrip() + "\n" for line in lines)


def shown(text: str, found: Judged) -> str:
    """Return a finding with the words around it."""
    start, end = found.finding.start, found.finding.end
    around = f"{text[max(0, start - 60) : start]}«{text[start:end][:120]}»{text[end : end + 60]}"
    return f"{found.finding.rule}{' REPAIRED' if found.applied else ''}: {' '.join(around.split())}"


def count(paths: list[Path], show: str | None) -> dict[str, object]:
    """Return what all rules find, and what is safely repaired of it."""
    linter = Linter(Config(select=("all",)))
    found, repaired, number, words = Counter[str](), Counter[str](), 0, 0
    for text in texts(paths):
        number += 1
        words += len(text.split())
        for judged in linter.clean(text).findings:
            found[judged.finding.rule] += 1
            repaired[judged.finding.rule] += judged.applied
            if show and matches(show, judged.finding.rule):
                print(shown(text, judged))
    rules = {rule.id: [found[rule.id], repaired[rule.id]] for rule in own_rules()}
    return {"articles": number, "words": words, "rules": rules}


def written(record: dict[str, object]) -> str:
    """Return the counts as JSON, a rule a line, so that changes can be read."""
    rules = ",\n".join(
        f"  {json.dumps(rule)}: {json.dumps(counts)}" for rule, counts in sorted(record["rules"].items())
    )  # type: ignore[attr-defined]
    return f'{{\n "articles": {record["articles"]},\n "words": {record["words"]},\n "rules": {{\n{rules}\n }}\n}}\n'


def main() -> None:
    """Print the rules that fire on clean text, and keep the counts where that is wanted."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("paths", nargs="+", type=Path, metavar="ARTICLES")
    parser.add_argument("--write", action="store_true", help="keep the counts")
    parser.add_argument("--show", metavar="PREFIX", help="print each place that these rules find")
    args = parser.parse_args()
    record = count(args.paths, args.show)
    rules: dict[str, list[int]] = record["rules"]  # type: ignore[assignment]
    print(f"{record['articles']} articles, {record['words']} words")
    for rule, (found, repaired) in sorted(rules.items(), key=lambda item: (-item[1][0], item[0])):
        if found:
            print(f"{found:7} {repaired:7} repaired  {rule}")
    print(f"{sum(not found for found, _ in rules.values())} of {len(rules)} rules find nothing")
    if args.write:
        DATA.write_text(written(record), encoding="utf-8")


if __name__ == "__main__":
    main()
