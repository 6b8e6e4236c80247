"""What the articles of a run have in common, found out before the first of them is cleaned."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Mapping
from itertools import islice
from pathlib import Path

from lint.batch import Job, NoArticlesError, articles
from lint.readers.formats import SUFFIXES, document
from lint.readers.source import UnreadableError, read
from lint.recurrence.count import LEAST_FILES, count
from lint.recurrence.keys import Recurrence
from lint.text import MASK


def recurring(paths: list[str]) -> Mapping[int, Recurrence]:
    """Return the lines that recur in the articles at `paths`, by key; what can't be read counts for nothing."""
    if len(list(islice(_jobs(paths), LEAST_FILES))) < LEAST_FILES:
        return {}
    return count((job.name, text) for job in _jobs(paths) for text in _readable(job))


def _jobs(paths: list[str]) -> Iterator[Job]:
    for path in paths:
        try:
            yield from (job for job in articles([path]) if job.path.suffix.lower() in SUFFIXES)
        except NoArticlesError:
            continue


def _readable(job: Job) -> Iterator[str]:
    try:
        yield prose(read(job.path, job.name).text, job.name)
    except UnreadableError:
        return


def texts(paths: list[str], failed: set[str]) -> Iterator[tuple[str, str]]:
    """Yield name and prose of every article, and say once of each that can't be read why not."""
    for path in paths:
        for job in articles([path]):
            name = f"{Path(path).name}/{job.name}" if Path(path).is_dir() else job.name
            try:
                yield name, prose(read(job.path, str(job.path)).text, job.name)
            except UnreadableError as error:
                if str(job.path) not in failed:
                    print(f"newslint: {error}", file=sys.stderr)
                failed.add(str(job.path))


def prose(text: str, name: str) -> str:
    """Return what rules see of an article: a web page as prose, other markup hidden."""
    shape = document(text, name)
    if shape.format == "text":
        return text
    if shape.format == "html":
        from lint.edits import apply
        from lint.linter import page_edits

        return apply(text, page_edits(shape))
    return shape.prose.replace(MASK, " ")
