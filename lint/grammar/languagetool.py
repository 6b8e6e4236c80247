"""Grammar by LanguageTool: its server, which is started, watched and ended here, and its matches as findings.

Nothing runs and nothing heavy is imported before the first text is checked.
"""

from __future__ import annotations

import os
import re
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from typing import Any, Literal, NamedTuple, Self

from lint.edits import Edit
from lint.grammar.server import (
    PLACE,
    REQUEST_SECONDS,
    VERSION,
    GrammarUnavailable,
    Server,
    find_jar,
    find_java,
    healthy,
    started,
)
from lint.packs import data
from lint.pattern import lazy
from lint.rule import Example, Finding, Fix, Rule, Safety, Severity
from lint.text import MASK, Document, Span

LIMIT = 20_000
"""Most characters in one request: an answer repeats a sentence with each match in it, so its size grows squared."""

_AROUND = 80
_PARAGRAPH = lazy(r"[^\r\n]+(?:(?<![.!?:;\"”])(?:\r\n|\r|\n)[ \t]*(?=[^\W\d_A-Z])[^\r\n]+)*")
_SENTENCE_END = lazy(r"[.!?…][\"”’')\]]{0,3}\s*\Z")
_WORD = lazy(r"[^\W\d_]+(?:['’][^\W\d_]+)*")

# What is not sent as it is: a lone surrogate can't be encoded, and the server counts a character beyond U+FFFF as two.
_UNSENDABLE = lazy("[\ud800-\udfff\U00010000-\U0010ffff]")


class Check(NamedTuple):
    """A rule of LanguageTool that is asked for, with a text it must find and one it must leave alone."""

    languagetool: str
    bad: str
    keep: str
    before: str = ""
    after: str = ""
    unless: str = ""
    suggest: bool = True
    name: bool = False


@dataclass(frozen=True, slots=True)
class Entry:
    """A rule of ours, what it says of a finding, and the rules of LanguageTool behind it."""

    rule: Rule
    message: str
    checks: tuple[Check, ...]


@cache
def entries() -> tuple[Entry, ...]:
    """Return the table of checks, `rules/grammar/languagetool.toml`."""
    return tuple(_entry(raw) for raw in data("grammar/languagetool.toml")["check"])


def rules() -> tuple[Rule, ...]:
    """Return the rules that LanguageTool answers for; they have no probes, because a server finds them."""
    return tuple(entry.rule for entry in entries())


def _entry(raw: dict[str, Any]) -> Entry:
    checks = tuple(Check(each["id"], **{key: each[key] for key in each if key != "id"}) for each in raw["rules"])
    rule = Rule(
        id=raw["id"],
        severity=Severity(raw["severity"]),
        safety=Safety.SUGGESTION,
        why=raw["why"],
        probes=(),
        examples=tuple(Example(check.bad) for check in checks),
        keep=tuple(check.keep for check in checks),
        default=False,
        source=f"LanguageTool {VERSION}",
    )
    return Entry(rule, raw["message"], checks)


@cache
def _by_languagetool() -> dict[str, tuple[Entry, Check]]:
    return {check.languagetool: (entry, check) for entry in entries() for check in entry.checks}


class LanguageTool:
    """Checks documents with LanguageTool, on a server of its own or, where `place` is an address, on that one.

    The server starts with the first document and ends with `close`, the context, this object or the program,
    however that ends; only where a program is killed outright does it need Linux for it. A server that crashes
    is started again once.
    """

    def __init__(self, variant: Literal["en-US", "en-GB"] = "en-US", *, place: str | None = None) -> None:
        """Prepare to ask; `place` is a folder or an address, by default what the environment names."""
        from threading import RLock

        self.variant = variant
        self._place = place or os.environ.get(PLACE) or os.environ.get("LTP_PATH") or ""
        self._server: Server | None = None
        self._client: Any = None
        self._restarted = False
        self._lost = ""
        self._lock = RLock()

    def __enter__(self) -> Self:
        """Return the checker itself."""
        return self

    def __exit__(self, *_: object) -> None:
        """End the server."""
        self.close()

    @property
    def pid(self) -> int | None:
        """The process id of the server, where one of our own runs."""
        return self._server.pid if self._server else None

    def close(self) -> None:
        """End the server; a later check starts a new one."""
        with self._lock:
            self._client = None
            if self._server:
                self._server.stop()
            self._server = None

    def check(self, document: Document) -> Iterator[Finding]:
        """Yield the grammar findings of a document, in order; raise GrammarUnavailable where it can't be checked."""
        for request in requests(document):
            found = [_finding(document, request, match) for match in self._ask(request.text)]
            yield from sorted({finding for finding in found if finding}, key=lambda finding: finding[:3])

    def _ask(self, text: str) -> list[Any]:
        """Return LanguageTool's matches; a server that does not answer is replaced by a new one, but only once."""
        try:
            from language_tool_python.exceptions import LanguageToolError
        except ImportError as error:
            raise GrammarUnavailable(f"{error}: install the package language-tool-python") from None

        with self._lock:
            while True:
                if self._lost:
                    raise GrammarUnavailable(self._lost)
                try:
                    self._client = self._client or self._connect()
                    matches: list[Any] = self._client.check(text)
                    return matches
                except GrammarUnavailable as error:
                    self._lost = str(error)
                except (LanguageToolError, AttributeError, KeyError, TypeError, ValueError) as error:
                    self._recover(error)

    def _connect(self) -> Any:
        if self._place.startswith(("http://", "https://")):
            address = self._place.rstrip("/").removesuffix("/v2") + "/"
            if not healthy(address, seconds=5):
                raise GrammarUnavailable(
                    f"no LanguageTool server answers at {address}: start it, or set {PLACE} to a folder or another one"
                )
            return _client(self.variant, address, proxies=None)
        if not self._server:
            self._server = started(find_java(), find_jar(self._place))
            from weakref import finalize

            finalize(self, self._server.stop)
        return _client(self.variant, self._server.address, proxies={"http": ""})

    def _recover(self, error: Exception) -> None:
        """Make way for one more try, or say why there is none."""
        reason = str(error).strip().partition("\n")[0][:200]
        if self._server is None or healthy(self._server.address, seconds=5, direct=True):
            self._client = None
            raise GrammarUnavailable(f"LanguageTool could not check this text ({reason}): check it without grammar")
        tail = self._server.tail()
        self.close()
        if self._restarted:
            self._lost = f"LanguageTool crashed twice and is not started again; its last words: {tail}"
        self._restarted = True


