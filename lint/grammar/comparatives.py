"""Degrees of an adjective: "more safer" says it twice, "younger then" mistakes a word for another."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache

from lint.edits import Edit
from lint.grammar.pairs import Word, example, followers, places
from lint.grammar.places import word_before
from lint.kinds import Voice
from lint.pattern import lazy
from lint.rule import Finding, Probe, Rule, Safety, Severity
from lint.text import Document

_TWICE = Voice(
    "grammar.double-comparative",
    "'{found}' says 'more' or 'most' twice; '{fix}' is enough.",
    Severity.WARNING,
    Safety.SUGGESTION,
    "suggestion",
)
_THEN = Voice(
    "grammar.then-for-than",
    "'{found}' does not compare; '{fix}' does.",
    Severity.WARNING,
    Safety.SUGGESTION,
    "suggestion",
)
_TOO = Voice(
    "grammar.to-for-too",
    "'{found}' should be '{fix}': more than enough is 'too'.",
    Severity.WARNING,
    Safety.SUGGESTION,
    "suggestion",
)
_TOO_MUCH = frozenset(
    "late early ill sick weak expensive dangerous difficult tired busy heavy cold hot risky costly soon steep hard small big "
    "young old".split()
)
_BE = frozenset("is was are were be been far seems seemed".split())
_LIMIT = lazy(r" (?:to|for)\b|[.;]")
_ADJECTIVES = (
    "angry big bold brave brief bright broad busy calm cheap clean clear close cold cool costly cruel dark deadly "
    "deep dense dirty dry early easy fair fast fierce fit great happy hard harsh healthy heavy high hot kind large "
    "light long loose loud low lucky mild narrow neat new nice old poor pretty proud quick quiet rare rich risky "
    "rough sad safe sharp short simple slow small smart smooth soft soon steep strict strong sunny sweet tall thick "
    "thin tight tiny tough ugly warm weak wealthy wet wide wild wise young "
).split()
_IRREGULAR = {"more": ("better", "worse", "less"), "most": ("best", "worst", "least")}
_COMPARED = lazy(
    r" (?:all|any|most|other|last|his|her|its|their|our|expected|ever|usual|before|planned|anyone|anything|half|(?:19|20)?\d+"
    r"|(?:a|the) (?:old|other|others|one|last|first|previous|rest|average|year|decade|month|week|national|global|world))\b"
)
_LETTER_DOUBLED = lazy(r"[^aeiou]*[aeiou][bdgmnpt]\Z")


@cache
def _degrees() -> dict[str, frozenset[str]]:
    """Return the forms that 'more' and 'most' cannot stand before."""
    forms = {word: set(irregular) for word, irregular in _IRREGULAR.items()}
    for adjective in _ADJECTIVES:
        stem = _stem(adjective)
        forms["more"].add(f"{stem}er")
        forms["most"].add(f"{stem}est")
    return {word: frozenset(found) for word, found in forms.items()}


def _stem(adjective: str) -> str:
    if adjective.endswith("y"):
        return adjective[:-1] + "i"
    if adjective.endswith("e"):
        return adjective[:-1]
    return adjective + adjective[-1] if _LETTER_DOUBLED.match(adjective) else adjective


def _find_twice(document: Document) -> Iterator[Finding]:
    pairs, degrees = document.derived(followers), _degrees()
    for word in degrees.keys() & pairs.keys():
        for second in degrees[word] & {raw.rstrip(".,;:!?") for raw in pairs[word]}:
            for more, form in places(document, word, second):
                if not document.is_quoted(more.start, form.end):
                    yield _TWICE.finding(
                        document, more.start, form.end, (Edit(more.start, form.start, "", _TWICE.rule),)
                    )


def _find_then(document: Document) -> Iterator[Finding]:
    for word in ("then", "that"):
        for start in document.places(f"er {word} "):
            found = Word(word, start + 3, start + 3 + len(word))
            if _is_compared(document, found) and not document.is_quoted(found.start, found.end):
                yield _THEN.finding(
                    document, found.start, found.end, (Edit(found.start, found.end, "than", _THEN.rule),)
                )


def _is_compared(document: Document, found: Word) -> bool:
    """Tell whether a comparative stands before a word, and something to compare with behind it."""
    before = word_before(document, found.start)
    return before in _degrees()["more"] and bool(_COMPARED.match(document.folded, found.end))


def _find_too(document: Document) -> Iterator[Finding]:
    for adjective in _TOO_MUCH.intersection(raw.rstrip(".;") for raw in document.derived(followers).get("to", ())):
        for word, after in places(document, "to", adjective):
            if word_before(document, word.start) in _BE and _LIMIT.match(document.folded, after.end):
                yield _TOO.finding(document, word.start, word.end, (Edit(word.start, word.end, "too", _TOO.rule),))


RULES: tuple[Rule, ...] = (
    Rule(
        id=_TWICE.rule,
        severity=_TWICE.severity,
        safety=_TWICE.safety,
        why="The ending says it already; a rewriting tool added the word.",
        probes=(Probe((("more",), ("most",)), _find_twice, local=True),),
        examples=(
            example("The new road is {more safer|safer} than the old one."),
            example("It was the {most deadliest|deadliest} flood of the year."),
        ),
        keep=(
            "The new road is safer, and more people use it.",
            "The more worse-off they are, the most of the best leave.",
        ),
    ),
    Rule(
        id=_THEN.rule,
        severity=_THEN.severity,
        safety=_THEN.safety,
        why="A correct word in the wrong place passes every spelling checker.",
        probes=(Probe((("then",), ("that",)), _find_then, local=True),),
        examples=(
            example("The winner is younger {then|than} all his rivals."),
            example("The bridge is longer {that|than} the old one."),
        ),
        keep=(
            "The winner is younger than all his rivals. He was better then, and the road was longer then.",
            "It is clear that the older that one gets, the later that bus comes.",
        ),
    ),
    Rule(
        id=_TOO.rule,
        severity=_TOO.severity,
        safety=_TOO.safety,
        why="One of the two letters was lost, and what is left is a correct word.",
        probes=(Probe((("to",),), _find_too, local=True),),
        examples=(example("The minister was {to|too} ill to travel."),),
        keep=(
            "The minister was too ill to travel.",
            "Their aim was to ill-treat no one, and prices fell from high to low.",
        ),
    ),
)
"""Rules on comparatives and superlatives."""
