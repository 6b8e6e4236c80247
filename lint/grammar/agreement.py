"""Pronouns and the verbs right behind them that do not agree: "it have", "they was", "everyone are"."""

from __future__ import annotations

from lint.grammar.pairs import Frame, Word, framed
from lint.grammar.places import word_before
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


def _is_subject(document: Document, pronoun: Word, verb: Word) -> bool:
    """Tell whether a pronoun begins a clause and the verb goes on with it, in no wish, question or demand."""
    before = word_before(document, pronoun.start)
    if before and before not in _OPENS_A_CLAUSE:
        return False
    if not _GOES_ON.match(document.folded, verb.end):
        return False
    return not _SUBJUNCTIVE.search(document.folded, max(pronoun.start - 80, 0), pronoun.start)


_MESSAGE = "'{found}' does not agree with the word before it: '{fix}'."
_WHY = "The subject was exchanged for one of another number and the verb was left as it was."
_SINGULAR = {"are": "is", "have": "has", "were": "was"}
_PLURAL = {"has": "have", "was": "were"}

RULES: tuple[Rule, ...] = (
    framed(
        "pronoun-agreement",
        _MESSAGE,
        _WHY,
        Frame(_set("he she it"), _set("have").__contains__, _is_subject, _SINGULAR.get),
        ("The firm grew fast, but it {have|has} lost money.",),
        (
            "Nor did it have the money, and would it have been enough?",
            "She demanded that he have a lawyer, and the firm has lost money.",
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