class Request(NamedTuple):
    """A text to send: paragraphs of a document, with the offsets at which each begins here and there."""

    text: str
    here: list[int]
    there: list[int]

    def offset(self, here: int) -> int:
        """Return the offset in the document."""
        index = max(bisect_right(self.here, here) - 1, 0)
        return here - self.here[index] + self.there[index]


def requests(document: Document, limit: int = LIMIT) -> Iterator[Request]:
    """Yield the running text of a document in texts of at most `limit` characters, cut between paragraphs."""
    parts: list[str] = []
    here: list[int] = []
    there: list[int] = []
    size = 0
    for start, end in paragraphs(document.prose, limit):
        if parts and size + end - start + 2 > limit:
            yield Request("".join(parts), here, there)
            parts, here, there, size = [], [], [], 0
        here.append(size)
        there.append(start)
        parts.append(_UNSENDABLE.sub("\ufffd", document.prose[start:end]) + "\n\n")
        size += end - start + 2
    if parts:
        yield Request("".join(parts), here, there)


def paragraphs(prose: str, limit: int = LIMIT) -> Iterator[Span]:
    """Yield what is running text, a paragraph at a time, an endless one in pieces; headlines and labels are left out.

    A line is a paragraph; the next one belongs to it where it goes on in lower case.
    """
    for match in _PARAGRAPH.finditer(prose):
        if is_running(match[0]):
            yield from _pieces(prose, match.start(), match.end(), limit)


def is_running(paragraph: str) -> bool:
    """Tell whether a paragraph is made of sentences, not a label, a list of names or a headline in title case."""
    words = _WORD.findall(paragraph[:LIMIT])
    if len(words) < 12 and not _SENTENCE_END.search(paragraph):
        return False
    long_words = [word for word in words if len(word) > 3]
    lower = [word for word in long_words if word[0].islower()]
    share = 4 if paragraph.rstrip().endswith(".") else 2
    return len(lower) * share >= len(long_words)


def _pieces(prose: str, start: int, end: int, limit: int) -> Iterator[Span]:
    while end - start > limit - 2:
        stop = start + limit - 2
        cut = max(prose.rfind(mark, start + 1, stop) + len(mark) for mark in (". ", "? ", "! "))
        if cut <= start + len(". "):
            cut = prose.rfind(" ", start + 1, stop) + 1 or stop
        yield Span(start, cut)
        start = cut
    yield Span(start, end)


def _finding(document: Document, request: Request, match: Any) -> Finding | None:
    """Return a match as a finding, or None where what it found is no mistake of this text."""
    known = _by_languagetool().get(match.rule_id)
    here = Span(match.offset, match.offset + match.error_length)
    start, end = request.offset(here.start), request.offset(here.start) + here.end - here.start
    if known is None or start >= end or "\n\n" in request.text[here.start : here.end]:
        return None
    entry, check = known
    found = document.text[start:end]
    if MASK in document.prose[start:end] or document.is_quoted(start, end):
        return None
    if not check.name and _holds_name(found, request.text, here):
        return None
    if check.unless and re.search(check.unless, found):
        return None
    following, preceding = request.text[here.end :][:_AROUND], request.text[: here.start][-_AROUND:]
    if not re.match(check.before, following) or not re.search(check.after, preceding):
        return None
    fix = None
    if check.suggest and match.replacements:
        fix = Fix(Safety.SUGGESTION, (Edit(start, end, match.replacements[0], entry.rule.id),))
    return Finding(entry.rule.id, start, end, entry.message.replace("{found}", found), entry.rule.severity, fix)


def _holds_name(found: str, text: str, here: Span) -> bool:
    """Tell whether a capitalized word is part of what was found, other than I or the first of a sentence."""
    before = text[: here.start].rstrip(" \t“”\"'‘’(")
    opens = not before or before[-1] in ".!?:\n…"
    words = _WORD.findall(found)
    return any(word[0].isupper() and word.partition("'")[0] != "I" for word in (words[1:] if opens else words))


def _client(variant: str, address: str, proxies: dict[str, str] | None) -> Any:
    import language_tool_python

    class Client(language_tool_python.LanguageTool):
        _TIMEOUT = REQUEST_SECONDS  # type: ignore[assignment]  # its own 300 seconds have no public setting

    client = Client(variant, remote_server=address, proxies=proxies)
    client.enabled_rules_only = True
    client.enabled_rules = set(_by_languagetool())
    return client
