"""Captions of pictures that were scraped as paragraphs: a short line without full stop that ends in a credit."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from functools import cache

from lint.boilerplate.lines import removed
from lint.boilerplate.tables import words
from lint.pattern import lazy
from lint.rule import Example, Finding, Probe, Rule, Safety, Severity
from lint.text import Document, fold, words_of

_CLOSED = lazy(r"\).{0,3}(?=[\r\n]|\Z)")
_CREDITED = lazy(r"(?P<text>[^():]{15,240}[^\s().!?:;])\s*[(\[](?P<credit>[^()\[\]]{2,80})[)\]][\s”\"]{0,2}")
_SIGNED = lazy(
    r"""\W{0,3}(?P<text>[^()\[\]]{12,330}?)\s*[(\[]\s?(?P<credit>
      (?:(?:image|photo|picture|file)[ ])?credits?[ ]?:[ ]?[^()\[\]]{2,80}
      | (?:photo|image|picture)(?:[ ]by|[ ]courtesy|:)[ ][^()\[\]]{2,80}
      | (?:[A-Z]{2,5}|Reuters|Getty[ ]Images)[ ](?:file[ ])?photo(?:/[^()\[\]]{2,60})?
      | [A-Z][^()\[\]/\d]{1,40}/[A-Z][^()\[\]\d]{1,60} )\s?[)\]]\W{0,3}""",
    re.IGNORECASE | re.VERBOSE,
)
_TOLD = lazy(r"\b(?:said|says|told|according|announced|reported|added)\b", re.IGNORECASE)
_CREDITING = frozenset({"photo", "image", "file", "pic", "picture", "credit", "courtesy", "source", "via"})
_LIST = lazy(r"[-*•\d#]")
_SHOWN = lazy(
    r"\b(?:walks?|speaks?|stands?|sits?|arrives?|waves?|shakes?|meets?|greets?|holds?|looks?|attends?|addresses|gestures?"
    r"|poses?|smiles?|talks?|delivers?|receives?|visits?|takes?|gathers?|watch(?:es)?|works?|pass(?:es)?"
    r"|seen|pictured|during|on (?:his|her|their) arrival|left|right|center|centre|file|[a-z]+ing)\b"
)


def _find(document: Document) -> Iterator[Finding]:
    closed = dict.fromkeys(document.line_number(match.start()) for match in document.finditer(_CLOSED))
    credited = [index for index in closed if not _sources().isdisjoint(document.line_words[index])]
    lines = [(index, match) for index in credited if (match := _caption(document, index))]
    again = Counter(fold(match["credit"]) for _, match in lines)
    for index, match in lines:
        safety = _safety(match, again[fold(match["credit"])])
        if safety:
            yield removed(RULE_ID, document, index, index, "'{found}' is the caption of a picture.", safety)


@cache
def _sources() -> frozenset[str]:
    """Return the words of which the credit of a picture holds one."""
    return words("credits") | words("offices")


def _caption(document: Document, index: int) -> re.Match[str] | None:
    line, content = document.lines[index], document.line_text(index)
    if not 20 <= line.end - line.start <= 330:
        return None
    match = _signed(content) or _CREDITED.fullmatch(content)
    if not match or index == document.title or _LIST.match(content) or _TOLD.search(match["text"]):
        return None
    text = match["text"].split()
    lower = sum(word[0].islower() for word in text)
    if match.re.pattern == _SIGNED.pattern:
        return match if len(text) >= 3 else None
    return match if 5 <= len(text) <= 40 and lower >= 2 and not _abbreviates(match) else None


def _signed(content: str) -> re.Match[str] | None:
    """Return the match of a line that ends in a full credit, as agencies write it, whatever stands before."""
    match = _SIGNED.fullmatch(content)
    if match is None or any(character.isdigit() for character in match["credit"]):
        return None
    credit = words_of(fold(match["credit"]))
    names_agency = not words("credits").isdisjoint(credit)
    named = match["credit"][0].isupper() and match["credit"].partition("/")[2][:1].isupper()
    return match if names_agency and (named or "/" not in match["credit"] or credit[0] in _CREDITING) else None


def _abbreviates(match: re.Match[str]) -> bool:
    """Tell whether the bracket only shortens the name before it, as in 'World Health Organization (WHO)'."""
    credit = match["credit"]
    initials = "".join(word[0] for word in match["text"].split() if word[0].isupper())
    return credit.isupper() and len(credit) > 1 and initials.endswith(credit)


def _safety(match: re.Match[str], copies: int) -> Safety | None:
    if match.re.pattern == _SIGNED.pattern:
        return Safety.SAFE
    credit = words_of(fold(match["credit"]))
    if len(credit) > 9 or any(word.isdigit() and len(word) < 4 for word in credit):
        return None
    agency = not words("credits").isdisjoint(credit)
    office = not words("offices").isdisjoint(credit)
    shows = bool(_SHOWN.search(match["text"]))
    if not match["credit"][0].isupper() and credit[0] not in _CREDITING:
        return None
    if (agency and (shows or "/" in match["credit"] or credit[0] in {"photo", "image", "file"})) or (
        office and shows and match["credit"].istitle()
    ):
        return Safety.SAFE
    return Safety.SUGGESTION if agency or (office and copies > 1) else None


RULE_ID = "boilerplate.caption"

RULE = Rule(
    id=RULE_ID,
    severity=Severity.ERROR,
    safety=Safety.SAFE,
    why="The caption belongs to a picture that did not come along.",
    probes=(Probe((("*)",),), _find),),
    examples=(
        Example(
            "The talks went on.\n\nThe envoy walks past the guard at the palace gate (AFP)\n\nThey end in May.\n",
            "The talks went on.\n\nThey end in May.\n",
        ),
        Example(
            "The talks went on.\n\nWorkers clear snow from a road near Torby (Lena Fors/Reuters)\n\nThey end in May.\n",
            "The talks went on.\n\nThey end in May.\n",
        ),
        Example(
            "The talks went on.\n\nThe envoy on his arrival at Torby airport (Norland Presidency)\n\nThey end soon.\n",
            "The talks went on.\n\nThey end soon.\n",
        ),
        Example(
            "The talks went on.\n\nThe new bridge (AP Photo/Lena Fors)\n\nThey end in May.\n",
            "The talks went on.\n\nThey end in May.\n",
        ),
        Example(
            "The talks went on.\n\nIn this photograph, a row of new cars stands at the port of Torby. (AP Photo/Lena Fors)\n\n"
            "They end in May.\n",
            "The talks went on.\n\nThey end in May.\n",
        ),
    ),
    keep=(
        "Corporate moves to another town (storage, furniture assembly/disassembly)",
        "The company made a profit in the first half of the year (Reuters).",
        "She works for the health office of the state of Norland (HSN).",
        "The price of bread rose by a third within a year (see the table).",
        "Rules for visitors of the old palace (Summer)",
    ),
)
"""Finds captions."""
