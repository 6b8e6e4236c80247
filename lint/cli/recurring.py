"""What the articles of a run have in common, found out before the first of them is cleaned."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Mapping
from itertools import chain, islice
from pathlib import Path

from lint import corpus
from lint.batch import Job, NoArticlesError, articles
from lint.parallel import mapped
from lint.pool import Crew
from lint.readers.formats import SUFFIXES
from lint.readers.source import UnreadableError, read
from lint.recurrence.count import LEAST_FILES
from lint.recurrence.keys import Recurrence
from lint.terminal import safe

_FEW = 300
"""Articles that are counted here in less time than processes take to begin."""


def recurring(paths: list[str], crew: Crew, ray: str | None = None) -> Mapping[int, Recurrence]:
    """Return the lines that recur in the articles at `paths`, by key; what can't be read counts for nothing.

    They are counted by the crew where there are many, or by the Ray cluster at `ray`, an address or "" for this machine.
    """
    jobs = _jobs(paths)
    few = list(islice(jobs, _FEW))
    if len(few) < LEAST_FILES:
        return {}
    every = chain(few, jobs)
    if len(few) < _FEW:
        return corpus.recurring(map(corpus.lines_of, few))
    if ray is not None:
        from lint.cluster.ray import mapped as on_cluster

        return corpus.recurring(on_cluster(corpus.lines_of, every, crew.limits, ray or None))
    return corpus.recurring(mapped(corpus.lines_of, every, crew))


def _jobs(paths: list[str]) -> Iterator[Job]:
    for path in paths:
        try:
            yield from (job for job in articles([path]) if job.path.suffix.lower() in SUFFIXES)
        except NoArticlesError:
            continue


def texts(paths: list[str], failed: set[str]) -> Iterator[tuple[str, str]]:
    """Yield name and prose of every article, and say once of each that can't be read why not."""
    for path in paths:
        for job in articles([path]):
            name = f"{Path(path).name}/{job.name}" if Path(path).is_dir() else job.name
            try:
                yield name, corpus.prose(read(job.path, str(job.path)).text, job.name)
            except UnreadableError as error:
                if str(job.path) not in failed:
                    print(f"newslint: {safe(str(error))}", file=sys.stderr)
                failed.add(str(job.path))
