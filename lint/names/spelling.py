"""Names of the book in another spelling than the canonical one."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import Counter, defaultdict
from collections.abc import Iterator
from functools import lru_cache
from itertools import pairwise
from typing import NamedTuple

from lint.edits import Edit
from lint.kinds import shown
from lint.names.book import CANONICAL, FULL, LONE, Book, Entry, Spelling, shipped_book
from lint.names.letters import bare, composed
from lint.names.mentions import Token, are_joined, is_title, may_precede, tokens
from lint.names.words import COMMON
from lint.pattern import lazy
from lint.rule import Example, Finding, Fix, Probe, Rule, Safety, Severity
from lint.text import Document, words_of

ID = "name.variant-spelling"

_OTHER = (FULL, LONE)

_EXPLAINED = lazy(
    r"[(“\"\[]|\b(?:formerly|then|previously|once|known|called|named|renamed|rendered|spell\w*|spelt|written|translit\w*|also"
    r"|aka|or|alias|not|instead of|rather than|romani\w*|pronounc\w*)\b",
    re.IGNORECASE,
)
_LOWER_END = lazy(r"(?:[-‐‑'’][^\W\d_A-Z]{2,})+")
_OF = lazy(r"([^\W\d_a-z][\w'’-]*)\s+(?:of|for|at)\s+(?:the\s+)?$")
_QUOTED = lazy(r"“([^”]{1,90})”|\"([^\"]{1,90})\"|«([^»]{1,90})»|(?<![\w_*])[_*]([^_*]{1,90})[_*](?![\w_*])")


_WINDOW = 80
"""Characters from a word on that are looked at before a spelling is compared in full."""

_ENGLISH = frozenset(
    {"the", "and", "of", "to", "with", "by", "for", "from", "but", "said", "that", "who", "were", "had"}
)


_MARKS = "\u0300\u0301\u0302\u0303\u0304\u0306\u0307\u0308\u030a\u030b\u030c\u0323\u0326\u0327\u0328\u0331"
_NOT_ASCII = lazy(r"[^\x00-\x7f]")


class Match(NamedTuple):
    """A spelling of the book found in the text: the tokens `first` to `last`, the characters `start` to `end`."""

    first: int
    last: int
    start: int
    end: int
    spelling: Spelling


@lru_cache(maxsize=2)
def matches(document: Document, known: Book) -> tuple[Match, ...]:
    """Return the spellings of a book that stand in a document, the longest at each place, in order."""
    row = tokens(document)
    found: list[Match] = []
    free = 0
    for place, token in enumerate(row):
        if place < free or token.plain not in known.spellings:
            continue
        here = _matches_at(document, row, place, known.starting(token.plain))
        found += here
        free = here[0].last + 1 if here else free
    return tuple(found)


def _matches_at(document: Document, row: tuple[Token, ...], place: int, spellings: tuple[Spelling, ...]) -> list[Match]:
    """Return those of `spellings`, longest first, that stand at a token: the first, and the same one of other names."""
    found: list[Match] = []
    token = row[place]
    ahead = bare(document.prose[token.start : token.start + _WINDOW])
    for spelling in spellings:
        offset = max(spelling.plain.find(token.plain), 0)
        if not ahead.startswith(spelling.plain[offset : offset + _WINDOW // 2]) or (
            found and found[0].spelling.plain != spelling.plain
        ):
            continue
        start = token.start - offset
        if start < 0 or (start and start < token.start and document.prose[start - 1].isalnum()):
            continue
        least = max(spelling.length - 1 - spelling.plain.count("-"), 0)  # "Jong-Un" may go on in lower case
        for last in range(place + least, min(place + spelling.length + 1, len(row))):
            end = _end(document, row[last], spelling)
            text = document.prose[start:end]
            if "\n" not in text and "\r" not in text and bare(text) == spelling.plain:
                found.append(Match(place, last, start, end, spelling))
                break
    return found


def _end(document: Document, last: Token, spelling: Spelling) -> int:
    """Return where a spelling ends whose last capitalized word is `last`: "Mao Tse-tung" goes on in lower case."""
    if spelling.plain.endswith(last.plain):
        return last.end
    more = _LOWER_END.match(document.prose, last.end)
    return more.end() if more else last.end


def find(document: Document, book: Book | None = None) -> Iterator[Finding]:
    """Yield a finding for each name that a book, or the shipped one, spells otherwise."""
    known = book or shipped_book()
    english = len(_ENGLISH & document.words) > 1  # in a French text, the French spelling is right
    if not (english or known.house) or not known.may_hold(plain_words(document)):
        return
    by_name: dict[int, list[Match]] = defaultdict(list)
    for match in matches(document, known):
        by_name[match.spelling.number].append(match)
    for number, found in by_name.items():
        entry = known.entry(number)
        if not (english or entry.house):
            continue
        if entry.exact or any(match.spelling.kind in _OTHER for match in found):
            yield from _judged(document, entry, found)


def plain_words(document: Document) -> frozenset[str]:
    """Return the words of a text in plain lower case, without accents."""
    return document.derived(_plain_words)


def _plain_words(document: Document) -> frozenset[str]:
    folded = document.folded
    if folded.isascii():
        return document.words
    if any(mark in folded for mark in _MARKS):
        return document.words.union(words_of(bare(folded)))
    if document.vocabulary.isascii():
        return document.words
    return document.words.union(part for word in document.words if not word.isascii() for part in words_of(bare(word)))


def _judged(document: Document, entry: Entry, found: list[Match]) -> Iterator[Finding]:
    if entry.context and not any(holds(document, word) for word in entry.context):
        return
    protected = sorted(span for other in entry.others for span in _spans(document, other))
    found = [match for match in found if not _is_within(match, protected)]
    found = [match for match in found if not _is_work(document, match)]
    if entry.kind == "person":
        found = [*_whole(document, found), *_alone(document, entry, found, met=bool(protected))]
    else:
        found = [match for match in found if not _is_institution(document, match)]
    if _is_explained(document, found):
        return
    usual = Counter(match.spelling.kind not in _OTHER for match in found)
    for match in found:
        if match.spelling.kind in _OTHER:
            yield _finding(document, entry, match, mixed=usual[True] > 0, led=usual[True] >= usual[False])
        elif entry.exact and _is_inexact(document.text[match.start : match.end], match.spelling.replacement, entry):
            yield _finding(document, entry, match, mixed=False, led=True)


def _is_inexact(found: str, wanted: str, entry: Entry) -> bool:
    """Tell whether a text has the wrong case or accents, as far as an entry minds; capitals throughout are a style."""
    plain = found.replace("’", "'")
    if (
        "case" in entry.exact
        and not found.isupper()
        and bare(plain) == bare(wanted)
        and _cases(plain) != _cases(wanted)
    ):
        return plain[1:] != wanted[1:]
    return "accents" in entry.exact and composed(plain) != composed(wanted)


def _cases(text: str) -> list[bool]:
    return [letter.isupper() for letter in text if letter.isalpha()]


def _is_within(match: Match, spans: list[tuple[int, int]]) -> bool:
    """Tell whether a match overlaps one of the sorted spans."""
    near = bisect_left(spans, (match.end, 0))
    return any(match.start < end for _, end in spans[max(near - 3, 0) : near])


def _finding(document: Document, entry: Entry, match: Match, *, mixed: bool, led: bool) -> Finding:
    found, replacement = document.text[match.start : match.end], match.spelling.replacement
    if found.isupper() and len(found) > 1:
        replacement = replacement.upper()
    elif found[0].isupper():
        replacement = replacement[0].upper() + replacement[1:]
    house_style = match.spelling.style
    safe = (led and mixed if house_style else not _is_longer(document, match)) and not document.is_quoted(*match[2:4])
    severity = Severity.INFO if house_style and not mixed else Severity.WARNING
    message = f"'{shown(found)}' is {'also' if house_style else 'usually'} spelled '{replacement}'."
    if house_style and mixed:
        message = f"'{shown(found)}' is spelled '{replacement}' elsewhere in this text."
    elif entry.house:
        message = f"'{shown(found)}' is spelled '{replacement}' in the house's book of names."
    fix = Fix(Safety.SAFE if safe else Safety.SUGGESTION, (Edit(match.start, match.end, replacement, ID),))
    return Finding(ID, match.start, match.end, message, severity, fix)


# --- whose name it is ---------------------------------------------------------------------------------------------


def _whole(document: Document, found: list[Match]) -> Iterator[Match]:
    """Yield the matches of whole names."""
    return (match for match in found if match.spelling.kind != LONE)


def _alone(document: Document, entry: Entry, found: list[Match], *, met: bool) -> Iterator[Match]:
    """Yield the matches of parts of a name for which the text tells that they mean its bearer, and nobody else."""
    lone = [match for match in found if match.spelling.kind == LONE]
    if met or not lone or any(_is_stranger(document, match) for match in lone):
        return
    if any(_is_word(document, plain) for plain in {match.spelling.plain for match in lone}):
        return
    known = any(match.spelling.kind in (CANONICAL, FULL) for match in found)
    yield from (match for match in lone if known or _has_role(document, entry, match))


def _is_stranger(document: Document, match: Match) -> bool:
    """Tell whether a part of a name stands with another name than its own: "Shahbaz Bhatti"."""
    row = tokens(document)
    before = row[match.first - 1] if match.first else None
    if before and are_joined(document, before, row[match.first]) and not may_precede(before):
        return True
    after = row[match.last + 1] if match.last + 1 < len(row) else None
    return bool(after and are_joined(document, row[match.last], after) and after.plain not in COMMON)


def _is_word(document: Document, plain: str) -> bool:
    """Tell whether a part of a name is also a word of the text in lower case."""
    return re.search(rf"(?<!\w){re.escape(plain)}(?!\w)", document.prose) is not None


def _is_longer(document: Document, match: Match) -> bool:
    """Tell whether a whole name goes on to either side, and so may be another one."""
    return match.spelling.kind == FULL and _is_stranger(document, match)


def _has_role(document: Document, entry: Entry, match: Match) -> bool:
    before = bare(document.prose[max(match.start - 48, 0) : match.start]).rstrip()
    return any(before.endswith(role) for role in entry.roles)


# --- where a spelling is right as it is ---------------------------------------------------------------------------


def holds(document: Document, phrase: str) -> bool:
    """Tell whether a text holds a word, or a phrase, in plain lower case."""
    return phrase in document.words if phrase.isalpha() else phrase in document.folded


def _spans(document: Document, phrase: str) -> Iterator[tuple[int, int]]:
    if phrase.isascii() and phrase.split()[0] not in document.folded and document.folded.isascii():
        return
    text = document.folded if document.folded.isascii() else _flat(document)
    start = text.find(phrase)
    while start >= 0:
        yield start, start + len(phrase)
        start = text.find(phrase, start + 1)


@lru_cache(maxsize=2)
def _flat(document: Document) -> str:
    """Return the folded prose without accents, of equal length."""
    return _NOT_ASCII.sub(lambda match: bare(match.group())[:1] or "\0", document.folded)


def _is_work(document: Document, match: Match) -> bool:
    """Tell whether a match stands in the quoted or emphasized title of a work: every long word has a capital."""
    line = document.lines[document.line_number(match.start)]
    for quotation in _QUOTED.finditer(
        document.prose, max(line.start, match.start - 100), min(line.end, match.end + 100)
    ):
        if quotation.start() < match.start and match.end < quotation.end():
            words = re.findall(r"[^\W\d_]{4,}", quotation.group())
            return all(word[0].isupper() for word in words)
    return False


def _is_institution(document: Document, match: Match) -> bool:
    """Tell whether the name of a place is a part of a longer name: "Dynamo Kiev", "Kiev Post", "Battle of Kiev"."""
    row = tokens(document)
    before = row[match.first - 1] if match.first else None
    if before and before.end <= match.start and are_joined(document, before, row[match.first]):
        joined = document.prose[before.end : match.start]
        if not may_precede(before) or is_title(before) or "-" in joined:
            return True
    after = row[match.last + 1] if match.last + 1 < len(row) else None
    if after and are_joined(document, row[match.last], after) and not _is_day(after):
        return True
    owner = _OF.search(document.prose[max(match.start - 40, 0) : match.start])
    return bool(owner and bare(owner[1]) not in COMMON and not is_title(Token(0, 0, owner[1], bare(owner[1]))))


def _is_day(token: Token) -> bool:
    return token.plain.endswith("day") or token.plain in {"in", "on", "and", "is", "was"}


def _is_explained(document: Document, found: list[Match]) -> bool:
    """Tell whether the text speaks of the spellings themselves: "Kyiv (formerly Kiev)"."""
    for left, right in pairwise(found):
        between = document.prose[left.end : right.start]
        if left.spelling.plain != right.spelling.plain and len(between) <= 32 and _EXPLAINED.search(between):
            return True
    return any(
        re.search(
            r"\b(?:spell(?:ed|ing)?|spelt|written|formerly|then called|known as|then)\W{1,3}$",
            document.prose[max(match.start - 24, 0) : match.start],
        )
        for match in found
    )


RULE = Rule(
    id=ID,
    severity=Severity.WARNING,
    safety=Safety.SAFE,
    why="One person or place in two spellings looks like two, and search and clustering take it for two.",
    probes=(Probe((), find),),
    examples=(
        Example(
            "Zelensky flew to Warsaw. Ukraine’s Volodymyr Zelensky said no more, but Zelenskiy’s aides did.",
            "Zelensky flew to Warsaw. Ukraine’s Volodymyr Zelensky said no more, but Zelensky’s aides did.",
        ),
        Example(
            "Russian President Vladimir Poutine spoke for an hour. Poutine then left, but Putin’s guests stayed.",
            "Russian President Vladimir Putin spoke for an hour. Putin then left, but Putin’s guests stayed.",
        ),
        Example(
            "In Delhi the guests were Narendera Modi and, from Islamabad, Nawaz Shareef.",
            "In Delhi the guests were Narendra Modi and, from Islamabad, Nawaz Sharif.",
        ),
        Example(
            "Trains from Kyiv to Russia were late. Kyiv had no power, and nobody left Kiev before dawn.",
            "Trains from Kyiv to Russia were late. Kyiv had no power, and nobody left Kyiv before dawn.",
        ),
    ),
    keep=(
        "Pakistan’s Shahbaz Bhatti served under Nawaz Sharif, and Shahbaz’s brother kept his papers for the family.",
        "Kyiv (formerly Kiev) was founded long before Moscow, and Kyiv has kept its cathedral.",
        "They ate Chicken Kiev in Kyiv and watched Dynamo Kiev lose to a Russian team by three goals.",
        "Shehbaz Sharif met the singer Feroz Shahbaz in Islamabad, and Shahbaz gave him a book.",
    ),
)
"""The rule on names that the book spells otherwise."""
