"""`newslint baseline`: take down what is known, show it, take out what is gone."""

from __future__ import annotations

import sys
from argparse import Namespace
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from lint import baseline as baselines
from lint.baseline import Baseline, Entry
from lint.batch import NoArticlesError, articles
from lint.cli import FINDINGS, WRONG, configured, tell
from lint.engine import UnsettledError
from lint.fingerprint import fingerprints
from lint.linters import SETTINGS_ERRORS, Linters
from lint.readers.formats import document
from lint.readers.source import UnreadableError, read
from lint.terminal import safe


class Found(NamedTuple):
    """What a file holds now, what of it the baseline knows, and how much `check` would still show."""

    path: Path
    now: list[Entry]
    kept: list[Entry]
    new: int


def run(args: Namespace) -> int:
    """Do what the action says; return the exit code."""
    return {"write": _write, "show": _show, "prune": _prune}[args.action](args)


def _place(args: Namespace) -> Path:
    if args.baseline:
        return Path(args.baseline)
    named = None if args.action == "show" else configured(args).baseline()
    return named or baselines.find(Path.cwd()) or Path.cwd() / baselines.NAME


def _known(path: Path) -> Baseline:
    if not path.is_file():
        raise baselines.BaselineError(f"{path}: no such baseline; make it with 'newslint baseline write'")
    return baselines.load(path)


def _write(args: Namespace) -> int:
    place = _place(args)
    old = baselines.load(place) if place.is_file() else None
    known = old or Baseline(place, {})
    linters = Linters(configured(args))
    linters.of(Path("-"))
    tell(linters.notes.values())
    made, wrong, new = known, False, []
    for found in _found(args, linters, known):
        if found is None:
            wrong = True
            continue
        made = made.with_file(found.path, found.now)
        if found.new > 0:
            new.append(found)
    if old and new and not args.accept_new:
        for found in new:
            print(f"{safe(str(found.path))}: {found.new} new")
        total = sum(found.new for found in new)
        print(
            f"newslint: {place} lacks {total} findings and was left as it is; "
            "repair them, or take them in with --accept-new",
            file=sys.stderr,
        )
        return FINDINGS
    baselines.save(made)
    return WRONG if wrong else 0


def _prune(args: Namespace) -> int:
    known = _known(_place(args))
    linters = Linters(configured(args))
    linters.of(Path("-"))
    tell(linters.notes.values())
    pruned, wrong = known, False
    for found in _found(args, linters, known):
        if found is None:
            wrong = True
            continue
        pruned = pruned.with_file(found.path, found.kept)
    root = known.path.resolve().parent
    for name in [name for name in pruned.files if not (root / name).exists()]:
        pruned = pruned.with_file(root / name, [])
    gone = _size(known) - _size(pruned)
    if gone:
        baselines.save(pruned)
    print(f"{gone} taken out, {_size(pruned)} left", file=sys.stderr)
    return WRONG if wrong else 0


def _size(baseline: Baseline) -> int:
    return sum(entry.times for entries in baseline.files.values() for entry in entries)


def _found(args: Namespace, linters: Linters, known: Baseline) -> Iterator[Found | None]:
    """Yield what each article holds now; None, after a message, for one that can't be read."""
    for given in args.paths:
        try:
            for job in articles([given]):
                if not linters.configs.excluded(job.path, named=str(job.path) == given):
                    yield _of(job.path, linters, known)
        except (NoArticlesError, UnreadableError, UnsettledError, *SETTINGS_ERRORS) as error:
            print(f"newslint: {safe(str(error))}", file=sys.stderr)
            yield None


def _of(path: Path, linters: Linters, known: Baseline) -> Found:
    source = read(path)
    doc = document(source.text, source.path)
    linter = linters.of(path)
    cleaned = linter.clean(source.text, str(path), page=False)
    counts = known.counts(path)
    shown = linter.knowing(linter.known._replace(counts=counts)).clean(source.text, str(path), page=False)
    marks = [tuple(fingerprints(doc, finding, linter.renamed)) for finding, _ in cleaned.findings]
    now = baselines.counted(
        (mark, finding.rule, source.text[finding.start : finding.end][:80])
        for (mark, *_), (finding, _) in zip(marks, cleaned.findings, strict=True)
    )
    times = {mark: sum(counts.get(name, 0) for name in (mark, *former)) for mark, *former in marks}
    kept = [entry._replace(times=min(entry.times, times[entry.fingerprint])) for entry in now]
    return Found(path, now, [entry for entry in kept if entry.times], len(shown.findings))


def _show(args: Namespace) -> int:
    known = _known(_place(args))
    if args.paths != ["."]:
        wanted = {known.name(Path(path)) for path in args.paths}
        files = {n: e for n, e in known.files.items() if any(n == w or n.startswith(f"{w}/") for w in wanted)}
        known = known._replace(files=files)
    rules: Counter[str] = Counter()
    for entries in known.files.values():
        for entry in entries:
            rules[entry.rule] += entry.times
    for rule, times in sorted(rules.items(), key=lambda item: (-item[1], item[0])):
        print(f"{times:7}  {safe(rule)}")
    for name, entries in sorted(known.files.items()):
        print(f"{sum(entry.times for entry in entries):7}  {safe(name)}")
    return 0
