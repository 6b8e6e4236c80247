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
from lint.engine import RuleSet, clean
from lint.kinds import fit_case
from lint.text import Document

RATES = (0.02, 0.1, 0.5)
CUTS = {"<300": 220, "300-600": 450, ">600": 1200}
LEAST = {"<300": 120, "300-600": 300, ">600": 600}


class Damage(NamedTuple):
    """A place of a spun text, whole words, and what stood there before."""

    start: int
    end: int
    original: str


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


def spin(text: str, pairs: dict[str, str], *, glued: bool) -> tuple[str, list[Damage]]:
    """Return a text with every source replaced, inside words too if `glued`, and the words that this damaged."""
    if not pairs:
        return text, []
    sources = "|".join(sorted(pairs, key=len, reverse=True))
    wanted = re.compile(sources if glued else rf"\b(?:{sources})\b", re.IGNORECASE)
    parts: list[str] = []
    damage: list[Damage] = []
    done = size = 0
    for match in re.finditer(r"[^\W\d_]+", text):
        word = match.group()
        spun = wanted.sub(lambda found: fit_case(pairs[found.group().lower()], found.group()), word)
        parts += (text[done : match.start()], spun)
        size += match.start() - done
        if spun != word:
            damage.append(Damage(size, size + len(spun), word))
        size += len(spun)
        done = match.end()
    return "".join(parts) + text[done:], damage


def chosen(pairs: Iterable[Pair], rate: float, dice: random.Random) -> dict[str, str]:
    """Return a spinner's table: each source with the given chance, with one of its replacements."""
    table: dict[str, list[str]] = {}
    for pair in pairs:
        table.setdefault(pair.source, []).append(pair.replacement)
    return {source: dice.choice(found) for source, found in table.items() if dice.random() < rate}


def restored(text: str, damage: list[Damage], rules: RuleSet) -> tuple[int, int, int]:
    """Return how many damaged words became what they were, how many edits there were and how many were wrong."""
    edits = clean(Document(text), rules).edits
    good = used = 0
    for start, end, original in damage:
        inside = [edit for edit in edits if start <= edit.start and edit.end <= end]
        word = text[start:end]
        for edit in reversed(inside):
            word = word[: edit.start - start] + edit.replacement + word[edit.end - start :]
        good += bool(inside) and word == original
        used += len(inside) if word == original else 0
    return good, len(edits), len(edits) - used


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
    impossible._harmless.clear()
    for cached in (impossible.repairs, impossible.may_be_compound, impossible.hits):
        cached.cache_clear()


def rows(texts: list[str], rules: RuleSet, known: list[Pair], held: list[Pair]) -> Iterator[str]:
    """Yield the lines of the report."""
    yield f"{'length':8} {'mode':6} {'pairs':5} {'rate':>5} {'spun':>5} {'AUC':>6} {'recall@0':>8} {'restored':>8} {'wrong':>11}"
    for name, words in CUTS.items():
        originals = [cut(text, words) for text in texts if text.count(" ") >= LEAST[name]]
        calm = [score(Document(text), rules.findings(Document(text))) for text in originals]
        limit = max(calm, default=0.0)
        yield f"{name:8} clean texts {len(originals)}, with a score {sum(map(bool, calm))}, highest {limit}"
        for glued in (True, False):
            for label, pairs in (("all", known + held), ("held", held)):
                for rate in RATES:
                    dice = random.Random(f"{name}{glued}{label}{rate}")
                    yield _row((name, "glued" if glued else "words", label, rate), originals, calm, limit, rules, pairs, dice)


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
        spun, damage = spin(text, chosen(pairs, labels[3], dice), glued=labels[1] == "glued")
        if not damage:
            continue
        scores.append(score(Document(spun), rules.findings(Document(spun))))
        counted = restored(spun, damage, rules)
        good, edits, wrong = good + counted[0], edits + counted[1], wrong + counted[2]
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
