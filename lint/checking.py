"""Reading and checking of many articles, over processes where it pays; what is said of them is the caller's business."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from itertools import chain, islice
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from lint.batch import size_of
from lint.cache import Cache
from lint.engine import Cleaned, UnsettledError
from lint.linter import Linter
from lint.readers.rows import is_table
from lint.readers.source import Source, UnreadableError, read

if TYPE_CHECKING:
    from lint.pool import Crew
    from lint.timing import Timing

WORTH_BYTES = 400_000
"""Size of articles from which processes are started: half a second of work, against a twentieth to begin them."""

BATCH = 128
"""Articles that are looked at together to decide who works on them."""


class Request(NamedTuple):
    """An article to check and its name in reports; without a path it is standard input."""

    path: Path | None
    name: str

    @property
    def plain(self) -> bool:
        """Whether it is an article in a file; what else there is, is left to the caller."""
        if self.path is None or is_table(self.path):
            return False
        return os.path.lexists(self.path) and not self.path.is_dir()


class Checked(NamedTuple):
    """An article as it was read, and what became of it."""

    source: Source
    cleaned: Cleaned


class Failed(NamedTuple):
    """Why an article could not be checked."""

    message: str


class Checking:
    """How articles are checked: each by its linter, from the cache if there is one, timed if that is wanted."""

    def __init__(self, of: Callable[[Path], Linter], cache: Cache | None = None, timing: Timing | None = None) -> None:
        self.of, self.cache, self.timing = of, cache, timing

    def __call__(self, request: Request) -> Checked | Failed:
        """Read and check an article."""
        assert request.path is not None
        linter = self.of(request.path)
        try:
            if self.timing:
                self.timing.watch(linter)
                return self._timed(self.timing, linter, request.path, request.name)
            source = read(request.path, request.name)
            return Checked(source, self.cleaned(linter, source.text, request.name))
        except (UnreadableError, UnsettledError) as error:
            return Failed(str(error))

    def known(self, request: Request) -> Checked | None:
        """Return what the cache has of an article; nothing for one that can't be read, which is left to be said."""
        if self.cache is None or self.timing or request.path is None:
            return None
        linter = self.of(request.path)
        with suppress(UnreadableError):
            source = read(request.path, request.name)
            cleaned = self.cache.known(linter, source.text, request.name)
            return Checked(source, cleaned) if cleaned else None
        return None

    def cleaned(self, linter: Linter, text: str, name: str) -> Cleaned:
        """Return what a linter makes of a text, from the cache where that has it."""
        return self.cache.clean(linter, text, name) if self.cache else linter.clean(text, name, page=False)

    def _timed(self, timing: Timing, linter: Linter, path: Path, name: str) -> Checked:
        with timing.stage("read and decode"):
            source = read(path, name)
        with timing.stage("rules and edits"):
            return Checked(source, self.cleaned(linter, source.text, name))


def answers(
    requests: Iterable[Request], checking: Checking, engaged: Callable[[], Crew] | None
) -> Iterator[tuple[Request, Checked | Failed | None]]:
    """Yield every request with its answer, in order; None for what is no file. Without a crew all is done here.

    What the cache knows and a few articles are done here in any case, and then no crew is `engaged`.
    """
    waiting = iter(requests)
    done = 0
    while batch := [
        (request, checking.known(request) if engaged and request.plain else None) for request in islice(waiting, BATCH)
    ]:
        done += sum(_size(request) for request, known in batch if known is None)
        if engaged and done >= WORTH_BYTES:
            yield from _by_crew(batch, waiting, checking, engaged())
            return
        for request, known in batch:
            yield request, known or (checking(request) if request.plain else None)


def _by_crew(
    begun: list[tuple[Request, Checked | None]], waiting: Iterator[Request], checking: Checking, crew: Crew
) -> Iterator[tuple[Request, Checked | Failed | None]]:
    from lint.pool import Lost, Task, run

    rest = ((request, checking.known(request) if request.plain else None) for request in waiting)
    tasks = (Task(request.name, _size(request), request, ready=known) for request, known in chain(begun, rest))
    for task, answer in run(tasks, _Plain(checking), crew.processes, crew.limits, tell=crew.lost):
        yield task.item, Failed(answer.reason) if isinstance(answer, Lost) else answer


class _Plain:
    def __init__(self, checking: Checking) -> None:
        self.checking = checking

    def __call__(self, request: Request) -> Checked | Failed | None:
        return self.checking(request) if request.plain else None


def _size(request: Request) -> int:
    return size_of(request.path) if request.path else 0
