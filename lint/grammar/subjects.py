"""Sentences whose first words are a subject of another number than its verb: "The causes of the crash is"."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from itertools import chain

from lint.edits import Edit
from lint.grammar.number import COLLECTIVE, MASS, is_plural, is_singular
from lint.grammar.pairs import example
from lint.kinds import Voice
from lint.lexicon import tags
from lint.pattern import lazy
from lint.rule import Finding, Probe, Rule, Safety, Severity
from lint.text import Document

_VOICE = Voice(
    "grammar.subject-agreement",
    "'{found}' does not agree with the subject of the sentence: '{fix}'.",
    Severity.WARNING,
    Safety.SUGGESTION,
    "suggestion",
)
_OTHER = {
    "has": "have", "have": "has", "is": "are", "are": "is", "was": "were", "were": "was", "does": "do", "do": "does",
    "don't": "doesn't", "don’t": "doesn’t", "doesn't": "don't", "doesn’t": "don’t",
}  # fmt: skip
_OPENING = lazy(
    r"(?:The|This|These|Those|An?|Its|His|Her|Their|Our|Another|Several|Many) "
    r"(?P<before>(?:[a-z]+ ){0,2}?)(?P<head>[a-z]+)"
    r"(?P<of> (?:of|for|from|in|on|to) (?:(?:the|a|an|its|his|her|their|our|this|these|those) )?(?:[a-z]+ )?[a-z]+)?"
    r"(?: (?:still|also|now|already|both))? (?P<verb>has|have|is|are|was|were|does|do|don['’]t|doesn['’]t)(?= (?P<next>[a-z]+))"
)
_PAIR = lazy(
    r"(?:The|An?|His|Her|Their) [a-z]{3,14} and (?:his|her|their|the) [a-z]{3,14} (?P<verb>was|is|has) "
    r"(?:been|also|now|still|not|born|in|at|on|from|both|[a-z]{3,}(?:ed|ing))\b"
)
_SHARE = lazy(
    r"(?:Most|Much|All|Some|Part|Half|Many|Several|Both|Two thirds|Three quarters) of (?:the|its|his|her|their|our|these|this) "
    r"(?P<before>(?:[a-z]+ )?)(?P<head>[a-z]+) (?P<verb>has|have|is|are|was|were)(?= [a-z])"
)
_SENTENCE_GAP = lazy(r"[\n.!?](?:(?<=\n)|(?<!\n)[”\"]? )(?=[ABHIMOPST])")
_HEADLINE = lazy(
    r"(?P<before>(?:[\w’-]+ ){0,3})(?P<head>[A-Za-z][a-z]+) (?P<verb>[Hh]ave)"
    r"(?= (?i:(?P<next>always|been|also|already|become|not|never|long))\b)"
)
_NONE = lazy(
    r"[Tt]here (?P<verb>is|was) no (?:[a-z]+ )?(?P<head>[a-z]+)(?=[.,;]| (?:of|for|to|in|on|at|that|with|about)\b)"
)
_JOINS = frozenset("and or of in on at by for with from to if should would could can will did do does nor both".split())
_NO_SUBJECTS = frozenset(
    (
        "can will may might must should would could need dare all most some none any number majority minority rest "
        "group lot pair variety range series handful total couple percentage part half third quarter host bulk "
        "array string wave spate combination mixture mix set class type kind sort generation proportion amount "
        "quantity flood stream list crowd fraction remainder quota myriad plethora slew trio bunch crop wealth "
    ).split()
)
_NUMBERS = frozenset("hundred thousand million billion dozen percent time one what that which who".split())


def _find(document: Document) -> Iterator[Finding]:
    for start, pattern, judge in _places(document):
        match = pattern.match(document.prose, start)
        if match and judge(match) and not document.is_quoted(*match.span("verb")):
            start, end = match.span("verb")
            fix = _OTHER[match["verb"].lower()]
            fix = fix.capitalize() if match["verb"][0].isupper() else fix
            yield _VOICE.finding(document, start, end, (Edit(start, end, fix, _VOICE.rule),))


def _places(document: Document) -> Iterator[tuple[int, re.Pattern[str], Callable[[re.Match[str]], bool]]]:
    """Yield where to look for what: at the starts of sentences, of lines that hold "have", and at "there is no"."""
    gaps = (match.end() for match in document.finditer(_SENTENCE_GAP))
    for start in chain((span.start for span in document.segments), gaps):
        yield start, _OPENING, _clashes
        yield start, _PAIR, bool
        yield start, _SHARE, _clashes_with_share
    for number in document.filled:
        if "have" in document.line_words[number][1:9]:
            yield document.lines[number].start, _HEADLINE, _clashes_in_headline
    if document.words.issuperset(("there", "no")):
        for place in chain(document.places("there is no "), document.places("there was no ")):
            yield place, _NONE, _clashes_behind_there


def _clashes(match: re.Match[str]) -> bool:
    if not all(_describes(word) for word in match["before"].split()) or match["next"] in _NUMBERS:
        return False
    certain = bool(match["of"]) or bool(set(tags(match["next"])) & set("gn"))
    return _disagree(match["head"], match["verb"], certain=certain)


def _clashes_with_share(match: re.Match[str]) -> bool:
    """Tell whether "most of" and a noun that is surely one or many have a verb of the other number."""
    if not all(_describes(word) for word in match["before"].split()):
        return False
    one = match["head"] in MASS
    return one if match["verb"] in ("have", "are", "were") else is_plural(match["head"])


def _clashes_in_headline(match: re.Match[str]) -> bool:
    words = set(match["before"].lower().split())
    return not words & _JOINS and _disagree(match["head"].lower(), "have", certain=True)


def _clashes_behind_there(match: re.Match[str]) -> bool:
    return is_plural(match["head"])


def _describes(word: str) -> bool:
    """Tell whether a word before the noun is a plain adjective or noun, not the verb of a clause of its own."""
    forms = set(tags(word))
    return bool(forms & set("as")) and not forms & set("gzdr") and word not in _JOINS


def _disagree(noun: str, verb: str, *, certain: bool) -> bool:
    if verb.startswith(("has", "is", "was", "does")):
        return is_plural(noun) and (certain or verb != "is")
    if noun in COLLECTIVE or noun in _NO_SUBJECTS:
        return False
    return is_singular(noun)


RULES: tuple[Rule, ...] = (
    Rule(
        id=_VOICE.rule,
        aliases=("grammar.plural-with-singular-verb", "grammar.singular-have"),
        severity=_VOICE.severity,
        safety=_VOICE.safety,
        why="The subject was exchanged for one of another number and the verb was left as it was.",
        probes=(
            Probe(
                (("have",), ("has",), ("are",), ("is",), ("were",), ("was",), ("do",), ("does",), ("don",), ("doesn",)),
                _find,
                local=True,
            ),
        ),
        examples=(
            example("The causes of the crash {was|were} not known.\n"),
            example("The price of coffee {have|has} risen by a third.\n"),
            example("The agreement {have|has} been signed in the capital.\n"),
            example("Most of the money {were|was} spent on roads.\n"),
            example("Half of the pupils {was|were} absent on Monday.\n"),
            example("There {is|are} no plans for a tunnel.\n"),
            example("The singer and her sister {was|were} born in Naples.\n"),
            example("Norway-Sweden Relationship {Have|Has} Always Been Good\n\nThe two met in May.\n"),
        ),
        keep=(
            "The crew have been saved, and the majority of the members are women.",
            "The woman selling flowers was hurt. The number of owls has fallen. The team are on their way.",
            "Did the agreement have a clause, and should the president have been told?",
        ),
    ),
)
"""Rules on the subject of a sentence and its verb."""
