"""Verbs in a form that the word before them does not take: "will sent", "has went", "helped launching the"."""

from __future__ import annotations

from functools import cache

from lint.grammar.inflection import base_of, gerund_of, participle_of
from lint.grammar.pairs import Frame, Word, framed
from lint.grammar.places import next_word, sentence_start, word_before
from lint.lexicon import tags, zipf
from lint.pattern import lazy
from lint.rule import Rule
from lint.text import Document


def _set(words: str) -> frozenset[str]:
    return frozenset(words.split())


_DETERMINERS = _set(
    "the a an his her its their our my your this that these those some any no such each every free good ill iron own"
)
_MODALS = _set("will would can could shall should must may might cannot")
_ASKS_FOR_PLAIN_TO = _set(
    "want wants wanted decide decides decided refuse refuses refused vow vowed vows intend intends intended manage manages "
    "managed able unable expect expects expected hope hopes hoped promise promises promised plan plans planned planning try "
    "tries tried trying fail fails failed seek seeks sought begin begins began continue continues continued agree agreed "
    "agrees pledge pledged pledges threaten threatens threatened struggle struggled struggles attempt attempted attempts "
    "believed supposed said reported alleged thought likely unlikely allowed forced ordered urged asked scheduled"
)
_OBJECT = lazy(
    r"\s+(?:the|an?|its|his|her|their|our|your|my|this|that|these|those|them|him|us|it|to|more|several|many|some|all|"
    r"two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|dozens|hundreds|thousands|millions|\d[\d,.]*)\b"
)
_NEVER_NOUNS = _set(
    "allows includes provides requires becomes achieves announces believes considers continues creates decides enables "
    "encourages ensures explains follows helps leverages maintains prevents produces protects receives reduces remains "
    "seems supports"
)
_SELDOM_PLAIN = _set("saw")
"""Past tenses that are plain verbs too, but seldom in the news."""
_BE_FORMS = _set("is are was were be been being am")
_WHAT_IT_IS = _set("what all that whatever it this")
_CLEFT = lazy(r"\b(?:what|all|thing|things|least|best|most|only|first|next|do|does|did|done|whatever|everything)\b")
_PRONOUNS = _set("he she it they we you i who")
_PREPOSITIONS = _set("owing according including following regarding concerning considering depending pending")
_COMPARES = lazy(r"\b(?:than|as|like|if|where|when)\b[^.!?\n]*\Z")
_SAW_IS_A_TOOL = _set("mill mills blade blades dust teeth and or")
_GOES_ON = lazy(
    r"\s+(?:the|an?|its|his|her|their|our|this|that|these|those|them|him|us|it|to|in|into|on|with|for|from|by|at|more)\b"
)
_HELP_IS_A_VERB = _set("to will would can could may might should must they we who which that also further")
_NO_HELP = _set("not cannot can't can’t couldn't couldn’t")
_NOT_A_MISTAKE = _set(
    "put cut hit set let shut hurt cost cast split spread beat bet bid burst quit read rid shed thrust come "
    "become run overcome overrun complete separate perfect secure duplicate elaborate moderate alternate "
    "appropriate intimate approximate articulate legitimate select ingest log was were might well better "
    "broadcast forecast input upset must ought needs bore lay born borne "
)


@cache
def _only(word: str, wanted: str, forbidden: str) -> bool:
    """Tell whether a word can be one of the forms `wanted` and none of the forms `forbidden`."""
    forms = set(tags(word))
    return bool(forms & set(wanted)) and not forms & set(forbidden) and word not in _NOT_A_MISTAKE and zipf(word) >= 2.5


def _has_object(document: Document, verb: Word) -> bool:
    return bool(_OBJECT.match(document.folded, verb.end))


def _unlike_modal(verb: str) -> bool:
    if verb in _SELDOM_PLAIN:
        return True
    if "g" in tags(verb):
        return "b" not in tags(verb) and base_of(verb) is not None
    return _only(verb, "z", "bsar") if "z" in tags(verb) else _only(verb, "dn", "bpsr")


def _after_modal(document: Document, modal: Word, verb: Word) -> bool:
    before = word_before(document, modal.start)
    if document.prose[modal.start].isupper() or before in _DETERMINERS or before.endswith("ed"):
        return False
    if "a" in tags(verb.text) and before not in _PRONOUNS:
        return False
    if "g" in tags(verb.text) and _COMPARES.search(document.folded, max(modal.start - 60, 0), modal.start):
        return False
    return not set(tags(verb.text)) & set("gp") or _has_object(document, verb)


