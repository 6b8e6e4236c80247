"""Paragraphs in another language than the rest of the text: what a translator left out or a site mixed in."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping
from functools import cache
from typing import Any

from lint.kinds import Voice
from lint.lexicon import zipf
from lint.packs import data, derived
from lint.pattern import lazy
from lint.rule import Example, Finding, Probe, Rule, Safety, Severity
from lint.text import Document, fold, words_of

VOICE = Voice(
    "artifact.foreign-paragraph",
    "'{found}' is in another language than the rest of the text.",
    Severity.WARNING,
    Safety.SUGGESTION,
    "suggestion",
)

LEAST_WORDS = 12
"""Fewest words of a paragraph that is judged."""

LEAST_LETTERS = 60
"""Fewest letters of a paragraph in another script, which may have no spaces between its words."""

LEAST_SHARE = 0.25
"""Least share of small words that shows a language; paragraphs of news have 0.3 to 0.5 of them."""

CLEAR = 2.5
"""By how many times the language of a paragraph must have more small words in it than any other."""

MAIN_SHARE = 0.6
"""Least share of a text's judged words that are in its main language; below it, the text is of several languages."""

LEAST_DISTINCT = 4
"""Fewest different small words that show a language, so that a list of names in "de" or "la" shows none."""

MOST_COMMON = 4.2
"""Zipf frequency in English up to which a small word of another language tells something: "los", but not "de"."""

_SCRIPTS = {
    "Greek": "\u0370-\u03ff\u1f00-\u1fff",
    "Cyrillic": "\u0400-\u052f",
    "Armenian": "\u0530-\u058f",
    "Hebrew": "\u0590-\u05ff",
    "Arabic": "\u0600-\u06ff\u0750-\u077f\ufb50-\ufdff\ufe70-\ufefe",
    "Devanagari": "\u0900-\u097f",
    "Bengali": "\u0980-\u09ff",
    "Gurmukhi": "\u0a00-\u0a7f",
    "Gujarati": "\u0a80-\u0aff",
    "Tamil": "\u0b80-\u0bff",
    "Telugu": "\u0c00-\u0c7f",
    "Thai": "\u0e00-\u0e7f",
    "Georgian": "\u10a0-\u10ff",
    "Ethiopic": "\u1200-\u137f",
    "Chinese and Japanese": "\u3040-\u30ff\u3400-\u9fff",
    "Korean": "\u1100-\u11ff\uac00-\ud7af",
}
_OTHER_SCRIPT = lazy(f"[{''.join(_SCRIPTS.values())}]")
_ADDRESS = lazy(r"\S*[/@]\S*")
_LETTER = lazy(r"[^\W\d_]")
_OPENING, _CLOSING = "\"'“‘«„", "\"'”’»“"


@cache
def _small_words() -> Mapping[str, frozenset[str]]:
    return {language: frozenset(words.split()) for language, words in data("artifacts/languages.toml")["words"].items()}


def _rare_words(table: Mapping[str, Any]) -> tuple[frozenset[str], ...]:
    """Return for each other language its small words of two letters or more that no English text is likely to hold."""
    return tuple(
        frozenset(word for word in words.split() if len(word) > 1 and zipf(word) < MOST_COMMON)
        for language, words in table["words"].items()
        if language != "English"
    )


@cache
def _any_small_word() -> frozenset[str]:
    return frozenset().union(*_small_words().values())


@cache
def _telling() -> tuple[frozenset[str], ...]:
    found: tuple[frozenset[str], ...] = derived("artifacts/languages.toml", _rare_words)
    return found


@cache
def _any_telling() -> frozenset[str]:
    return frozenset().union(*_telling())


def script_of(text: str) -> str | None:
    """Return the script, other than Latin, of more than half of the letters of a text."""
    if text.isascii() or not _OTHER_SCRIPT.search(text):
        return None
    letters = len(_LETTER.findall(text))
    if letters < LEAST_LETTERS:
        return None
    for name, characters in _SCRIPTS.items():
        if 2 * len(re.findall(f"[{characters}]", text)) > letters:
            return name
    return None


def language_of(folded: str) -> str | None:
    """Return the language, or the script, that a folded paragraph shows clearly."""
    if "/" in folded or "@" in folded:
        folded = _ADDRESS.sub(" ", folded)
    script = script_of(folded)
    if script:
        return script
    words = words_of(folded)
    if len(words) < LEAST_WORDS:
        return None
    small = list(filter(_any_small_word().__contains__, words))
    counts = sorted(
        ((sum(map(known.__contains__, small)), name) for name, known in _small_words().items()), reverse=True
    )
    (most, language), (second, _) = counts[:2]
    distinct = len(_small_words()[language].intersection(small))
    english = next(count for count, name in counts if name == "English")
    rival = second if language == "English" else english
    if most < LEAST_SHARE * len(words) or distinct < LEAST_DISTINCT or most < CLEAR * rival:
        return None
    return language


def _is_quoted(content: str) -> bool:
    return content[:1] in _OPENING and content.rstrip(".,")[-1:] in _CLOSING


def _may_be_mixed(document: Document) -> bool:
    """Tell whether a text holds several small words of another language, or letters of another script."""
    telling = document.words & _any_telling()
    if len(telling) >= LEAST_DISTINCT and any(len(telling & words) >= LEAST_DISTINCT for words in _telling()):
        return True
    return bool(_OTHER_SCRIPT.search(fold("".join(document.unusual))))


def find(document: Document) -> Iterator[Finding]:
    """Yield the paragraphs that are clearly in another language than most of the text."""
    if not _may_be_mixed(document):
        return
    judged: dict[int, str] = {}
    shares: Counter[str] = Counter()
    for number in document.filled:
        line = document.lines[number]
        language = (
            language_of(document.folded[line.start : line.end]) if line.end - line.start >= LEAST_LETTERS else None
        )
        if language:
            judged[number] = language
            shares[language] += line.end - line.start
    if not shares:
        return
    main, size = shares.most_common(1)[0]
    if size < MAIN_SHARE * shares.total():
        return
    for number, language in judged.items():
        line = document.lines[number]
        content = document.prose[line.start : line.end]
        if language != main and not _is_quoted(content.strip()):
            start = line.start + len(content) - len(content.lstrip())
            yield VOICE.finding(document, start, line.start + len(content.rstrip()), ())


RULE = Rule(
    id=VOICE.rule,
    severity=VOICE.severity,
    safety=VOICE.safety,
    why="A paragraph that the translation skipped, or that came from another page, can't be read by the audience.",
    probes=(Probe((), find),),
    examples=(
        Example(
            "The bakery on the quay has been closed since the flood of the spring, and the owners say that they will "
            "not be back before the end of the year, for the oven was lost with all that was in the cellar.\n\n"
            "Les boulangers de la ville ont demandé une aide au maire, mais la réponse n’est pas encore arrivée.\n"
        ),
        Example(
            "The bakery on the quay has been closed since the flood of the spring, and the owners say that they will "
            "not be back before the end of the year, for the oven was lost.\n\n"
            "Пекарня на набережной закрыта после наводнения, и владельцы ещё не знают, когда вернутся.\n"
        ),
    ),
    keep=(
        "The bakery on the quay has been closed since the flood, and the owners say that it was for the best.\n\n"
        "“Ce n’est pas la fin de notre boulangerie, mais il faut que nous restions dans la ville pour le moment.”\n",
        "The bakery on the quay, which is called Le Pain de la Tour et des Amis, has been closed since the flood.\n",
        "Die Bäckerei am Kai ist seit der Flut geschlossen, und die Besitzer sagen, dass sie nicht zurück kommen.\n",
    ),
)
