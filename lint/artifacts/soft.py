"""Words that are good English by themselves and suspect only in a text that is proven to be spun."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from math import exp

from lint.artifacts.evidence import hard_hits, odd_collocations
from lint.edits import Edit
from lint.kinds import Voice, fit_case
from lint.lexicon import zipf
from lint.packs import data
from lint.rule import Example, Finding, Probe, Rule, Safety, Severity
from lint.text import Document

VOICE = Voice(
    "artifact.soft-replacement",
    "'{found}' may stand for '{fix}': other words show that a spinner went through this text.",
    Severity.INFO,
    Safety.SUGGESTION,
    "suggestion",
)

LEAST_COLLOCATIONS = 3
"""Fewest different broken set phrases that prove a rewritten text; none of 790 clean articles has two."""

IMPROBABLE = 0.2
"""Probability below which the lack of a word is worth a word."""

LONG_TEXT = 300
"""Words from which the lack of an everyday word means something."""


@cache
def _table(name: str) -> dict[str, str]:
    found: dict[str, str] = data("artifacts/soft.toml")[name]
    return found


def suspects(document: Document) -> dict[str, str]:
    """Return the words that are suspect in a document, each with what the writer may have written."""
    found: dict[str, str] = {}
    hits = hard_hits(document)
    for hit in hits:
        for pair in hit.repairs[0].pairs:
            if pair.source not in document.words:
                found[pair.replacement] = pair.source
    if hits and len(document.text) > LONG_TEXT * 6:
        found |= {bad: good for bad, good in _table("beside_damage").items() if good not in document.words}
    listed = {bad: good for bad, good in _table("beside_collocations").items() if bad in document.words}
    if listed and len(document.derived(odd_collocations)) >= LEAST_COLLOCATIONS:
        found |= listed
    return found


def lacking(document: Document, word: str) -> str:
    """Return in words how improbable it is that a text of this length lacks a word by chance, if it is improbable.

    A word of a rate r is lacking from n words with a probability of exp(-rn) (Poisson); r is the lexicon's.
    """
    if word in document.words or " " in word:
        return ""
    length = document.folded.count(" ") + 1
    chance = exp(-length * 10 ** (zipf(word) - 9))
    if chance > IMPROBABLE:
        return ""
    return f", and '{word}' is missing from all {length} words, which chance alone explains in {chance:.1%} of texts"


@cache
def _phrase(bad: str) -> re.Pattern[str]:
    first = re.escape(bad.split()[0])  # a literal comes first in the expression, because that is found quickly
    return re.compile(rf"{first}(?<=\b{first}){re.escape(bad)[len(first) :]}\b(?!['’-])".replace(r"\ ", r"\s+"))


def find(document: Document) -> Iterator[Finding]:
    """Yield the suspect words of a document that is proven spun."""
    for bad, good in sorted(suspects(document).items()):
        if not document.words.issuperset(bad.split()):
            continue
        for match in _phrase(bad).finditer(document.folded):
            start, end = match.span()
            edit = Edit(start, end, fit_case(good, document.prose[start:end]), VOICE.rule)
            finding = VOICE.finding(document, start, end, (edit,))
            yield finding._replace(message=finding.message[:-1] + lacking(document, good) + ".")


RULE = Rule(
    id=VOICE.rule,
    severity=VOICE.severity,
    safety=VOICE.safety,
    why="A spinner applies its table to the whole text, so one proven replacement makes every use of it suspect.",
    probes=(Probe((), find),),
    examples=(
        Example("They fought once morest the flood. Then once more it rained.",
                "They fought once morest the flood. Then again it rained."),
    ),
    keep=("They fought against the flood. Then once more it rained.", "Two youngsters might win."),
)  # fmt: skip
