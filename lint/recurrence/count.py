"""Counting on disk which lines recur: exact, in bounded memory, and the same in whatever order files come."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator, Mapping
from hashlib import blake2b
from types import TracebackType

from lint.recurrence.keys import Recurrence, digest, keys, masked, site_of

LEAST_FILES, LEAST_SHARE = 5, 0.2
"""Articles of a site, and their share, that must hold a line before it counts as recurring."""

Rows = list[tuple[int, int, int]]
"""What is counted of an article: key, site and signature for each of its lines."""

_BATCH = 50_000
_TABLES = """
CREATE TABLE article (site INTEGER, signature INTEGER, PRIMARY KEY (site, signature)) WITHOUT ROWID;
CREATE TABLE line (key INTEGER, site INTEGER, signature INTEGER, PRIMARY KEY (key, signature)) WITHOUT ROWID;
"""


class CountError(OSError):
    """The disk does not take what is counted; the message names the place and the remedy."""


def _no_place(error: sqlite3.Error) -> CountError:
    return CountError(
        f"the temporary folder has no place to count the lines that recur ({error}); make room there, or set TMPDIR"
    )


class Counter:
    """A count of lines over articles, kept in a temporary file; use it as a context manager.

    Articles with the same longest line are versions of one article and count once. The file has no name, so nothing
    is left of it, however the process ends.
    """

    def __init__(self) -> None:
        try:
            self._base = sqlite3.connect("", isolation_level=None)
            self._base.executescript(f"PRAGMA journal_mode=OFF; PRAGMA synchronous=OFF; {_TABLES} BEGIN;")
        except sqlite3.Error as error:
            raise _no_place(error) from None
        self._rows: Rows = []

    def __enter__(self) -> Counter:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._base.close()
        if isinstance(error, sqlite3.Error):
            raise _no_place(error) from None

    def add(self, name: str, text: str) -> None:
        """Count the lines of an article; `name` tells its site."""
        self.add_rows(rows(name, text))

    def add_rows(self, found: Rows) -> None:
        """Count what `rows` gave for an article, perhaps in another process."""
        self._rows.extend(found)
        if len(self._rows) >= _BATCH:
            self._flush()

    def _flush(self) -> None:
        self._rows.sort()
        self._base.executemany("INSERT OR IGNORE INTO line VALUES (?, ?, ?)", self._rows)
        self._base.executemany("INSERT OR IGNORE INTO article VALUES (?, ?)", {row[1:] for row in self._rows})
        self._rows.clear()

    def recurring(self, files: int = LEAST_FILES, share: float = LEAST_SHARE) -> dict[int, Recurrence]:
        """Return the keys of the lines that stand in at least so many articles and that share of their site."""
        self._flush()
        sizes = dict(self._base.execute("SELECT site, COUNT(*) FROM article GROUP BY site"))
        counted = self._base.execute(
            "SELECT key, site, COUNT(*) FROM line GROUP BY key HAVING COUNT(*) >= ?", (max(files, 2),)
        )
        return {key: Recurrence(count, sizes[site]) for key, site, count in counted if count >= share * sizes[site]}


def rows(name: str, text: str) -> Rows:
    """Return what is counted of an article: a row of key, site and signature for each different line."""
    site = site_of(name)
    found = {key for key, _ in keys(text, site)}
    if not found:
        return []
    longest = max(text.splitlines(), key=lambda line: (len(line), line))
    signature, number = digest(masked(longest) or longest), digest(site)
    return [(key, number, signature) for key in found]


def count(
    articles: Iterable[tuple[str, str]], files: int = LEAST_FILES, share: float = LEAST_SHARE
) -> Mapping[int, Recurrence]:
    """Return the recurring lines of articles, given as pairs of name and text, by key."""
    with Counter() as counter:
        for name, text in articles:
            counter.add(name, text)
        return counter.recurring(files, share)


def lines(articles: Iterable[tuple[str, str]], wanted: Mapping[int, Recurrence]) -> Iterator[tuple[str, int, int, str]]:
    """Yield name, number of the line, key and text of every line of `articles` that recurs, in order.

    Only lines that say something have a number.
    """
    for name, text in articles:
        for number, (key, line) in enumerate(keys(text, site_of(name))):
            if key in wanted:
                yield name, number, key, line


def evidence(lines: Mapping[int, Recurrence]) -> str:
    """Return a digest of what recurs, or nothing: a run that knows more must do again what an earlier one did."""
    if not lines:
        return ""
    return blake2b(" ".join(map(str, sorted(lines))).encode(), digest_size=8).hexdigest()
