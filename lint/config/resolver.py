"""Which settings hold for which article: the closest file, its overrides, and what the command line says."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from pathlib import Path

from lint.config.domains import domain_of
from lint.config.files import ConfigError, Layer, find, layers
from lint.config.globs import matches
from lint.config.ignored import NAME, OF_GIT, Ignored
from lint.config.profiles import PROFILES
from lint.config.settings import Config, Table
from lint.names.house import books


def merged(stack: Iterable[Layer]) -> Config:
    """Return the settings that layers make together, the last one on top."""
    stack = list(stack)
    config = Config(source=next((layer.origin for layer in reversed(stack) if layer.file and not layer.keys), ""))
    for layer in stack:
        config = config.with_layer(layer.table)
    return config


def load(path: Path) -> Config:
    """Return the settings of a file, without what it says of some articles only; raise ConfigError for a bad one."""
    return merged(_with_profile(layers(path), ""))


def _with_profile(stack: list[Layer], named: str) -> list[Layer]:
    """Return layers of files with their profile, or the named one, below them."""
    profile = named or next((found.table["profile"] for found in reversed(stack) if "profile" in found.table), "news")
    return [Layer(f"profile {profile}", Path.cwd(), PROFILES[profile]), *stack]


class Configs:
    """The settings of a run, for each article its own; it can be pickled.

    `file` is used for all articles; without it the closest one is, where `discover` allows. `options` are the
    settings of the command line, in the form of a configuration file.
    """

    def __init__(self, options: Table | None = None, *, file: Path | None = None, discover: bool = True) -> None:
        self.options = dict(options or {})
        self.file = file
        self.discover = discover and file is None
        self._folders: dict[Path, list[Layer]] = {}
        self._named: dict[Path, tuple[str, ...]] = {}
        self._configs: dict[tuple[str, ...], Config] = {}
        self._ignored = {False: Ignored(NAME), True: Ignored(OF_GIT, NAME)}  # without and with what git ignores
        self._here = Path.cwd()

    def __reduce__(self) -> tuple[object, ...]:
        return _rebuilt, (self.options, self.file, self.discover)

    def of(self, path: Path) -> Config:
        """Return the settings for an article; raise ConfigError where a file can't be used."""
        stack = self.stack(path)
        own = self._books(self._folder(path))
        key = (*(layer.origin for layer in stack), *own)
        if key not in self._configs:
            config = merged(stack)
            named = books(self._here, config.names) if own or config.names else ()
            self._configs[key] = config._replace(names=tuple(dict.fromkeys((*named, *own))))
        return self._configs[key]

    def _folder(self, path: Path) -> Path:
        return Path(os.path.abspath(path)).parent if str(path) != "-" else self._here

    def _books(self, folder: Path) -> tuple[str, ...]:
        """Return the books of names that stand in the working folder and in that of an article, or above."""
        if not self.discover and self.file is None:
            return ()
        if folder not in self._named:
            self._named[folder] = tuple(dict.fromkeys((*books(self._here), *books(folder))))
        return self._named[folder]

    def stack(self, path: Path) -> list[Layer]:
        """Return the layers of settings that hold for an article, the one that decides last at the end."""
        base = self.layers(path)
        path = Path(os.path.abspath(path))
        conditional = [layer for layer in base if "overrides" in layer.table or "per-file-ignores" in layer.table]
        overrides = [found for layer in conditional for found in _overrides(layer, path)]
        ignores = [found for layer in conditional for found in _ignores(layer, path)]
        return [*base, *overrides, self.command_line(), *ignores]

    def layers(self, path: Path) -> list[Layer]:
        """Return the layers of files and profile for an article, without what holds for some articles only."""
        folder = self._folder(path)
        if folder not in self._folders:
            self._folders[folder] = self._layers(folder)
        return self._folders[folder]

    def _layers(self, folder: Path) -> list[Layer]:
        file = self.file or (find(folder) or find(self._here) if self.discover else None)
        return _with_profile(layers(file) if file else [], self.options.get("profile", ""))

    def command_line(self) -> Layer:
        """Return what the command line says."""
        return Layer("command line", self._here, self.options)

    def excluded(self, path: Path, *, named: bool = False) -> bool:
        """Tell whether an article is left out; one that was `named` only where that is forced."""
        stack = [*self.layers(path), self.command_line()]
        if named and not any(layer.table.get("force-exclude") for layer in stack):
            return False
        path = Path(os.path.abspath(path))
        if any(
            matches(glob, relative)
            for layer in stack
            for glob in layer.table.get("exclude", ())
            for relative in _relative(path, layer.base)
        ):
            return True
        if not self.discover and self.file is None:
            return False
        of_git = next((layer.table["gitignore"] for layer in reversed(stack) if "gitignore" in layer.table), False)
        return self._ignored[of_git](path)

    def baseline(self) -> Path | None:
        """Return the file of known findings that the settings name."""
        layer = self._last_with("baseline")
        return layer.base / layer.table["baseline"] if layer else None

    def docs(self) -> str:
        """Return where the settings say that the documentation stands."""
        layer = self._last_with("docs")
        return str(layer.table["docs"]) if layer else ""

    def _last_with(self, key: str) -> Layer | None:
        """Return the layer that decides on a setting of the whole run."""
        stack = [*self.layers(Path("-")), self.command_line()]
        return next((layer for layer in reversed(stack) if layer.table.get(key)), None)


def _rebuilt(options: Table, file: Path | None, discover: bool) -> Configs:
    return Configs(options, file=file, discover=discover)


def _relative(path: Path, base: Path) -> Iterator[str]:
    """Yield the path as globs of a folder see it, if it lies in there."""
    if path.is_relative_to(base):
        yield path.relative_to(base).as_posix()


def _overrides(layer: Layer, path: Path) -> Iterator[Layer]:
    for number, table in enumerate(layer.table.get("overrides", ())):
        files, domains = table.get("files"), table.get("domains")
        relative = "".join(_relative(path, layer.base))
        if files and not any(matches(glob, relative) for glob in files):
            continue
        if domains and not _is_of(domain_of(path), domains):
            continue
        keys = ("overrides", str(number))
        yield Layer(f"{layer.origin} overrides {number + 1}", layer.base, table, layer.file, keys)


def _is_of(domain: str, domains: list[str]) -> bool:
    return any(domain == wanted or domain.endswith("." + wanted) for wanted in map(str.lower, domains))


def _ignores(layer: Layer, path: Path) -> Iterator[Layer]:
    table = layer.table.get("per-file-ignores", {})
    relative = "".join(_relative(path, layer.base))
    for glob, rules in table.items():
        if matches(glob, relative):
            keys = ("per-file-ignores", glob)
            yield Layer(f"{layer.origin} per-file-ignores '{glob}'", layer.base, {"ignore": rules}, layer.file, keys)


def named_rules(layer: Layer) -> Iterator[tuple[list[str], str]]:
    """Yield the rule ids and prefixes that a layer names, each with the path of its key."""
    yield from _named(layer.table, [])
    for glob, rules in layer.table.get("per-file-ignores", {}).items():
        yield from ((["per-file-ignores", glob], rule) for rule in rules)
    for number, table in enumerate(layer.table.get("overrides", ())):
        yield from _named(table, ["overrides", str(number)])


def _named(table: Table, path: list[str]) -> Iterator[tuple[list[str], str]]:
    for key in ("select", "ignore", "extend-select", "severity", "safety"):
        yield from (([*path, key], rule) for rule in table.get(key, ()))


__all__ = ["ConfigError", "Configs", "load", "merged", "named_rules"]
