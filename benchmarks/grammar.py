"""How good the grammar rules and engines are on a labelled list: `python benchmarks/grammar.py [--rules]`.

`benchmarks/grammar.txt` holds the sentences. A mistake is found where a finding overlaps it; any other finding is a false
alarm. The same for the editor's list on the samples (tests/defects.tsv). Engines that are not installed are left out.
It fails where a figure is below its floor in benchmarks/grammar-floors.json; floors only rise.
`--rules` shows for each rule of the engines whether it is on, suggests or is off, and what it flags; benchmarks/engines.py
shows what they cost.
`--clean-text DIR` counts findings per 1,000 words in the texts below a folder.
"""

from __future__ import annotations

import argparse
import json
import re
import sys
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
from lint.grammar.languagetool import entries
from lint.grammar.server import GrammarUnavailable
from lint.linter import Linter
from lint.packs import data
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


def flags(engine: Any, text: str) -> list[tuple[str, int, int]]:
    """Return all flags that an engine raises by itself, with its own name of the rule and its default settings."""
    if engine.name == "harper":
        import harper

        linter = _raw(engine, lambda: harper.Linter(harper.Dialect.AMERICAN))
        found = linter.organized_lints(text, language="plaintext").items()
        return [(rule, lint.span.start, lint.span.end) for rule, lints in found for lint in lints]
    import language_tool_python

    address = engine._server.address
    tool = _raw(engine, lambda: language_tool_python.LanguageTool("en-US", remote_server=address, proxies={"http": ""}))
    return [(match.rule_id, match.offset, match.offset + match.error_length) for match in tool.check(text)]


_RAW: dict[str, Any] = {}


def _raw(engine: Engine, make: Callable[[], Any]) -> Any:
    if engine.name not in _RAW:
        _RAW[engine.name] = make()
    return _RAW[engine.name]


def setting(engine: str, rule: str) -> str:
    """Return whether an engine's rule is "on", only to "suggest", or "off"."""
    if engine == "languagetool":
        severities = {check.languagetool: entry.rule.severity for entry in entries() for check in entry.checks}
        return "off" if rule not in severities else "suggest" if severities[rule] is Severity.INFO else "on"
    table = data("grammar/harper.toml")
    return "off" if rule in table["off"] else "suggest" if rule in table["suggest"] else "on"


def by_rule(engine: Engine, texts: list[str]) -> None:
    """Print for each rule of an engine how it is set, its flags on the samples, and those right and wrong on the list."""
    on_samples: Counter[str] = Counter(rule for text in texts for rule, _, _ in flags(engine, text))
    right, wrong = Counter[str](), Counter[str]()
    for sentence in sentences():
        for rule, start, end in flags(engine, sentence.text):
            near = any(start <= last + 1 and first - 1 <= end for first, last in sentence.mistakes)
            (right if near else wrong)[rule] += 1
    rules = sorted({*on_samples, *right, *wrong}, key=lambda rule: (setting(engine.name, rule), rule))
    for state in ("on", "suggest", "off"):
        of_state = [rule for rule in rules if setting(engine.name, rule) == state]
        seen, good, bad = (sum(counts[rule] for rule in of_state) for counts in (on_samples, right, wrong))
        print(
            f"{engine.name:14} {state:8} {len(of_state)} rules: {seen} flags on the samples; list: {good} right, {bad} wrong"
        )
        for rule in of_state:
            print(f"    {rule:45} {on_samples[rule]:4} {right[rule]:4} {wrong[rule]:4}")
    kept = sum(len(list(engine.check(Document(text)))) for text in texts)
    print(f"{engine.name:14} {sum(on_samples.values())} flags of its own on the samples, {kept} kept")


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
    parser.add_argument("--rules", action="store_true")
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
                if args.rules:
                    by_rule(engine, texts)
    floors = json.loads((HERE / "grammar-floors.json").read_text())
    missed = [name for name, floor in floors.items() if name in figures and figures[name] < floor]
    for name in missed:
        print(f"below the floor: {name} is {figures[name]:.1f}, must be {floors[name]}")
    return int(bool(missed))


if __name__ == "__main__":
    sys.exit(main())
