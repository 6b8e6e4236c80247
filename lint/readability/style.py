"""What makes prose hard to read, sentence by sentence and paragraph by paragraph, against the thresholds of a profile."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from functools import cache, partial
from typing import NamedTuple

from lint.kinds.voice import Voice
from lint.lexicon import tags
from lint.packs import data
from lint.pattern import lazy
from lint.readability.sentences import sentences
from lint.rule import Example, Finding, Probe, Rule, Safety, Severity
from lint.text import Document

PROFILES = ("news", "plain", "academic")
"""The kinds of reader for whom there are thresholds."""

_WORD = lazy(r"[^\W_][\w’'.,-]*")
_CLAUSE = lazy(
    r"\b(?:which|who|whom|whose|that|because|although|though|while|whereas|when|where|if|unless|until|since|after|before|as)\b"
    r"|[;:]|, (?:and|but|or|so) ",
    re.IGNORECASE,
)
_PASSIVE = lazy(r"\b(?:is|are|was|were|been|being|be)\s+(?:not\s+|also\s+|then\s+|\w+ly\s+)?(?P<verb>[a-z]+)\b")
_NOMINAL = lazy(r"\b[a-z]{3,}(?:tion|tions|ment|ments|ance|ances|ence|ences|ity|ities|ness|ization|isation)\b")
_CAPITALS = lazy(r"(?<![\w’'.&/-])[A-Z]{3,6}(?![\w’'&/-])")
_DIGIT = lazy(r"\d+(?![\d.,:/%)°×-]|(?:st|nd|rd|th)\b)")


class Profile(NamedTuple):
    """The thresholds for a kind of reader, as `rules/readability/profiles.toml` describes them."""

    sentence_words: int
    sentence_clauses: int
    paragraph_words: int
    passive_share: float
    nominal_nouns: int
    openings: int


class Sentence(NamedTuple):
    """A sentence of running prose and its words."""

    start: int
    end: int
    text: str
    words: int


@cache
def profile(name: str) -> Profile:
    """Return the thresholds of a profile."""
    return Profile(**data("readability/profiles.toml")[name])


def paragraphs_of(document: Document) -> list[list[Sentence]]:
    """Return the sentences of each paragraph of running prose."""
    found = []
    for number in document.filled:
        line = document.lines[number]
        content = document.prose[line.start : line.end]
        if not content.rstrip().endswith((".", "!", "?", "…", "”", '"', ")")):
            continue
        found.append(
            [
                Sentence(
                    line.start + start, line.start + end, content[start:end], len(_WORD.findall(content, start, end))
                )
                for start, end in sentences(content)
            ]
        )
    return [paragraph for paragraph in found if paragraph]


def is_passive(sentence: str) -> bool:
    """Tell whether a sentence has a verb in the passive voice, as far as its form shows."""
    return any("n" in tags(match["verb"]) and "a" not in tags(match["verb"]) for match in _PASSIVE.finditer(sentence))


def clauses_of(sentence: str) -> int:
    """Return how many clauses a sentence has, as far as the words between them show."""
    return 1 + len(_CLAUSE.findall(sentence))


def nominals_of(sentence: str) -> int:
    """Return how many abstract nouns made of verbs and adjectives a sentence has."""
    return len(_NOMINAL.findall(sentence))


_Made = Iterator[tuple[int, int, str]]


def _clauses(limits: Profile, document: Document) -> _Made:
    for paragraph in document.derived(paragraphs_of):
        for sentence in paragraph:
            count = clauses_of(sentence.text) if sentence.words > limits.sentence_clauses * 4 else 0
            if count > limits.sentence_clauses:
                yield sentence.start, sentence.end, f"The sentence has {count} clauses; split it."


def _paragraphs(limits: Profile, document: Document) -> _Made:
    for paragraph in document.derived(paragraphs_of):
        count = sum(sentence.words for sentence in paragraph)
        if count > limits.paragraph_words and len(paragraph) > 1:
            yield paragraph[0].start, paragraph[-1].end, f"The paragraph has {count} words; break it up."


def _passives(limits: Profile, document: Document) -> _Made:
    every = [sentence for paragraph in document.derived(paragraphs_of) for sentence in paragraph]
    passive = [sentence for sentence in every if is_passive(sentence.text)]
    if len(every) >= 8 and len(passive) > limits.passive_share * len(every):
        share = f"{len(passive)} of {len(every)} sentences are in the passive voice; say who acts, as in this one."
        yield passive[0].start, passive[0].end, share


def _nominals(limits: Profile, document: Document) -> _Made:
    for paragraph in document.derived(paragraphs_of):
        for sentence in paragraph:
            nouns = _NOMINAL.findall(sentence.text)
            if len(nouns) > limits.nominal_nouns:
                shown = ", ".join(nouns[:3])
                yield (
                    sentence.start,
                    sentence.end,
                    f"{len(nouns)} abstract nouns ({shown} …) in one sentence; use verbs.",
                )


def _openings(limits: Profile, document: Document) -> _Made:
    for paragraph in document.derived(paragraphs_of):
        run: list[Sentence] = []
        for sentence in [*paragraph, None]:
            if sentence and run and _first(sentence) == _first(run[0]):
                run.append(sentence)
                continue
            if len(run) > limits.openings:
                yield run[0].start, run[-1].end, f"{len(run)} sentences in a row begin with '{_first(run[0])}'."
            run = [sentence] if sentence else []


def _first(sentence: Sentence) -> str:
    match = _WORD.search(sentence.text)
    return match[0] if match else sentence.text


def _abbreviations(limits: Profile, document: Document) -> _Made:
    known, text = _known(), document.prose
    for match in document.derived(_first_abbreviations):
        name = match[0]
        spelled = re.search(rf"\({name}s?\)|\b{name}s? \((?=\w)|\b{name}, (?:or|short for)|“{name}”", text)
        if name not in known and not spelled and not document.line_text(document.line_number(match.start())).isupper():
            yield match.start(), match.end(), f"'{name}' is not explained; write it out where it comes first."


def _first_abbreviations(document: Document) -> list[re.Match[str]]:
    found: dict[str, re.Match[str]] = {}
    for match in _CAPITALS.finditer(document.prose):
        found.setdefault(match[0], match)
    return [match for match in found.values() if not _beside_capitals(document.prose, match)]


def _beside_capitals(text: str, match: re.Match[str]) -> bool:
    """Tell whether a word stands beside another one in capitals, as in a headline or a slogan."""
    around = re.findall(r"\b[A-Z]{2,}\b", text[max(match.start() - 14, 0) : match.end() + 14])
    return len(around) > 1


@cache
def _known() -> frozenset[str]:
    return frozenset(data("readability/abbreviations.toml")["known"])


def _numbers(limits: Profile, document: Document) -> _Made:
    for paragraph in document.derived(paragraphs_of):
        for sentence in paragraph:
            match = _DIGIT.match(sentence.text)
            if match and len(sentence.text) > match.end() and not 1000 <= int(match[0]) <= 2200:
                end = sentence.start + match.end()
                yield sentence.start, end, f"A sentence should not begin with the figure {match[0]}; write it out."


def _find(
    voice: Voice, limits: Profile, make: Callable[[Profile, Document], _Made], document: Document
) -> Iterator[Finding]:
    for start, end, message in make(limits, document):
        yield voice._replace(message=message.replace("{", "(").replace("}", ")")).finding(document, start, end, ())


class _Spec(NamedTuple):
    """A rule before its thresholds are known."""

    name: str
    why: str
    make: Callable[[Profile, Document], _Made]
    bad: str
    keep: str


_SHORT = "The council met on Monday. It spoke of the harbor. The vote was put off to the spring."
_SPECS = (
    _Spec(
        "many-clauses",
        "Each clause asks the reader to hold the one before it in mind.",
        _clauses,
        "The mayor, who had said that the bridge, which was built when the port opened, would close if the money that "
        "the state had promised did not come because the vote, which many feared, failed, left when the talks ended.",
        _SHORT,
    ),
    _Spec(
        "long-paragraph",
        "On a phone, a long paragraph is a wall.",
        _paragraphs,
        "The council met and spoke of the harbor, the ferry, the road and the new school on the hill near the river. "
        * 13,
        _SHORT,
    ),
    _Spec(
        "passive-voice",
        "The passive hides who did what, which is what news is about.",
        _passives,
        "The road was closed by the army. The mayor was arrested. The bridge was destroyed. Two men were killed. "
        "The port was attacked. The school was evacuated. The talks were postponed. The vote was delayed.",
        _SHORT,
    ),
    _Spec(
        "nominal-style",
        "Nouns made of verbs push the people out of the sentence.",
        _nominals,
        "The implementation of the recommendation for the improvement of the communication of information on the "
        "management of the administration is in the preparation.",
        _SHORT,
    ),
    _Spec(
        "same-opening",
        "Sentences that all begin alike read like a list.",
        _openings,
        "She met the mayor. She spoke of the port. She asked for a vote. She left the town at night.",
        _SHORT,
    ),
    _Spec(
        "undefined-abbreviation",
        "Readers outside the trade do not know it.",
        _abbreviations,
        "The COAS met the mayor on Monday and spoke of the border.",
        "The chief of army staff (COAS) met the mayor. The COAS spoke of NATO, the USA and the IMF.",
    ),
    _Spec(
        "number-opening",
        "A figure at the start has no capital, and runs into the full stop before it.",
        _numbers,
        "14 people were hurt in the storm on Monday.",
        "Fourteen people were hurt, 14 of them badly. 2024 was a year of storms.",
    ),
)


@cache
def rules(name: str) -> tuple[Rule, ...]:
    """Return the rules with the thresholds of a profile."""
    limits = profile(name)
    return tuple(_rule(spec, limits) for spec in _SPECS)


def _rule(spec: _Spec, limits: Profile) -> Rule:
    voice = Voice(f"readability.{spec.name}", "", Severity.INFO, Safety.SUGGESTION, "suggestion")
    return Rule(
        id=voice.rule,
        severity=voice.severity,
        safety=voice.safety,
        why=spec.why,
        probes=(Probe((), partial(_find, voice, limits, spec.make)),),
        examples=(Example(spec.bad.strip()),),
        keep=(spec.keep,),
        default=False,
    )
