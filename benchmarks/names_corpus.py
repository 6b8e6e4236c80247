"""How long `newslint names` takes on a corpus of made-up articles: `python benchmarks/names_corpus.py [--articles N]`."""

from __future__ import annotations

import argparse
import random
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
SYLLABLES = (
    "ba be bo da do fa ga go ha ka ko la lu ma mi na no pa ra ri sa shi ta to va vo ya za kha gho sha cha".split()
)
FILLER = (
    "said on Tuesday that the talks in {place} would go on until both sides had agreed to a list of steps, from the "
    "opening of the road to the return of the people who had fled their homes in the last weeks of the war."
)


def made(random_: random.Random, syllables: int) -> str:
    """Return a made-up name."""
    return "".join(random_.choice(SYLLABLES) for _ in range(syllables)).capitalize()


def misspelled(random_: random.Random, name: str) -> str:
    """Return a name in another romanization."""
    old, new = random_.choice((("a", "e"), ("o", "u"), ("kh", "k"), ("sh", "sch"), ("i", "ee"), ("gh", "g")))
    return name.replace(old, new, 1) if old in name else name


def write(folder: Path, articles: int) -> int:
    """Write the articles; return their size in bytes."""
    random_ = random.Random(7)
    people = [f"{made(random_, 2)} {made(random_, 3)}" for _ in range(articles * 8)]
    places = [made(random_, 4) for _ in range(600)]
    size = 0
    for number in range(articles):
        usual = [people[min(int(random_.paretovariate(0.6)), len(people)) - 1] for _ in range(4)]
        cast = [*usual, *random_.sample(people, 12)]
        paragraphs = []
        for _ in range(24):
            name = random_.choice(cast)
            name = misspelled(random_, name) if random_.random() < 0.05 else name
            place = random_.choice(places)
            paragraphs.append(f"The envoy, {name}, {FILLER.format(place=place)}\n")
        path = folder / f"{number // 1000:03}" / f"{number:06}.txt"
        path.parent.mkdir(exist_ok=True)
        text = "\n".join(paragraphs)
        size += len(text)
        path.write_text(text, encoding="utf-8")
    return size


def main() -> None:
    """Write a corpus, cluster its names and print time and memory."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--articles", type=int, default=10_000)
    parser.add_argument("--jobs", type=int, default=2)
    chosen = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        size = write(Path(name), chosen.articles)
        command = [sys.executable, "-m", "lint", "names", name, "--no-config", "--jobs", str(chosen.jobs)]
        started = time.perf_counter()
        done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True)
        took = time.perf_counter() - started
    memory = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024
    print(f"{chosen.articles} articles, {size / 1e6:.0f} MB: {took:.1f} s on {chosen.jobs} processes, {memory:.0f} MB")
    print(done.stdout.splitlines()[-1])


if __name__ == "__main__":
    main()
