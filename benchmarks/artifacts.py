"""Measure the artifact rules on labelled passages: `python benchmarks/artifacts.py [--check] [--clean-text DIR]`.

`--check` fails where a figure is below its floor in benchmarks/artifacts-floors.json; floors only rise.

`--clean-text DIR` counts false alarms per 100,000 words in the texts below a folder (*.txt, and *.html without its
tags), such as the two million words of essays that a Debian package ships, which need not be installed:

    (cd /tmp && apt-get download anarchism && dpkg-deb -x anarchism_*.deb essays)
    python benchmarks/artifacts.py --clean-text /tmp/essays
"""

from __future__ import annotations

import argparse
import html
import json
import re
import sys
import tomllib
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).parent.parent))

from lint.catalogue import all_rules
from lint.engine import RuleSet, clean
from lint.rule import Safety
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


def plain(path: Path) -> str:
    """Return the text of a file; of a page, what stands between its tags, each block on a line of its own."""
    content = path.read_text(encoding="utf-8", errors="replace")
    if path.suffix == ".txt":
        return content
    content = re.sub(r"(?is)<(script|style|head)\b.*?</\1>", " ", content)
    content = re.sub(r"(?i)</?(?:p|div|li|h\d|br|blockquote|ul|ol|tr|td)\b[^>]*>", "\n", " ".join(content.split()))
    return html.unescape(re.sub(r"<[^>]+>", "", content))


def false_alarms(folder: Path, rules: RuleSet) -> None:
    """Print what the rules find in clean texts, and how much of it for 100,000 words."""
    words = findings = safe = 0
    for path in sorted(path for path in folder.rglob("*") if path.suffix in (".txt", ".html") and path.is_file()):
        document = Document(plain(path), path=str(path))
        words += document.text.count(" ") + 1
        for finding in rules.findings(document):
            findings += 1
            sure = finding.fix is not None and finding.fix.safety is Safety.SAFE
            safe += sure
            print(f"{path.name}: {finding.rule}: {'safe: ' * sure}{finding.message}")
    rate = 100_000 / max(words, 1)
    print(f"{words} words: {findings * rate:.2f} findings and {safe * rate:.2f} safe fixes per 100,000 words")


def main() -> int:
    """Print the figures and return 1 where one is below its floor."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--check", action="store_true")
    parser.add_argument("--clean-text", type=Path)
    arguments = parser.parse_args()
    rules = RuleSet([rule for rule in all_rules() if rule.category == "artifact" and rule.default])
    if arguments.clean_text:
        false_alarms(arguments.clean_text, rules)
        return 0
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
