"""Harm: characters that cleaning changes in a corpus of clean texts, by rule, against a ceiling for each rule.

`python benchmarks/harm.py PATH...` takes folders of articles and JSON Lines tables (also .gz) with a column `text`. What is
changed in clean text is either damage that the corpus has after all, or a mistake: read the places with --show RULE.
The ceilings in harm-floors.json are characters in a million words; what is above one is a failure, and exit code 1.
--write takes what was measured for the new ceilings. Without a path the texts are made up by pages.py, and none may change.
"""

from __future__ import annotations

import argparse
import gzip
import json
import math
import sys
import time
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

sys.path.insert(0, str(Path(__file__).parent.parent))

from lint.batch import articles
from lint.guard import refusal
from lint.linter import Linter
from lint.readers.source import UnreadableError, read

FLOORS = Path(__file__).with_name("harm-floors.json")


class Harm(NamedTuple):
    """What cleaning did to a corpus: changed characters by rule, and how many texts were touched, refused, not settled.

    `cleaning` are the seconds of the first cleaning, `guarding` those that the guard took besides.
    """

    words: int
    characters: Counter[str]
    texts: int
    touched: int
    refused: list[str]
    unsettled: int
    seconds: float
    cleaning: float
    guarding: float

    def rates(self) -> dict[str, float]:
        """Return the changed characters in a million words, by rule."""
        return {rule: count * 1e6 / (self.words or 1) for rule, count in self.characters.most_common()}


def texts(paths: list[str]) -> Iterator[tuple[str, str]]:
    """Yield name and text of every article at the paths."""
    for given in paths:
        path = Path(given)
        if path.suffixes[:1] in ([".jsonl"], [".ndjson"]) and path.is_file():
            with (
                gzip.open(path, "rt", encoding="utf-8")
                if path.suffix == ".gz"
                else open(path, encoding="utf-8") as rows
            ):
                yield from ((f"{path.name}:{number}", json.loads(row)["text"]) for number, row in enumerate(rows, 1))
            continue
        for job in articles([path]):
            try:
                yield job.name, read(job.path, job.name).text
            except UnreadableError as error:
                print(error, file=sys.stderr)


def made_up() -> Iterator[tuple[str, str]]:
    """Yield the articles of the labelled pages, without the furniture around them."""
    import pages

    for page in pages.pages():
        yield page.name, "\n\n".join(page.gold) + "\n"


def measured(found: Iterator[tuple[str, str]], show: str = "") -> Harm:
    """Clean every text once, and what was changed a second time."""
    linter, characters, refused = Linter(), Counter[str](), list[str]()
    words = total = touched = unsettled = 0
    cleaning = guarding = 0.0
    began = time.process_time()
    for name, text in found:
        total += 1
        before = time.process_time()
        cleaned = linter.clean(text, page=False)
        after = time.process_time()
        reason = refusal(cleaned, 0.6)
        cleaning, guarding = cleaning + after - before, guarding + time.process_time() - after
        words += len(text.split())
        for changes in cleaned.rounds:
            for change in changes:
                characters[change.rule] += max(len(change.old), change.length)
        for edit in cleaned.edits:
            if show and edit.rule.startswith(show):
                around = (
                    f"{text[max(0, edit.start - 30) : edit.start]}[{text[edit.start : edit.end]}|{edit.replacement}]"
                )
                print(f"{name}: {edit.rule}: {around!r}")
        refused += [f"{name}: {reason}"] if reason else []
        if cleaned.rounds:
            touched += 1
            unsettled += bool(linter.clean(cleaned.text, page=False).rounds)
    return Harm(words, characters, total, touched, refused, unsettled, time.process_time() - began, cleaning, guarding)


def main() -> int:
    """Print the table, and what is above its ceiling."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("paths", nargs="*")
    parser.add_argument("--write", action="store_true", help="take what was measured for the new ceilings")
    parser.add_argument("--show", metavar="RULE", default="", help="print the places that a rule changed")
    args = parser.parse_args()
    harm = measured(texts(args.paths) if args.paths else made_up(), args.show)
    known = args.paths and FLOORS.exists()
    floors: dict[str, float] = json.loads(FLOORS.read_text(encoding="utf-8")) if known else {}
    rates = harm.rates()
    print(
        f"{harm.texts} texts, {harm.words:,} words; {harm.touched} changed, {len(harm.refused)} refused by the guard, ",
        end="",
    )
    share = harm.guarding / (harm.cleaning or 1)
    print(f"{harm.unsettled} changed again; {harm.seconds:.0f} s, the guard {share:.1%} of the time to clean")
    for reason in harm.refused:
        print(f"  refused: {reason}")
    for rule, rate in rates.items():
        print(f"{rate:10.1f}  {rule}  (ceiling {floors.get(rule, 0)})")
    print(f"{sum(rates.values()):10.1f}  characters in a million words")
    if args.write:
        FLOORS.write_text(json.dumps({rule: math.ceil(rate) for rule, rate in sorted(rates.items())}, indent=1) + "\n")
        return 0
    above = [rule for rule, rate in rates.items() if rate > floors.get(rule, 0)]
    if above or harm.unsettled:
        print(f"above the ceiling: {', '.join(above) or 'texts that change again'}", file=sys.stderr)
    return 1 if above or harm.unsettled else 0


if __name__ == "__main__":
    sys.exit(main())
