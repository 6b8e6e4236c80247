"""The public door: check a text, clean a text, or build a Linter once for many."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache, cached_property
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, cast

from lint import engine, names
from lint.budget import OverdueError, limited
from lint.catalogue import all_rules, renamed, select_in_turn
from lint.config import Config
from lint.crowd import CrowdedError
from lint.edits import Edit, OffsetMap, apply, compose
from lint.engine import Cleaned, Judged
from lint.packs import PackError, load, pack_files
from lint.readers.formats import document
from lint.readers.page import outside, ready
from lint.recurrence.keys import Recurrence
from lint.recurrence.rule import rule as recurring_line
from lint.rule import Find, Finding, Rule, Safety
from lint.ruleset import RuleSet
from lint.suppress import UNUSED, Known, Silencer
from lint.text import Document

if TYPE_CHECKING:
    from lint.decisions import Decisions, Settlement

HTML_RULE = "text.html-page"
"""Who is named in the ledger for the edits that turn a web page into prose."""

_TWICE = 2_000_000
"""Characters from which a rule may take twice its time, and so on in proportion."""


def was_page(cleaned: Cleaned) -> bool:
    """Tell whether a text was a web page that became prose in its first round."""
    return bool(cleaned.rounds and cleaned.rounds[0] and cleaned.rounds[0][0].rule == HTML_RULE)


class Linter:
    """The rules of one configuration, ready for many texts; it holds no other state.

    `grammar` is the finder of a slow engine; it is asked once a text, about the cleaned state. A linter without
    one can be pickled. `recurring` are the lines that the articles of a run have in common, by key. `known` is what is
    to be left alone in the next text. A rule that takes more than `rule_seconds` over a text of usual length is given up for that
    text, and named as unavailable; 0, the default, is no limit, for this takes signals.
    """

    def __init__(
        self,
        config: Config | None = None,
        *,
        grammar: Find | None = None,
        recurring: Mapping[int, Recurrence] | None = None,
        rule_seconds: float = 0.0,
    ) -> None:
        self.config = config or Config()
        self.rule_seconds = rule_seconds
        self.grammar = grammar
        self._decisions = decisions_of(self.config)
        self.recurring = _with_decided(recurring or {}, self._decisions)
        ready(self.config.extractor)
        asked = _grammar_rules() if grammar else ()
        known = (*known_rules(self.config, self.recurring), *asked)
        chosen = select_in_turn(known, self.config.selections)
        self.renamed = renamed(known)
        self.rules = RuleSet(chosen, self.config.overrides((rule.id for rule in chosen), self.renamed))
        self.known = Known()
        self._allowed = frozenset({Safety.SAFE, Safety.UNSAFE} if self.config.unsafe_fixes else {Safety.SAFE})
        self._running = frozenset(rule.id for rule in chosen)
        self._default = frozenset(rule.id for rule in known if rule.default)

    def __reduce__(self) -> tuple[Any, ...]:
        return _rebuilt, (self.config, self.known, self.recurring, self.rule_seconds)

    def knowing(self, known: Known) -> Linter:
        """Return this linter, its rules shared, for a file of which some findings are to be left alone."""
        other = Linter.__new__(Linter)
        other.__dict__.update(self.__dict__, known=known)
        return other

    @cached_property
    def whys(self) -> dict[str, str]:
        """The reason of each rule, by id."""
        return {rule.id: rule.why for rule in self.rules.rules}

    def runs(self, rule: str) -> bool:
        """Tell whether a rule, by its id of today or an older one, is among those of this linter."""
        return self.renamed.get(rule, rule) in self._running

    def check(self, text: str, path: str = "-") -> list[Finding]:
        """Return what the rules find in a text, also what only shows after other fixes, in its own coordinates."""
        return [finding for finding, _ in self.clean(text, path, page=False).findings]

    def clean(self, text: str, path: str = "-", *, page: bool = True, settlement: Settlement | None = None) -> Cleaned:
        """Return a text with its safe fixes made; raise UnsettledError when rules undo each other.

        A web page becomes prose first, unless `page` is false. `settlement` holds what a person decided about the
        findings of this text; without one, the decisions of the configuration count.
        """
        seconds = self.rule_seconds * (1 + len(text) / _TWICE)
        linter, late, spared = self, list[tuple[str, str]](), set[int]()
        while True:
            try:
                with limited(seconds, spared=spared):
                    cleaned = linter._clean(text, path, page, settlement)
                return cleaned._replace(unavailable=(*late, *cleaned.unavailable)) if late else cleaned
            except OverdueError as error:
                spared.add(id(error.probe))
                given_up = [(error.probe, f"took longer than {seconds:.1f} s")]
            except CrowdedError as error:
                given_up = [(probe, f"found {count:,} places, which are too many") for probe, count in error.counts]
            for probe, reason in given_up:
                rest = linter.rules.without(probe)
                if rest is not None:
                    linter = linter._with_rules(rest[1])
                    late.append((rest[0], f"{reason}, and was left out"))

    def _with_rules(self, rules: RuleSet) -> Linter:
        """Return this linter with other rules."""
        other = self.knowing(self.known)
        other.rules, other._running = rules, frozenset(rule.id for rule in rules.rules)
        return other

    def _clean(self, text: str, path: str, page: bool, settlement: Settlement | None) -> Cleaned:
        doc = document(text, path)
        opening = page_edits(doc, self.config.extractor) if page and doc.format == "html" else []
        if page and not opening and doc.format == "html":
            doc = Document(text, path=path)  # a page without any markup is prose as it stands
        silencer = Silencer(doc, self.known, self.renamed)
        if settlement is None and self._decisions is not None:
            from lint.decisions import Settlement

            settlement = Settlement(text, self._decisions, path)
        settle = _in_turn(silencer.settle if silencer else None, settlement)
        cleaned = engine.clean(doc, self.rules, self._allowed, opening=opening, settle=settle)
        if settlement:
            cleaned = cleaned._replace(findings=settlement.judged(cleaned.findings))
        if self.grammar:
            cleaned = self._with_grammar(cleaned, path, self.grammar, silencer)
        return self._without(cleaned, silencer) if silencer else cleaned

    def _without(self, cleaned: Cleaned, silencer: Silencer) -> Cleaned:
        """Return `cleaned` with what was suppressed, and findings on the suppressions that suppress nothing."""
        if UNUSED.id not in self._running:
            return cleaned._replace(silenced=silencer.silenced())
        unused = [self.rules.ruled(finding) for finding in silencer.unused(self._running, self._default)]
        late = [Judged(finding, False) for finding in unused if not silencer.silences(finding)]
        findings = tuple(sorted((*cleaned.findings, *late), key=engine.order))
        return cleaned._replace(findings=findings, silenced=silencer.silenced())

    def _with_grammar(self, cleaned: Cleaned, path: str, find: Find, silencer: Silencer) -> Cleaned:
        """Return `cleaned` with what the slow engine finds in the finished text, in the original's coordinates."""
        from lint.artifacts.foreign import language_of
        from lint.grammar.server import GrammarUnavailable

        back, selected = OffsetMap(cleaned.edits), {rule.id for rule in self.rules.rules}
        late: list[Finding] = []
        unavailable: tuple[tuple[str, str], ...] = ()
        try:
            text = document(cleaned.text, path)
            language = language_of(text.folded)
            if language not in (None, "English"):
                raise GrammarUnavailable(f"the text is written in {language}, and the engines check English only")
            for finding in find(text):
                if finding.rule in selected:
                    late.append(engine.moved_back(finding, back))
        except GrammarUnavailable as error:
            unavailable = (("grammar", str(error)),)
        late = [finding for finding in late if not silencer.silences(finding)]
        findings = _confirmed(cleaned.findings, late)
        return cleaned._replace(findings=findings, unavailable=unavailable)


