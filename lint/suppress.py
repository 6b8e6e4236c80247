"""What a writer has asked to leave alone: comments in Markdown and HTML, front matter, and known findings by fingerprint.

    <!-- newslint-ignore RULE, RULE: reason -->     its line; where it stands alone, the next line with content
    <!-- newslint-ignore-begin RULE --> … <!-- newslint-ignore-end -->
    <!-- newslint-ignore-file RULE: reason -->

Without a rule, all are meant. In front matter: `newslint-ignore: RULE, RULE`, for the whole file.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from lint.edits import Edit, OffsetMap
from lint.engine import Cleaned, Silenced, moved_back
from lint.fingerprint import fingerprint, fingerprints
from lint.pattern import lazy
from lint.rule import CATEGORIES, Example, Finding, Fix, Rule, Safety, Severity
from lint.text import Document, Span

UNUSED = Rule(
    id="text.unused-ignore",
    severity=Severity.WARNING,
    safety=Safety.SUGGESTION,
    why="A comment that suppresses findings which are no longer there hides the next one.",
    probes=(),
    examples=(Example("Doctors arrived. <!-- newslint-ignore artifact: quoted -->"),),
    keep=(),
)
"""The rule that finds suppressions which suppress nothing; the linter asks it, for it needs the others' findings."""

_COMMENT = lazy(r"<!--\s*newslint-([a-z-]+)\b(.*?)(?:-->|\Z)", re.DOTALL)
_FRONT = lazy(r"\A(---|\+\+\+)[ \t]*\r?\n(.*?)^\1[ \t]*(?:\r?\n|\Z)", re.DOTALL | re.MULTILINE)
_KEY = lazy(
    r"""^[ \t]*["']?newslint-ignore["']?[ \t]*[:=][ \t]*(\[[^\]]*\]|[^\r\n]*(?:\r?\n[ \t]*-[ \t][^\r\n]*)*)""",
    re.MULTILINE,
)
_ID = lazy(r"[a-z]+(?:\.[a-z0-9]+(?:-[a-z0-9]+)*)?")
_WORDS = ("ignore", "ignore-begin", "ignore-end", "ignore-file")


_NOTHING: Mapping[str, str] = {}


class Ignore(NamedTuple):
    """A suppression in a text: the rules it names, the range it is for, and where it stands itself."""

    rules: tuple[str, ...]
    start: int
    end: int
    reason: str
    place: Span
    problem: str = ""
    is_line: bool = False

    def covers(self, finding: Finding) -> bool:
        """Tell whether a finding is meant: it begins in the range, or its fix would change something there."""
        if finding.rule == UNUSED.id and UNUSED.id not in self.rules:
            return False
        if not any(_means(prefix, finding.rule) for prefix in self.rules):
            return False
        if self.start <= finding.start < self.end:
            return True
        edits = finding.fix.edits if finding.fix else ()
        return any(edit.start < self.end and edit.end > self.start for edit in edits)


class Known(NamedTuple):
    """What is to be left alone in a file, by fingerprint.

    `ignored` gives the reason for each fingerprint of the ignore file, `counts` tells how many findings of a
    fingerprint are in the baseline, and `changed` are the lines, counted from 1, that a run is about.
    """

    ignored: Mapping[str, str] = {}
    counts: Mapping[str, int] = {}
    changed: frozenset[int] | None = None


