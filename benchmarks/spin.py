"""Spin clean text with the pair table and measure what is noticed and what is restored.

    python benchmarks/spin.py [--data FILE] [--sample N] [--half tuned|unseen]

FILE holds a JSON object with a "text" on each line (plain or .gz); without it, the clean passages of
benchmarks/artifacts.toml and a sample are joined. Half of the pairs is hidden from the detector: "held" texts are
spun with those alone, "all" texts with every pair. "glued" spins inside words as well, "words" whole words only.
Constants of lint/artifacts/score.py are tuned on the half "tuned" of the texts; figures are given on the other.
"""

from __future__ import annotations

import argparse
import gzip
import json
import random
import re
import sys
import tomllib
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import NamedTuple

HERE = Path(__file__).parent
sys.path.insert(0, str(HERE.parent))

from lint.artifacts import impossible
from lint.artifacts.pairs import Pair, Pairs, index, shipped_pairs
from lint.artifacts.score import score
from lint.catalogue import all_rules
from lint.edits import Edit, OffsetMap, apply, record
from lint.engine import RuleSet, clean
from lint.kinds import fit_case
from lint.lexicon import Suspicion
from lint.text import Document, Span

RATES = (0.02, 0.1, 0.5)
CUTS = {"<300": 220, "300-600": 450, ">600": 1200}
LEAST = {"<300": 120, "300-600": 300, ">600": 600}


def texts_of(path: Path | None) -> list[str]:
    """Return the clean texts to spin."""
    if path:
        opened = gzip.open(path, "rt", encoding="utf-8") if path.suffix == ".gz" else path.open(encoding="utf-8")
        with opened as file:
            return [json.loads(line)["text"] for line in file]
    passages = tomllib.loads((HERE / "artifacts.toml").read_text(encoding="utf-8"))["passage"]
    genuine = [passage["text"] for passage in passages if passage.keys() == {"text"}]
    random.Random(1).shuffle(genuine)
    joined = ["\n".join(genuine[start : start + 20]) for start in range(0, len(genuine), 20)]
    sample = HERE.parent / "samples" / "003.txt"
    return joined + ([sample.read_text(encoding="utf-8")] if sample.exists() else [])


def cut(text: str, words: int) -> str:
    """Return the first lines of a text up to about so many words."""
    kept: list[str] = []
    for line in text.splitlines(keepends=True):
        kept.append(line)
        words -= line.count(" ") + 1
        if words <= 0:
            break
    return "".join(kept)


def spin(text: str, pairs: dict[str, str], *, glued: bool) -> list[Edit]:
    """Return the edits that replace every source, inside words too if `glued`: one for each word."""
    if not pairs:
        return []
    sources = "|".join(sorted(pairs, key=len, reverse=True))
    wanted = re.compile(sources if glued else rf"\b(?:{sources})\b", re.IGNORECASE)
    edits: list[Edit] = []
    for match in re.finditer(r"[^\W\d_]+", text):
        spun = wanted.sub(lambda found: fit_case(pairs[found.group().lower()], found.group()), match.group())
        if spun != match.group():
            edits.append(Edit(*match.span(), spun))
    return edits


def chosen(pairs: Iterable[Pair], rate: float, dice: random.Random) -> dict[str, str]:
    """Return a spinner's table: each source with the given chance, with one of its replacements."""
    table: dict[str, list[str]] = {}
    for pair in pairs:
        table.setdefault(pair.source, []).append(pair.replacement)
    return {source: dice.choice(found) for source, found in table.items() if dice.random() < rate}


class Repaired(NamedTuple):
    """How many places the cleaning edited, how many of them are what they were, and how many damaged words those hold."""

    places: int
    right: int
    words: int


def restored(original: str, damage: list[Edit], rules: RuleSet) -> Repaired:
    """Return what cleaning a spun text restored."""
    spun = apply(original, damage)
    spans = [Span(change.start, change.start + change.length) for change in record(original, damage)]
    edits, back = clean(Document(spun), rules).edits, OffsetMap(damage)
    places = right = words = 0
    for start, end in _places(edits, spans):
        inside = [edit for edit in edits if start <= edit.start and edit.end <= end]
        became = apply(
            spun[start:end], [edit._replace(start=edit.start - start, end=edit.end - start) for edit in inside]
        )
        low, high = back.back(start, end)
        places += 1
        if became == original[low:high]:
            right += 1
            words += sum(start <= span.start and span.end <= end for span in spans)
    return Repaired(places, right, words)


