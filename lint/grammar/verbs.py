"""Verbs in a form that the word before them does not take: "will sent", "has went", "helped launching the"."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial
from typing import NamedTuple

from lint.grammar.inflection import base_of, gerund_of, participle_of
from lint.grammar.places import Word, example, needing, next_word, occurrences, offered, word_before
from lint.kinds import Voice
from lint.lexicon import tags, zipf
from lint.pattern import lazy
from lint.rule import Finding, Probe, Rule, Safety, Severity
from lint.text import Document


def _set(words: str) -> frozenset[str]:
    return frozenset(words.split())


_DETERMINERS = _set(
    "the a an his her its their our my your this that these those some any no such each every free good ill iron own"
)
_MODALS = _set("will would can could shall should must may might cannot")
_ASKS_FOR_PLAIN_TO = _set(
    "want wants wanted decide decides decided refuse refuses refused vowed vows intends intended manages managed "
    "expects expected hopes hoped promises promised plans planned tries tried fails failed seeks sought begins began"
)
_OBJECT = lazy(
    r"\s+(?:the|an?|its|his|her|their|our|your|my|this|that|these|those|them|him|us|it|to|more|two|three|several|many)\b"
)
_NEVER_NOUNS = _set(
    "allows includes provides requires becomes achieves announces believes considers continues creates decides enables "
    "encourages ensures explains follows helps leverages maintains prevents produces protects receives reduces remains "
    "seems supports"
)
_HELP_IS_A_VERB = _set("to will would can could may might should must they we who which that also further")
_NO_HELP = _set("not cannot can't can’t couldn't couldn’t")
_QUESTION = lazy(r"\b(?:all|what|thing|do|does|did|done|to|is)\b")
_NOT_A_MISTAKE = _set(
    "put cut hit set let shut hurt cost cast split spread beat bet bid burst quit read rid shed thrust come become run "
    "overcome overrun complete separate perfect secure duplicate elaborate moderate alternate appropriate intimate "
    "approximate articulate legitimate select ingest log was were might well better broadcast forecast input upset must ought needs bore lay born borne"
)


def _only(word: str, wanted: str, forbidden: str) -> bool:
    """Tell whether a word can be one of the forms `wanted` and none of the forms `forbidden`."""
    forms = set(tags(word))
    return bool(forms & set(wanted)) and not forms & set(forbidden) and word not in _NOT_A_MISTAKE and zipf(word) >= 2.5


class Frame(NamedTuple):
    """A rule on the word behind certain words: when it is wrong, and what it should be."""

    words: frozenset[str]
    is_wrong: Callable[[Document, Word, Word], bool]
    repair: Callable[[str], str | None]


def _after_modal(document: Document, modal: Word, verb: Word) -> bool:
    if document.prose[modal.start].isupper() or word_before(document, modal.start) in _DETERMINERS:
        return False
    if "z" in tags(verb.text) and _only(verb.text, "z", "bsar"):
        return "p" not in tags(verb.text) or bool(_OBJECT.match(document.folded, verb.end))
    return _only(verb.text, "dn", "bpsar")


def _after_to(document: Document, to: Word, verb: Word) -> bool:
    if _only(verb.text, "d", "bnpsar"):
        return True
    if _only(verb.text, "z", "bpsar") and (verb.text in _NEVER_NOUNS or _OBJECT.match(document.folded, verb.end)):
        return True
    return (
        word_before(document, to.start) in _ASKS_FOR_PLAIN_TO
        and _only(verb.text, "g", "b")
        and bool(_OBJECT.match(document.folded, verb.end))
    )


def _after_did_not(document: Document, word: Word, verb: Word) -> bool:
    if word.text == "not" and word_before(document, word.start) not in ("did", "does", "do"):
        return False
    return _only(verb.text, "dzn", "bpsar")


def _after_have(document: Document, have: Word, verb: Word) -> bool:
    if have.text == "been":
        return _only(verb.text, "b", "acdgnprsz") or _only(verb.text, "d", "abgnprsz")
    if _only(verb.text, "d", "abgnprsz"):
        return True
    return have.text in ("has", "had") and _only(verb.text, "b", "adgnprsz")


def _after_help(document: Document, helps: Word, verb: Word) -> bool:
    before = word_before(document, helps.start)
    if before in _NO_HELP or (helps.text == "help" and before not in _HELP_IS_A_VERB) or "b" in tags(verb.text):
        return False
    return "g" in tags(verb.text) and bool(_OBJECT.match(document.folded, verb.end))


def _after_preposition(document: Document, preposition: Word, verb: Word) -> bool:
    return _only(verb.text, "b", "adgnprsz") and bool(_OBJECT.match(document.folded, verb.end))




def _find(voice: Voice, frame: Frame, document: Document) -> Iterator[Finding]:
    for word in occurrences(document, frame.words):
        verb = next_word(document, word.end)
        if verb and frame.is_wrong(document, word, verb):
            fix = frame.repair(verb.text)
            span = (verb.start, verb.start + len(verb.text))
            yield from offered(voice, document, span, fix if fix != verb.text else None)


def _as_participle(verb: str) -> str | None:
    base = base_of(verb) if "b" not in tags(verb) else verb
    return participle_of(base) if base else None


def _rule(
    name: str, why: str, frames: tuple[Frame, ...], examples: tuple[str, ...], keep: tuple[str, ...]
) -> Rule:
    voice = Voice(
        f"grammar.{name}",
        "'{found}' is the wrong form of the verb here; '{fix}' fits.",
        Severity.WARNING,
        Safety.SUGGESTION,
        "suggestion",
    )
    return Rule(
        id=voice.rule,
        severity=voice.severity,
        safety=voice.safety,
        why=why,
        probes=tuple(Probe(needing(frame.words), partial(_find, voice, frame)) for frame in frames),
        examples=tuple(example(marked) for marked in examples),
        keep=keep,
    )


RULES: tuple[Rule, ...] = (
    _rule(
        "verb-after-modal",
        "After 'will', 'can', 'must' and their like the verb has no ending; a word-by-word rewrite left one.",
        (Frame(_MODALS, _after_modal, base_of),),
        ("The army will {sent|send} more soldiers to the border.", "The tax may {affects|affect} the small shops."),
        (
            "The will left by the banker was read on Monday.",
            "The army will send more soldiers, as the ministry might have said.",
        ),
    ),
    _rule(
        "verb-after-to",
        "After 'to' the verb has no ending; a synonym table put in another form.",
        (Frame(_set("to"), _after_to, base_of),),
        (
            "The deal allows the firm to {includes|include} the port in its plans.",
            "The mayor tried to {took|take} the microphone.",
            "The company wants to {building|build} a dam on the river.",
        ),
        ("The road leads to improved services.", "The mayor tried to take the microphone from her."),
    ),
    _rule(
        "verb-after-did",
        "After 'did not' and 'does not' the verb has no ending: the ending stands on 'did' already.",
        (
            Frame(_set("not"), _after_did_not, base_of),
        ),
        ("The minister did not {went|go} to the talks.", "The town does not {has|have} a bridge."),
        ("The minister did not go to the talks, and not only did rain fall.",),
    ),
    _rule(
        "verb-after-have",
        "After 'has', 'have', 'had' and 'been' stands the past participle, not the past tense or the bare verb.",
        (Frame(_set("has have had been"), _after_have, _as_participle),),
        (
            "The minister has {went|gone} home.",
            "The plan has been {announce|announced} in the capital.",
            "The court has {decide|decided} the case.",
        ),
        ("The minister has gone home, and had led talks before.", "They have support, and the plan has been put off."),
    ),
    _rule(
        "verb-after-help",
        "'Help' takes the bare verb or one with 'to'; a rewriting tool that turns 'launch' into 'launching' does not know.",
        (Frame(_set("help helps helped helping"), _after_help, base_of),),
        (
            "The president had helped {launching|launch} the stalled project.",
            "The loan helps {paying|pay} the teachers of the town.",
        ),
        (
            "She could not help thinking that it was late.",
            "The agency helps cleaning businesses grow, and helped bring the two sides together.",
        ),
    ),
    _rule(
        "verb-after-preposition",
        "After a preposition a verb takes -ing; the synonym that was put in has lost its ending.",
        (Frame(_set("of for by without about despite"), _after_preposition, gerund_of),),
        (
            "The two sides spoke of {improve|improving} the roads.",
            "He was fined for {destroy|destroying} the files.",
        ),
        ("The two sides spoke of improving the roads.", "It was paid for by the state, for use in the schools."),
    ),
)
"""Rules on the form of a verb."""
