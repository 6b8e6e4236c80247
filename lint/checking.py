"""Reading and checking of many articles, over processes where it pays; what is said of them is the caller's business."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator
from itertools import chain
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

    Few articles are done here in any case, and then no crew is `engaged`.
    """
    waiting = iter(requests)
    few, many = _first(waiting) if engaged else ([], False)
    if engaged is None or not many:
        for request in chain(few, waiting):
            yield request, checking(request) if request.plain else None
        return
    from lint.pool import Lost, Task, run

    def tasks() -> Iterator[Task[Request]]:
        for request in chain(few, waiting):
            yield Task(request.name, size_of(request.path) if request.path else 0, request)

    crew, work = engaged(), _Plain(checking)
    for task, answer in run(tasks(), work, crew.processes, crew.limits, tell=crew.lost):
        yield task.item, Failed(answer.reason) if isinstance(answer, Lost) else answer


class _Plain:
    def __init__(self, checking: Checking) -> None:
        self.checking = checking

    def __call__(self, request: Request) -> Checked | Failed | None:
        return self.checking(request) if request.plain else None


def _first(requests: Iterator[Request]) -> tuple[list[Request], bool]:
    """Take requests until they are worth starting processes; return them, and whether they are."""
    taken: list[Request] = []
    size = 0
    for request in requests:
        taken.append(request)
        size += size_of(request.path) if request.path else 0
        if size >= WORTH_BYTES:
            return taken, all(request.path is not None for request in taken)
    return taken, False
