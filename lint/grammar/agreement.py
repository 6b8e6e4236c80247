"""Pronouns and the verbs right behind them that do not agree: "it have", "they was", "everyone are"."""

from __future__ import annotations

from lint.grammar.inflection import third_person_of
from lint.grammar.pairs import Frame, Word, framed
from lint.grammar.places import next_word, word_before
from lint.lexicon import tags
from lint.pattern import lazy
from lint.rule import Rule
from lint.text import Document


def _set(words: str) -> frozenset[str]:
    return frozenset(words.split())


_OPENS_A_CLAUSE = _set("that because but although and said says while when as where almost nearly which so")
_SUBJUNCTIVE = lazy(
    r"\b(?:if|though|unless|lest|wish\w*|demand\w*|insist\w*|recommend\w*|suggest\w*|require\w*|essential|do|does|did|should|could|"
    r"would|can|will|may|might|must|let|make|made|shall|had)\b[^.!?\n]{0,60}\Z"
)
_GOES_ON = lazy(
    r" (?:been|also|already|become|no|not|the|an?|to|its|his|her|their|two|three|made|taken|lost|won|in|on|at|going|about|killed|"
    r"hurt|found|held|still|[a-z]{3,}ed|[a-z]{3,}ing)\b"
)


_SINGULAR_PRONOUNS = _set("he she it")


def _is_subject(document: Document, pronoun: Word, verb: Word) -> bool:
    """Tell whether a pronoun begins a clause and the verb goes on with it, in no wish, question or demand."""
    before = word_before(document, pronoun.start)
    if before and before not in _OPENS_A_CLAUSE:
        return False
    follows = next_word(document, verb.end)
    is_participle = follows is not None and before != "and" and "n" in tags(follows.text)
    if verb.text == "were" and pronoun.text in _SINGULAR_PRONOUNS and (before or not is_participle):
        return False
    if not is_participle and not _GOES_ON.match(document.folded, verb.end):
        return False
    return not _SUBJUNCTIVE.search(document.folded, max(pronoun.start - 80, 0), pronoun.start)


def _owns(document: Document, word: Word, its: Word) -> bool:
    """Tell whether a noun, and nothing else, follows."""
    noun = next_word(document, its.end)
    return noun is not None and bool(set(tags(noun.text)) & set("sp")) and not set(tags(noun.text)) & set("adgnr")


def _is_plain(verb: str) -> bool:
    forms = set(tags(verb))
    return "b" in forms and not forms & set("adgnrz") and verb not in _NO_ENDING and third_person_of(verb) is not None


def _opens_a_statement(document: Document, pronoun: Word, verb: Word) -> bool:
    found = document.prose[pronoun.start : pronoun.end]
    return found.istitle() and not word_before(document, pronoun.start)


_NO_ENDING = _set(
    "will can may might must shall dare need let "
    "put cut hit set shut hurt cost cast split spread beat bet bid quit read rid shed thrust come run "
    "forecast broadcast upset input"
)
"""Verbs that stand behind "he" as they are: those that help another one, and those whose past looks like the base."""
_MESSAGE = "'{found}' does not agree with the word before it: '{fix}'."
_WHY = "The subject was exchanged for one of another number and the verb was left as it was."
_SINGULAR = {"are": "is", "have": "has", "were": "was"}
_PLURAL = {"has": "have", "was": "were"}

RULES: tuple[Rule, ...] = (
    framed(
        "pronoun-agreement",
        _MESSAGE,
        _WHY,
        Frame(_SINGULAR_PRONOUNS, _set("have were").__contains__, _is_subject, _SINGULAR.get),
        ("The firm grew fast, but it {have|has} lost money.", "He {were|was} treated for his burns."),
        (
            "Nor did it have the money, and would it have been enough?",
            "Were he here, it would rain, as it were. She demanded that he have a lawyer, and the firm has lost money.",
        ),
    ),
    framed(
        "plural-pronoun-agreement",
        _MESSAGE,
        _WHY,
        Frame(_set("they we you"), _PLURAL.__contains__, _is_subject, _PLURAL.get),
        (
            "The farmers protested because they {has|have} no water.",
            "Police said they {was|were} looking for two men.",
        ),
        ("The farmers have no water.", "What he said to them has no meaning, and what you and we was told was false."),
    ),
    framed(
        "third-person",
        _MESSAGE,
        "Behind 'he' or 'nobody' the verb takes an ending; other languages and synonym tables leave it off.",
        Frame(
            _set("he she it everyone everybody nobody someone somebody"), _is_plain, _opens_a_statement, third_person_of
        ),
        ("He {go|goes} to the same school as his sister.", "Nobody {know|knows} why the engine failed."),
        ("He goes to school. She put the book away. Let him go, they said, and may he live long.",),
    ),
    framed(
        "it-is-behind-preposition",
        "'{found}' means 'it is'; here it should be '{fix}'.",
        "The apostrophe makes a verb of the possessive, and no verb stands between a preposition and what is owned.",
        Frame(
            _set(
                "of from without despite into against within across through gave lost won sold opened reached cut held"
            ),
            _set("it's it’s").__contains__,
            _owns,
            lambda _: "its",
        ),
        (
            "The bank gave {it's|its} approval on Monday.",
            "The town is proud of {it’s|its} harbor.",
        ),
        ("From what they say of it, it's clear that it's time, of which it's said it's all they have.",),
    ),
    framed(
        "everyone-agreement",
        "'{found}': words such as 'everyone' take a verb in the singular.",
        "'Everyone' means many people and counts as one.",
        Frame(
            _set("everyone everybody nobody someone somebody everything nothing"),
            _SINGULAR.__contains__,
            _is_subject,
            _SINGULAR.get,
        ),
        ("Everyone {are|is} waiting for the verdict.", "He added that nobody {have|has} been arrested."),
        ("Everyone is waiting for the verdict.", "If everyone were waiting, nobody would have been hurt."),
    ),
)
"""Rules on pronouns and their verbs."""