class Silencer:
    """Decides for one text which findings are suppressed, and keeps them; `renamed` leads from old rule ids to new."""

    def __init__(self, document: Document, known: Known, renamed: Mapping[str, str] = _NOTHING) -> None:
        self.document = document
        self.known = known
        self.renamed = renamed
        written = ignores(document) if "newslint-" in document.text else ()
        self.ignores = tuple(i._replace(rules=tuple(renamed.get(rule, rule) for rule in i.rules)) for i in written)
        self._lines = [ignore for ignore in self.ignores if ignore.is_line]
        self._wide = [ignore for ignore in self.ignores if not ignore.is_line and not ignore.problem]
        self._starts = [ignore.start for ignore in self._lines]
        self._ends = [ignore.end for ignore in self._lines]
        self.used: set[Ignore] = set()
        self.found: dict[tuple[str, int, int], Silenced | None] = {}
        self._left = dict(known.counts)

    def __bool__(self) -> bool:
        return bool(self.ignores or self.known.ignored or self.known.counts or self.known.changed is not None)

    def settle(self, found: Sequence[Finding], edits: Sequence[Edit]) -> list[Finding]:
        """Return what is left of the findings of a round, which are in coordinates of the text that `edits` make."""
        back = OffsetMap(edits)
        return [finding for finding in found if not self.silences(moved_back(finding, back))]

    def silences(self, finding: Finding) -> bool:
        """Tell whether a finding, in coordinates of the text, is suppressed."""
        key = finding.rule, finding.start, finding.end
        if key not in self.found or (self.found[key] is None and self.ignores):
            self.found[key] = self._judge(finding)
        return self.found[key] is not None

    def _judge(self, finding: Finding) -> Silenced | None:
        covering = [ignore for ignore in self._near(finding) if ignore.covers(finding)]
        if covering:
            self.used.update(covering)
            return Silenced(finding, "comment", covering[0].reason, "")
        if self.known.changed is not None and not self._is_changed(finding):
            return Silenced(finding, "unchanged", "", "")
        if not self.known.ignored and not self.known.counts:
            return None
        marks = list(fingerprints(self.document, finding, self.renamed))
        for mark in marks:
            if mark in self.known.ignored:
                return Silenced(finding, "ignore file", self.known.ignored[mark], mark)
        for mark in marks:
            if self._left.get(mark):
                self._left[mark] -= 1
                return Silenced(finding, "baseline", "", mark)
        return None

    def _near(self, finding: Finding) -> list[Ignore]:
        """Return the suppressions whose range a finding or its fix can touch; those of lines are in order of place."""
        edits = finding.fix.edits if finding.fix else ()
        low = min([finding.start, *(edit.start for edit in edits)])
        high = max([finding.start, *(edit.end for edit in edits)])
        return [*self._lines[bisect_right(self._ends, low) : bisect_right(self._starts, high)], *self._wide]

    def _is_changed(self, finding: Finding) -> bool:
        first, _ = self.document.position(finding.start)
        last, _ = self.document.position(max(finding.start, finding.end - 1))
        return self.known.changed is None or any(line in self.known.changed for line in range(first, last + 1))

    def silenced(self) -> tuple[Silenced, ...]:
        """Return what was suppressed, in order of place."""
        kept = [item for item in self.found.values() if item]
        return tuple(sorted(kept, key=lambda item: (item.finding.start, item.finding.rule)))

    def unused(self, running: frozenset[str], default: frozenset[str]) -> Iterator[Finding]:
        """Yield a finding for each suppression of this text that suppresses nothing.

        `running` are the rules of this run and `default` those that run without options: a suppression of a rule
        that did not run may well be of use.
        """
        for ignore in self.ignores:
            if ignore in self.used:
                continue
            meant = {rule for rule in running | default if any(_means(prefix, rule) for prefix in ignore.rules)}
            meant -= {UNUSED.id}
            problem = ignore.problem or _unknown(ignore, running | default)
            if problem or (meant and not (meant & default) - running):
                start, end = ignore.place
                fix = Fix(Safety.SUGGESTION, (Edit(start, end, "", UNUSED.id),)) if not problem else None
                text = problem or "this suppresses nothing; remove it"
                yield Finding(UNUSED.id, start, end, text, UNUSED.severity, fix)


