"""`newslint names`: the names of a corpus that stand in several spellings, and the house's book they are settled in."""

from __future__ import annotations

import os
import sys
from argparse import Namespace
from collections.abc import Iterator
from itertools import chain, islice
from pathlib import Path

from lint import config
from lint.batch import Job, NoArticlesError, articles
from lint.cli import WRONG
from lint.names.book import house_book
from lint.names.clusters import Cluster, clusters
from lint.names.decisions import accepted
from lint.names.house import books
from lint.names.survey import Seen, Tally, names_in
from lint.readers.formats import document
from lint.readers.source import UnreadableError, read
from lint.reports.names import FORMATS, table
from lint.writers import write

CHUNK = 64
"""Articles that a worker process takes at a time."""


class WorkerLostError(RuntimeError):
    """A process that read articles is gone; the message names the remedy."""


def run(args: Namespace) -> int:
    """Write the table, and with --write the book; return the exit code."""
    book = Path(args.write) if args.write else None
    known = (*_books(args), *([str(book)] if book and book.is_file() else []))
    house = house_book(tuple(dict.fromkeys(str(Path(name).resolve()) for name in known)))
    tally, problems = _tallied(args.paths, args.jobs)
    found = clusters(tally, house, args.exclude or ())
    if not args.all:
        found = [cluster for cluster in found if not cluster.settled]
    if args.likely:
        found = [cluster for cluster in found if cluster.likely]
    shown = [cluster for cluster in found if cluster.variants]
    _show(args, FORMATS[args.format](table(shown, tally.files, len(tally.forms))))
    if book:
        _accept(book, [cluster for cluster in found if not cluster.settled])
    for problem in problems:
        print(f"newslint: {problem}", file=sys.stderr)
    return WRONG if problems else 0


def _books(args: Namespace) -> tuple[str, ...]:
    """Return the house's own books; a folder can have one without any configuration."""
    path = Path(args.config) if args.config else None if args.no_config else config.find(Path.cwd())
    named = config.load(path).names if path else ()
    return () if args.no_config else books(Path.cwd(), named)


def _show(args: Namespace, content: str) -> None:
    if args.output:
        write(Path(args.output), content.encode("utf-8", "surrogatepass"))
    else:
        sys.stdout.buffer.write(content.encode("utf-8", "backslashreplace"))


def _accept(path: Path, found: list[Cluster]) -> None:
    before = path.read_text(encoding="utf-8") if path.is_file() else ""
    chosen = [cluster for cluster in found if cluster.likely or not cluster.variants]
    after = accepted(before, chosen, path)
    if after != before:
        write(path, after.encode())
    guesses = len(found) - len(chosen)
    left = f"; left for you to judge: {guesses}" if guesses else ""
    print(f"newslint: {path}: {len(chosen)} names settled{left}", file=sys.stderr)


# --- articles, over processes -------------------------------------------------------------------------------------


def _tallied(paths: list[str], jobs: int | None) -> tuple[Tally, list[str]]:
    """Return what the articles hold, and what could not be read."""
    tally = Tally()
    problems: list[str] = []
    for results in _mapped(_chunks(paths, problems), jobs or min(os.cpu_count() or 1, 8)):
        for found in results:
            if isinstance(found, str):
                problems.append(found)
            else:
                tally.add(found)
    return tally, problems


def _chunks(paths: list[str], problems: list[str]) -> Iterator[list[Job]]:
    for path in paths:
        try:
            jobs = articles([path])
            while chunk := list(islice(jobs, CHUNK)):
                yield chunk
        except NoArticlesError as error:
            problems.append(str(error))


def _mapped(chunks: Iterator[list[Job]], jobs: int) -> Iterator[list[list[Seen] | str]]:
    """Yield the result of every chunk in order; a corpus of one chunk needs no process of its own."""
    first = list(islice(chunks, 2))
    if len(first) < 2 or jobs < 2:
        yield from map(_surveyed, chain(first, chunks))
        return
    from collections import deque
    from concurrent.futures import Future, ProcessPoolExecutor
    from concurrent.futures.process import BrokenProcessPool

    pool = ProcessPoolExecutor(jobs, initializer=_leave_stopping_to_parent)
    waiting: deque[Future[list[list[Seen] | str]]] = deque()
    try:
        for chunk in chain(first, chunks):
            waiting.append(pool.submit(_surveyed, chunk))
            if len(waiting) >= 4 * jobs:
                yield waiting.popleft().result()
        while waiting:
            yield waiting.popleft().result()
    except BrokenProcessPool:
        raise WorkerLostError("a worker process was lost, perhaps for want of memory; run it with --jobs 1") from None
    finally:
        pool.shutdown(cancel_futures=True)


def _leave_stopping_to_parent() -> None:
    import signal

    signal.signal(signal.SIGINT, signal.SIG_IGN)


def _surveyed(chunk: list[Job]) -> list[list[Seen] | str]:
    """Return the names of each article of a chunk, or in their place what kept it from being read."""
    found: list[list[Seen] | str] = []
    for job in chunk:
        try:
            source = read(job.path, job.name)
            found.append(names_in(document(source.text, source.path), job.name))
        except UnreadableError as error:
            found.append(str(error))
    return found