def _unlike_to(verb: str) -> bool:
    return _only(verb, "d", "bpsar") or _only(verb, "z", "bpsar") or _only(verb, "g", "b")


def _after_to(document: Document, to: Word, verb: Word) -> bool:
    forms = tags(verb.text)
    if "n" in forms:
        return word_before(document, to.start) in _ASKS_FOR_PLAIN_TO and "d" in forms
    if "g" in forms:
        return word_before(document, to.start) in _ASKS_FOR_PLAIN_TO and _has_object(document, verb)
    return "d" in forms or verb.text in _NEVER_NOUNS or _has_object(document, verb)


def _unlike_not(verb: str) -> bool:
    return _only(verb, "dzn", "bar")


def _after_did_not(document: Document, word: Word, verb: Word) -> bool:
    return word.text != "not" or word_before(document, word.start) in ("did", "does", "do")


def _unlike_have(verb: str) -> bool:
    return verb in _SELDOM_PLAIN or _only(verb, "d", "abgnprsz") or _only(verb, "b", "adgnprsz")


def _after_have(document: Document, have: Word, verb: Word) -> bool:
    if verb.text in _SELDOM_PLAIN:
        follows = next_word(document, verb.end)
        return follows is not None and follows.text not in _SAW_IS_A_TOOL
    return "d" in tags(verb.text) or have.text in ("has", "had", "been") or _follows_a_plain_subject(document, have)


def _follows_a_plain_subject(document: Document, verb: Word) -> bool:
    """Tell whether a verb stands behind the first words of its sentence: "The doctors have", not "those who have"."""
    subject = document.folded[sentence_start(document, verb.start) : verb.start].split()
    return 0 < len(subject) <= (2 if subject[0] in _DETERMINERS else 1) and "p" in tags(subject[-1])


def _unlike_be(verb: str) -> bool:
    return _only(verb, "d", "abgnprsz") or _only(verb, "b", "adgnprsz")


def _after_be(document: Document, be: Word, verb: Word) -> bool:
    """Tell whether a form of "be" and a verb stand in one clause: not "all they do is wait" and "the plan is: go"."""
    if "d" in tags(verb.text):
        return word_before(document, be.start) not in _WHAT_IT_IS
    clause = document.folded[sentence_start(document, be.start) : be.start]
    return be.text in ("was", "were", "are", "being") and not _CLEFT.search(clause)


def _unlike_gerund(verb: str) -> bool:
    return _only(verb, "b", "adgnprsz")


def _after_expected(document: Document, expected: Word, verb: Word) -> bool:
    return word_before(document, expected.start) in _BE_FORMS and bool(_GOES_ON.match(document.folded, verb.end))


def _refused_doing(document: Document, refused: Word, verb: Word) -> bool:
    before = word_before(document, refused.start)
    return before not in _BE_FORMS and verb.text not in _PREPOSITIONS and _has_object(document, verb)


def _were_follows(document: Document, pronoun: Word, where: Word) -> bool:
    """Tell whether a verb in -ing or a participle follows, which has no subject of its own."""
    follows = next_word(document, where.end)
    return (
        follows is not None and bool(set(tags(follows.text)) & set("gn")) and not set(tags(follows.text)) & set("bps")
    )


def _to_plain(gerund: str) -> str | None:
    base = base_of(gerund)
    return f"to {base}" if base else None


def _unlike_help(verb: str) -> bool:
    return "g" in tags(verb) and "b" not in tags(verb)


def _after_help(document: Document, helps: Word, verb: Word) -> bool:
    before = word_before(document, helps.start)
    if before in _NO_HELP or (helps.text == "help" and before not in _HELP_IS_A_VERB):
        return False
    return _has_object(document, verb)


def _unlike_preposition(verb: str) -> bool:
    return _only(verb, "b", "adgnprsz")


def _after_preposition(document: Document, preposition: Word, verb: Word) -> bool:
    return _has_object(document, verb)


def _as_participle(verb: str) -> str | None:
    base = verb if "b" in tags(verb) else base_of(verb)
    return participle_of(base) if base else None


_MESSAGE = "'{found}' is the wrong form of the verb here; '{fix}' fits."


