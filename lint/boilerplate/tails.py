"""Lines that are furniture only by the company they keep: labels of buttons and sections, and what follows a form."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from functools import cache

from lint.boilerplate.examples import STORY
from lint.boilerplate.lines import Signs, neighbors, removed, signs, story
from lint.boilerplate.tables import words
from lint.pattern import lazy
from lint.rule import Example, Finding, Probe, Rule, Safety, Severity
from lint.text import Document, Span, words_of

MENU = 8
"""Lines of a menu at the least; tuned, like the share of known labels, on 312 extracted pages."""

REAL = 40
"""Words of a paragraph that is no furniture even below a comment form."""

HEADLINE = 15
"""Lines above the text among which the headline is sought."""

STORY_SHARE = 0.5
"""Share of all words that must stand before a form if what follows it is to go; tuned on 312 extracted pages."""

_AROUND = " \t\xa0.,:;!?|/•·*#»«›‹→←()[]-–—"
_COUNT = lazy(r"\d{1,4}")
_SENTENCE = lazy(r"""[.!?…؟।۔॥][”"’')]{0,2}\Z""")


# --- labels in company ----------------------------------------------------------------------------------------------


def labels(document: Document) -> frozenset[int]:
    """Return the lines of up to six words that are made of nothing but label words and counts."""
    found = set()
    for key in document.first_words.keys() & _openings():
        for index in document.first_words[key]:
            line = document.lines[index]
            if line.end - line.start <= 60 and _is_label(_tokens(document, index), document.line_text(index)):
                found.add(index)
    return frozenset(found)


def _is_label(tokens: list[str], content: str) -> bool:
    """Tell whether a line is up to six words of labels, one of which may be a count, or only a count."""
    others = [token for token in tokens if token not in words("labels")]
    if not 1 <= len(tokens) <= 6 or len(others) > 1:
        return False
    return not others or (bool(_COUNT.fullmatch(others[0])) and (len(tokens) > 1 or content.isdigit()))


@cache
def _openings() -> frozenset[str]:
    """Return the keys of words with which a line of labels can begin."""
    return frozenset(part for word in words("labels") for part in words_of(word)[:1]) | {"#"}


def _tokens(document: Document, index: int) -> list[str]:
    """Return the words of a line; those of scripts with vowel signs, which are no letters, between spaces."""
    folded = document.folded[slice(*document.lines[index][:2])]
    if folded.isascii():
        return document.line_words[index]
    return [token for part in folded.split() if (token := part.strip(_AROUND))]


def headlines(document: Document, known: frozenset[int]) -> frozenset[int]:
    """Return the lines that can be the headline: the first one, and the last two of three words or more above the text.

    `known` are the lines of furniture. A line that stands elsewhere as well is the entry of a menu.
    """
    found = {document.title} if document.title is not None and document.title not in known else set()
    above = [n for n in document.filled if n < document.derived(story).start and n not in known]
    texts = Counter(document.line_text(index) for index in document.filled) if above else Counter[str]()
    last = [n for n in above[-HEADLINE:] if document.line_text(n).count(" ") >= 2 and texts[document.line_text(n)] == 1]
    return frozenset(found.union(last[-2:]))


def _is_widget(document: Document, run: list[int]) -> bool:
    """Tell whether a run of labels is a row of sharing buttons: three networks, and little else."""
    lines = [words_of(document.folded[slice(*document.lines[index][:2])]) for index in run]
    networks = {token for tokens in lines for token in tokens} & words("networks")
    return len(networks) >= 3 and 2 * sum(not words("networks").isdisjoint(tokens) for tokens in lines) >= len(run)


def _runs(document: Document, lines: frozenset[int] | set[int]) -> Iterator[list[int]]:
    """Yield the runs of `lines` that only blank lines part."""
    run: list[int] = []
    for index in document.filled:
        if index in lines:
            run.append(index)
        elif run:
            yield run
            run = []
    if run:
        yield run


def _menus(document: Document, span: Span, known: frozenset[int]) -> Iterator[list[int]]:
    """Yield the runs of MENU lines or more outside the text that are all as short as labels, a third of them known."""
    if span.start == span.end or len(known) < MENU // 3:
        return
    titles = headlines(document, known)
    brief = {
        index
        for index in document.filled
        if not span.start <= index < span.end and index not in titles and _is_brief(document, index)
    }
    for run in _runs(document, brief):
        if len(run) >= MENU and 3 * sum(index in known for index in run) >= len(run):
            yield run


def _is_brief(document: Document, index: int) -> bool:
    line = document.lines[index]
    if line.end - line.start > 50:
        return False
    content = document.line_text(index)
    return content.count(" ") <= 5 and content[-1] not in '.!?:;,”"' and "\t" not in content


