"""Measure the artifact rules on labelled passages: `python benchmarks/artifacts.py [--check]`.

`--check` fails where a figure is below its floor in benchmarks/artifacts-floors.json; floors only rise.
"""

from __future__ import annotations

import argparse
import json
import sys
import tomllib
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).parent.parent))

from lint.catalogue import all_rules
from lint.engine import RuleSet, clean
from lint.text import Document

HERE = Path(__file__).parent


def measure(passages: list[dict[str, Any]], rules: RuleSet) -> dict[str, float]:
    """Return the shares, in percent, that the floors are about, and the counts behind them."""
    damaged = found = repairable = exact = edits = right = changed = noisy = 0
    for passage in passages:
        text, good = passage["text"], passage.get("good", passage["text"])
        findings = rules.findings(Document(text))
        result = clean(Document(text), rules)
        edits += len(result.edits)
        right += len(result.edits) if result.text == good else 0
        if "good" not in passage and "finds" not in passage:
            noisy += bool(findings)
            changed += sum(len(edit.replacement) + edit.end - edit.start for edit in result.edits)
            continue
        damaged += 1
        wanted = passage.get("finds", "")
        hit = any(finding.rule.startswith(wanted) for finding in findings)
        found += hit
        repairable += "good" in passage
        exact += "good" in passage and result.text == good
        if not hit or ("good" in passage and result.text != good):
            print(f"missed: {text!r} became {result.text!r}")
    return {
        "passages": len(passages),
        "found %": round(100 * found / damaged, 1),
        "exact repair %": round(100 * exact / repairable, 1),
        "safe precision %": round(100 * right / max(edits, 1), 1),
        "characters changed in clean passages": changed,
        "clean passages flagged": noisy,
    }


def main() -> int:
    """Print the figures and return 1 where one is below its floor."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--check", action="store_true")
    arguments = parser.parse_args()
    rules = RuleSet([rule for rule in all_rules() if rule.category == "artifact" and rule.default])
    figures = measure(tomllib.loads((HERE / "artifacts.toml").read_text(encoding="utf-8"))["passage"], rules)
    for name, value in figures.items():
        print(f"{name}: {value}")
    floors = json.loads((HERE / "artifacts-floors.json").read_text(encoding="utf-8"))
    low = [name for name, floor in floors["at least"].items() if figures[name] < floor]
    high = [name for name, ceiling in floors["at most"].items() if figures[name] > ceiling]
    for name in (*low, *high):
        print(f"worse than its floor: {name}")
    return int(arguments.check and bool(low or high))


if __name__ == "__main__":
    raise SystemExit(main())
