"""`newslint clean`: cleaned copies with a report each, a summary and an overview to read in a browser."""

from __future__ import annotations

import sys
from argparse import Namespace
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack
from pathlib import Path
from typing import TYPE_CHECKING

from lint.batch import Job, NoArticlesError, Outcome, Output, articles, check_output, dumped, measured, size_of
from lint.cli import REFUSED, WRONG, configured, limits, processes, tell
from lint.cli.grammar import opened
from lint.cli.progress import Progress
from lint.cli.recurring import recurring
from lint.inplace import tidy
from lint.linter import Linter
from lint.linters import SETTINGS_ERRORS, Linters
from lint.lock import changing, locked, sweep
from lint.parallel import Cleaning, Fixing, each
from lint.pool import Crew
from lint.readers.formats import format_of
from lint.readers.source import decode
from lint.recurrence import stored
from lint.recurrence.keys import Recurrence
from lint.report import Summary
from lint.tables.row import Columns
from lint.tables.shard import Recipe, TableOutcome, clean_table, rejects, tables
from lint.tables.streams import packing
from lint.writers import folding, write

if TYPE_CHECKING:
    from lint.reports.html import Overview


def run(args: Namespace) -> int:
    """Clean the named articles; return the exit code."""
    if not args.quiet:
        _remind(args)
    with ExitStack() as stack:
        if args.engine == "ray":
            from lint.cluster.ray import cluster

            stack.enter_context(cluster(args.address))  # one for all passes
        lines = _recurring(args)
        configs = configured(args)
        grammar = stack.enter_context(opened(configs.of(Path("-")).grammar))
        if grammar and args.jobs and args.jobs > 1:
            print(
                "newslint: grammar works in one process, because its engine is one; leave --jobs out", file=sys.stderr
            )
            return WRONG
        linters = Linters(
            configs,
            grammar=grammar,
            recurring=lines,
            decisions=args.decisions or "",
            rule_seconds=limits(args).rule,
        )
        linters.of(Path("-"))  # a wrong configuration is said before anything is done
        code = _run(args, linters)
        tell(() if args.quiet else linters.notes.values())
        return code


def _recurring(args: Namespace) -> Mapping[int, Recurrence]:
    if args.no_recurrence or args.paths == ["-"]:
        return {}
    crew = Crew(processes(args), limits(args), lambda message: print(message, file=sys.stderr))
    return recurring(args.paths, crew, (args.address or "") if args.engine == "ray" else None)


def _run(args: Namespace, linters: Linters) -> int:
    if args.paths == ["-"]:
        return _stdin(linters.of(Path("-")))
    if args.in_place == bool(args.output):
        print("newslint: name an output folder with -o DIR, or say --in-place", file=sys.stderr)
        return WRONG
    if args.in_place:
        with ExitStack() as stack:
            for folder in sorted({Path(path).resolve() for path in args.paths if Path(path).is_dir()}):
                stack.enter_context(changing(folder))
            tidy(path for path in args.paths if not Path(path).is_dir())
            return _in_place(args, linters)
    output = Output(Path(args.output))
    check_output(args.paths, output.folder)
    with locked(output.folder):
        return _Run(args, output, linters).run()


def _remind(args: Namespace) -> None:
    """Say where decisions lie that this run does not follow."""
    place = Path(args.output or ".", "decisions.jsonl")
    if args.output and not args.decisions and place.is_file():
        print(f"newslint: an editor's decisions are not followed without --decisions {place}", file=sys.stderr)


def _stdin(linter: Linter) -> int:
    source = decode(sys.stdin.buffer.read(), "-")
    sys.stdout.write(linter.clean(source.text).text)
    return 0