def _confirmed(own: tuple[Judged, ...], late: list[Finding]) -> tuple[Judged, ...]:
    """Return our findings and those of an engine; a mistake that both found is ours, one severity higher."""
    from lint.grammar.engines import overlap, raised

    kept, new = list(own), []
    for finding in late:
        same = [number for number, (ours, _) in enumerate(kept) if overlap(ours, finding) and _is_language(ours)]
        if not same:
            new.append(Judged(finding, False))
        for number in same:
            if kept[number].finding.category == "grammar" and kept[number] == own[number]:
                kept[number] = Judged(raised(kept[number].finding), kept[number].applied)
    return tuple(sorted((*kept, *new), key=engine.order))


def _is_language(finding: Finding) -> bool:
    """Tell whether a finding is about words of a sentence, not about a whole line or paragraph."""
    return finding.category in ("artifact", "grammar", "text") and finding.end - finding.start < 80


def _in_turn(first: engine.Settle | None, second: engine.Settle | None) -> engine.Settle | None:
    """Return what judges findings by both, the second seeing what the first has left."""
    if first is None or second is None:
        return first or second
    one, other = first, second
    return lambda found, edits: other(one(found, edits), edits)


def decisions_of(config: Config) -> Decisions | None:
    """Return what an editor decided, if the configuration names the file; raise DecisionsError if it can't be read."""
    if not config.decisions:
        return None
    from lint.decisions import load

    return load(Path(config.decisions)).decisions


