"""Names of the book in another spelling than the canonical one."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import Counter, defaultdict
from collections.abc import Iterator
from functools import lru_cache
from itertools import pairwise

from lint.edits import Edit
from lint.kinds import shown
from lint.names.book import CANONICAL, FULL, LONE, Book, Entry, shipped_book
from lint.names.letters import bare, composed
from lint.names.matching import Match, Row, plain_words
from lint.names.mentions import Token, is_title, may_precede
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
_OF = lazy(r"([^\W\d_a-z][\w'’-]*)\s+(?:of|for|at)\s+(?:the\s+)?$")
_NOT_ASCII = lazy(r"[^\x00-\x7f]")
_QUOTED = lazy(
    r"“[^”]{1,90}”|\"[^\"]{1,90}\"|«[^»]{1,90}»"
    r"|_(?<![\w*]_)[^_*]{1,90}[_*](?![\w*])|\*(?<![\w*]\*)[^_*]{1,90}[_*](?![\w*])"
)
_SPELLED = lazy(r"\b(?:spell(?:ed|ing)?|spelt|written|formerly|then called|known as|then)\W{1,3}$")


_ENGLISH = frozenset(
    {"the", "and", "of", "to", "with", "by", "for", "from", "but", "said", "that", "who", "were", "had"}
)


def find(document: Document, book: Book | None = None) -> Iterator[Finding]:
    """Yield a finding for each name that a book, or the shipped one, spells otherwise."""
    known = book or shipped_book()
    english = len(_ENGLISH & document.words) > 1  # in a French text, the French spelling is right
    if not (english or known.house):
        return
    entries = {number: known.entry(number) for number in known.suspects(plain_words(document))}
    entries = {n: entry for n, entry in entries.items() if (english or entry.house) and is_at_home(document, entry)}
    if not entries:
        return
    row = Row(document, known, [plain for entry in entries.values() for plain in entry.spellings])
    by_name: dict[int, list[Match]] = defaultdict(list)
    for match in row.matches:
        by_name[match.spelling.number].append(match)
    for number, entry in entries.items():
        found = by_name[number]
        if entry.exact or any(match.spelling.kind in _OTHER for match in found):
            yield from _judged(row, entry, found)


def is_at_home(document: Document, entry: Entry) -> bool:
    """Tell whether a text is about what a name belongs to, as far as the book says so."""
    return not entry.context or any(_holds(document, word) for word in entry.context)


def _judged(row: Row, entry: Entry, found: list[Match]) -> Iterator[Finding]:
    document = row.document
    protected = sorted(span for other in entry.others for span in _spans(document, other))
    found = [match for match in found if not _is_within(match, protected)]
    found = [match for match in found if not _is_work(document, match)]
    if entry.kind == "person":
        found = [*_whole(found), *_alone(row, entry, found, met=bool(protected))]
    else:
        found = [match for match in found if not _is_institution(row, match)]
    if _is_explained(document, found):
        return
    usual = Counter(match.spelling.kind not in _OTHER for match in found)
    for match in found:
        if match.spelling.kind in _OTHER:
            yield _finding(row, entry, match, mixed=usual[True] > 0, led=usual[True] >= usual[False])
        elif entry.exact and _is_inexact(document.text[match.start : match.end], match.spelling.replacement, entry):
            yield _finding(row, entry, match, mixed=False, led=True)


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


def _finding(row: Row, entry: Entry, match: Match, *, mixed: bool, led: bool) -> Finding:
    document = row.document
    found, replacement = document.text[match.start : match.end], match.spelling.replacement
    if found.isupper() and len(found) > 1:
        replacement = replacement.upper()
    elif found[0].isupper():
        replacement = replacement[0].upper() + replacement[1:]
    house_style = match.spelling.style
    safe = (led and mixed if house_style else not _is_longer(row, match)) and not document.is_quoted(*match[2:4])
    severity = Severity.INFO if house_style and not mixed else Severity.WARNING
    message = f"'{shown(found)}' is {'also' if house_style else 'usually'} spelled '{replacement}'."
    if house_style and mixed:
        message = f"'{shown(found)}' is spelled '{replacement}' elsewhere in this text."
    elif entry.house:
        message = f"'{shown(found)}' is spelled '{replacement}' in the house's book of names."
    fix = Fix(Safety.SAFE if safe else Safety.SUGGESTION, (Edit(match.start, match.end, replacement, ID),))
    return Finding(ID, match.start, match.end, message, severity, fix)


# --- whose name it is ---------------------------------------------------------------------------------------------


def _whole(found: list[Match]) -> Iterator[Match]:
    """Yield the matches of whole names."""
    return (match for match in found if match.spelling.kind != LONE)


def _alone(row: Row, entry: Entry, found: list[Match], *, met: bool) -> Iterator[Match]:
    """Yield the matches of parts of a name for which the text tells that they mean its bearer, and nobody else."""
    lone = [match for match in found if match.spelling.kind == LONE]
    if met or not lone or any(_is_stranger(row, match) for match in lone):
        return
    if any(_is_word(row.document, plain) for plain in {match.spelling.plain for match in lone}):
        return
    known = any(match.spelling.kind in (CANONICAL, FULL) for match in found)
    yield from (match for match in lone if known or _has_role(row.document, entry, match))


def _is_stranger(row: Row, match: Match) -> bool:
    """Tell whether a part of a name stands with another name than its own: "Shahbaz Bhatti"."""
    before, after = row.neighbors(match.first, match.last)
    return bool((before and not may_precede(before)) or (after and after.plain not in COMMON))


def _is_word(document: Document, plain: str) -> bool:
    """Tell whether a part of a name is also a word of the text in lower case."""
    if plain not in document.prose:
        return False
    return re.search(rf"(?<!\w){re.escape(plain)}(?!\w)", document.prose) is not None


def _is_longer(row: Row, match: Match) -> bool:
    """Tell whether a whole name goes on to either side, and so may be another one."""
    return match.spelling.kind == FULL and _is_stranger(row, match)


def _has_role(document: Document, entry: Entry, match: Match) -> bool:
    before = bare(document.prose[max(match.start - 48, 0) : match.start]).rstrip()
    return any(before.endswith(role) for role in entry.roles)


# --- where a spelling is right as it is ---------------------------------------------------------------------------


def _holds(document: Document, phrase: str) -> bool:
    """Tell whether a text holds a word, or a phrase, in plain lower case."""
    return phrase in document.words if phrase.isalpha() else phrase in document.folded


def _spans(document: Document, phrase: str) -> Iterator[tuple[int, int]]:
    if document.vocabulary.isascii() and not all(word in document.vocabulary for word in words_of(phrase)):
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


def _is_institution(row: Row, match: Match) -> bool:
    """Tell whether the name of a place is a part of a longer name: "Dynamo Kiev", "Kiev Post", "Battle of Kiev"."""
    prose, (before, after) = row.document.prose, row.neighbors(match.first, match.last)
    if before and before.end <= match.start:
        joined = prose[before.end : match.start]
        if not may_precede(before) or is_title(before) or "-" in joined:
            return True
    if after and not _is_day(after):
        return True
    owner = _OF.search(prose[max(match.start - 40, 0) : match.start])
    return bool(owner and bare(owner[1]) not in COMMON and not is_title(Token(0, 0, owner[1], bare(owner[1]))))


def _is_day(token: Token) -> bool:
    return token.plain.endswith("day") or token.plain in {"in", "on", "and", "is", "was"}


def _is_explained(document: Document, found: list[Match]) -> bool:
    """Tell whether the text speaks of the spellings themselves: "Kyiv (formerly Kiev)"."""
    for left, right in pairwise(found):
        between = document.prose[left.end : right.start]
        if left.spelling.plain != right.spelling.plain and len(between) <= 32 and _EXPLAINED.search(between):
            return True
    return any(_SPELLED.search(document.prose[max(match.start - 24, 0) : match.start]) for match in found)


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