def _unknown(ignore: Ignore, rules: frozenset[str]) -> str:
    wrong = [prefix for prefix in ignore.rules if not any(_means(prefix, rule) for rule in rules)]
    if not wrong or wrong[0].startswith("grammar"):
        return ""
    from difflib import get_close_matches

    close = get_close_matches(wrong[0], [*CATEGORIES, *sorted(rules)], n=1, cutoff=0.5)
    return f"no rule begins with '{wrong[0]}'" + (f"; did you mean '{close[0]}'?" if close else "; remove it")


def _means(prefix: str, rule: str) -> bool:
    return prefix == "all" or rule == prefix or (rule.startswith(prefix) and rule[len(prefix)] in ".-")


def moved(cleaned: Cleaned) -> Iterator[tuple[Silenced, str]]:
    """Yield what was silenced by fingerprint with the fingerprint it has in the cleaned text, where that is another.

    A fix beside a finding changes the words that it is known by.
    """
    by_mark = [item for item in cleaned.silenced if item.fingerprint]
    after = Document(cleaned.text)
    places = OffsetMap(cleaned.edits)
    for item in by_mark:
        start, end = places.forth(item.finding.start, item.finding.end)
        mark = fingerprint(after, item.finding._replace(start=start, end=end))
        if mark != item.fingerprint:
            yield item, mark


def named(document: Document) -> Iterator[tuple[str, int]]:
    """Yield the rules and prefixes that the suppressions of a text name, each with its line, counted from 1."""
    for ignore in ignores(document) if "newslint-" in document.text else ():
        for rule in ignore.rules:
            yield rule, document.position(ignore.place.start)[0]


def ignores(document: Document) -> Iterator[Ignore]:
    """Yield the suppressions that stand in a text, in order."""
    yield from _front_matter(document)
    if document.format == "text":
        return
    opened: list[Ignore] = []
    for match in _COMMENT.finditer(document.text):
        word, place = match[1], Span(*match.span())
        rules, reason = _named(match[2])
        begun = Ignore(rules, place.end, len(document.text) + 1, reason, place)
        if word == "ignore":
            start, end = _lines(document, place)
            yield begun._replace(start=start, end=end, is_line=True)
        elif word == "ignore-file":
            yield begun._replace(start=0)
        elif word == "ignore-begin":
            opened.append(begun)
        elif word == "ignore-end":
            yield (
                opened.pop()._replace(end=place.start)
                if opened
                else begun._replace(problem="no newslint-ignore-begin stands before this; remove it")
            )
        elif word.startswith("i"):
            yield begun._replace(problem=f"there is no newslint-{word}; the words are newslint-{', -'.join(_WORDS)}")
    yield from opened


def _lines(document: Document, place: Span) -> Span:
    """Return the range that a comment is for: its own line, or the next one with content if it stands alone."""
    first, last = document.line_number(place.start), document.line_number(max(place.start, place.end - 1))
    own = document.text[document.lines[first].start : place.start] + document.text[place.end : document.lines[last].end]
    if own.strip():
        return Span(document.lines[first].start, document.lines[last].stop)
    below = range(last + 1, len(document.lines))
    after = next((number for number in below if _has_content(document, number)), last)
    return Span(document.lines[after].start, document.lines[after].stop)


def _has_content(document: Document, number: int) -> bool:
    line = document.lines[number]
    return bool(_COMMENT.sub("", document.text[line.start : line.end]).strip())


def _named(body: str) -> tuple[tuple[str, ...], str]:
    """Return the rules and the reason in what stands behind the word of a comment."""
    names, _, reason = body.strip().partition(":")
    return tuple(re.split(r"[\s,]+", names.strip())) if names.strip() else ("all",), " ".join(reason.split())


def _front_matter(document: Document) -> Iterator[Ignore]:
    front = _FRONT.match(document.text)
    key = _KEY.search(document.text, *front.span(2)) if front else None
    if key:
        rules = tuple(_ID.findall(key[1]))
        whole = not rules or rules == ("true",)
        place = Span(key.start(), key.end())
        if rules != ("false",):
            yield Ignore(("all",) if whole else rules, 0, len(document.text) + 1, "", place)
