"""`newslint clean`: cleaned copies with a report each, a summary and an overview to read in a browser."""

from __future__ import annotations

import sys
import time
from argparse import Namespace
from collections import Counter
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import TYPE_CHECKING

from lint.batch import (
    Job,
    NoArticlesError,
    Outcome,
    Output,
    articles,
    check_output,
    clean_file,
    dumped,
    finished,
    fix_file,
    refusal,
)
from lint.cli import REFUSED, WRONG, configured
from lint.cli.grammar import opened
from lint.cli.recurring import recurring
from lint.linter import Linter
from lint.linters import SETTINGS_ERRORS, Linters
from lint.readers.source import UnreadableError, decode, read
from lint.report import Summary
from lint.writers import UnwritableError, write

if TYPE_CHECKING:
    from lint.reports.html import Overview


def run(args: Namespace) -> int:
    """Clean the named articles; return the exit code."""
    _remind(args)
    lines = {} if args.no_recurrence or args.paths == ["-"] else recurring(args.paths)
    with ExitStack() as stack:
        configs = configured(args)
        grammar = stack.enter_context(opened(configs.of(Path("-")).grammar))
        linters = Linters(configs, grammar=grammar, recurring=lines, decisions=args.decisions or "")
        linters.of(Path("-"))  # a wrong configuration is said before anything is done
        return _run(args, linters)


def _run(args: Namespace, linters: Linters) -> int:
    if args.paths == ["-"]:
        return _stdin(linters.of(Path("-")))
    if args.in_place == bool(args.output):
        print("newslint: name an output folder with -o DIR, or say --in-place", file=sys.stderr)
        return WRONG
    if args.in_place:
        return _in_place(args, linters)
    return _folder(args, linters)


def _remind(args: Namespace) -> None:
    """Say where decisions lie that this run does not follow."""
    place = Path(args.output or ".", "decisions.jsonl")
    if args.output and not args.decisions and place.is_file():
        print(f"newslint: an editor's decisions are not followed without --decisions {place}", file=sys.stderr)


def _stdin(linter: Linter) -> int:
    source = decode(sys.stdin.buffer.read(), "-")
    sys.stdout.write(linter.clean(source.text).text)
    return 0


def _folder(args: Namespace, linters: Linters) -> int:
    output = Output(Path(args.output))
    check_output(args.paths, output.folder)
    summary = Summary()
    page = None if args.no_html else _overview()
    progress = Progress()
    unavailable: Counter[str] = Counter()
    for outcome in _outcomes(args, output, linters):
        if outcome.record is None:
            summary.problem(outcome.name, outcome.message)
            progress.say(f"newslint: {outcome.message}")
        else:
            summary.add(outcome.record, outcome.state)
            unavailable.update(item["reason"] for item in outcome.record["unavailable"])
            if outcome.state == "refused":
                progress.say(f"newslint: {outcome.name}: refused: {outcome.message}")
        if page:
            page.take(outcome)
        progress.count()
    progress.end()
    for reason, count in unavailable.items():
        print(f"newslint: not measured or checked in {count} files: {reason}", file=sys.stderr)
    write(output.folder / "summary.json", dumped(summary.record()))
    if page:
        write(output.folder / "index.html", page.html().encode("utf-8", "replace"))
    return WRONG if summary.problems else REFUSED if summary.files["refused"] else 0


def _overview() -> Overview:
    from lint.reports.html import Overview

    return Overview()


def _outcomes(args: Namespace, output: Output, linters: Linters) -> Iterator[Outcome]:
    names: set[str] = set()
    for job in _jobs(args.paths):
        if isinstance(job, Outcome):
            yield job
        elif job.name in names:
            yield Outcome(
                job.name, "failed", None, f"{job.path}: another source has a file of the same name; clean it apart"
            )
        elif not linters.configs.excluded(job.path, named=str(job.path) in args.paths):
            names.add(job.name)
            try:
                linter = linters.of(job.path)
            except SETTINGS_ERRORS as error:
                yield Outcome(job.name, "failed", None, str(error))
                continue
            done = None if args.restart else finished(job, output, linter)
            outcome = done or clean_file(job, output, linter, readability=not args.no_readability)
            yield outcome if args.no_html else _with_page(outcome, output)


def _with_page(outcome: Outcome, output: Output) -> Outcome:
    from lint.reports.html import with_page

    return with_page(outcome, output)


def _jobs(paths: list[str]) -> Iterator[Job | Outcome]:
    for path in paths:
        try:
            yield from articles([path])
        except NoArticlesError as error:
            yield Outcome(path, "failed", None, str(error))


def _in_place(args: Namespace, linters: Linters) -> int:
    code = 0
    for job in _jobs(args.paths):
        if isinstance(job, Outcome):
            code = WRONG
            print(f"newslint: {job.message}", file=sys.stderr)
            continue
        try:
            if linters.configs.excluded(job.path, named=str(job.path) in args.paths):
                continue
            source = read(job.path, str(job.path))
            linter = linters.of(job.path)
            cleaned = linter.clean(source.text, job.name, page=False)
            reason = refusal(cleaned, linter.config.most_removed)
            if reason:
                code = code or REFUSED
                print(f"newslint: {job.path}: refused: {reason}", file=sys.stderr)
            elif cleaned.rounds:
                fix_file(job.path, source, cleaned)
                linters.follow(job.path, cleaned)
        except (UnreadableError, UnwritableError, *SETTINGS_ERRORS) as error:
            code = WRONG
            print(f"newslint: {error}", file=sys.stderr)
    return code


class Progress:
    """A line on standard error that counts files, on a terminal only."""

    def __init__(self) -> None:
        self.live = sys.stderr.isatty()
        self.done = 0
        self.began = self.shown = time.monotonic()

    def count(self) -> None:
        """Count a file; redraw the line a few times a second."""
        self.done += 1
        now = time.monotonic()
        if self.live and now - self.shown > 0.2:
            self.shown = now
            print(f"\r{self.done} files, {self.done / (now - self.began):.0f}/s ", end="", file=sys.stderr, flush=True)

    def say(self, message: str) -> None:
        """Print a message on a line of its own."""
        print(("\r\x1b[K" if self.live else "") + message, file=sys.stderr)

    def end(self) -> None:
        """Clear the line."""
        if self.live:
            print("\r\x1b[K", end="", file=sys.stderr, flush=True)
