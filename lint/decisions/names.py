"""The names that were decided on in a review, as a house's book."""

from __future__ import annotations

from contextlib import suppress
from hashlib import blake2b
from pathlib import Path

from lint.decisions.held import Decisions
from lint.decisions.log import load
from lint.decisions.record import Action, Decision
from lint.names.clusters import Cluster, Variant
from lint.names.decisions import accepted
from lint.names.survey import Form
from lint.packs import PackError, cache_folder
from lint.writers import UnwritableError, write

_WHY = "accepted in a review"


def named(decisions: Decisions) -> list[Decision]:
    """Return the decisions about names that hold, without those that a hand has spoiled."""

    def is_whole(data: dict[str, object]) -> bool:
        lists = (data.get(key, []) for key in _LISTS)
        return isinstance(data.get("canonical"), str) and all(isinstance(found, list) for found in lists)

    return [decision for decision in decisions.of(Action.NAME) if is_whole(decision.data)]


def names_book(decisions: Decisions, path: Path, content: str = "") -> str:
    """Return the text of the book at `path`, now `content`, with the names that were accepted in it.

    Raise PackError where two of them contradict each other.
    """
    return accepted(content, [_cluster(decision.data) for decision in named(decisions)], path)


def _cluster(data: dict[str, object]) -> Cluster:
    variants, apart = (tuple(map(str, found)) if isinstance(found := data.get(key), list) else () for key in _LISTS)
    rows = tuple(Variant(text, Form(), _WHY, likely=True) for text in variants)
    return Cluster(str(data["canonical"]), _WHY, str(data.get("kind", "person")), Form(), rows, apart, settled=False)


_LISTS = ("variants", "apart")


def decided_book(path: Path) -> tuple[str, ...]:
    """Return the path of a book with the names in a file of decisions, or nothing where it holds none."""
    decisions = load(path).decisions
    if not named(decisions):
        return ()
    try:
        content = names_book(decisions, path).encode()
    except PackError as error:
        raise PackError(f"{path}: the names in it make no book: {error}") from None
    book = cache_folder() / f"names-{blake2b(content, digest_size=12).hexdigest()}.toml"
    if not book.is_file():
        with suppress(UnwritableError):
            write(book, content)
    return (str(book),)
