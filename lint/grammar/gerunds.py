"""Verbs that take another one in -ing: "avoided to speak", "looking forward to meet"."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial

from lint.edits import Edit
from lint.grammar.inflection import gerund_of
from lint.grammar.pairs import Word, example
from lint.grammar.places import next_word, word_before
from lint.kinds import Voice
from lint.lexicon import tags
from lint.pattern import lazy
from lint.rule import Finding, Probe, Rule, Safety, Severity
from lint.text import Document

_AVOIDED = (
    "avoids avoided avoiding considers considering enjoys enjoyed enjoying denies denied denying suggest suggests "
    "suggested suggesting prohibits resisted recalled"
).split()
_FORWARD = "forward accustomed opposed objected objects resorted averse".split()
_PASSIVE = frozenset("is are was were be been being not".split())
_OBJECT = lazy(r" (?:the|an?|its|his|her|their|our|your|my|this|that|these|those|them|him|us|it|more)\b")


def _find(
    voice: Voice, words: list[str], confirms: Callable[[Document, Word, Word], bool], document: Document
) -> Iterator[Finding]:
    for word in document.words.intersection(words):
        for start in document.places(f"{word} to "):
            before, end = Word(word, start, start + len(word)), start + len(word) + len(" to")
            verb = next_word(document, end)
            if (
                verb
                and "b" in tags(verb.text)
                and confirms(document, before, verb)
                and not document.is_quoted(start, verb.end)
            ):
                yield from _gerund(voice, document, before, verb)


def _gerund(voice: Voice, document: Document, before: Word, verb: Word) -> Iterator[Finding]:
    start = verb.start if before.text in _FORWARD else verb.start - len("to ")
    fix = gerund_of(verb.text)
    yield voice.finding(document, start, verb.end, (Edit(start, verb.end, fix, voice.rule),) if fix else ())


def _is_avoided(document: Document, before: Word, verb: Word) -> bool:
    if word_before(document, before.start) in _PASSIVE or document.folded[before.start - 1 : before.start].isalnum():
        return False
    return not set(tags(verb.text)) & set("adgnprsz") or bool(_OBJECT.match(document.folded, verb.end))


def _is_preposition(document: Document, before: Word, verb: Word) -> bool:
    if before.text == "forward" and not word_before(document, before.start).startswith("look"):
        return False
    return bool(_OBJECT.match(document.folded, verb.end))


def _rule(
    name: str,
    message: str,
    why: str,
    words: list[str],
    confirms: Callable[[Document, Word, Word], bool],
    examples: tuple[str, ...],
    keep: tuple[str, ...],
) -> Rule:
    voice = Voice(f"grammar.{name}", message, Severity.WARNING, Safety.SUGGESTION, "suggestion")
    return Rule(
        id=voice.rule,
        severity=voice.severity,
        safety=voice.safety,
        why=why,
        probes=(Probe(tuple((word, "to") for word in words), partial(_find, voice, words, confirms), local=True),),
        examples=tuple(example(marked) for marked in examples),
        keep=keep,
    )


RULES: tuple[Rule, ...] = (
    _rule(
        "avoid-to",
        "'{found}': the verb before it takes '{fix}'.",
        "'Avoid', 'consider' and 'suggest' take 'speaking'; other verbs, other languages and synonym tables take 'to speak'.",
        _AVOIDED,
        _is_avoided,
        (
            "The actor has avoided {to speak|speaking} about the trial.",
            "The coach suggested {to rest|resting} the captain.",
        ),
        ("The actor avoided speaking. He is considered to lead, and the plan was suggested to them.",),
    ),
    _rule(
        "forward-to",
        "'{found}': this 'to' is a preposition, and behind it the verb takes -ing: '{fix}'.",
        "The 'to' of 'look forward to' and 'opposed to' is a preposition, not the sign of an infinitive.",
        _FORWARD,
        _is_preposition,
        ("She is looking forward to {meet|meeting} the mayor.", "The union is opposed to {raise|raising} the age."),
        ("She is looking forward to meeting the mayor, and to the play. He stepped forward to receive the prize.",),
    ),
)
"""Rules on verbs that take another one in -ing."""
