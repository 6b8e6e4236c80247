"""The public door: check a text, clean a text, or build a Linter once for many."""

from __future__ import annotations

from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import Any

from lint import engine, names
from lint.catalogue import all_rules, select
from lint.config import Config
from lint.edits import Edit, OffsetMap
from lint.engine import Cleaned, Judged
from lint.packs import load, pack_files
from lint.readers.formats import document
from lint.rule import Find, Finding, Rule, Safety
from lint.ruleset import RuleSet
from lint.text import Document

HTML_RULE = "text.html-page"
"""Who is named in the ledger for the edits that turn a web page into prose."""


class Linter:
    """The rules of one configuration, ready for many texts; it holds no other state.

    `grammar` is the finder of a slow engine; it is asked once a text, about the cleaned state. A linter without
    one can be pickled.
    """

    def __init__(self, config: Config | None = None, *, grammar: Find | None = None) -> None:
        self.config = config or Config()
        self.grammar = grammar
        asked = _grammar_rules() if grammar else ()
        known = (*with_names(all_rules(), self.config.names), *user_rules(self.config.packs), *asked)
        chosen = select(known, self.config.select, self.config.ignore, self.config.extend_select)
        self.rules = RuleSet(chosen, self.config.overrides())
        self._allowed = frozenset({Safety.SAFE, Safety.UNSAFE} if self.config.unsafe_fixes else {Safety.SAFE})

    def __reduce__(self) -> tuple[Any, ...]:
        return Linter, (self.config,)

    def check(self, text: str, path: str = "-") -> list[Finding]:
        """Return what the rules find in a text, also what only shows after other fixes, in its own coordinates."""
        return [finding for finding, _ in self.clean(text, path, page=False).findings]

    def clean(self, text: str, path: str = "-", *, page: bool = True) -> Cleaned:
        """Return a text with its safe fixes made; raise UnsettledError when rules undo each other.

        A web page becomes prose first, unless `page` is false.
        """
        doc = document(text, path)
        opening = page_edits(doc) if page and doc.format == "html" else []
        cleaned = engine.clean(doc, self.rules, self._allowed, opening=opening)
        return self._with_grammar(cleaned, path, self.grammar) if self.grammar else cleaned

    def _with_grammar(self, cleaned: Cleaned, path: str, find: Find) -> Cleaned:
        """Return `cleaned` with what the slow engine finds in the finished text, in the original's coordinates."""
        from lint.grammar.server import GrammarUnavailable

        back, selected = OffsetMap(cleaned.edits), {rule.id for rule in self.rules.rules}
        try:
            found = [f for f in find(document(cleaned.text, path)) if f.rule in selected]
        except GrammarUnavailable as error:
            return cleaned._replace(unavailable=(("grammar", str(error)),))
        late = [Judged(engine.moved_back(finding, back), False) for finding in found]
        return cleaned._replace(findings=tuple(sorted((*cleaned.findings, *late), key=engine.order)))


def _grammar_rules() -> tuple[Rule, ...]:
    """Return the rules that LanguageTool answers for, on by default because it was asked for."""
    from lint.grammar.languagetool import rules

    return tuple(replace(rule, default=True) for rule in rules())


def page_edits(document: Document) -> list[Edit]:
    """Return the edits that turn a web page into prose."""
    from lint.repair.markup import prose_edits

    return [edit._replace(rule=HTML_RULE) for edit in prose_edits(document.text)]


def user_rules(packs: tuple[str, ...]) -> tuple[Rule, ...]:
    """Return the rules of the packs, files or folders, that a user named; raise PackError for one that is wrong."""
    paths: list[Path] = []
    for name in packs:
        path = Path(name)
        paths.extend(pack_files(path) if path.is_dir() else [path])
    return load(paths) if paths else ()


def with_names(rules: tuple[Rule, ...], books: tuple[str, ...]) -> tuple[Rule, ...]:
    """Return the rules with a house's own books of names in force; raise PackError for a book that is wrong."""
    if not books:
        return rules
    from lint.names.book import house_book

    own = {rule.id: rule for rule in names.rules(house_book(books))}
    return tuple(own.get(rule.id, rule) for rule in rules)


@cache
def _default() -> Linter:
    return Linter()


def check(text: str) -> list[Finding]:
    """Return what the default rules find in a text."""
    return _default().check(text)


def clean(text: str) -> Cleaned:
    """Return a text with the safe fixes of the default rules made."""
    return _default().clean(text)


__all__ = ["Cleaned", "Linter", "check", "clean"]
