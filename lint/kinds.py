"""The kinds of declarative rule: what a pack entry says becomes probes.

swap     a phrase that is wrong wherever it stands, and its repair
pattern  a regular expression within the running text, with a replacement or none
line     a regular expression that must match a whole line, which is then removed
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from functools import cache, partial
from typing import Any, NamedTuple

from lint.edits import Edit
from lint.lexicon import zipf
from lint.needs import first_words_of, needs_of, width_of
from lint.rule import Example, Finding, Fix, Probe, Rule, Safety, Severity
from lint.text import Document, Needs, Span, fold, words_of

Entry = Mapping[str, Any]
"""A rule of a pack as plain data: validated, with the `needs` of its probes beside it."""

_GAP = r"(?:[^\S\r\n]+|[^\S\r\n]*(?:\r\n|\n|\r)[^\S\r\n]*)"
_WIDEST, _MOST_PLACES = 400, 24
_BEFORE, _AFTER = r"(?<![\w@#/&-])(?<!\w[.'’])", r"(?![\w@-]|[.'’]\w\w)"


class Voice(NamedTuple):
    """What a rule says about each of its findings."""

    rule: str
    message: str
    severity: Severity
    safety: Safety
    quoted: str

    def finding(
        self, document: Document, start: int, end: int, edits: tuple[Edit, ...], *, safety: Safety | None = None
    ) -> Finding:
        """Return a finding on `start` to `end`; inside quotation marks its fix may be no more than a suggestion."""
        found = document.text[start:end]
        fix = edits[0].replacement if edits else ""
        message = self.message.replace("{found}", shown(found)).replace("{fix}", shown(fix))
        safety = safety or self.safety
        if edits and self.quoted != "fix" and safety is not Safety.SUGGESTION and document.is_quoted(start, end):
            safety = Safety.SUGGESTION
        return Finding(self.rule, start, end, message, self.severity, Fix(safety, edits) if edits else None)


def shown(text: str) -> str:
    """Return `text` as a message can quote it: on one line and not too long."""
    flat = " ".join(text.split()) or text.replace("\n", "\\n").replace("\r", "\\r")
    return flat if len(flat) <= 80 else flat[:60] + "…" + flat[-18:]


def fit_case(fix: str, found: str) -> str:
    """Return `fix` with the capitals of `found`: all of them, the first letter of each word or of all, or none."""
    letters = [letter for letter in found if letter.isalpha()]
    if len(letters) > 1 and all(letter.isupper() for letter in letters):
        return fix.upper()
    words = found.split()
    if len(words) > 1 and len(words) == len(fix.split()) and all(word[0].isupper() for word in words):
        return " ".join(word[0].upper() + word[1:] for word in fix.split())
    if letters and letters[0].isupper():
        return fix[:1].upper() + fix[1:]
    return fix


# --- swap ---------------------------------------------------------------------------------------------------------


def swap_needs(entry: Entry) -> list[Needs]:
    """Return what each swap of an entry needs: all its words, the rarest first."""
    return [(tuple(sorted(set(words_of(fold(phrase))), key=_commonness)),) for phrase in entry["swaps"]]


def _commonness(word: str) -> tuple[float, int, str]:
    return zipf(word), -len(word), word


def _stands(phrase: str, document: Document) -> bool:
    """Tell whether a text may hold a phrase: quicker by far than matching it, and exact for plain words."""
    words = " ".join(fold(phrase).split())
    return not words.replace(" ", "").isalnum() or words in document.flat


def _phrase(phrase: str, *, case: bool) -> re.Pattern[str]:
    body = _GAP.join(re.escape(word).replace("'", "['’]") for word in phrase.split())
    return re.compile(_BEFORE + body + _AFTER, 0 if case else re.IGNORECASE)


def _find_swap(voice: Voice, phrase: str, fix: str, case: bool, needs: Needs, document: Document) -> Iterator[Finding]:
    if not _stands(phrase, document):
        return
    pattern = _compiled(phrase, case)
    for segment in document.where(needs):
        for match in pattern.finditer(document.prose, *segment):
            start, end = match.span()
            replacement = fix if case else fit_case(fix, match.group())
            broken = re.search(r"[^\S\r\n]*(\r\n|\n|\r)[^\S\r\n]*", match.group())
            if broken and " " not in replacement:
                while document.prose[end : end + 1] == " ":
                    end += 1
                replacement += broken.group(1)
            yield voice.finding(document, *match.span(), (Edit(start, end, replacement, voice.rule),))


_phrases: dict[tuple[str, bool], re.Pattern[str]] = {}


def _compiled(phrase: str, case: bool) -> re.Pattern[str]:
    """Return the pattern of a phrase, compiled once in a process: most phrases of a pack are never met."""
    key = (phrase, case)
    if key not in _phrases:
        _phrases[key] = _phrase(phrase, case=case)
    return _phrases[key]


def swap_probes(entry: Entry, voice: Voice) -> Iterator[Probe]:
    """Yield a probe for each wrong phrase of an entry."""
    case = bool(entry.get("case"))
    for (phrase, fix), needs in zip(entry["swaps"].items(), entry["needs"], strict=True):
        yield Probe(needs, partial(_find_swap, voice, phrase, fix, case, needs))


# --- pattern ------------------------------------------------------------------------------------------------------


def pattern_needs(entry: Entry) -> list[Needs]:
    """Return what each pattern of an entry needs."""
    return [needs_of(pattern) for pattern in entry["patterns"]]


def _find_pattern(
    voice: Voice, source: str, flags: int, fix: str | None, unless: str | None, needs: Needs, document: Document
) -> Iterator[Finding]:
    pattern = _regex(source, flags)
    for segment in document.where(needs):
        for match in _near(pattern, needs, document, segment):
            if unless and _regex(unless, re.IGNORECASE).search(_around(document, match)):
                continue
            start, end = match.span("bad") if "bad" in pattern.groupindex else match.span()
            if fix is None:
                yield voice.finding(document, start, end, ())
                continue
            replacement = match.expand(fix)
            if flags & re.IGNORECASE:
                replacement = fit_case(replacement, document.prose[start:end])
            yield voice.finding(document, start, end, (Edit(start, end, replacement, voice.rule),))


def _near(pattern: re.Pattern[str], needs: Needs, document: Document, segment: Span) -> Iterator[re.Match[str]]:
    """Yield the matches within a segment, tried only around what the pattern needs where its width is bounded."""
    width = _width(pattern)
    places = _places(needs, document, segment) if width else None
    if places is None:
        yield from pattern.finditer(document.prose, *segment)
        return
    low = high = segment.start
    for place in places:
        if place - width > high:
            if high > low:
                yield from pattern.finditer(document.prose, low, high)
            low = max(place - width, segment.start)
        high = min(place + width, segment.end)
    if high > low:
        yield from pattern.finditer(document.prose, low, high)


def _places(needs: Needs, document: Document, segment: Span) -> list[int] | None:
    """Return where the needed words stand in a segment, in order, or None where they are too many to help."""
    places: list[int] = []
    folded = document.folded
    for alternative in needs:
        word = max(alternative, key=len)
        if word not in document.words and (
            word[0] != "*" or (word[1:].isalnum() and word[1:] not in document.vocabulary)
        ):
            continue
        word = word.lstrip("*")
        place = folded.find(word, *segment)
        while place >= 0:
            places.append(place)
            if len(places) > _MOST_PLACES:
                return None
            place = folded.find(word, place + 1, segment.end)
    return sorted(places) if needs else None


@cache
def _width(pattern: re.Pattern[str]) -> int:
    """Return how many characters a pattern can match or look ahead to, or 0 where that is open or no help."""
    widest = width_of(pattern.pattern, pattern.flags)
    return widest if widest <= _WIDEST else 0


def _around(document: Document, match: re.Match[str]) -> str:
    """Return what stands around a match on its line."""
    line = document.lines[document.line_number(match.start())]
    return document.prose[max(line.start, match.start() - 120) : min(line.end, match.end() + 120)]


def pattern_probes(entry: Entry, voice: Voice) -> Iterator[Probe]:
    """Yield a probe for each pattern of an entry."""
    flags = 0 if entry.get("case") else re.IGNORECASE
    for source, needs in zip(entry["patterns"], entry["needs"], strict=True):
        yield Probe(
            needs, partial(_find_pattern, voice, source, flags, entry.get("replace"), entry.get("unless"), needs)
        )


# --- line ---------------------------------------------------------------------------------------------------------


def line_needs(entry: Entry) -> list[tuple[Needs, tuple[str, ...]]]:
    """Return what each line pattern of an entry needs, and the words that its lines can begin with, where known.

    A word at either end of a line is a whole word.
    """
    first = [first_words_of(pattern) for pattern in entry["lines"]]
    return [
        (() if words else needs_of(rf"\s(?:{pattern})\s"), tuple(sorted(words or ())))
        for pattern, words in zip(entry["lines"], first, strict=True)
    ]


class Place(NamedTuple):
    """Where in a document a line rule may fire, and on what lines."""

    zone: str
    max_length: int
    unless: str | None


def _find_line(
    voice: Voice, source: str, flags: int, place: Place, needs: Needs, first: frozenset[str], document: Document
) -> tuple[Finding, ...]:
    numbers = lines_from(first, place.max_length, document) if first else lines_with(needs, place.max_length, document)
    return tuple(
        line_finding(voice, document, number)
        for number in numbers
        if _is_match(source, flags, place, document.line_text(number)) and in_zone(document, number, place.zone)
    )


def _is_match(source: str, flags: int, place: Place, content: str) -> bool:
    if not _regex(rf"\W{{0,3}}(?:{source})\W{{0,3}}", flags).fullmatch(content):
        return False
    return not (place.unless and _regex(place.unless, re.IGNORECASE).search(content))


def _once(find: Callable[[Document], tuple[Finding, ...]], document: Document) -> Iterator[Finding]:
    """Yield what `find` finds, computed once a document: rules in code ask the line rules as well."""
    return iter(document.derived(find))


@cache
def _regex(source: str, flags: int) -> re.Pattern[str]:
    """Return a compiled expression, once in a process: the cache of `re` itself is too small for all rules."""
    return re.compile(source, flags)


def line_finding(voice: Voice, document: Document, first: int, last: int | None = None) -> Finding:
    """Return the finding that asks to remove a line, or the lines `first` to `last`."""
    start = document.lines[first].start
    end = document.lines[first if last is None else last].end
    content = document.prose[start:end]
    start += len(content) - len(content.lstrip())
    end -= len(content) - len(content.rstrip())
    span = document.removal(first, last)
    message = voice.message.replace("{found}", shown(document.text[start:end]))
    fix = Fix(voice.safety, (Edit(span.start, span.end, "", voice.rule),))
    return Finding(voice.rule, start, max(start, end), message, voice.severity, fix)


def lines_with(needs: Needs, max_length: int, document: Document) -> list[int]:
    """Return the lines of at most `max_length` characters that may hold what `needs` asks for, in order."""
    numbers: set[int] = set()
    for alternative in needs:
        word = max(alternative, key=len)
        numbers.update(_lines_of(word.lstrip("*"), document, whole=word[0] != "*"))
    if not needs:
        numbers.update(document.filled)
    return sorted(n for n in numbers if document.lines[n].end - document.lines[n].start <= max_length)


def lines_from(first: frozenset[str], max_length: int, document: Document) -> list[int]:
    """Return the lines of at most `max_length` characters that begin with one of the keys `first`, in order."""
    lines = document.lines
    numbers = [n for key in document.first_words.keys() & first for n in document.first_words[key]]
    return sorted(n for n in numbers if lines[n].end - lines[n].start <= max_length)


def _lines_of(part: str, document: Document, *, whole: bool) -> Iterator[int]:
    text, size = document.folded, len(part)
    start = text.find(part)
    while start >= 0:
        stop = start + size
        if not whole or not (text[start - 1 : start].isalnum() or text[stop : stop + 1].isalnum()):
            number = document.line_number(start)
            yield number
            stop = document.lines[number].stop
        start = text.find(part, stop)


def in_zone(document: Document, number: int, zone: str) -> bool:
    """Tell whether a line stands in a zone: "head" and "tail" lie outside the running prose, "edge" is either.

    "inside" has running prose before and behind; "any" is everywhere. Without running prose, all is head and tail.
    """
    if zone == "any":
        return True
    first, last = document.body
    head, tail = number < first or first == last, number >= last
    if zone == "head":
        return head
    if zone == "tail":
        return tail
    if zone == "inside":
        return not head and not tail
    return head or tail


def line_probes(entry: Entry, voice: Voice) -> Iterator[Probe]:
    """Yield a probe for each line pattern of an entry."""
    place = Place(entry.get("zone", "any"), entry.get("max_length", 200), entry.get("unless"))
    flags = 0 if entry.get("case") else re.IGNORECASE
    for source, (needs, words) in zip(entry["lines"], entry["needs"], strict=True):
        first = frozenset(words)
        find = partial(_find_line, voice, source, flags, place, needs, first)
        yield Probe(needs, partial(_once, find), first or None)


# --- all ----------------------------------------------------------------------------------------------------------

NEEDS = {"swap": swap_needs, "pattern": pattern_needs, "line": line_needs}
"""How each kind tells what its probes need."""

PROBES = {"swap": swap_probes, "pattern": pattern_probes, "line": line_probes}
"""How each kind makes its probes."""


def build(entry: Entry) -> Rule:
    """Return the rule that a validated entry describes."""
    voice = Voice(
        entry["id"],
        entry["message"],
        Severity(entry.get("severity", "warning")),
        Safety(entry.get("safety", "suggestion")),
        entry.get("quoted", "suggestion"),
    )
    return Rule(
        id=entry["id"],
        severity=voice.severity,
        safety=voice.safety,
        why=entry["why"],
        probes=tuple(PROBES[entry["kind"]](entry, voice)),
        examples=tuple(Example(example["bad"], example.get("good")) for example in entry.get("examples", ())),
        keep=tuple(entry.get("keep", ())),
        default=entry.get("default", True),
        source=entry.get("source", "built in"),
    )
