"""What the articles under review have in common: as the run that wrote them found it, or counted here and kept."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import suppress
from hashlib import blake2b

from lint.corpus import prose
from lint.packs import cache_folder
from lint.recurrence import stored
from lint.recurrence.count import LEAST_FILES, count
from lint.recurrence.keys import Recurrence
from lint.review.shelf import Shelf, Unusable
from lint.writers import UnwritableError, write


def recurring(shelf: Shelf) -> Mapping[int, Recurrence]:
    """Return the lines that recur in the articles of a shelf, by key."""
    if shelf.written:
        with suppress(OSError, ValueError):
            return stored.load((shelf.folder / stored.NAME).read_bytes())
    names = list(shelf.names())
    if len(names) < LEAST_FILES:
        return {}
    path = cache_folder() / f"recurring-{_digest(shelf, names)}"
    with suppress(OSError, ValueError):
        return stored.load(path.read_bytes())
    found = count(_texts(shelf, names))
    with suppress(UnwritableError):
        write(path, stored.dump(found))
    return found


def _digest(shelf: Shelf, names: list[str]) -> str:
    """Return what changes when an article of the shelf changes."""
    digest = blake2b(str(shelf.folder.resolve()).encode("utf-8", "surrogatepass"), digest_size=12)
    for name in names:
        with suppress(*Unusable):
            digest.update(f"\0{name}\0{shelf.stamp(name)}".encode("utf-8", "surrogatepass"))
    return digest.hexdigest()


def _texts(shelf: Shelf, names: list[str]) -> Iterator[tuple[str, str]]:
    for name in names:
        with suppress(*Unusable):
            yield name, prose(shelf.source(name).text, name)