class _Run:
    """One run into an output folder: articles first, then tables; it keeps counts, never texts."""

    def __init__(self, args: Namespace, output: Output, linters: Linters) -> None:
        self.args, self.output, self.linters = args, output, linters
        self.tables, self.paths = tables(args.paths, inside=args.text_column is not None)
        self.summary = Summary()
        self.page = None if args.no_html else _overview()
        self.progress = Progress(*measured(self.paths), quiet=bool(args.quiet))
        self.crew = Crew(0 if linters.grammar else processes(args), limits(args), self.progress.say)
        self.unavailable: Counter[str] = Counter()

    def run(self) -> int:
        """Clean everything, write the overview, return the exit code."""
        if self.paths:
            self._articles()
        if self.tables:
            self._tables()
        if self.crew.losses or self.args.engine == "ray":  # what died left half a file
            sweep(self.output.folder)
        for reason, count in self.unavailable.items():
            print(f"newslint: not measured or checked in {count} files: {reason}", file=sys.stderr)
        record = self.summary.record()
        write(self.output.folder / "summary.json", dumped(record))
        if self.page and self.paths:
            write(self.output.folder / "index.html", self.page.html().encode("utf-8", "replace"))
        rows, files = self.summary.rows, self.summary.files
        if self.summary.problems or rows["rejected"] > rows["refused"]:
            return WRONG
        return REFUSED if files["refused"] or rows["refused"] else 0

    def _articles(self) -> None:
        write(self.output.folder / stored.NAME, stored.dump(self.linters.recurring))
        work = Cleaning(
            self.linters.of,
            self.output,
            self.args.restart,
            not self.args.no_readability,
            _with_page() if self.page else None,
        )
        for outcome, size in self._outcomes(work):
            if outcome.record is None:
                self.summary.problem(outcome.name, outcome.message)
                self.progress.say(f"newslint: {outcome.message}")
            else:
                self.summary.add(outcome.record, outcome.state)
                self.unavailable.update(f"{item['rule']}: {item['reason']}" for item in outcome.record["unavailable"])
                if outcome.state == "refused":
                    self.progress.say(f"newslint: {outcome.name}: refused: {outcome.message}")
                elif self.args.verbose:
                    self.progress.say(f"newslint: {outcome.name}: {outcome.state}")
            if self.page:
                self.page.take(outcome)
            self.progress.count(size)
        self.progress.end()
        if self.args.verbose:
            _told(self.progress)

    def _outcomes(self, work: Cleaning) -> Iterator[tuple[Outcome, int]]:
        jobs = _distinct(_jobs(self.paths, self.linters), len(self.paths), self.output)
        if self.args.engine == "ray":
            from lint.cluster.ray import clean_articles

            return clean_articles(jobs, work, self.crew.limits, self.args.address)
        return each(jobs, work, self.crew)

    def _tables(self) -> None:
        columns = Columns(self.args.text_column or "text", self.args.id_column, self.args.report_table)
        recipe = Recipe(self.linters.of(Path("-")), columns, self.args.keep_going, self.args.restart)
        packed = any(packing(job.name) for job in self.tables)
        size = 0 if packed else sum(size_of(job.path) for job in self.tables)
        self.progress = Progress(0, size, "rows", quiet=bool(self.args.quiet))
        self.crew.tell = self.progress.say
        for outcome in self._cleaned(recipe):
            self.summary.add_table(outcome.record, outcome.state)
            if outcome.record is None:
                self.summary.problems.append({"file": outcome.name, "message": outcome.message})
                self.progress.say(f"newslint: {outcome.message}")
            elif outcome.record["rows"]["rejected"]:
                self.progress.say(f"newslint: {rejects(outcome.record, self.output.folder)}")
            elif self.args.verbose:
                self.progress.say(f"newslint: {outcome.name}: {outcome.state}")
        self.progress.end()
        if self.args.verbose:
            _told(self.progress)

    def _cleaned(self, recipe: Recipe) -> Iterator[TableOutcome]:
        if self.args.engine == "ray":
            from lint.cluster.ray import clean_tables

            yield from clean_tables(self.tables, self.output.folder, recipe, self.crew.limits, self.args.address)
            return
        fold = folding(self.output.folder)
        names: set[str] = set()
        for job in self.tables:
            name = fold(job.name) if fold else job.name
            if name in names:
                yield TableOutcome(job.name, "failed", None, f"{job.path}: {_CLASHES[bool(fold)]}; clean it apart")
                continue
            names.add(name)
            yield clean_table(job, self.output.folder, recipe, self.crew, self._count)

    def _count(self, rows: int, size: int) -> None:
        self.progress.count(size, rows)


def _told(progress: Progress) -> None:
    """Say how much was done."""
    noun = progress.noun.removesuffix("s") if progress.done == 1 else progress.noun
    progress.say(f"newslint: {progress.done} {noun} done")


def _overview() -> Overview:
    from lint.reports.html import Overview

    return Overview()


def _with_page() -> Callable[[Outcome, Output], Outcome]:
    from lint.reports.html import with_page

    return with_page


def _distinct(jobs: Iterator[Job | Outcome], sources: int, output: Output) -> Iterator[Job | Outcome]:
    """Yield the articles; of two that would be written to the same place, the second as a failure."""
    names: set[int] = set()  # hashes, so that a hundred thousand take little memory; one folder mostly needs none
    fold = folding(output.folder)
    for job in jobs:
        if isinstance(job, Outcome):
            yield job
            continue
        place = output.text(job.name).as_posix()
        key = hash(fold(place) if fold else place)
        page = job.path.with_name(job.path.name.removesuffix(".txt"))
        if page != job.path and format_of(page.name) == "html" and page.exists():
            message = f"{job.path}: the text of {page} goes to a file of the same name; clean one of them apart"
            yield Outcome(job.name, "failed", None, message)
        elif key in names:
            yield Outcome(job.name, "failed", None, f"{job.path}: {_CLASHES[bool(fold)]}; clean it apart")
        else:
            if fold or sources > 1:
                names.add(key)
            yield job


_CLASHES = {
    False: "another source has a file of the same name",
    True: "another file has the same name, but for case or the way accents are written, which are one in the output",
}


def _jobs(paths: list[str], linters: Linters) -> Iterator[Job | Outcome]:
    """Yield the articles that are not excluded; one whose settings are wrong as a failure."""
    for path in paths:
        try:
            for job in articles([path]):
                try:
                    if not linters.configs.excluded(job.path, named=str(job.path) in paths):
                        linters.of(job.path)
                        yield job
                except SETTINGS_ERRORS as error:
                    yield Outcome(job.name, "failed", None, str(error))
        except NoArticlesError as error:
            yield Outcome(path, "failed", None, str(error))


def _in_place(args: Namespace, linters: Linters) -> int:
    code = 0
    progress = Progress(*measured(args.paths), quiet=bool(args.quiet))
    crew = Crew(0 if linters.grammar else processes(args), limits(args), progress.say)
    for outcome, size in each(_jobs(args.paths, linters), Fixing(linters.of), crew):
        if outcome.message:
            code = WRONG if outcome.state == "failed" else code or REFUSED
            progress.say(f"newslint: {outcome.message}")
        elif outcome.cleaned:
            linters.follow(Path(outcome.name), outcome.cleaned)
        if args.verbose and not outcome.message:
            progress.say(f"newslint: {outcome.name}: {outcome.state}")
        progress.count(size)
    progress.end()
    if args.verbose:
        _told(progress)
    return code
