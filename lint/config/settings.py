"""The settings of a run, and how layers of them (profile, files, overrides, command line) become one."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from hashlib import blake2b
from typing import Any, NamedTuple

from lint.names import house
from lint.rule import Safety, Severity
from lint.ruleset import Override

Table = Mapping[str, Any]
"""Settings as a configuration file has them: keys with hyphens, plain data, only what was given."""

_NOTHING: Mapping[str, str] = {}


class Selection(NamedTuple):
    """One layer of the choice of rules: a later one overrules those before it, one with `select` forgets them."""

    select: tuple[str, ...] = ()
    ignore: tuple[str, ...] = ()
    extend_select: tuple[str, ...] = ()


class Config(NamedTuple):
    """The settings that hold for an article.

    `names` holds the house's own books of names, each over those before it.
    `beneath` are layers of selection below `select`, `ignore` and `extend_select`. `review_at` and `reject_at` are
    the scores, 0 to 1, from which an article is to be looked at or thrown away, for artifacts and boilerplate;
    language and readability alone never throw one away and have limits of their own. `most_removed` is the share of
    words that cleaning may take from a file before the file is refused. `plugins` names installed packages whose
    rules are used; "*" is all. `extractor` tells the article from a web page: "soup" or "trafilatura". `evidence` is a
    digest of what a run has learned from its articles. `source` is the file that the settings come from. `decisions` is a file of
    what an editor decided, `decided` a digest of its content.
    """

    select: tuple[str, ...] = ()
    ignore: tuple[str, ...] = ()
    extend_select: tuple[str, ...] = ()
    packs: tuple[str, ...] = ()
    names: tuple[str, ...] = ()
    severity: Mapping[str, str] = _NOTHING
    safety: Mapping[str, str] = _NOTHING
    fail_on: str = "warning"
    unsafe_fixes: bool = False
    review_at: float = 0.2
    reject_at: float = 0.8
    review_language_at: float = 0.4
    review_readability_at: float = 0.75
    readability_profile: str = "news"
    grammar: str = "off"
    most_removed: float = 0.6
    extractor: str = "soup"
    plugins: tuple[str, ...] = ()
    beneath: tuple[Selection, ...] = ()
    evidence: str = ""
    decisions: str = ""
    decided: str = ""
    source: str = ""

    @property
    def digest(self) -> str:
        """A digest of all settings that change what a run gives."""
        settings = {**self._asdict(), "source": "", "decisions": "", "names": house.digest(self.names)}
        content = json.dumps(settings, sort_keys=True).encode()
        return blake2b(content, digest_size=16).hexdigest()

    @property
    def selections(self) -> tuple[Selection, ...]:
        """The layers of the choice of rules, the one that decides last at the end."""
        return (*self.beneath, Selection(self.select, self.ignore, self.extend_select))

    def overrides(self, rules: Iterable[str], renamed: Mapping[str, str] = _NOTHING) -> dict[str, Override]:
        """Return what the settings say of each of `rules`; the longest prefix of a rule's id decides.

        `renamed` leads from ids that rules had before to those of today.
        """
        found = {}
        severities, safeties = (_of_today(table, renamed) for table in (self.severity, self.safety))
        for rule in rules if severities or safeties else ():
            severity, safety = _of(rule, severities), _of(rule, safeties)
            if severity or safety:
                found[rule] = Override(Severity(severity) if severity else None, Safety(safety) if safety else None)
        return found

    def with_options(self, **options: Any) -> Config:
        """Return these settings with those that are given, and not None, in their place."""
        return self._replace(**{key: value for key, value in options.items() if value is not None})

    def with_layer(self, table: Table) -> Config:
        """Return these settings with those of a further layer on top."""
        given: dict[str, Any] = {key.replace("-", "_"): table[key] for key in _REPLACED if key in table}
        given |= {key: {**getattr(self, key), **table[key]} for key in ("severity", "safety") if key in table}
        given |= {key: (*getattr(self, key), *table[key]) for key in ("packs", "plugins", "names") if key in table}
        selection = Selection(*(tuple(table.get(key, ())) for key in ("select", "ignore", "extend-select")))
        if any(selection):
            beneath = self.selections if any(self.selections[-1]) else self.beneath
            given |= {**selection._asdict(), "beneath": () if selection.select else beneath}
        return self._replace(**given)


_REPLACED = (
    "fail-on", "unsafe-fixes", "review-at", "reject-at", "review-language-at", "review-readability-at",
    "readability-profile", "grammar", "most-removed", "extractor",
)  # fmt: skip


def _of_today(table: Mapping[str, str], renamed: Mapping[str, str]) -> dict[str, str]:
    return {renamed.get(name, name): value for name, value in table.items()}


def _of(rule: str, table: Mapping[str, str]) -> str | None:
    prefixes = [prefix for prefix in table if rule == prefix or rule.startswith((f"{prefix}.", f"{prefix}-"))]
    return table[max(prefixes, key=len)] if prefixes else table.get("all")
