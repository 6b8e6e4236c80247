"""The headline that a page repeats: as breadcrumb, as second title, or once more above the text."""

from __future__ import annotations

from collections.abc import Iterator

from lint.boilerplate.lines import removed, signs, story
from lint.pattern import lazy
from lint.rule import Example, Finding, Probe, Rule, Safety, Severity
from lint.text import Document, first_key, fold, words_of

RESTATED = 0.5
"""Share of the headline's words that a second headline has in common with it; tuned on 790 clean articles."""

_SITE = lazy(r"\s+[|–—»·-]\s+[^|–—»·]{2,40}\Z")
_SMALL = frozenset(
    {"a", "an", "and", "as", "at", "by", "for", "from", "in", "is", "its", "of", "on", "the", "to", "with"}
)


def _key(content: str) -> tuple[str, ...]:
    return tuple(words_of(fold(content)))


def _find(document: Document) -> Iterator[Finding]:
    title = document.title
    if title is None:
        return
    headline = document.line_text(title)
    key, bare = _key(headline), _key(_SITE.sub("", headline))
    if len(key) < 2:
        return
    alike = document.first_words.get(first_key(key[0]), [])
    copies = [
        index
        for index in alike
        if index != title and _is_brief(document, index) and _is_copy(document, index, key, bare)
    ]
    head = [index for index in document.filled[1:8] if _is_brief(document, index) and index not in copies]
    copies += [index for index in head if _nearly(key, _key(_SITE.sub("", document.line_text(index))))]
    if not copies and not head:
        return
    furniture = document.derived(signs).certain
    if title in furniture:
        return
    first = document.derived(story).start
    bare_copy = next((n for n in copies if n < first and _key(document.line_text(n)) == bare != key), None)
    if bare_copy is not None:
        copies[copies.index(bare_copy)] = title
    for index in copies:
        if index >= first and len(key) < 4:
            continue
        yield _repeated(document, index, _safety(index < first, len(copies), len(key)))
    for index in head:
        if index < first and index not in furniture and index not in copies and _restates(document, index, key):
            yield _repeated(document, index, Safety.SUGGESTION)


def _is_brief(document: Document, index: int) -> bool:
    return document.lines[index].end - document.lines[index].start <= 300


def _is_copy(document: Document, index: int, key: tuple[str, ...], bare: tuple[str, ...]) -> bool:
    return _key(document.line_text(index)) in (key, bare)


def _safety(in_head: bool, copies: int, length: int) -> Safety:
    """A refrain or a name that is the headline comes back on purpose; a long headline does not."""
    return Safety.SAFE if (in_head and copies <= 3) or (copies == 1 and length >= 6) else Safety.SUGGESTION


def _nearly(key: tuple[str, ...], other: tuple[str, ...]) -> bool:
    """Tell whether two headlines of eight words or more differ in no more than one word, which is no number."""
    if key == other or len(key) < 8 or abs(len(key) - len(other)) > 1:
        return key == other and len(key) > 1
    if [word for word in key if word.isdigit()] != [word for word in other if word.isdigit()]:
        return False
    left, right = list(key), list(other)
    while left and right and left[0] == right[0]:
        left, right = left[1:], right[1:]
    while left and right and left[-1] == right[-1]:
        left, right = left[:-1], right[:-1]
    return len(left) <= 1 and len(right) <= 1


def _restates(document: Document, index: int, key: tuple[str, ...]) -> bool:
    content = document.line_text(index)
    words = set(_key(content)) - _SMALL
    shared = words & (set(key) - _SMALL)
    return len(shared) >= 4 and len(shared) >= RESTATED * len(words) and content[-1:] not in '.!?:;”"'


def _repeated(document: Document, index: int, safety: Safety) -> Finding:
    message = "'{found}' repeats the headline."
    if safety is not Safety.SAFE:
        message = "'{found}' says again what the headline says; keep one of them."
    return removed(RULE_ID, document, index, index, message, safety)


RULE_ID = "boilerplate.repeated-title"

_LEDE = "The old ferry will sail again in June because the town found the money for a new engine and a second crew."

RULE = Rule(
    id=RULE_ID,
    severity=Severity.ERROR,
    safety=Safety.SAFE,
    why="Pages print the headline two or three times; an article has one.",
    probes=(Probe((), _find),),
    examples=(
        Example(
            f"Ferry to sail again in June\n\nFerry to Sail Again in June\n\n{_LEDE}\n",
            f"Ferry to sail again in June\n\n{_LEDE}\n",
        ),
        Example(
            f"Ferry to sail again in June\n\nFerry to sail again in June | Sound Herald\n\n{_LEDE}\n",
            f"Ferry to sail again in June\n\n{_LEDE}\n",
        ),
        Example(
            f"Ferry to sail again in June | Sound Herald\n\nFerry to sail again in June\n\n{_LEDE}\n",
            f"Ferry to sail again in June\n\n{_LEDE}\n",
        ),
    ),
    keep=(
        f"Ferry to sail again in June\n\nTown pays for a new engine\n\n{_LEDE}\n",
        f"Let it be\n\n{_LEDE}\n\nLet it be\n\n{_LEDE[:-1]} now.\n\nLet it shine\n",
    ),
)
"""Finds the headline where it stands again."""
