"""The article that a word takes by its sound: "a hour", "an united front"."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

from lint.edits import Edit
from lint.grammar.pairs import Frame, Word, bare, followers, framed, places, suspicion
from lint.grammar.places import word_before
from lint.kinds import Voice
from lint.lexicon import tags, zipf
from lint.pattern import lazy
from lint.rule import Example, Finding, Probe, Rule, Safety, Severity
from lint.text import Document

_VOICE = Voice(
    "grammar.a-or-an",
    "'{found}' should be '{fix}': the sound of the next word decides.",
    Severity.WARNING,
    Safety.SAFE,
    "suggestion",
)
_CONSONANT_SOUND = lazy(
    r"(?:eu|ew|uni(?!n|m|d)|unic|us(?:e|a|i|u)|ur(?:a|e|i|o)|ut(?:e\b|er|en|i|o)|ubi|uk(?:e|r|ul)|ufo|ug(?:a|or)|unanim|one\b|one-|"
    r"ones\b|oneness|oneself|onetime|once\b|oui)"
)
_SILENT_H = lazy(r"(?:hour|honest|honor|honour|heir(?!a))")
_EITHER = lazy(
    r"(?:h(?:istor|otel|abit|yster|ilar|erb|allucinat|eroic|omage|umble|orrific|ereditar)|x|u[a-z]?\b|[a-z]\b)"
)
_SHORT = frozenset("and or is in of at as it are our us on an a i if am oh eh uh um all also any other only up".split())
_NAMED_BY_A_LETTER = frozenset(
    "the vitamin hepatitis plan group type grade class category option section team block schedule part appendix exhibit "
    "influenza flu serie series league division level point blood tier zone wing unit gate pool side step size cup phase "
    "route line terminal table figure answer question model".split()
)


def _find(document: Document) -> Iterator[Finding]:
    pairs = document.derived(followers)
    for article in _CLASHING.keys() & pairs.keys():
        for noun in set(map(bare, _CLASHING[article].among(pairs[article]))):
            for word, after in places(document, article, noun):
                yield from _found(document, word, after)


def _clashes(article: str, word: str) -> bool:
    """Tell whether a word, surely an English noun or adjective, begins with a sound that takes the other article."""
    if len(word) < 3 or word in _SHORT or zipf(word) < 3.0 or _EITHER.match(word) or not word.isalpha():
        return False
    return bool(set(tags(word)) & set("asng")) and _begins_with_a_vowel(word) == (article == "a")


_CLASHING = {article: suspicion(partial(_clashes, article)) for article in ("a", "an")}


def _found(document: Document, article: Word, noun: Word) -> Iterator[Finding]:
    found = document.prose[article.start : article.end]
    before = word_before(document, article.start)
    if before in _NAMED_BY_A_LETTER or (found[0].isupper() and (before or (found.isupper() and len(found) > 1))):
        return
    wanted = "a" if article.text == "an" else "an"
    fix = wanted.capitalize() if found[0].isupper() else wanted
    edit = Edit(article.start, article.end, fix, _VOICE.rule)
    yield _VOICE.finding(document, article.start, article.end, (edit,))


def _begins_with_a_vowel(word: str) -> bool:
    if word[0] in "aeiou":
        return not _CONSONANT_SOUND.match(word)
    return bool(_SILENT_H.match(word))


_PLACES = frozenset("region country nation province continent neighborhood neighbourhood".split())
_BEYOND = lazy(r" and (?:beyond|abroad|(?:the|its|his|their) )")
_ENDS = lazy(
    r"[.;]|, (?:which|where|who|and|but|as|while|with|the)\b| (?:and|is|was|are|were|has|have|by|after|as|since|to)\b"
)
_CONCERNS = frozenset(
    "peace security stability influence interest interests prosperity development tension tensions presence unrest "
    "situation countries people states conflict conflicts".split()
)


def _lacks_article(document: Document, preposition: Word, place: Word) -> bool:
    """Tell whether a place of which there is one in the story stands without its article."""
    if _BEYOND.match(document.folded, place.end):
        return True
    before = word_before(document, preposition.start)
    return before in _CONCERNS and preposition.text in ("in", "of") and bool(_ENDS.match(document.folded, place.end))


def _with_article(place: str) -> str:
    return f"the {place}"


RULES: tuple[Rule, ...] = (
    framed(
        "missing-article-before-place",
        "'{found}' lacks its article: '{fix}'.",
        "The article was lost between the preposition and the noun: 'from region and beyond'.",
        Frame(frozenset("from in of for to".split()), _PLACES.__contains__, _lacks_article, _with_article),
        (
            "The town is looking for support from {region|the region} and beyond.",
            "The pact should bring peace in {region|the region}.",
        ),
        (
            "It varies from region to region and from country to country.",
            "She sang rock and country, and won in Region 5.",
        ),
    ),
    Rule(
        id=_VOICE.rule,
        severity=_VOICE.severity,
        safety=_VOICE.safety,
        why="The word behind the article was exchanged for one that begins with another sound.",
        probes=(Probe((("a",), ("an",)), _find, local=True),),
        examples=(
            Example("They formed an limited company.", "They formed a limited company."),
            Example("The talks took a hour and a half.", "The talks took an hour and a half."),
            Example("It was an unique event.", "It was a unique event."),
        ),
        keep=(
            "It was an honor, an uninvited guest said, for a European union to have a one-year plan.",
            "An historic hotel, an MRI scan, a uniform and an X-ray were in the news.",
            "It was a unanimous vote, an unanswered call and a ukulele on a onetime stage.",
            "Vitamin A improves sight, and group A opens the day.",
        ),
    ),
)
"""Rules on articles."""