def following(config: Config, decisions: str) -> Config:
    """Return the settings of a run that does as was decided; raise DecisionsError or PackError for a bad file."""
    from lint.decisions.log import digest
    from lint.decisions.names import decided_book

    path = Path(decisions)
    names = (*config.names, *decided_book(path))
    return config.with_options(decisions=decisions, decided=digest(path), names=names)


def _with_decided(recurring: Mapping[int, Recurrence], decisions: Decisions | None) -> Mapping[int, Recurrence]:
    """Return the lines that recur, and those of which an editor decided that they belong to their site."""
    if decisions is None:
        return recurring
    from lint.decisions.templates import accepted_lines

    return {**accepted_lines(decisions), **recurring}


def _rebuilt(config: Config, known: Known, recurring: Mapping[int, Recurrence], rule_seconds: float) -> Linter:
    return Linter(config, recurring=recurring, rule_seconds=rule_seconds).knowing(known)


def known_rules(config: Config, recurring: Mapping[int, Recurrence] = MappingProxyType({})) -> tuple[Rule, ...]:
    """Return every rule that can be selected: those shipped, of the user's packs, of the plugins and of the run."""
    own = user_rules(config.packs)
    if config.plugins:
        from lint.plugins import plugin_rules

        own += plugin_rules(config.plugins)
    return (*with_names(all_rules(config.readability_profile), config.names), UNUSED, recurring_line(recurring), *own)


def _grammar_rules() -> tuple[Rule, ...]:
    """Return the rules that the grammar engines answer for, on by default because they were asked for."""
    from lint.grammar.engines import rules

    return tuple(rule._replace(default=True) for rule in rules())


def page_edits(document: Document, extractor: str = "soup") -> list[Edit]:
    """Return the edits that turn a web page into prose, and leave of it what `extractor` holds for the article."""
    from lint.repair.markup import prose_edits

    edits = prose_edits(document.text)
    if extractor == "trafilatura":
        edits = compose(edits, outside(document.text, apply(document.text, edits)))
    return [edit._replace(rule=HTML_RULE) for edit in edits]


def user_rules(packs: tuple[str, ...]) -> tuple[Rule, ...]:
    """Return the rules of the packs (files, folders or zip files) that a user named; raise PackError for one that is wrong."""
    return load(pack_paths(packs)) if packs else ()


def pack_paths(packs: tuple[str, ...]) -> list[Path]:
    """Return the packs that names of files, folders and zip files lead to."""
    paths: list[Path] = []
    for name in packs:
        path = Path(name)
        paths.extend(pack_files(path) if path.is_dir() else zipped(path) if path.suffix == ".zip" else [path])
    return paths


def zipped(path: Path) -> list[Path]:
    """Return the rule packs in a zip file; raise PackError where it is none."""
    import zipfile

    try:
        with zipfile.ZipFile(path) as bundle:
            names = sorted(name for name in bundle.namelist() if name.endswith(".toml"))
        members = [zipfile.Path(path, name) for name in names]
        return [cast(Path, member) for member in members if b"[[rule]]" in member.read_bytes()]
    except (OSError, zipfile.BadZipFile) as error:
        raise PackError(f"{path}: can't be read as a zip file of packs ({error}); make it anew") from None


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
