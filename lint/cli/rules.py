"""`newslint rules`: list them, show one with its examples, try the examples of one's own pack."""

from __future__ import annotations

import json
import sys
from argparse import Namespace
from pathlib import Path

from lint.batch import articles
from lint.catalogue import UnknownRuleError, all_rules, select
from lint.cli import FINDINGS
from lint.cli.check import counted
from lint.grammar import languagetool
from lint.linter import user_rules
from lint.newrule import NEW, check_pack
from lint.readers.source import read
from lint.reports.rulebook import in_words, on_clean_text
from lint.rule import Rule
from lint.ruleset import RuleSet
from lint.suppress import UNUSED
from lint.terminal import safe
from lint.trial import failures
from lint.writers import write


def run(args: Namespace) -> int:
    """Do what the action says; return the exit code."""
    actions = {"list": _list, "show": _show, "test": _test, "bench": _bench, "new": _new, "schema": _schema}
    return actions[args.action](args)


def _schema(_: Namespace) -> int:
    from lint.schema import pack_schema

    print(json.dumps(pack_schema(), indent=2))
    return 0


def _list(args: Namespace) -> int:
    rules = select(_known(), args.prefix or ["all"])
    if args.output_format == "json":
        print(json.dumps([_record(rule) for rule in rules], ensure_ascii=False, indent=1))
        return 0
    if args.output_format == "markdown":
        from lint.reports.rulebook import page

        print(page(rules), end="")
        return 0
    width = max(len(rule.id) for rule in rules)
    for rule in rules:
        state = "" if rule.default else " (off)"
        print(f"{rule.id:{width}}  {rule.severity.value:7}  {rule.safety.value:10}  {rule.why.splitlines()[0]}{state}")
    return 0


def own_rules() -> tuple[Rule, ...]:
    """Return every rule that needs no other program."""
    return tuple(sorted((*all_rules(), UNUSED), key=lambda rule: rule.id))


def _known() -> tuple[Rule, ...]:
    return tuple(sorted((*own_rules(), *languagetool.rules()), key=lambda rule: rule.id))


def _record(rule: Rule) -> dict[str, object]:
    measured = on_clean_text(rule.id)
    return {
        "id": rule.id,
        "category": rule.category,
        "aliases": list(rule.aliases),
        "severity": rule.severity.value,
        "safety": rule.safety.value,
        "default": rule.default,
        "why": rule.why,
        "examples": [example._asdict() for example in rule.examples],
        "keep": list(rule.keep),
        "on_clean_text": measured._asdict() if measured else None,
    }


def _show(args: Namespace) -> int:
    rule = next((rule for rule in _known() if args.rule in (rule.id, *rule.aliases)), None)
    if rule is None:
        select(_known(), [args.rule])
        raise UnknownRuleError(f"'{args.rule}' names several rules; 'newslint rules list {args.rule}' shows them")
    former = f"\n  before    {', '.join(rule.aliases)}" if rule.aliases else ""
    print(
        f"{rule.id}{former}\n  severity  {rule.severity.value}\n  fix       {rule.safety.value}\n  default   {rule.default}"
    )
    print(f"\n{rule.why}\n{in_words(on_clean_text(rule.id))}\n")
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
            print(f"{rule.id}: {safe(failure)}")
    print(f"{len(tried)} rules tried, {wrong} failures", file=sys.stderr)
    return FINDINGS if wrong else 0


def _bench(args: Namespace) -> int:
    """Print for each rule what it finds and costs; the texts are articles, or the examples of all rules."""
    from lint.bench import measured

    own = user_rules((args.pack,)) if Path(args.pack).exists() else tuple(select(all_rules(), [args.pack]))
    texts = _texts(args.paths)
    words = sum(len(text.split()) for text in texts)
    size = sum(len(text.encode("utf-8", "surrogatepass")) for text in texts) / 1e6
    print(f"{counted(len(texts), 'text')}, {counted(words, 'word')}, {size:.2f} MB", file=sys.stderr)
    width = max(len(rule.id) for rule in own)
    print(f"{'rule':{width}}  findings  per 100,000 words   ms/MB")
    for row in measured(own, texts):
        rate = row.findings * 100_000 / words if words else 0.0
        print(f"{row.rule:{width}}  {row.findings:8}  {rate:17.1f}  {row.seconds * 1000 / size if size else 0.0:6.1f}")
        for example in row.examples:
            print(f"    {safe(example)}")
    return 0


def _texts(paths: list[str]) -> list[str]:
    if not paths:
        return [text for rule in all_rules() for text in (*(example.bad for example in rule.examples), *rule.keep)]
    return [read(job.path, str(job.path)).text for job in articles(paths)]


def _new(args: Namespace) -> int:
    """Add a rule that works to a pack, for an author to change."""
    pack = Path(args.pack)
    if any(rule.id == args.rule for rule in (*all_rules(), *(user_rules((args.pack,)) if pack.exists() else ()))):
        raise UnknownRuleError(f"there is a rule '{args.rule}' already; give yours another id")
    entry = NEW[args.kind].replace("{id}", args.rule)
    before = pack.read_bytes() if pack.exists() else b""
    content = (before.rstrip() + b"\n\n" if before.strip() else b"") + entry.encode()
    check_pack(content, pack)
    write(pack, content)
    print(
        f"{args.rule} added to {pack}: change it there, then try it with 'newslint rules test {pack}'", file=sys.stderr
    )
    return 0
