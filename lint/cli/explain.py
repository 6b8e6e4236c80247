"""`newslint explain FILE:LINE`: what was found on a line, what was tried there, and why it stayed silent."""

from __future__ import annotations

import sys
from argparse import Namespace
from pathlib import Path

from lint import baseline
from lint.cli import WRONG, configured, tell
from lint.explain import masked, reasons
from lint.linters import Linters
from lint.readers.formats import document
from lint.readers.source import read
from lint.reports.text import ruled
from lint.terminal import Style, safe, wants_color, wants_links

_COLORS = {"found": "error", "silenced": "warning", "not selected": "info", "silent": "dim"}


def run(args: Namespace) -> int:
    """Explain a line; return the exit code."""
    name, _, number = args.place.rpartition(":")
    if not name or not number.isdigit():
        print(f"newslint: '{args.place}' names no line; write FILE:LINE, such as article.txt:12", file=sys.stderr)
        return WRONG
    path = Path(name)
    source = read(path, name)
    doc = document(source.text, name)
    if not 1 <= int(number) <= len(doc.lines):
        print(f"newslint: {name} has {len(doc.lines)} lines; name one of them", file=sys.stderr)
        return WRONG
    configs = configured(args)
    known = configs.baseline() or baseline.find(Path.cwd())
    linters = Linters(configs, baseline=baseline.load(known) if known else None)
    linter = linters.of(path)
    tell(linters.notes.values())
    color = wants_color("auto", sys.stdout)
    style = Style(color, wants_links(color, sys.stdout), configs.docs())
    line = doc.lines[int(number) - 1]
    print(safe(source.text[line.start : line.end][:300]))
    share = masked(doc, int(number) - 1)
    if share:
        print(f"{share:.0%} of this line is markup, which no rule sees.")
    cleaned = linter.clean(source.text, name, page=False)
    said = 0
    for state, rule, text in reasons(doc, cleaned, linter, int(number) - 1):
        said += 1
        print(f"{style(_COLORS[state], f'{state:12}')}  {ruled(rule, style)}: {safe(text)}")
    tried = sum(rule.id in {f.rule for f, _ in cleaned.findings} for rule in linter.rules.rules)
    quiet = len(linter.rules.rules) - tried
    where = linter.config.source or "no configuration file"
    if not said:
        print("Nothing was found here, and nothing came close.")
    print(style("dim", f"{len(linter.rules.rules)} rules run on this file ({where}); {quiet} find nothing in it."))
    return 0
