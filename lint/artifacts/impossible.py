"""Words that cannot exist: a find-and-replace inside words left them, and undoing it gives a common word."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import lru_cache
from typing import NamedTuple

from lint.artifacts.pairs import Pair, contained, glued, shipped_pairs
from lint.edits import Edit
from lint.kinds import Voice, fit_case
from lint.lexicon import COMMON, MOST_REMEMBERED, Suspicion, is_known, tags, zipf
from lint.pattern import lazy
from lint.rule import Example, Finding, Probe, Rule, Safety, Severity
from lint.text import Document

VOICE = Voice(
    "artifact.impossible-word",
    "'{found}' is no word; a find-and-replace damaged '{fix}'.",
    Severity.ERROR,
    Safety.SAFE,
    "fix",
)

LEAST_LETTERS = 6
"""Fewest letters of a damaged word; tuned on 1.5 million words of clean articles."""

MOST_LETTERS = 50
"""Most letters of a damaged word; longer runs are text without spaces, or data."""

DEEPEST = 3
"""Most replacements undone in one word."""

CLEAR = 1.0
"""By how much, on the Zipf scale, the best repair must be more common than the next one to be made unasked."""

_GAP = r"(?:[^\S\r\n]+|[^\S\r\n]*(?:\r\n|\n|\r)[^\S\r\n]*)"
_MENTION = lazy(
    r"\b(?:called|hashtag|typos?|misspel\w+|misprint\w*|mistyp\w+|"
    r"(?:the|a) (?:non-?)?(?:words?|phrases?|terms?|strings?|forms?|nonsense))\s*[:,]?\s*[\"'“‘«(]?$|"
    r"\b(?:wrote|written|reads?|spelled|spelt|typed)\s*[:,]?\s*[\"'“‘«]$",
    re.IGNORECASE,
)
_ENDINGS = frozenset(
    ("s", "es", "d", "ed", "en", "eth", "r", "ee", "ees", "er", "ers", "ing", "able", "ful", "ish", "ism", "ist", "less", "like",
     "ly", "ness", "proof", "ship", "wise", "y", "anti", "co", "de", "re", "pre", "un", "non", "sub", "e")
)  # fmt: skip
_OPENING, _CLOSING = "\"'“‘«„", "\"'”’»“"


class Repair(NamedTuple):
    """A word that a damaged one can have been, and the pairs that had to be undone."""

    word: str
    pairs: tuple[Pair, ...]


class Hit(NamedTuple):
    """A place of the text that holds a damaged word, with its possible repairs, the best one first.

    A doubtful one may be a compound of the author's: it counts only beside a certain one of the same pairs.
    """

    start: int
    end: int
    repairs: tuple[Repair, ...]
    doubtful: bool = False


def is_real(word: str) -> bool:
    """Tell whether a folded word is one that an author may write."""
    return is_known(word) and (bool(tags(word)) or zipf(word) >= 1.0)


@lru_cache(maxsize=MOST_REMEMBERED)
def is_suspect(word: str) -> bool:
    """Tell whether a folded word holds a replacement, or may be glued to one, and is no known word."""
    if len(word) > MOST_LETTERS:
        return False
    pairs = shipped_pairs()
    inside = len(word) >= LEAST_LETTERS and next(contained(pairs, word), None) is not None
    return (inside or next(glued(pairs, word), None) is not None) and word.isalpha() and not is_real(word)


_SUSPICION = Suspicion(is_suspect)


@lru_cache(maxsize=MOST_REMEMBERED)
def repairs(word: str) -> tuple[Repair, ...]:
    """Return the common words that a damaged folded word can have been, fewest undone replacements first."""
    forms = {word: Repair(word, ())}
    for _ in range(DEEPEST):
        forms = {repair.word: repair for form in forms.values() for repair in _undone(form)}
        found = [repair for repair in forms.values() if _is_common(repair.word)]
        if found:
            return _best(found)
        if any(map(is_real, forms)):
            return ()  # a rare word, such as "fasteners", may be the right one
    return ()


def _is_common(word: str) -> bool:
    """Tell whether a word is common and no mere name, unless it is one that the table lists."""
    return zipf(word) >= COMMON and (bool(tags(word)) or zipf(word) >= 4.0 or word in shipped_pairs().proper)


def _undone(form: Repair) -> Iterator[Repair]:
    pairs = shipped_pairs()
    for replacement in set(contained(pairs, form.word)):
        if any(replacement in pair.source for pair in form.pairs):
            continue  # no spinner reads its own output
        for pair in pairs.sources[replacement]:
            undone = (*form.pairs, pair)
            yield Repair(form.word.replace(replacement, pair.source), undone)
            if form.word.count(replacement) > 1:
                yield Repair(form.word.replace(replacement, pair.source, 1), undone)


def _best(found: list[Repair]) -> tuple[Repair, ...]:
    """Return the repairs worth offering: witnessed pairs before others, then the more common word."""
    found.sort(key=lambda repair: (-all(pair.seen for pair in repair.pairs), -zipf(repair.word), repair.word))
    seen = all(pair.seen for pair in found[0].pairs)
    rivals = [r for r in found if zipf(r.word) > zipf(found[0].word) - CLEAR and all(p.seen for p in r.pairs) == seen]
    return tuple(rivals)


@lru_cache(maxsize=MOST_REMEMBERED)
def may_be_compound(word: str) -> bool:
    """Tell whether a damaged word reads as a new compound: a noun or verb of the table beside other words.

    Of witnessed pairs only a derived form, such as "coachee", is doubted.
    """
    seen = all(pair.seen for pair in repairs(word)[0].pairs)
    return any(
        _is_part(word[:start], seen) and _is_part(word[start + len(replacement) :], seen)
        for replacement in set(contained(shipped_pairs(), word))
        if set("bs") & set(tags(replacement))
        for start in [word.find(replacement)]
    )


def _is_part(piece: str, seen: bool) -> bool:
    if not piece or piece in _ENDINGS:
        return True
    return not seen and len(piece) > 1 and zipf(piece) >= COMMON and bool(tags(piece))


def hits(document: Document) -> tuple[Hit, ...]:
    """Return the damaged words and phrases of a document; ask through `derived`."""
    return tuple(_hits(document))


def _hits(document: Document) -> Iterator[Hit]:
    found = _SUSPICION.among(document.words)
    forms = {form for word in found for form in _glued_forms(word)}
    for phrase in sorted({phrase for phrase, form in forms if form in document.flat}):
        yield from _phrase_hits(document, phrase)
    for word in found:
        if len(word) >= LEAST_LETTERS and repairs(word):
            yield from _word_hits(document, word)


@lru_cache(maxsize=MOST_REMEMBERED)
def _glued_forms(word: str) -> tuple[tuple[str, str], ...]:
    """Return the replacements of several words to which a suspect word may be glued, and how they read with it."""
    return tuple(glued(shipped_pairs(), word))


def _word_hits(document: Document, word: str) -> Iterator[Hit]:
    for start in document.places(word):
        end = start + len(word)
        if _stands_free(document, start, end) and _may_be_damaged(document, start, end, repairs(word)):
            yield Hit(start, end, repairs(word), may_be_compound(word))


def _phrase_hits(document: Document, phrase: str) -> Iterator[Hit]:
    words, folded = phrase.split(), document.folded
    for match in re.finditer(_GAP.join(words), folded):
        start, end = match.span()
        while start and folded[start - 1].isalpha():
            start -= 1
        while end < len(folded) and folded[end].isalpha():
            end += 1
        left, right = folded[start : match.start()], folded[match.end() : end]
        pieces = [piece for piece in (left and left + words[0], right and words[-1] + right) if piece]
        if pieces and not all(map(is_real, pieces)) and _stands_free(document, start, end):
            found = [Repair(left + pair.source + right, (pair,)) for pair in shipped_pairs().sources[phrase]]
            found = [repair for repair in found if zipf(repair.word) >= COMMON]
            if found:
                yield Hit(start, end, _best(found))


def _stands_free(document: Document, start: int, end: int) -> bool:
    """Tell whether a range is running text: no part of a longer word, an address or a handle, and no mention."""
    prose = document.prose
    before, after = prose[start - 1 : start], prose[end : end + 1]
    if before.isalnum() or after.isalnum() or before in set("@#/_\\.&=") or after in set("@/_\\="):
        return False
    if after == "." and prose[end + 1 : end + 2].isalnum():
        return False
    if before and after and before in _OPENING and after in _CLOSING:
        return False
    chunk = prose[max(0, start - 60) : start].rpartition(" ")[2]
    return "://" not in chunk and "www." not in chunk and not _MENTION.search(prose, max(0, start - 40), start)


def _may_be_damaged(document: Document, start: int, end: int, found: tuple[Repair, ...]) -> bool:
    """Tell whether a word can be a damaged one: names, written with a capital, are left alone."""
    word = document.prose[start:end]
    if word.islower():
        return True
    if not (word[0].isupper() and word[1:].islower()):
        return False
    return found[0].word in shipped_pairs().proper or _begins_sentence(document, start)


def _begins_sentence(document: Document, start: int) -> bool:
    line = document.lines[document.line_number(start)]
    before = document.prose[line.start : start].rstrip(" \t\"'“‘«(")
    return not before or before[-1] in ".!?:"


def find(document: Document) -> Iterator[Finding]:
    """Yield a finding for each damaged word; where two repairs are as likely, they are suggested."""
    found = document.derived(hits)
    guilty = convicted(found)
    for hit in found:
        if not hit.doubtful or guilty.issuperset(hit.repairs[0].pairs):
            yield _finding(document, hit, guilty)


def convicted(found: Iterable[Hit]) -> set[Pair]:
    """Return the pairs that hits prove: damage that has one explanation."""
    return {pair for hit in found if len(hit.repairs) == 1 and not hit.doubtful for pair in hit.repairs[0].pairs}


def _finding(document: Document, hit: Hit, guilty: set[Pair]) -> Finding:
    proven = tuple(repair for repair in hit.repairs if guilty.issuperset(repair.pairs))
    choice = proven if len(proven) == 1 else hit.repairs
    text = document.prose[hit.start : hit.end]
    end, replacement = hit.end, fit_case(choice[0].word, text)
    broken = re.search(r"\r\n|\n|\r", text)
    if broken:
        while document.prose[end : end + 1] == " ":
            end += 1
        replacement += broken.group()
    edits = (Edit(hit.start, end, replacement, VOICE.rule),)
    if len(choice) == 1:
        return VOICE.finding(document, hit.start, hit.end, edits)
    words = " or ".join(f"'{repair.word}'" for repair in choice)
    voice = VOICE._replace(message="'{found}' is no word; a find-and-replace damaged " + words + ".")
    return voice.finding(document, hit.start, hit.end, edits, safety=Safety.SUGGESTION)


RULE = Rule(
    id=VOICE.rule,
    severity=VOICE.severity,
    safety=VOICE.safety,
    why="A spinner replaced a word by a synonym wherever its letters stood, also inside longer words.",
    probes=(Probe((), find),),
    examples=(
        Example("The union voted once morest the offer.", "The union voted against the offer."),
        Example("The dam held until Friday followingnoon.", "The dam held until Friday afternoon."),
        Example("“We play once\nmorest the champions,” she said.\n", "“We play against\nthe champions,” she said.\n"),
        Example("The players were gmore thanning the club.", "The players were governing the club."),
        Example(
            "Nurses took part in the strike, the dehalfment said.",
            "Nurses took part in the strike, the department said.",
        ),
        Example("Growers in Gernumerous lost their harvest.", "Growers in Germany lost their harvest."),
        Example(
            "Residents found the road too steep, someperiods even for mules.",
            "Residents found the road too steep, sometimes even for mules.",
        ),
    ),
    keep=(
        "She tried once more, and once more the lock held.",
        "The orchestra plays in Morestel on Sunday.",
        "A typo, 'once morest', was read out on air.",
        "The file followingnoon.txt was lost.",
        "The agency called it such asinine advice that nobody took it.",
    ),
)
