"""Regular expressions that cost nothing until they are used: start-up meets two hundred of them and uses thirty."""

from __future__ import annotations

import re
from functools import cache
from typing import Any, cast


class _Lazy:
    """Stands for a compiled expression, and compiles it when first asked for anything."""

    def __init__(self, source: str, flags: int) -> None:
        self._source, self._flags = source, flags

    def __getattr__(self, name: str) -> Any:
        if name.startswith("__"):
            raise AttributeError(name)
        compiled = re.compile(self._source, self._flags)
        methods = ("search", "match", "fullmatch", "finditer", "findall", "sub", "split")
        self.__dict__.update({method: getattr(compiled, method) for method in methods})
        return getattr(compiled, name)


def lazy(source: str, flags: int = 0) -> re.Pattern[str]:
    """Return what behaves like `re.compile(source, flags)`, compiled on its first use."""
    return cast("re.Pattern[str]", _Lazy(source, int(flags)))


@cache
def compiled(source: str, flags: int) -> re.Pattern[str]:
    """Return a compiled expression, once in a process: the cache of `re` itself is too small for all rules."""
    return re.compile(source, flags)
