"""What the text rules ask about a place: which language it is in, and whether it is prose or code."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import wraps
from typing import TypeVar

from lint.edits import Edit
from lint.kinds import Voice
from lint.pattern import lazy
from lint.rule import Example, Finding, Probe, Rule
from lint.text import Document, Needs, words_of


def listed(words: str) -> frozenset[str]:
    """Return the words of a list that is written as one string."""
    return frozenset(words.split())


_FUNCTION_WORDS = {
    "en": listed("the and of to in that is was for with on he she it they said by from are this"),
    "fr": listed("le la les des est une dans pour que qui pas sur au aux avec sont du et il elle ce ne"),
    "es": listed("el la los las del que una por con para es en se como más pero sus ha y"),
    "de": listed("der die das und ist nicht mit von den dem ein eine auf für im zu sich wird"),
    "it": listed("il lo gli della che una per con non sono di del nel alla anche più e è"),
    "pt": listed("o os da do das dos que uma para com não em no na por se mais e é"),
    "nl": listed("de het een van en dat niet met zijn voor op aan wordt ook door maar"),
    "tr": listed("ve bir bu için ile olarak da de daha çok olan gibi kadar sonra"),
    "id": listed("yang dan di untuk dengan ini itu dari pada tidak akan dalam"),
}
LINE_HEAD = 4000
"""Characters from which the rest of a line is not asked what the line is: enough for any paragraph."""

_CODE = lazy(
    r"`|[{}]|[=!<>+]=|[=-]>|::|&&|\|\||\s#\s|#include|\w\(\)|\w\.\w+\(|\$\w+\s*=|^\s*[\w.]+ ?=\s|;\s*$|"
    r"^\s*(?://|/\*|#!|\$ |>>> )|"
    r"^\s*(?:def|class|import|from|var|let|const|return|public|private|static|function|SELECT|INSERT|GET|POST|sudo|pip|"
    r"npm|git|curl)\s[^.]*$"
)


def language_of(words: Iterable[str]) -> str:
    """Return the language that has the most function words among folded `words`, or "" where none has three."""
    held = frozenset(words)
    scores = {language: len(held & known) for language, known in _FUNCTION_WORDS.items()}
    best = max(scores, key=lambda language: (scores[language], language == "en"))
    return best if scores[best] >= 3 else ""


_Told = TypeVar("_Told")
_LINES = 64  # whose answers are remembered: a rule asks again about the line it is at


def of_line(tell: Callable[[Document, int], _Told]) -> Callable[[Document, int], _Told]:
    """Return `tell` with a memory of the last lines, which ends with the document: some are as large as a shelf."""

    def answers(document: Document) -> dict[int, _Told]:
        return {}

    @wraps(tell)
    def told(document: Document, number: int) -> _Told:
        known = document.derived(answers)
        if number not in known:
            if len(known) == _LINES:
                known.clear()
            known[number] = tell(document, number)
        return known[number]

    return told


def language_at(document: Document, offset: int) -> str:
    """Return the language of the line that holds `offset`, or of the document where the line does not tell."""
    return _line_language(document, document.line_number(offset))


@of_line
def _line_language(document: Document, number: int) -> str:
    line = document.lines[number]
    beginning = document.folded[line.start : min(line.end, line.start + LINE_HEAD)]
    return language_of(words_of(beginning)) or language_of(document.words)


def is_english(document: Document, offset: int) -> bool:
    """Tell whether a place is in English; a text too short to tell counts as English if it is in ASCII letters."""
    language = language_at(document, offset)
    if language:
        return language == "en"
    return not any(letter.isalpha() and letter > "ɏ" for letter in line_head(document, offset))


def line_head(document: Document, offset: int) -> str:
    """Return the prose of the line that holds `offset`, or the beginning of an endless line."""
    line = document.lines[document.line_number(offset)]
    return document.prose[line.start : min(line.end, line.start + LINE_HEAD)]


def in_code(document: Document, offset: int) -> bool:
    """Tell whether a place is in a line of source code."""
    return _is_code_line(document, document.line_number(offset))


@of_line
def _is_code_line(document: Document, number: int) -> bool:
    return is_code(line_head(document, document.lines[number].start))


def is_code(line: str) -> bool:
    """Tell whether a line holds source code, in part or in whole."""
    return bool(_CODE.search(line))


def replaced(voice: Voice, document: Document, start: int, end: int, replacement: str) -> Finding:
    """Return a finding on `start` to `end` whose fix puts `replacement` there."""
    return voice.finding(document, start, end, (Edit(start, end, replacement, voice.rule),))


def made(
    voice: Voice,
    why: str,
    probe: Probe,
    examples: tuple[tuple[str, str | None], ...],
    keep: tuple[str, ...] = (),
    *,
    default: bool = True,
) -> Rule:
    """Return the rule that speaks with `voice`."""
    return Rule(
        id=voice.rule,
        severity=voice.severity,
        safety=voice.safety,
        why=why,
        probes=(probe,),
        examples=tuple(Example(bad, good) for bad, good in examples),
        keep=keep,
        default=default,
    )


def any_part(*parts: str) -> Needs:
    """Return the need for any one of some strings, wherever they stand."""
    return tuple(("*" + part,) for part in parts)
