"""The articles of a run over processes: in order, each by a worker that has the rules already."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from functools import partial
from pathlib import Path
from typing import NamedTuple, TypeVar

from lint.batch import Job, Outcome, Output, clean_file, finished, size_of
from lint.inplace import clean_in_place
from lint.linter import Linter
from lint.pool import Crew, Lost, Task, run

Out = TypeVar("Out")


class Cleaning(NamedTuple):
    """How articles are cleaned into a folder; calling it cleans one, or takes what an earlier run left of it.

    `of` gives the linter for an article. `restart` does again what is finished. `page` writes the page of an article.
    """

    of: Callable[[Path], Linter]
    output: Output
    restart: bool = False
    readability: bool = True
    page: Callable[[Outcome, Output], Outcome] | None = None

    def __call__(self, job: Job, fresh: bool) -> Outcome:
        """Clean an article, if it is not finished; a fresh one is cleaned in any case."""
        linter = self.of(job.path)
        done = None if self.restart or fresh else finished(job, self.output, linter)
        outcome = done or clean_file(job, self.output, linter, readability=self.readability)
        outcome = self.page(outcome, self.output) if self.page else outcome
        return outcome._replace(cleaned=None)

    def warm(self) -> None:
        """Import what measures readability, which takes a second, before processes are made that share it."""
        if self.readability:
            from lint.readability.measure import ReadabilityUnavailable, measure

            with suppress(ReadabilityUnavailable):
                measure("One sentence.")


class Fixing(NamedTuple):
    """How articles are cleaned in place; calling it cleans one."""

    of: Callable[[Path], Linter]

    def __call__(self, job: Job, fresh: bool) -> Outcome:
        """Clean an article in place."""
        return clean_in_place(job, self.of(job.path))

    def warm(self) -> None:
        """Do nothing: the rules are all that is needed."""


def _worked(work: Cleaning | Fixing, item: tuple[Job | Outcome, bool]) -> Outcome:
    job, fresh = item
    return job if isinstance(job, Outcome) else work(job, fresh)


def each(jobs: Iterable[Job | Outcome], work: Cleaning | Fixing, crew: Crew) -> Iterator[tuple[Outcome, int]]:
    """Yield the outcome and the size of every article, in their order.

    A job that is an outcome already, for it can't be worked on, is passed on.
    """
    tasks: Iterator[Task[tuple[Job | Outcome, bool]]] = (
        Task(job.name, 0 if isinstance(job, Outcome) else size_of(job.path), (job, False), (job, True)) for job in jobs
    )
    if not crew.processes:
        yield from ((_worked(work, task.item), task.size) for task in tasks)
        return
    work.warm()
    for task, answer in run(tasks, partial(_worked, work), crew.processes, crew.limits, tell=crew.lost):
        if isinstance(answer, Lost):
            crew.losses += 1
            yield Outcome(task.name, "failed", None, f"{task.name}: {answer.reason}"), task.size
        else:
            yield answer, task.size


def mapped(work: Callable[[Job], Out], jobs: Iterable[Job], crew: Crew) -> Iterator[Out]:
    """Yield what `work` makes of every article, in their order; one that its process did not survive is left out."""
    tasks = (Task(job.name, size_of(job.path), job) for job in jobs)
    if not crew.processes:
        yield from (work(task.item) for task in tasks)
        return
    for task, answer in run(tasks, work, crew.processes, crew.limits, tell=crew.lost):
        if isinstance(answer, Lost):
            crew.lost(f"{task.name}: not counted: {answer.reason}")
        else:
            yield answer
