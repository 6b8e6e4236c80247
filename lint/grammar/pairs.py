"""Two words that cannot stand side by side: which pairs a text holds, and where.

A text's pairs are collected once and every rule looks only at those that begin with its words, so that most rules cost
next to nothing on a text without mistakes.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from functools import partial
from itertools import compress, pairwise
from typing import NamedTuple

from lint.edits import Edit
from lint.kinds import Voice
from lint.lexicon import Suspicion
from lint.rule import Example, Finding, Probe, Rule, Safety, Severity
from lint.text import Document, Needs

FIRST_WORDS = frozenset(
    (
        "a about across against agreed allowed an another are at be been being believed by can cannot could cut "
        "decided despite didn't didn’t doesn't doesn’t don't don’t each eight every everybody everyone everything "
        "expected failed few five for forced four from gave had has have he held help helped helping helps his "
        "hoped in into is it its less likely lost managed many may might more most much must my nine nobody not "
        "nothing numerous of opened our pledged promised reached refused scheduled seven several shall she should "
        "six sold somebody someone supposed the their these they this those thought three through to two unable "
        "unlikely various vowed was we were will within without won would you your "
    ).split()
)
"""The words whose followers are collected: every frame begins with some of them."""

_MARKS = ".,;:!?…)]}”’\"'"


class Word(NamedTuple):
    """A folded word and where it stands."""

    text: str
    start: int
    end: int


Followers = dict[str, set[str]]


class Frame(NamedTuple):
    """A mistake in the word behind one of `words`.

    `suspects` judges the word alone, `confirms` with the text around, and `repair` says what should stand there.
    If there are words `before`, one of them must stand before the first word.
    """

    words: frozenset[str]
    suspects: Callable[[str], bool]
    confirms: Callable[[Document, Word, Word], bool]
    repair: Callable[[str], str | None]
    before: frozenset[str] = frozenset()


def followers(document: Document) -> Followers:
    """Return what stands behind each of FIRST_WORDS, with the marks at its end."""
    found: Followers = {}
    for first, second in compress(pairwise(document.tokens), map(FIRST_WORDS.__contains__, document.tokens)):
        found.setdefault(first, set()).add(second)
    return found


def bare(token: str) -> str:
    """Return a word without the marks at its end."""
    return token.rstrip(_MARKS)


def suspicion(suspects: Callable[[str], bool]) -> Suspicion:
    """Return what judges words with marks at their end by the words alone."""
    return Suspicion(lambda token: suspects(bare(token)))


def find(voice: Voice, frame: Frame, suspected: Suspicion, document: Document) -> Iterator[Finding]:
    """Yield the mistakes that a frame describes, outside of quoted speech."""
    pairs = document.derived(followers)
    for first in frame.words & pairs.keys():
        for second in set(map(bare, suspected.among(pairs[first]))):
            yield from _confirmed(voice, frame, document, first, second)


def _confirmed(voice: Voice, frame: Frame, document: Document, first: str, second: str) -> Iterator[Finding]:
    for word, after in places(document, first, second):
        if frame.confirms(document, word, after) and not document.is_quoted(word.start, after.end):
            fix = frame.repair(after.text)
            edits = (Edit(after.start, after.end, fix, voice.rule),) if fix and fix != after.text else ()
            yield voice.finding(document, after.start, after.end, edits)


def places(document: Document, first: str, second: str) -> Iterator[tuple[Word, Word]]:
    """Yield where two folded words stand side by side on a line, the second one in lower case and whole."""
    text, prose, size = document.folded, document.prose, len(first)
    for start in document.places(f"{first} {second}"):
        end = start + size + 1 + len(second)
        before, behind = text[start - 1 : start], text[end : end + 1]
        whole = not (before.isalnum() or before in set("'’-‑–_@#&/.")) if before else True
        if whole and not (behind.isalnum() or behind in set("-‑_@")) and prose[start + size + 1].islower():
            yield Word(first, start, start + size), Word(second, start + size + 1, end)


def example(marked: str) -> Example:
    """Return the example that a sentence with one "{wrong|right}", or only "{wrong}", in it stands for."""
    before, _, rest = marked.partition("{")
    found, _, after = rest.partition("}")
    wrong, bar, right = found.partition("|")
    return Example(before + wrong + after, before + right + after if bar else None)


def framed(
    name: str,
    message: str,
    why: str,
    frame: Frame,
    examples: tuple[str, ...],
    keep: tuple[str, ...],
    *,
    severity: Severity = Severity.WARNING,
    other: Frame | None = None,
) -> Rule:
    """Return the rule that finds what one or two frames describe; `examples` are marked, see `example`."""
    voice = Voice(f"grammar.{name}", message, severity, Safety.SUGGESTION, "suggestion")
    return Rule(
        id=voice.rule,
        severity=severity,
        safety=voice.safety,
        why=why,
        probes=tuple(_probe(voice, each) for each in (frame, other) if each),
        examples=tuple(example(marked) for marked in examples),
        keep=keep,
    )


def _probe(voice: Voice, frame: Frame) -> Probe:
    if not frame.words <= FIRST_WORDS:
        raise ValueError(f"{voice.rule}: add {sorted(frame.words - FIRST_WORDS)} to FIRST_WORDS")
    words = sorted({re.split("['’]", word)[0] for word in frame.words})
    needs: Needs = tuple((word,) for word in words)
    if frame.before:
        needs = tuple((first, (first, word)) for first in sorted(frame.before) for word in words)
    return Probe(needs, partial(find, voice, frame, suspicion(frame.suspects)), local=True)
