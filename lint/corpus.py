"""Passes over a whole corpus in two phases: counted in each article, wherever that is done, then added up in one place.

The functions that count take an article and need nothing else, so processes and clusters can share them; those that add
up take what was counted, in any order of processes, and give what one process alone would.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from contextlib import suppress

from lint.batch import Job
from lint.names.survey import Seen, Tally, names_in
from lint.readers.formats import document
from lint.readers.source import UnreadableError, read
from lint.recurrence.count import LEAST_FILES, LEAST_SHARE, Counter, Rows, rows
from lint.recurrence.keys import Recurrence
from lint.text import MASK


def lines_of(job: Job) -> Rows:
    """Return what is counted of the lines of an article; of one that can't be read, nothing."""
    with suppress(UnreadableError):
        return rows(job.name, prose(read(job.path, job.name).text, job.name))
    return []


def recurring(
    counted: Iterable[Rows], files: int = LEAST_FILES, share: float = LEAST_SHARE
) -> Mapping[int, Recurrence]:
    """Return the lines that recur in a corpus, by key, from what `lines_of` gave for each of its articles."""
    with Counter() as counter:
        for found in counted:
            counter.add_rows(found)
        return counter.recurring(files, share)


def names_of(job: Job) -> list[Seen]:
    """Return the names of an article, each spelling once; raise UnreadableError where it can't be read."""
    source = read(job.path, job.name)
    return names_in(document(source.text, source.path), job.name)


def tally(counted: Iterable[Iterable[Seen]]) -> Tally:
    """Return the names of a corpus, from what `names_of` gave for each of its articles, in their order."""
    names = Tally()
    for found in counted:
        names.add(found)
    return names


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
