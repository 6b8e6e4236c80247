"""Small words side by side of which one is too many: "of the in", "the his", "will can"."""

from __future__ import annotations

from collections.abc import Iterator

from lint.grammar.pairs import followers, places
from lint.grammar.places import word_before
from lint.kinds import Voice
from lint.pattern import lazy
from lint.rule import Example, Finding, Probe, Rule, Safety, Severity
from lint.text import Document

_VOICE = Voice(
    "grammar.doubled-function-word",
    "'{found}': one of these words is too many, or the word between them is lost.",
    Severity.WARNING,
    Safety.SUGGESTION,
    "suggestion",
)


def _set(words: str) -> frozenset[str]:
    return frozenset(words.split())


_MODALS = _set("will would can could should must may might")
_OWNERS = _set("his its their our my your these those a an")
_BEHIND = {
    "the": _OWNERS | _set("he she they is are was were been has have of in to for with from"),
    **{owner: _set("the") for owner in ("his", "its", "their", "our", "my", "your", "an", "a")},
    **{modal: _MODALS - {modal} for modal in _MODALS - {"may", "might"}},
    "of": _set("from for by to"),
    "to": _set("of at into from"),
    "for": _set("of to"),
    "from": _set("of to"),
    "in": _set("of to"),
    "at": _set("of in"),
}
_PREPOSITIONS = _set("of in to for with from by on at")
_GOES_ON = lazy(r" [a-z]{2,}")
_DETERMINED = lazy(r" (?:the|its|his|her|their|a|an)\b")
_CODE = lazy(r"[`/“”\"|{}]")


def _find(document: Document) -> Iterator[Finding]:
    pairs = document.derived(followers)
    for first in _BEHIND.keys() & pairs.keys():
        for second in _BEHIND[first].intersection(pairs[first]):
            for word, after in places(document, first, second):
                if _is_slip(document, word.start, after.end, first, second):
                    yield _VOICE.finding(document, word.start, after.end, ())


def _is_slip(document: Document, start: int, end: int, first: str, second: str) -> bool:
    before = word_before(document, start)
    if not document.prose[start].islower() or not before or not _GOES_ON.match(document.prose, end):
        return False
    if first == "the" and second in _PREPOSITIONS and before not in _PREPOSITIONS:
        return False
    if second in _PREPOSITIONS and not _DETERMINED.match(document.folded, end):
        return False
    if _CODE.search(document.prose, max(start - 40, 0), end + 20):
        return False
    return not document.is_quoted(start, end)


RULES: tuple[Rule, ...] = (
    Rule(
        id=_VOICE.rule,
        severity=_VOICE.severity,
        safety=_VOICE.safety,
        why="A rewritten sentence kept a word of its earlier form, or a link in the middle was cut out.",
        probes=(Probe(tuple((word,) for word in sorted(_BEHIND)), _find, local=True),),
        examples=(
            Example("The minister spoke of the in the capital on Monday."),
            Example("The minister gave a speech in the his office."),
            Example("The plan will can be changed next year."),
        ),
        keep=(
            "The by-election was held in the in-between season.",
            "He will, can and may go; the A-list came, the had-beens too.",
        ),
    ),
)
"""Rules on small words that meet."""
