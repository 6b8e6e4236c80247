"""Folders of articles to measure on: the samples again and again, and articles of which no two are equal."""

from __future__ import annotations

import random
import re
import shutil
import sys
from functools import cache
from pathlib import Path

ROOT = Path(__file__).parent.parent
sys.path.insert(0, str(ROOT))

from spin import chosen, spin

from lint.artifacts.pairs import Pair, shipped_pairs
from lint.edits import apply

_SENTENCE = re.compile(r"(?<=[.!?]) +(?=[A-Z“])")
_WORD = re.compile(r"[a-z]{5,}")


def repeated(folder: Path, files: int) -> Path:
    """Make a folder of copies of the samples."""
    folder.mkdir(parents=True)
    samples = sorted((ROOT / "samples").glob("*.txt"))
    for number in range(files):
        shutil.copy(samples[number % len(samples)], folder / f"{number:05}.txt")
    return folder


def distinct(folder: Path, files: int) -> Path:
    """Make a folder of damaged articles, no two of them equal, the same in every run."""
    folder.mkdir(parents=True)
    for number in range(files):
        (folder / f"{number:05}.txt").write_text(article(number), encoding="utf-8")
    return folder


def article(number: int) -> str:
    """Return an article like the samples: their sentences and furniture in a new order, some more of it spun.

    Here and there a long word is misspelled in its own way, so that what is remembered of one line helps no more with
    the next than it would on a crawl.
    """
    sentences, furniture = _parts()
    dice = random.Random(number)
    lines = [dice.choice(sentences)[:90].rstrip(".,"), ""]
    for _ in range(dice.randint(8, 20)):
        lines += [" ".join(dice.choices(sentences, k=dice.randint(1, 3))), ""]
    lines[2:2] = dice.choices(furniture, k=2)
    lines += dice.choices(furniture, k=dice.randint(3, 9))
    text = "\n".join(lines) + "\n"
    pairs = chosen(_pairs(), 0.01, dice)
    text = apply(text, spin(text, pairs, glued=True))
    return _WORD.sub(lambda match: _odd(match.group(), dice) if dice.random() < 0.01 else match.group(), text)


def _odd(word: str, dice: random.Random) -> str:
    place = dice.randrange(1, len(word))
    return word[:place] + dice.choice("aeiou") + word[place:]


@cache
def _parts() -> tuple[list[str], list[str]]:
    """Return the sentences of the samples, and the short lines around them."""
    lines = [
        line.strip()
        for path in sorted((ROOT / "samples").glob("*.txt"))
        for line in path.read_text(encoding="utf-8").splitlines()
        if line.strip()
    ]
    prose = [line for line in lines if line.count(" ") >= 15]
    return [sentence for line in prose for sentence in _SENTENCE.split(line)], [
        line for line in lines if line not in prose
    ]


@cache
def _pairs() -> list[Pair]:
    return sorted({pair for found in shipped_pairs().sources.values() for pair in found})
