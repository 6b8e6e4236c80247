"""Ways to reach a person: addresses, numbers and handles that a paper may not want to print.

Never removed by a machine: the number of a hotline and the address of a public office are meant to be read.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial

from lint.kinds import shown
from lint.pattern import lazy
from lint.rule import Example, Finding, Probe, Rule, Safety, Severity
from lint.text import Document, Span

_ADDRESSEE = lazy(r"(?<![\w.+-])[\w.+-]{1,64}\Z")
_HOST = lazy(r"@[\w-]{1,63}(?:\.[\w-]{2,63}){1,4}\b")
_HANDLE = lazy(r"@(?<![\w@./+-]@)[A-Za-z_]\w{2,30}(?![\w@])(?!\.\w)")
# What every number holds, one sign each that is quickly sought.
_SIGNS = (lazy(r"\+\d"), lazy(r"\(\d{3}"), lazy(r"-\d{3}[.-]\d{4}"), lazy(r"\.\d{3}[.-]\d{4}"))
_RUN = lazy(r"[0-9][0-9 ().-]{6,60}")
_PHONE = lazy(
    r"(?<![\w$€£¥#.,/:-])(?:\+\d{1,3}[ .-]?(?:\(\d{1,4}\)[ .-]?)?\d{2,4}(?:[ .-]?\d{2,4}){1,4}"
    r"|\(\d{3,4}\) ?\d{3,4}[ .-]\d{3,4}|\d{3}[.-]\d{3}[.-]\d{4}|1-8\d\d-\d{3}-\d{4})(?![\w%/:-]|[.,]\d)"
)


def _find(
    rule: str, contacts: Callable[[Document], Iterator[Span]], what: str, document: Document
) -> Iterator[Finding]:
    for start, end in contacts(document):
        message = f"'{shown(document.prose[start:end])}' is {what}; decide whether to print it."
        yield Finding(rule, start, end, message, Severity.INFO)


def _mails(document: Document) -> Iterator[Span]:
    """Yield the e-mail addresses, each sought around its sign."""
    free = 0
    for place in document.places("@"):
        addressee = _ADDRESSEE.search(document.prose, max(place - 65, free), place)
        host = _HOST.match(document.prose, place) if addressee else None
        if addressee and host:
            free = host.end()
            yield Span(addressee.start(), free)


def _handles(document: Document) -> Iterator[Span]:
    """Yield the handles on social networks."""
    return (Span(*match.span()) for match in document.finditer(_HANDLE))


def _numbers(document: Document) -> Iterator[Span]:
    """Yield the telephone numbers among the runs of digits."""
    if not any(sign.search(document.sought) for sign in _SIGNS):
        return
    for run in document.finditer(_RUN):
        first = run.start()
        while first and document.prose[first - 1] in "+(":
            first -= 1
        starts = (place for place in range(first, run.end()) if document.prose[place] in "+(0123456789")
        match = next((found for place in starts if (found := _PHONE.match(document.prose, place))), None)
        if match and 8 <= sum(map(str.isdigit, match.group())) <= 15:
            yield Span(*match.span())


def _rule(
    name: str,
    contacts: Callable[[Document], Iterator[Span]],
    what: str,
    needs: tuple[str, ...],
    bad: str,
    keep: tuple[str, ...],
) -> Rule:
    return Rule(
        id=f"privacy.{name}",
        severity=Severity.INFO,
        safety=Safety.SUGGESTION,
        why="A private contact in an article can expose a person; a public one is meant to be read.",
        probes=(
            Probe(tuple((part,) for part in needs), partial(_find, f"privacy.{name}", contacts, what), local=True),
        ),
        examples=(Example(bad),),
        keep=keep,
    )


RULES = (
    _rule(
        "email-address",
        _mails,
        "an e-mail address",
        ("*@",),
        "Letters reach her at edda.brandt@post.example these days.",
        ("The at sign @ was rare in print.",),
    ),
    _rule(
        "phone-number",
        _numbers,
        "a telephone number",
        ("*+", "*(", "*-", "*."),
        "His number is +47 22 555 0199 at home.",
        ("The town had 12-15 inches of rain in 1998-2003.", "It cost $1,200,000 in 2019."),
    ),
    _rule(
        "social-handle",
        _handles,
        "a handle on a social network",
        ("*@",),
        "She wrote as @eddabrandtwrites for years.",
        ("Meet me @ noon.",),
    ),
)
"""What finds contacts of people."""
