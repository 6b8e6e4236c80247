"""`newslint template`: the lines and blocks that recur in the articles of a site, and a pack to remove them."""

from __future__ import annotations

import json
import sys
from argparse import Namespace
from pathlib import Path

from lint.cli import WRONG
from lint.cli.recurring import texts
from lint.kinds import shown
from lint.recurrence.count import count
from lint.recurrence.templates import Template, blocks, removed_by, templates
from lint.terminal import safe
from lint.writers import write


def run(args: Namespace) -> int:
    """Show what recurs at the named places; return the exit code."""
    failed: set[str] = set()
    recurring = count(texts(args.paths, failed), args.least_files, args.least_share)
    found = templates(texts(args.paths, failed), recurring)
    rules = _rules(found)
    if not args.all:
        found = [one for one in found if one.key not in rules]
    if args.output_format == "json":
        print(json.dumps([_record(one, rules) for one in found], ensure_ascii=False, indent=1))
    else:
        _show(found, rules)
    if args.write:
        from lint.recurrence.pack import pack

        write(Path(args.write), pack(found, args.write).encode("utf-8", "replace"))
        print(f"newslint: wrote {len(found)} rules to {args.write}; read them before you use them", file=sys.stderr)
    return WRONG if failed else 0


def _rules(found: list[Template]) -> dict[int, str]:
    """Return for each template that the shipped rules remove already the rule that does."""
    from lint.catalogue import all_rules, select
    from lint.ruleset import RuleSet

    return removed_by(found, RuleSet(select(all_rules(), ["boilerplate"])).findings)


def _show(found: list[Template], rules: dict[int, str]) -> None:
    site = None
    for number, block in enumerate(blocks(found), 1):
        if block[0].site != site:
            site = block[0].site
            print(f"{safe(site or '.')}: {block[0].times.of} articles")
        print(f"  block {number}")
        for one in block:
            rule = f"  ({rules[one.key]})" if one.key in rules else ""
            print(f"    {one.times.files:6}  {safe(shown(one.first))}{rule}")
            if one.last != one.first:
                print(f"            also: {safe(shown(one.last))}")


def _record(one: Template, rules: dict[int, str]) -> dict[str, object]:
    return {
        "site": one.site,
        "files": one.times.files,
        "of": one.times.of,
        "examples": list(dict.fromkeys((one.first, one.last))),
        "article": one.article,
        "rule": rules.get(one.key),
    }