def _find_labels(document: Document) -> Iterator[Finding]:
    named = document.derived(labels)
    if not named or len(document.filled) < 3:
        return
    seen, span = document.derived(signs), document.derived(story)
    likely = named | seen.likely
    blocks = {index for run in _menus(document, span, likely | seen.certain) for index in run}
    for index in sorted(blocks - likely - seen.certain):
        yield removed(LABEL_ID, document, index, index, "'{found}' is a label of the page.", Safety.SAFE)
    likely |= blocks
    for run in _runs(document, likely | seen.certain):
        sure = any(index in seen.certain for index in run) or _is_widget(document, run)
        for index in run:
            if index in seen.certain or index == document.title or (index == document.filled[0] and len(run) < 3):
                continue
            if (
                sure
                or index in blocks
                or (len(run) >= 4 and not span.start <= index < span.end and span.end)
                or _outside(document, index, span, seen)
            ):
                yield removed(LABEL_ID, document, index, index, "'{found}' is a label of the page.", Safety.SAFE)


def _outside(document: Document, index: int, span: Span, seen: Signs) -> bool:
    """Tell whether a label stands before the text or after all of it, and heads nothing there."""
    if span.start == span.end or span.start <= index < span.end:
        return False
    behind = neighbors(document, index)[1]
    if index >= span.end:
        return behind is None
    return behind is not None and (behind == document.title or behind in seen.certain)


# --- below a form ---------------------------------------------------------------------------------------------------


def _find_tail(document: Document) -> Iterator[Finding]:
    seen, span = document.derived(signs), document.derived(story)
    if not (seen.ends or seen.lists) or span.start == span.end:
        return
    below = [index for index in document.filled if index >= span.end]
    first = next((index for index in below if index in seen.ends), None)
    if first is not None and _is_end(document, first):
        sure = sum(index in seen.certain for index in below if index >= first) >= 3
        yield from _below(document, [i for i in below if i > first], seen.certain | document.derived(labels), sure)
        below = [index for index in below if index < first]
    for place, index in enumerate(below):
        if index in seen.lists and _is_end(document, index):
            rest = [i for i in below[place + 1 :] if not _is_sentence(document, i)]
            if len(rest) == len(below) - place - 1:
                yield from _below(document, rest, seen.certain | document.derived(labels), False)
            break


def _below(document: Document, lines: list[int], known: frozenset[int], sure: bool) -> Iterator[Finding]:
    for index in lines:
        if index not in known:
            safety = Safety.SUGGESTION if _is_sentence(document, index) and not sure else Safety.SAFE
            yield removed(TAIL_ID, document, index, index, "'{found}' stands below the end of the article.", safety)


def _is_sentence(document: Document, index: int) -> bool:
    content = document.line_text(index)
    return content.count(" ") >= 6 and bool(_SENTENCE.search(content))


def _is_end(document: Document, first: int) -> bool:
    """Tell whether the article is over at a line: most of it stands before, and no real paragraph behind."""
    start = document.lines[first].start
    before, behind = document.prose.count(" ", 0, start), document.prose.count(" ", start)
    if before < STORY_SHARE * (before + behind):
        return False
    return all(document.line_text(index).count(" ") < REAL for index in document.filled if index > first)


LABEL_ID, TAIL_ID = "boilerplate.stray-label", "boilerplate.below-the-end"

LABEL_RULE = Rule(
    id=LABEL_ID,
    severity=Severity.ERROR,
    safety=Safety.SAFE,
    why="Words such as Print, Close or a network's name can be headings; beside other furniture they are buttons.",
    probes=(Probe((), _find_labels),),
    examples=(
        Example(f"{STORY}\nShare this article\nFollow:\nPrint\n", STORY),
        Example(f"{STORY}\nFacebook\nTwitter\nWhatsApp\nEmail\n", STORY),
        Example(f"{STORY}\nPost Comment\n12\nReply\n", STORY),
    ),
    keep=(
        f"{STORY}\nTwitter\n\n{STORY}",
        f"{STORY}\nHealth\n\nDoctors rejoice.\n\nThey sail for free.\n",
    ),
)
"""Finds labels beside other furniture."""

TAIL_RULE = Rule(
    id=TAIL_ID,
    severity=Severity.ERROR,
    safety=Safety.SAFE,
    why="Below the comment form or the list of other stories a page has nothing of the article any more.",
    probes=(Probe((), _find_tail),),
    examples=(
        Example(f"{STORY}\nLeave a Reply\n\nTide tables of the sound\n\nHarbor cats\n", STORY),
        Example(f"{STORY}\nRelated Articles\n\nTwo piers break in storm\n\nWhy herring left the sound\n", STORY),
    ),
    keep=(
        f"{STORY}\nFerry times\n\nEvery hour from six\n",
        "The form was signed by all members of the crew.",
    ),
)
"""Finds what stands below the end of the article."""