def _places(edits: Iterable[Edit], spans: list[Span]) -> list[Span]:
    """Return the places that edits touch, widened to whole damaged words; those that overlap are one."""
    places: list[Span] = []
    for edit in edits:
        touched = [span for span in spans if span.start < edit.end and edit.start < span.end]
        start, end = min([edit.start, *(s.start for s in touched)]), max([edit.end, *(s.end for s in touched)])
        if places and start < places[-1].end:
            start, end = places[-1].start, max(end, places[-1].end)
            places.pop()
        places.append(Span(start, end))
    return places


def area(clean_scores: list[float], spun_scores: list[float]) -> float:
    """Return the area under the ROC curve: how often a spun text scores above a clean one."""
    ranked = sorted([(value, 0) for value in clean_scores] + [(value, 1) for value in spun_scores])
    total, below, place = 0.0, 0, 0
    while place < len(ranked):
        tie = [kind for value, kind in ranked[place:] if value == ranked[place][0]]
        ties_clean = tie.count(0)
        total += tie.count(1) * (below + ties_clean / 2)
        below += ties_clean
        place += len(tie)
    return total / max(len(clean_scores) * len(spun_scores), 1)


def detector(pairs: Pairs) -> None:
    """Make the rules use a table of pairs."""
    impossible.shipped_pairs = lambda: pairs  # type: ignore[attr-defined]
    impossible._SUSPICION = Suspicion(impossible.is_suspect)
    for cached in (impossible.is_suspect, impossible.repairs, impossible.may_be_compound):
        cached.cache_clear()


def rows(texts: list[str], rules: RuleSet, known: list[Pair], held: list[Pair]) -> Iterator[str]:
    """Yield the lines of the report."""
    yield "length   mode   pairs  rate  spun    AUC recall@0 restored wrong/edited places"
    for name, words in CUTS.items():
        originals = [cut(text, words) for text in texts if text.count(" ") >= LEAST[name]]
        calm = [score(Document(text), rules.findings(Document(text))) for text in originals]
        limit = max(calm, default=0.0)
        yield f"{name:8} clean texts {len(originals)}, with a score {sum(map(bool, calm))}, highest {limit}"
        for glued in (True, False):
            for label, pairs in (("all", known + held), ("held", held)):
                for rate in RATES:
                    dice = random.Random(f"{name}{glued}{label}{rate}")
                    labels = name, "glued" if glued else "words", label, rate
                    yield _row(labels, originals, calm, limit, rules, pairs, dice)


def _row(
    labels: tuple[str, str, str, float],
    originals: list[str],
    calm: list[float],
    limit: float,
    rules: RuleSet,
    pairs: list[Pair],
    dice: random.Random,
) -> str:
    scores: list[float] = []
    good = damaged = edits = wrong = 0
    for text in originals:
        damage = spin(text, chosen(pairs, labels[3], dice), glued=labels[1] == "glued")
        if not damage:
            continue
        spun = apply(text, damage)
        scores.append(score(Document(spun), rules.findings(Document(spun))))
        counted = restored(text, damage, rules)
        good, edits, wrong = good + counted.words, edits + counted.places, wrong + counted.places - counted.right
        damaged += len(damage)
    noticed = sum(value > limit for value in scores)
    name, mode, label, rate = labels
    return (
        f"{name:8} {mode:6} {label:5} {rate:5} {len(scores):5} {area(calm, scores):6.3f} "
        f"{100 * noticed / max(len(scores), 1):7.1f}% {100 * good / max(damaged, 1):7.1f}% {wrong:5}/{edits}"
    )


def main() -> int:
    """Print the report."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path)
    parser.add_argument("--sample", type=int, default=60, help="most texts to take")
    parser.add_argument("--half", choices=("tuned", "unseen"), default="unseen")
    arguments = parser.parse_args()
    texts = texts_of(arguments.data)
    if arguments.data:
        texts = texts[0::2] if arguments.half == "tuned" else texts[1::2]
    texts = random.Random(7).sample(texts, min(arguments.sample, len(texts)))
    pairs = sorted({pair for found in shipped_pairs().sources.values() for pair in found})
    random.Random(11).shuffle(pairs)
    known, held = pairs[: len(pairs) // 2], pairs[len(pairs) // 2 :]
    detector(index(known, shipped_pairs().proper))
    rules = RuleSet([rule for rule in all_rules() if rule.category == "artifact" and rule.default])
    for row in rows(texts, rules, known, held):
        print(row, flush=True)
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
