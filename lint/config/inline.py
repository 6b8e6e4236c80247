"""Settings on the command line: `--set KEY=VALUE`, for every key of a configuration file."""

from __future__ import annotations

import tomllib
from collections.abc import Iterable
from typing import Any

from lint.config.files import ConfigError, in_words
from lint.config.model import problem

_ONLY_IN_FILES = ("extend", "overrides", "per-file-ignores")


def settings(assignments: Iterable[str]) -> dict[str, Any]:
    """Return the table that assignments make; a value that is no TOML is a text. Raise ConfigError for a wrong one."""
    table: dict[str, Any] = {}
    for assignment in assignments:
        key, equals, value = assignment.partition("=")
        if not equals or not key.strip():
            raise ConfigError(f"--set {assignment}: write KEY=VALUE, such as fail-on=error")
        if key.strip().partition(".")[0] in _ONLY_IN_FILES:
            raise ConfigError(f"--set {assignment}: '{key.strip()}' belongs in a file; name one with --config")
        for name, part in _parsed(assignment, key, value).items():
            known = table.get(name)
            table[name] = {**known, **part} if isinstance(known, dict) and isinstance(part, dict) else part
        wrong = problem(table)
        if wrong:
            raise ConfigError(f"--set {assignment}: {in_words(*wrong)}")
    return table


def _parsed(assignment: str, key: str, value: str) -> dict[str, Any]:
    try:
        return tomllib.loads(f"{key} = {value}")
    except tomllib.TOMLDecodeError:
        pass
    try:
        made = tomllib.loads(f"{key} = ''")
    except tomllib.TOMLDecodeError as error:
        raise ConfigError(f"--set {assignment}: the key is not valid TOML: {error}") from None
    inner = made
    while isinstance(next(iter(inner.values())), dict):
        inner = next(iter(inner.values()))
    inner[next(iter(inner))] = value
    return made
