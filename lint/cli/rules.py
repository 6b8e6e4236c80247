"""`newslint rules`: list them, show one with its examples, try the examples of one's own pack."""

from __future__ import annotations

import json
import sys
from argparse import Namespace
from pathlib import Path

from lint.catalogue import UnknownRuleError, all_rules, select
from lint.cli import FINDINGS
from lint.grammar import languagetool
from lint.linter import user_rules
from lint.rule import Rule
from lint.ruleset import RuleSet
from lint.trial import failures


def run(args: Namespace) -> int:
    """Do what the action says; return the exit code."""
    return {"list": _list, "show": _show, "test": _test}[args.action](args)


def _list(args: Namespace) -> int:
    rules = select(_known(), args.prefix or ["all"])
    if args.output_format == "json":
        print(json.dumps([_record(rule) for rule in rules], ensure_ascii=False, indent=1))
        return 0
    width = max(len(rule.id) for rule in rules)
    for rule in rules:
        state = "" if rule.default else " (off)"
        print(f"{rule.id:{width}}  {rule.severity.value:7}  {rule.safety.value:10}  {rule.why.splitlines()[0]}{state}")
    return 0


def _known() -> tuple[Rule, ...]:
    """Return every rule, also those that LanguageTool answers for."""
    return tuple(sorted((*all_rules(), *languagetool.rules()), key=lambda rule: rule.id))


def _record(rule: Rule) -> dict[str, object]:
    return {
        "id": rule.id,
        "category": rule.category,
        "severity": rule.severity.value,
        "safety": rule.safety.value,
        "default": rule.default,
        "why": rule.why,
        "examples": [example._asdict() for example in rule.examples],
        "keep": list(rule.keep),
    }


def _show(args: Namespace) -> int:
    rule = next((rule for rule in _known() if rule.id == args.rule), None)
    if rule is None:
        select(_known(), [args.rule])
        raise UnknownRuleError(f"'{args.rule}' names several rules; 'newslint rules list {args.rule}' shows them")
    print(f"{rule.id}\n  severity  {rule.severity.value}\n  fix       {rule.safety.value}\n  default   {rule.default}")
    print(f"\n{rule.why}\n")
    for bad, good in rule.examples:
        print(f"  bad   {bad!r}")
        print(f"  good  {good!r}" if good is not None else "  (only reported)")
    for text in rule.keep:
        print(f"  keep  {text!r}")
    return 0


def _test(args: Namespace) -> int:
    packs = tuple(name for name in args.pack if Path(name).exists())
    own = user_rules(packs)
    tried = (
        [*own, *select(all_rules(), [name for name in args.pack if name not in packs] or ["all"])]
        if (not packs or len(packs) < len(args.pack))
        else list(own)
    )
    default = [rule for rule in (*all_rules(), *own) if rule.default]
    wrong = 0
    for rule in tried:
        for failure in failures(rule, RuleSet({*default, rule})):
            wrong += 1
            print(f"{rule.id}: {failure}")
    print(f"{len(tried)} rules tried, {wrong} failures", file=sys.stderr)
    return FINDINGS if wrong else 0
