"""A linter for every article: with the settings of its own folder, and knowing what is to be left alone in it."""

from __future__ import annotations

import os
from collections.abc import Mapping
from pathlib import Path

from lint import ignorefile
from lint.baseline import Baseline, counted, save
from lint.catalogue import UnknownRuleError, renamed, require
from lint.config import Config, ConfigError, Configs
from lint.config.files import Layer
from lint.config.resolver import named_rules
from lint.engine import Cleaned
from lint.ignorefile import IgnoreFileError
from lint.linter import Linter, following, known_rules
from lint.packs import PackError
from lint.readers.page import NoExtractorError
from lint.recurrence.keys import Recurrence
from lint.rule import Find, Rule
from lint.suppress import Known, moved

SETTINGS_ERRORS = (ConfigError, PackError, UnknownRuleError, IgnoreFileError, NoExtractorError)
"""What is wrong with the settings of an article; the articles of other folders may still be checked."""

_NOTHING = Known()


class Linters:
    """The linters of a run, one for all articles with equal settings.

    `baseline` holds findings that are known; `changed` are the lines of each file, by absolute path, that the run
    is about. `recurring` are the lines that its articles have in common, by key. `decisions` is a
    file of what an editor decided, to be followed. `rule_seconds` is what a rule may take over one text, 0 for ever.
    """

    def __init__(
        self,
        configs: Configs,
        *,
        grammar: Find | None = None,
        baseline: Baseline | None = None,
        changed: Mapping[Path, frozenset[int] | None] | None = None,
        recurring: Mapping[int, Recurrence] | None = None,
        decisions: str = "",
        rule_seconds: float = 0.0,
    ) -> None:
        self.configs = configs
        self.grammar = grammar
        self.baseline = baseline
        self.changed = changed
        self.recurring = recurring or {}
        self.decisions = decisions
        self.rule_seconds = rule_seconds
        self._made: dict[int, Linter] = {}
        self._checked: set[str] = set()
        self._last: tuple[Path, Linter] | None = None  # asked for several times in a row
        self.notes: dict[str, str] = {}
        """What is to be said of ids that rules had before, by id."""

    def of(self, path: Path) -> Linter:
        """Return the linter for an article; raise ConfigError or PackError where its settings can't be used."""
        if self._last is None or self._last[0] != path:
            config = self.configs.of(path)
            if id(config) not in self._made:
                self._made[id(config)] = self._make(config, path)
            known = self._known(path)
            linter = self._made[id(config)]
            self._last = path, linter if known == _NOTHING else linter.knowing(known)
        return self._last[1]

    def follow(self, path: Path, cleaned: Cleaned) -> None:
        """Keep ignored and known findings so in a file that was fixed in place, where words beside them changed."""
        self._last = None  # what is known of the file changes
        for item, mark in moved(cleaned):
            found = item.finding
            text = cleaned.original[found.start : found.end][:80]
            if item.by == "ignore file":
                place = ignorefile.place(Path(os.path.abspath(path)).parent)
                name = Path(os.path.relpath(path, place.parent)).as_posix()
                ignorefile.replace(place, item.fingerprint, ignorefile.Entry(mark, found.rule, name, text, item.reason))
            elif item.by == "baseline" and self.baseline:
                entries = [entry for entry in self.baseline.entries(path) for _ in range(entry.times)]
                entries.remove(next(entry for entry in entries if entry.fingerprint == item.fingerprint))
                marks = [(entry.fingerprint, entry.rule, entry.text) for entry in entries]
                self.baseline = self.baseline.with_file(path, counted([*marks, (mark, found.rule, text)]))
                save(self.baseline)

    def note(self, place: str, name: str, renamed: Mapping[str, str]) -> None:
        """Note once that a rule named at a place has another id now, if it has; the old one is understood for ever."""
        if name in renamed:
            self.notes.setdefault(name, f"{place}: '{name}' is called '{renamed[name]}' now; both ids are understood")

    def _make(self, config: Config, path: Path) -> Linter:
        known = known_rules(config)
        today = renamed(known)
        for layer in (*self.configs.layers(path), self.configs.command_line()):
            if layer.origin not in self._checked:
                _check(layer, known)
                for keys, name in named_rules(layer):
                    self.note(layer.place(*keys, value=name), name, today)
                self._checked.add(layer.origin)
        if self.decisions:
            config = following(config, self.decisions)
        if self.recurring:
            from lint.recurrence.count import evidence

            config = config.with_options(evidence=evidence(self.recurring))
        return Linter(config, grammar=self.grammar, recurring=self.recurring, rule_seconds=self.rule_seconds)

    def _known(self, path: Path) -> Known:
        path = Path(os.path.abspath(path))
        ignores = ignorefile.find(path.parent)
        return Known(
            ignorefile.reasons(ignores) if ignores else _NOTHING.ignored,
            self.baseline.counts(path) if self.baseline else _NOTHING.counts,
            None if self.changed is None else self.changed.get(path, frozenset()),
        )


def _check(layer: Layer, known: tuple[Rule, ...]) -> None:
    """Raise ConfigError for a rule that a file names and that does not exist."""
    for keys, name in named_rules(layer):
        try:
            require(name, known)
        except UnknownRuleError as error:
            place = f"{layer.place(*keys, value=name)}: " if layer.file else ""
            raise ConfigError(f"{place}{error}") from None
