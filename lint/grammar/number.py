"""Nouns in the wrong number: "a countries", "several reason", "one of the reason"."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from lint.edits import Edit
from lint.grammar.inflection import plural_of, singular_of
from lint.grammar.pairs import Frame, Word, example, framed
from lint.grammar.places import word_before
from lint.kinds import Voice
from lint.lexicon import tags, zipf
from lint.pattern import lazy
from lint.rule import Finding, Probe, Rule, Safety, Severity
from lint.text import Document


def _set(words: str) -> frozenset[str]:
    return frozenset(words.split())


_BEHIND = (
    r"[.;:!?)]|\s+(?:of|in|on|at|for|with|from|by|to|that|which|who|whose|is|was|are|were|has|have|had|will|would|can|could|may|"
    r"but|as|after|before|during|because|when|while|under|over|between|against|toward|towards|among|since|than|behind)\b"
)
_ENDED = lazy(_BEHIND)
_CLOSED = lazy(_BEHIND + r"|,|\s+and\b")
_ONE_OF = lazy(
    r"one of (?:the|these|those|its|his|her|their|our) "
    r"(?:(?:most|least) [a-z]+ |(?!forest|interest|west)[a-z]{3,}est )?(?P<noun>[a-z]+)\b(?!['’-])"
)
_NOT_PLURAL = _set(
    "series species means news headquarters crossroads barracks gallows works politics physics economics athletics "
    "mathematics ethics tactics logistics analytics gymnastics electronics dynamics statistics robotics genetics "
    "optics acoustics aerobics classics mechanics acrobatics metrics comics people data media criteria hundreds "
    "thousands millions billions dozens lots plenty loads tons times odds thanks sports arms customs goods amends "
    "shambles kudos chaos corps bourgeois chassis innings outs billiards cards darts measles mumps rabies diabetes "
    "always perhaps besides afterwards sometimes nowadays upwards downwards backwards forwards towards others yours ours "
    "theirs his hers its yes as us this bits pajamas alms molasses savings winnings sweepstakes biceps triceps whereabouts "
    "couscous does men women children feet teeth mice police ten nos twos threes fives tens downs ups overseas"
)
_NOT_SINGULAR = _set(
    "aircraft spacecraft hovercraft sheep fish deer series species people police personnel staff offspring cattle "
    "poultry salmon trout bison moose swine shrimp squid crew couple pair dozen hundred thousand million billion "
    "trillion score gross percent per cent time fold more less other such further additional different own former "
    "latter way cod tuna elk craft counsel kin data media folk yen yuan baht rand won euro bitcoin hertz"
)
_NO_SUBJECTS = _set("several various numerous of")
_HUNDREDS = _set("hundreds thousands millions dozens scores")
_NOUN_ENDINGS = ("ster", "tion", "ment", "ship", "ity", "ist", "ence", "ance")
COLLECTIVE = _set(
    "few two three four five six several many most best worst least last first class group pair trio quartet quintet "
    "team crew cast bunch lot family band gang lucky committee council board panel jury staff majority minority young "
    "poor rich old dead wounded injured elderly unemployed homeless opposition audience crowd public press media army "
    "police government cabinet faithful elect more other highest lowest lesser greater world country nation "
    "military company firm club side union agency squad"
)
"""Singulars that may take a verb in the plural: groups of people, and adjectives for them."""
MASS = _set(
    "money water information evidence traffic furniture luggage equipment advice progress damage rain snow electricity "
    "homework rice bread music knowledge pollution unemployment attention food cash land"
)
"""Nouns that are measured and have no plural."""
_MEASURES = _set(
    "year month week day hour minute mile foot meter metre kilometer pound dollar inch acre ton man person"
)


@cache
def is_plural(word: str) -> bool:
    """Tell whether a folded word can only be the plural of a common noun."""
    forms = tags(word)
    return (
        word.endswith("s")
        and not word.endswith(("ss", "us", "is", "ics"))
        and "p" in forms
        and not set(forms) & set("sabdgnr")
        and word not in _NOT_PLURAL
        and zipf(word) >= 3.0
        and singular_of(word) is not None
    )


@cache
def is_singular(word: str) -> bool:
    """Tell whether a folded word can only be the singular of a noun that has a plural, or a plain verb."""
    forms = tags(word)
    return (
        "s" in forms
        and not word.endswith("s")
        and not set(forms) & set("ardgnz")
        and word not in _NOT_SINGULAR
        and zipf(word) >= 3.3
        and zipf(plural_of(word) or "") >= (3.8 if "p" in forms else 2.5)
    )


def _plural_behind_one(document: Document, word: Word, noun: Word) -> bool:
    if word.text == "a" and not document.prose[word.start - 1 : word.start].isspace():
        return False
    if word.text not in ("a", "every") and "b" in tags(singular_of(noun.text) or ""):
        return False
    if document.prose[word.start].isupper() and word_before(document, word.start):
        return False
    return bool(_CLOSED.match(document.folded, noun.end))


def _singular_behind_many(document: Document, word: Word, noun: Word) -> bool:
    if noun.text in _MEASURES or word_before(document, word.start) in ("of", "the", "in", "for", "no"):
        return False
    if "b" in tags(noun.text) and word.text not in _NO_SUBJECTS and not noun.text.endswith(_NOUN_ENDINGS):
        return False
    return bool(_ENDED.match(document.folded, noun.end))


def _singular_behind_hundreds(document: Document, of: Word, noun: Word) -> bool:
    return word_before(document, of.start) in _HUNDREDS and _singular_behind_many(document, of, noun)


def _mass_behind_many(document: Document, word: Word, noun: Word) -> bool:
    return bool(_CLOSED.match(document.folded, noun.end))


def _find_one_of(document: Document) -> Iterator[Finding]:
    for place in document.places("one of "):
        match = _ONE_OF.match(document.folded, place)
        if match and not document.folded[place - 1 : place].isalnum() and _is_one_of_many(document, match):
            start, end = match.span("noun")
            fix = plural_of(match["noun"]) or ""
            yield _ONE_OF_VOICE.finding(document, start, end, (Edit(start, end, fix, _ONE_OF_VOICE.rule),))


def _is_one_of_many(document: Document, match: re.Match[str]) -> bool:
    start, end = match.span("noun")
    if match["noun"] in COLLECTIVE or not is_singular(match["noun"]) or document.is_quoted(start, end):
        return False
    return document.prose[start].islower() and bool(_ENDED.match(document.folded, end))


def _find_one_the(document: Document) -> Iterator[Finding]:
    for pattern, phrase, cut in ((_ONE_THE, "one the ", 3), (_THE_ONE_OF, "the one of the ", 0)):
        for place in document.places(phrase):
            match = pattern.match(document.folded, place)
            if match and word_before(document, place) in _BE and not document.is_quoted(place, match.end()):
                start, end = (place + cut, place + cut) if cut else (place, place + len("the "))
                edit = Edit(start, end, " of" if cut else "", _ONE_THE_VOICE.rule)
                yield _ONE_THE_VOICE.finding(document, place, match.end(), (edit,))


_SUPERLATIVE = r"(?:most|least|best|worst|(?!forest|interest|west|honest|modest)[a-z]{3,}est)\b"
_ONE_THE = lazy(rf"one the {_SUPERLATIVE}")
_THE_ONE_OF = lazy(rf"the one of the {_SUPERLATIVE}")
_BE = _set("is was as are were be become became remains")
_ONE_THE_VOICE = Voice(
    "grammar.one-the-best",
    "'{found}' has lost its 'of', or has an article too many.",
    Severity.WARNING,
    Safety.SUGGESTION,
    "suggestion",
)
_ONE_OF_VOICE = Voice(
    "grammar.one-of-the-singular",
    "'{found}' behind 'one of the' should be '{fix}': it is one of several.",
    Severity.WARNING,
    Safety.SUGGESTION,
    "suggestion",
)


RULES: tuple[Rule, ...] = (
    framed(
        "plural-after-one",
        "'{found}' is a plural behind a word that asks for one; '{fix}' fits.",
        "A synonym in the plural was put behind 'a', 'each' or 'this', or the article was left over.",
        Frame(_set("a each every this another"), is_plural, _plural_behind_one, singular_of),
        (
            "The ministry announced a {measures|measure} to cut the price of bread.",
            "The inquiry looks at every {aspects|aspect} of the case.",
        ),
        ("A sports car and a women's team were there, every ten days.", "Each works for this means of transport."),
    ),
    framed(
        "singular-after-many",
        "'{found}' is a singular behind a word that asks for many; '{fix}' fits.",
        "A synonym in the singular was put behind 'several', 'many' or a number.",
        Frame(
            _set("several many various numerous these those two three four five six seven eight nine"),
            is_singular,
            _singular_behind_many,
            plural_of,
        ),
        (
            "The envoy met several {minister|ministers} in the capital.",
            "These {agreement|agreements} will be signed in May.",
            "The clinic treats hundreds of {wheelchair|wheelchairs} in a year.",
        ),
        ("Several aircraft were seen, and three hundred people came.", "The two government officials left at nine."),
        other=Frame(_set("of"), is_singular, _singular_behind_hundreds, plural_of, _HUNDREDS),
    ),
    framed(
        "count-and-mass",
        "'{found}' cannot be counted: 'little' or 'much' goes with it.",
        "'Few' and 'many' count; money, water and time are measured.",
        Frame(_set("many few several"), MASS.__contains__, _mass_behind_many, lambda _: None),
        ("The vaccine costs few {money} and saves lives.",),
        ("Few money markets are open, many water rights were sold, and it costs little money.",),
    ),
    Rule(
        id=_ONE_THE_VOICE.rule,
        severity=_ONE_THE_VOICE.severity,
        safety=_ONE_THE_VOICE.safety,
        why="A short word was lost or added when the sentence was rewritten or scraped.",
        probes=(Probe((("one", "the"),), _find_one_the, local=True),),
        examples=(
            example("He is {one the best|one of the best} known chefs in the country."),
            example("She is {the one of the richest|one of the richest} women in Asia."),
        ),
        keep=(
            "He is one of the best. If not this one the best one is free.",
            "She was the one of the three who stayed, and one of the richest.",
        ),
    ),
    Rule(
        id=_ONE_OF_VOICE.rule,
        severity=_ONE_OF_VOICE.severity,
        safety=_ONE_OF_VOICE.safety,
        why="The group that the one belongs to has more than one member.",
        probes=(Probe((("one", "of"),), _find_one_of, local=True),),
        examples=(example("It was one of the {reason|reasons} for the strike."),),
        keep=(
            "It was one of the reasons, and one of the best.",
            "She is one of the crew, one of the few, and none of the information is known.",
        ),
    ),
)
"""Rules on the number of a noun."""
