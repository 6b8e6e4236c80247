"""Words set twice, and paragraphs that begin in the middle of a sentence."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator
from itertools import chain, compress, islice
from operator import eq

from lint.edits import Edit
from lint.kinds import Voice
from lint.pattern import lazy
from lint.repair.prose import in_code, is_code, is_english, listed, made
from lint.rule import Finding, Probe, Safety, Severity
from lint.text import Document

DOUBLED = Voice("text.doubled-word", "'{found}' is set twice.", Severity.ERROR, Safety.SAFE, "suggestion")
_DOUBLED = lazy(r"(?<![^\s\"“(‘—–])([a-z]++) +\1(?![\w'’@/-]|[.]\w)")
_NEVER_TWICE = listed(
    "a an the and of or but from with at than they we he she his their my our your its which who because "
    "if into been has have be"
)
_TWICE_BEFORE_A_NOUN = listed("to by as")
_NOUN_FOLLOWS = lazy(r" (?:(?:the|a|an|his|her|their|its|our|my|your|this|these|those)\b|[A-Z][a-z])")
_ASKS_FOR_TO = lazy(
    r"\b(?:required|wants?|wanted|needs?|needed|able|likely|expected|allowed|forced|decided|plans|planned|tr(?:y|ies|ied)"
    r"|trying|set|due|ready|failed|continued?|agreed|refused|urged|began|in order|chance|right|vowed|pledged) to +to\Z"
)
_GENUINE = listed(
    "that had very really so bye no yes ha many long much far more never ever now well there here hear "
    "hush knock please wait go run win blah la na do what tut chop pretty quite too boo bang oh ah aye "
    "hey hi ho big new old little deep high low bad good same time again over up down out by-bye night "
    "love hot cold round years such you her is it i me ok okay rah choo cha yum tick tock ding dong pom "
    "can beep woof quack aka mama papa dada bora pago walla sing wagga baden duran sirhan boutros tuk tsk "
    "ugh wow yeah yep nah heh hee zero one two three four five six seven eight nine ten just all sure "
    "right nice etc peri piri couscous tom dik can"
)


def _find_doubled(document: Document) -> Iterator[Finding]:
    for match in _doubled(document):
        start, end, word = match.start(1), match.end(), match[1]
        if _is_slip(document, start, end, word):
            edit = Edit(start + len(word), end, "", DOUBLED.rule)
            yield DOUBLED.finding(document, start, end, (edit,), safety=_doubled_safety(document, word, end))


def _doubled(document: Document) -> Iterator[re.Match[str]]:
    """Yield the words that stand twice and may not."""
    words = list(chain.from_iterable(document.line_words))
    for word in set(compress(words, map(eq, words, islice(words, 1, None)))) - _GENUINE:
        if len(word) > 1 or word == "a":
            for start in chain(document.places(f"{word} {word}"), document.places(f"{word}  ")):
                if match := _DOUBLED.match(document.folded, start):
                    yield match


def _is_slip(document: Document, start: int, end: int, word: str) -> bool:
    """Tell whether a doubled word is no name, letter, song or code."""
    first, second = document.prose[start : start + len(word)], document.prose[end - len(word) : end]
    if not second.islower() or first[1:] != second[1:]:
        return False
    if first[0].isupper() and document.prose[start - 2 : start].strip()[-1:] not in ("", ".", "!", "?", "“", '"', "—"):
        return False
    if _spelled_out(document.folded, start, end) or in_code(document, start):
        return False
    return is_english(document, start)


def _doubled_safety(document: Document, word: str, end: int) -> Safety | None:
    if word in _NEVER_TWICE:
        return None
    if word in _TWICE_BEFORE_A_NOUN and _NOUN_FOLLOWS.match(document.prose, end):
        return None
    if word == "to" and _ASKS_FOR_TO.search(document.folded, max(end - 24, 0), end):
        return None
    return Safety.SUGGESTION


def _spelled_out(folded: str, start: int, end: int) -> bool:
    """Tell whether single letters, or the same word again, stand beside: a rhyme scheme, a song, a stammer."""
    before, after = folded[max(start - 30, 0) : start].split(), folded[end : end + 30].split()
    word = folded[start:end].split()[0]
    beside = before[-1:] + after[:1]
    bare = [other.strip(".,;:!?-—…“”\"'’") for other in beside]
    return word in bare or (word == "a" and any(len(other) == 1 for other in bare))


DOUBLED_RULE = made(
    DOUBLED,
    "A word was typed or pasted twice; words that may stand twice, such as 'that' and 'had', are left alone.",
    Probe((), _find_doubled),
    examples=(
        ("The mayor of the the town left.", "The mayor of the town left."),
        ("They went to to the harbor and and waited.", "They went to the harbor and waited."),
    ),
    keep=(
        "He knew that that was very very late, and she had had enough of Walla Walla.",
        "A A Milne wrote it. The The played in Pago Pago.",
        "Die Frauen, die die Stadt mit der Bahn und dem Bus nicht erreichen.",
    ),
)

# --- mid-sentence starts ------------------------------------------------------------------------------------------

LOWER = Voice(
    "text.lower-case-start",
    "The paragraph starts in the middle of a sentence, at '{found}'.",
    Severity.WARNING,
    Safety.SUGGESTION,
    "suggestion",
)
_STARTS_LOW = lazy(
    r"\n(?=[a-z])(?P<bad>(?:the|a|an|of|to|from|in|on|at|by|with|for|and|or|but|nor|that|which|who|whose|where|when|while|as|"
    r"after|before|because|since|if|although|though|is|was|were|are|be|been|has|have|had|will|would|can|could|may|"
    r"might|must|should|not|its|his|her|their|our|he|she|they|it|we|you|this|these|those|than|then|into|over|under|"
    r"about|against|between|among|during|through|without|within|said|says|told|added|also|so|more|most|some|any|all|"
    r"both|each|other|such|only|just|even|how|what|why|there|here|including|according|saying|adding|due)\b)(?=,? \S)"
)
_ENDS = lazy(r"""[.!?][”"’')\]]{0,2}\Z""")
_MOST_LOW = 3
"""Lines that begin in lower case from which this is the document's way of writing."""