RULES: tuple[Rule, ...] = (
    framed(
        "verb-after-modal",
        _MESSAGE,
        "After 'will', 'can', 'must' and their like the verb has no ending; a word-by-word rewrite left one.",
        Frame(_MODALS, _unlike_modal, _after_modal, base_of),
        ("The army will {sent|send} more soldiers to the border.", "The tax may {affects|affect} the small shops."),
        (
            "The will left by the banker was read on Monday.",
            "The army will send more soldiers, as the ministry might have said.",
        ),
    ),
    framed(
        "verb-after-to",
        _MESSAGE,
        "After 'to' the verb has no ending; a synonym table put in another form.",
        Frame(_set("to"), _unlike_to, _after_to, base_of),
        (
            "The deal allows the firm to {includes|include} the port in its plans.",
            "The mayor tried to {took|take} the microphone.",
            "The company wants to {building|build} a dam on the river.",
        ),
        ("The road leads to improved services.", "The mayor tried to take the microphone from her."),
    ),
    framed(
        "verb-after-did",
        _MESSAGE,
        "After 'did not' and 'does not' the verb has no ending: the ending stands on 'did' already.",
        Frame(_set("not didn't doesn't don't didn’t doesn’t don’t"), _unlike_not, _after_did_not, base_of),
        (
            "The minister did not {went|go} to the talks.",
            "The town does not {has|have} a bridge.",
            "The bank doesn’t {wants|want} to lend.",
        ),
        ("The minister did not go to the talks, and not only did rain fall.",),
    ),
    framed(
        "verb-after-have",
        _MESSAGE,
        "After 'has', 'have', 'had' and 'been' stands the past participle, not the past tense or the bare verb.",
        Frame(_set("has have had been"), _unlike_have, _after_have, _as_participle),
        (
            "The minister has {went|gone} home.",
            "The plan has been {announce|announced} in the capital.",
            "The court has {decide|decided} the case.",
        ),
        ("The minister has gone home, and had led talks before.", "They have support, and the plan has been put off."),
    ),
    framed(
        "verb-after-be",
        _MESSAGE,
        "Behind 'is', 'was' and their like stands a participle, not the past tense or the bare verb.",
        Frame(_set("is are was were being"), _unlike_be, _after_be, _as_participle),
        (
            "The novel was {wrote|written} in the last year of her life.",
            "The suspects were {prevent|prevented} from leaving.",
        ),
        (
            "The novel was written in a year. What they did was send letters.",
            "All they could do were sing and wait, and the least he could do was send help.",
        ),
    ),
    framed(
        "lost-to",
        "'{found}' has lost its 'to': '{fix}'.",
        "'Expected', 'likely' and their like take the verb with 'to'; a short word is soon lost when a text is rewritten.",
        Frame(
            _set("expected supposed believed thought likely unlikely unable allowed forced scheduled"),
            _unlike_gerund,
            _after_expected,
            "to {}".format,
        ),
        ("The storm is expected {arrive|to arrive} in the city by noon.",),
        ("The storm is expected to reach the coast, as was thought. Those allowed go in.",),
    ),
    framed(
        "refused-doing",
        "'{found}': this verb takes another one with 'to': '{fix}'.",
        "'Refuse', 'manage' and 'decide' take 'to answer', other verbs 'answering'; a rewrite does not know which.",
        Frame(
            _set("refused managed promised vowed pledged failed decided agreed hoped"),
            _unlike_help,
            _refused_doing,
            _to_plain,
        ),
        ("The senator refused {answering|to answer} the questions.",),
        ("The senator refused to answer, and the talks failed owing to the rain. He failed drawing classes.",),
    ),
    framed(
        "where-for-were",
        "'{found}' asks for a place; the verb is '{fix}'.",
        "One letter too many makes another correct word.",
        Frame(_set("they we you"), _set("where").__contains__, _were_follows, lambda _: "were"),
        ("Police said that they {where|were} looking for two men.",),
        ("He showed them where they were, and told you where the road ends. They were armed.",),
    ),
    framed(
        "verb-after-help",
        _MESSAGE,
        "'Help' takes the bare verb or one with 'to'; a rewriting tool that turns 'launch' into 'launching' does not know.",
        Frame(_set("help helps helped helping"), _unlike_help, _after_help, base_of),
        (
            "The president had helped {launching|launch} the stalled project.",
            "The loan helps {paying|pay} the teachers of the town.",
        ),
        (
            "She could not help thinking that it was late.",
            "The agency helps cleaning businesses grow, and helped bring the two sides together.",
        ),
    ),
    framed(
        "verb-after-preposition",
        _MESSAGE,
        "After a preposition a verb takes -ing; the synonym that was put in has lost its ending.",
        Frame(_set("of for by without about despite"), _unlike_preposition, _after_preposition, gerund_of),
        (
            "The two sides spoke of {improve|improving} the roads.",
            "He was fined for {destroy|destroying} the files.",
        ),
        ("The two sides spoke of improving the roads.", "It was paid for by the state, for use in the schools."),
    ),
)
"""Rules on the form of a verb."""
