"""What is counted over all articles beside the work, in a thread of its own, and anew when articles change."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress
from threading import Thread

from lint.review.desk import Desk
from lint.review.shelf import Unusable

_AT_ONCE = 0.3
"""Seconds that a page waits for a count, which in a small folder is ready by then."""


class Sweep:
    """A count over all articles of a folder; `done` of `total` are counted."""

    def __init__(self, desk: Desk) -> None:
        self.desk = desk
        self.done = self.total = 0
        self.ready = False
        self._thread: Thread | None = None
        self._counted: object = None

    def start(self) -> None:
        """Begin to count, if that was not done yet or articles have changed since."""
        with self.desk.lock:
            stamps = {row.name: row.stamp for row in self.desk.index.rows.values()}
            if (self._thread and self._thread.is_alive()) or stamps == self._counted:
                return
            self._counted, self.ready = stamps, False
            self.done, self.total = 0, len(stamps)
            self._thread = Thread(target=self._run, args=(list(stamps),), daemon=True)
        self._thread.start()
        self._thread.join(_AT_ONCE)

    def _run(self, names: list[str]) -> None:
        try:
            self.count(self._texts(names))
        finally:
            self.ready = True

    def count(self, articles: Iterator[tuple[str, str]]) -> None:
        """Take in all articles, given as pairs of name and text."""
        raise NotImplementedError

    def _texts(self, names: list[str]) -> Iterator[tuple[str, str]]:
        for name in names:
            with suppress(*Unusable):
                yield name, self.desk.shelf.source(name).text
            self.done += 1
