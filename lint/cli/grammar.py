"""LanguageTool for the length of a command, when it was asked for."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from lint.rule import Find


@contextmanager
def opened(wanted: bool) -> Iterator[Find | None]:
    """Yield the finder of a running LanguageTool, or None when it is not wanted; it is stopped at the end."""
    if not wanted:
        yield None
        return
    from lint.grammar.languagetool import LanguageTool

    with LanguageTool() as tool:
        yield tool.check
