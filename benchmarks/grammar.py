"""How good the grammar rules and engines are on a labelled list: `python benchmarks/grammar.py [--speed]`.

`benchmarks/grammar.txt` holds the sentences. A mistake is found where a finding overlaps it; any other finding is a false
alarm. The same for the editor's list on the samples (tests/defects.tsv). Engines that are not installed are left out.
It fails where a figure is below its floor in benchmarks/grammar-floors.json; floors only rise.
`--speed` compares the engines called directly with the engines called through newslint.
`--clean-text DIR` counts findings per 1,000 words in the texts below a folder.
"""

from __future__ import annotations

import argparse
import json
import re
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Any, NamedTuple

HERE = Path(__file__).parent
sys.path[:0] = [str(HERE.parent), str(HERE)]

from quality import defects, is_found

from lint.catalogue import all_rules, select
from lint.config import Config
from lint.grammar.engines import Engine, Engines, made
from lint.grammar.requests import requests
from lint.grammar.server import GrammarUnavailable
from lint.linter import Linter
from lint.rule import Finding, Severity
from lint.text import Document

_MARK = re.compile(r"\{([^|}]*)\|([^}]*)\}")


class Labelled(NamedTuple):
    """A sentence and the ranges of its mistakes; none for a right one."""

    text: str
    mistakes: tuple[tuple[int, int], ...]


def sentences() -> Iterator[Labelled]:
    """Yield the wrong sentences, each with its repair, and the right ones."""
    for line in (HERE / "grammar.txt").read_text(encoding="utf-8").splitlines():
        if not line or line.startswith("#"):
            continue
        if "{" not in line:
            yield Labelled(line, ())
            continue
        wrong, places, done = "", [], 0
        for match in _MARK.finditer(line):
            wrong += line[done : match.start()]
            places.append((len(wrong), len(wrong) + len(match[1])))
            wrong += match[1]
            done = match.end()
        yield Labelled(wrong + line[done:], tuple(places))
        yield Labelled(_MARK.sub(r"\2", line), ())


def near(finding: Finding, mistakes: tuple[tuple[int, int], ...]) -> bool:
    """Tell whether a finding overlaps a mistake or touches it."""
    return any(finding.start <= end + 1 and start - 1 <= finding.end for start, end in mistakes)


def measured(find: Callable[[str], list[Finding]], name: str) -> dict[str, float]:
    """Print and return how many mistakes are found, and how many findings are right."""
    wrong = found = 0
    right: Counter[str] = Counter()
    false: Counter[str] = Counter()
    loud = {True: 0, False: 0}
    for sentence in sentences():
        findings = [f for f in find(sentence.text) if f.rule != "text.final-newline" and not f.rule.startswith("name.")]
        wrong += bool(sentence.mistakes)
        found += any(near(finding, sentence.mistakes) for finding in findings)
        for finding in findings:
            hit = near(finding, sentence.mistakes)
            (right if hit else false)[finding.rule] += 1
            loud[hit] += finding.severity is not Severity.INFO
    precision = loud[True] / max(sum(loud.values()), 1)
    print(f"{name:24} {found}/{wrong} mistakes found; warnings and errors right: {loud[True]} of {sum(loud.values())}")
    for rule in sorted({*right, *false}):
        if false[rule]:
            print(f"    {rule}: {right[rule]} right, {false[rule]} false")
    return {f"{name} found %": 100 * found / wrong, f"{name} precision %": 100 * precision}


def on_samples(linter: Linter, name: str) -> dict[str, float]:
    """Print and return the share of the editor's grammar defects that are found."""
    texts = {path.name[:3]: path.read_bytes().decode() for path in sorted((HERE.parent / "samples").glob("*.txt"))}
    cleaned = {file: linter.clean(text, file) for file, text in texts.items()}
    rows = [defect for defect in defects(texts) if defect.category == "grammar"]
    found = sum(is_found(row, cleaned[row.file]) for row in rows)
    print(f"{name:24} {found}/{len(rows)} of the editor's grammar defects = {found / len(rows):.0%}")
    return {f"{name} editor %": 100 * found / len(rows)}


