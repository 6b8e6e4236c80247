"""Names of which some letters only look Latin: "Рutin" with a Cyrillic first letter is found by no search."""

from __future__ import annotations

from collections.abc import Iterator

from lint.edits import Edit
from lint.pattern import lazy
from lint.rule import Example, Finding, Fix, Probe, Rule, Safety, Severity
from lint.text import Document

ID = "name.mixed-scripts"

_CYRILLIC = dict(zip("АВЕЅІЈКМНОРСТХУаеѕіјорсху", "ABESIJKMHOPCTXYaesijopcxy", strict=True))
_GREEK = dict(zip("ΑΒΕΖΗΙΚΜΝΟΡΤΥΧοι", "ABEZHIKMNOPTYXoi", strict=True))
_LATIN = {**_CYRILLIC, **_GREEK}
_MIXED = lazy(rf"[{''.join(_LATIN)}](?:(?=[A-Za-z\u00aa-\u024f])|(?<=[A-Za-z\u00aa-\u024f].))")
_WORD = lazy(r"(?<![\w@#/.-])[^\W\d_]{3,}+(?![@/]|\.\w)")


def find(document: Document) -> Iterator[Finding]:
    """Yield a finding for each capitalized Latin word that holds letters of another script which look the same."""
    if not _MIXED.search(document.prose):
        return
    for match in _WORD.finditer(document.prose):
        word = match.group()
        if word.isascii() or not word[0].isupper():
            continue
        strangers = [letter for letter in word if letter in _LATIN]
        written = "".join(_LATIN.get(letter, letter) for letter in word)
        latin = sum(letter not in _LATIN and letter < "\u0250" for letter in word)
        if not strangers or latin < 2 or latin + len(strangers) < len(word):
            continue
        scripts = " and ".join(
            name
            for name, letters in (("Cyrillic", _CYRILLIC), ("Greek", _GREEK))
            if not letters.keys().isdisjoint(word)
        )
        message = f"'{word}' holds {scripts} letters that look Latin; no search for '{written}' finds it."
        fix = Fix(Safety.SUGGESTION, (Edit(match.start(), match.end(), written, ID),))
        yield Finding(ID, match.start(), match.end(), message, Severity.WARNING, fix)


RULE = Rule(
    id=ID,
    severity=Severity.WARNING,
    safety=Safety.SUGGESTION,
    why="A name with letters of two scripts looks right and is another word for every search, index and reader aloud.",
    probes=(Probe(tuple((f"*{letter}",) for letter in sorted({letter.lower() for letter in _LATIN})), find),),
    examples=(
        Example(
            "The envoys met \u0420utin on Monday, said a spokesman for the president.",
            "The envoys met Putin on Monday, said a spokesman for the president.",
        ),
    ),
    keep=(
        "The sign on the door of the shop read \u0420\u0435\u0441\u0442\u043e\u0440\u0430\u043d, and nobody could say why.",
        "The Greek letter \u039f stands at the end, and \u0394v is what the engineers call a change of speed.",
    ),
)
"""The rule on names in two scripts."""