def _find_lower(document: Document) -> Iterator[Finding]:
    found = [match for match in _STARTS_LOW.finditer(document.prose) if _cut_off(document, match)]
    if len(found) > _MOST_LOW:
        return
    for match in found:
        end = document.prose.find(" ", match.end() + 1)
        yield LOWER.finding(document, match.start("bad"), end if 0 < end - match.end() < 30 else match.end(), ())


def _cut_off(document: Document, match: re.Match[str]) -> bool:
    """Tell whether a line is a sentence without its start, between lines that begin and end like sentences."""
    number = document.line_number(match.end())
    content = document.line_text(number)
    if len(content) < 40 or not _ENDS.search(content) or is_code(content):
        return False
    place = bisect_left(document.filled, number)
    if place == 0 or not is_english(document, match.end()):
        return False
    before = document.line_text(document.filled[place - 1])
    after = document.line_text(document.filled[place + 1]) if place + 1 < len(document.filled) else "A"
    return bool(_ENDS.search(before)) and not before[0].islower() and not after[0].islower() and len(before) > 40


LOWER_RULE = made(
    LOWER,
    "Part of a sentence was lost where the text was taken from its page or rewritten.",
    Probe((), _find_lower),
    examples=(
        (
            "Sharp words followed the vote on the new harbor on Monday.\n\n"
            "from the mayor, as the council kept the plans from his office.\n\n"
            "The work begins in May, the council said in a statement.\n",
            None,
        ),
    ),
    keep=(
        "The firm showed two phones on Monday, to the delight of its fans.\n\n"
        "iPhone users will get the update in May, the company said in a statement.\n",
        "The plan has three parts, the council said:\n\nmore ferries in the summer and on holidays.\n",
    ),
)

# --- brackets -----------------------------------------------------------------------------------------------------

BRACKET = Voice(
    "text.bracket",
    "The bracket '{found}' has no partner in its paragraph.",
    Severity.INFO,
    Safety.SUGGESTION,
    "suggestion",
)
_LONE = lazy(r"\([^()\n\r]{0,400}(?=\r|\n|\Z)")


def _find_bracket(document: Document) -> Iterator[Finding]:
    for match in _LONE.finditer(document.prose):
        number = document.line_number(match.start())
        line = document.lines[number]
        content = document.prose[line.start : line.end]
        if content.count("(") != content.count(")") + 1 or not document.is_prose(number) or is_code(content):
            continue
        if match.start() > line.start and document.prose[match.start() - 1] in ":;=-8":
            continue
        after = next(
            (
                document.line_text(n)
                for n in range(number + 1, min(number + 4, len(document.lines)))
                if document.line_text(n)
            ),
            "",
        )
        if ")" in after and after.count(")") > after.count("("):
            continue
        yield BRACKET.finding(document, match.start(), match.start() + 1, ())


BRACKET_RULE = made(
    BRACKET,
    "Its other half was lost, often with a link or a note.",
    Probe((("*(",),), _find_bracket),
    examples=(
        (
            "The new ferry between the two islands (built at a yard in the north and paid for by the county sails "
            "twice a day from the first of May.",
            None,
        ),
    ),
    keep=("The ferry (built in the north) sails at noon :(", "The ferry (built in the north) sails."),
)