def raw_flags(engine: Engine, texts: list[str]) -> tuple[int, int]:
    """Return how many flags an engine raises by itself, with all its rules, and how many of them are kept."""
    kept = sum(len(list(engine.check(Document(text)))) for text in texts)
    if engine.name == "harper":
        import harper

        linter = harper.Linter()
        return sum(len(linter.lint(text, language="plaintext")) for text in texts), kept
    import language_tool_python

    tool: Any = engine
    raw = language_tool_python.LanguageTool("en-US", remote_server=tool._server.address, proxies={"http": ""})
    return sum(len(raw.check(text)) for text in texts), kept


def speed(engine: Engine, texts: list[str]) -> None:
    """Print the characters a second of the engine alone and through newslint, on the same texts."""
    asked = [request.text for text in texts for request in requests(Document(text))]
    raw: Any = engine

    def alone() -> None:
        for text in asked:
            raw.lints(text) if engine.name == "harper" else raw._ask(text)

    def through() -> None:
        for text in texts:
            list(engine.check(Document(text)))

    alone()
    times = {}
    for run in (alone, through, alone, through):
        start = time.perf_counter()
        run()
        times[run.__name__] = min(times.get(run.__name__, 1e9), time.perf_counter() - start)
    size = sum(map(len, asked))
    print(
        f"{engine.name:24} alone {size / times['alone'] / 1e3:.1f} kB/s, through newslint "
        f"{size / times['through'] / 1e3:.1f} kB/s ({times['through'] / times['alone'] - 1:+.1%})"
    )


def on_clean_text(folder: Path) -> None:
    """Print the grammar findings per 1,000 words of the texts below a folder."""
    linter = Linter(Config(select=("grammar",)))
    words, counts = 0, Counter[str]()
    for path in sorted(folder.rglob("*.txt")):
        text = path.read_text(encoding="utf-8", errors="replace")
        words += text.count(" ") + 1
        counts.update(finding.rule for finding in linter.check(text))
    print(
        f"{sum(counts.values())} findings in {words} words = {1000 * sum(counts.values()) / max(words, 1):.3f} in 1,000"
    )


def available(name: str) -> Engine | None:
    """Return an engine that answers, or None after saying why it is left out."""
    engine = made(name).engines[0]
    try:
        list(engine.check(Document("It is a short test of an engine, and no more than that.")))
        return engine
    except GrammarUnavailable as error:
        print(f"left out: {name}: {error}")
        return None


def main() -> int:
    """Print the tables; exit with 1 when a floor is missed."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--speed", action="store_true")
    parser.add_argument("--clean-text", type=Path)
    args = parser.parse_args()
    if args.clean_text:
        on_clean_text(args.clean_text)
    select(all_rules(), ["grammar"])
    figures: dict[str, float] = {}
    texts = [path.read_bytes().decode() for path in sorted((HERE.parent / "samples").glob("*.txt"))]
    with ExitStack() as stack:
        engines = {name: available(name) for name in ("harper", "languagetool")}
        for engine in filter(None, engines.values()):
            stack.callback(engine.close)
        for name, chosen in {
            "own": [],
            **{f"own+{name}": [engine] for name, engine in engines.items() if engine},
        }.items():
            linter = Linter(Config(), grammar=Engines(chosen).check if chosen else None)
            figures |= measured(linter.check, name) | on_samples(linter, name)
        for name, engine in engines.items():
            if engine:
                figures |= measured(lambda text, engine=engine: list(engine.check(Document(text))), f"{name} alone")
                raw, kept = raw_flags(engine, texts)
                print(f"{name:24} {raw} flags of its own on the samples, {kept} kept")
                if args.speed:
                    speed(engine, texts)
    floors = json.loads((HERE / "grammar-floors.json").read_text())
    missed = [name for name, floor in floors.items() if name in figures and figures[name] < floor]
    for name in missed:
        print(f"below the floor: {name} is {figures[name]:.1f}, must be {floors[name]}")
    return int(bool(missed))


if __name__ == "__main__":
    sys.exit(main())
