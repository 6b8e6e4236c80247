"""What a user wants of a run: which rules, how severe, how safe. Read from newslint.toml or pyproject.toml."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass, field, replace
from hashlib import blake2b
from pathlib import Path
from typing import Any

from lint.names import house
from lint.rule import Safety, Severity
from lint.ruleset import Override

FILES = ("newslint.toml", ".newslint.toml", "pyproject.toml")
"""Where a configuration may stand, the first one found in a folder counts."""


class ConfigError(ValueError):
    """A configuration that can't be used; the message names file, key and remedy."""


@dataclass(frozen=True, slots=True)
class Config:
    """The settings of a run.

    `names` holds the house's own books of names, each over those before it.
    `review_at` and `reject_at` are the scores, 0 to 1, from which an article is to be looked at or thrown away.
    `most_removed` is the share of words that cleaning may take from a file before the file is refused.
    """

    select: tuple[str, ...] = ()
    ignore: tuple[str, ...] = ()
    extend_select: tuple[str, ...] = ()
    packs: tuple[str, ...] = ()
    names: tuple[str, ...] = ()
    severity: dict[str, str] = field(default_factory=dict)
    safety: dict[str, str] = field(default_factory=dict)
    fail_on: str = "warning"
    unsafe_fixes: bool = False
    review_at: float = 0.2
    reject_at: float = 0.8
    most_removed: float = 0.6
    source: str = ""

    @property
    def digest(self) -> str:
        """A digest of all settings that change what a run gives."""
        settings = {**asdict(self), "source": "", "names": house.digest(self.names)}
        content = json.dumps(settings, sort_keys=True).encode()
        return blake2b(content, digest_size=16).hexdigest()

    def overrides(self) -> dict[str, Override]:
        """Return what the configuration says of single rules."""
        rules = {*self.severity, *self.safety}
        return {
            rule: Override(
                Severity(self.severity[rule]) if rule in self.severity else None,
                Safety(self.safety[rule]) if rule in self.safety else None,
            )
            for rule in rules
        }

    def with_options(self, **options: Any) -> Config:
        """Return these settings with those of the command line, where given, in their place."""
        return replace(self, **{key: value for key, value in options.items() if value is not None})


def find(start: Path) -> Path | None:
    """Return the configuration file of the closest folder at or above `start` that has one."""
    for folder in (start, *start.parents):
        for name in FILES:
            path = folder / name
            if path.is_file() and (name != "pyproject.toml" or b"[tool.newslint" in path.read_bytes()):
                return path
    return None


def load(path: Path) -> Config:
    """Return the configuration in a file; raise ConfigError for one that can't be used."""
    import tomllib

    import msgspec

    try:
        content = tomllib.loads(path.read_text(encoding="utf-8"))
    except OSError as error:
        raise ConfigError(f"{path}: can't be read ({error.strerror}); check its path and rights") from None
    except ValueError as error:
        raise ConfigError(f"{path}: not valid TOML: {error}") from None
    table = content.get("tool", {}).get("newslint", {}) if path.name == "pyproject.toml" else content
    from lint.schema import ConfigFile

    try:
        parsed = msgspec.convert({key.replace("-", "_"): value for key, value in table.items()}, ConfigFile)
    except msgspec.ValidationError as error:
        raise ConfigError(f"{path}: {_in_words(str(error), ConfigFile.__struct_fields__)}") from None
    names = {"names": tuple(str(path.parent / name) for name in parsed.names)}
    return Config(**{**msgspec.to_builtins(parsed), **_tuples(parsed), **names, "source": str(path)})


def _tuples(parsed: Any) -> dict[str, tuple[str, ...]]:
    return {key: tuple(getattr(parsed, key)) for key in ("select", "ignore", "extend_select", "packs")}


def _in_words(error: str, known: tuple[str, ...]) -> str:
    import re
    from difflib import get_close_matches

    unknown = re.search(r"unknown field `(\w+)`", error)
    if not unknown:
        return error.replace("$.", "key ").replace("`", "'")
    close = get_close_matches(unknown[1], known, n=1)
    hint = f"did you mean '{close[0].replace('_', '-')}'?" if close else f"known keys: {', '.join(known)}"
    return f"unknown key '{unknown[1].replace('_', '-')}'; {hint}"
