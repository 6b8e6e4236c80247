"""Grammar by LanguageTool: its server, which is started, watched and ended here, and its matches as findings.

Nothing runs and nothing heavy is imported before the first text is checked.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from typing import Any, Literal, NamedTuple, Self

from lint.edits import Edit
from lint.grammar.requests import Request, holds_name, is_running, paragraphs, requests
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
from lint.rule import Example, Finding, Fix, Rule, Safety, Severity
from lint.text import MASK, Document, Span

__all__ = ["Check", "Entry", "LanguageTool", "entries", "is_running", "paragraphs", "requests", "rules"]

_AROUND = 80


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


def place_of() -> str:
    """Return the folder or address that the environment names, or the folder that `newslint grammar install` fills."""
    named = os.environ.get(PLACE) or os.environ.get("LTP_PATH")
    if named:
        return named
    from lint.grammar.install import default_folder

    return str(default_folder()) if default_folder().is_dir() else ""


class LanguageTool:
    """Checks documents with LanguageTool, on a server of its own or, where `place` is an address, on that one.

    The server starts with the first document and ends with `close`, the context, this object or the program,
    however that ends; only where a program is killed outright does it need Linux for it. A server that crashes
    is started again once.
    """

    name = "languagetool"

    def __init__(self, variant: Literal["en-US", "en-GB"] = "en-US", *, place: str | None = None) -> None:
        """Prepare to ask; `place` is a folder or an address, by default what the environment names."""
        from threading import RLock

        self.variant = variant
        self._place = place or place_of()
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
    def signature(self) -> str:
        """The name, the version, the variant of English, and the address of a server that is not ours."""
        address = self._place if self._place.startswith("http") else ""
        return f"languagetool {VERSION} {self.variant} {address}"

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
        """Return LanguageTool's matches; a server that does not answer is replaced by a new one, but only once.

        Several threads may ask at once: only who starts or replaces the server makes the others wait.
        """
        try:
            from language_tool_python.exceptions import LanguageToolError
        except ImportError as error:
            raise GrammarUnavailable(f"{error}: install the package language-tool-python") from None

        while True:
            client = None
            try:
                client = self._ready()
                matches: list[Any] = client.check(text)
                return matches
            except (LanguageToolError, AttributeError, KeyError, TypeError, ValueError) as error:
                with self._lock:
                    if self._client is client:  # else another thread has seen to it already
                        self._recover(error)

    def _ready(self) -> Any:
        """Return what asks the server, which is started where it does not run."""
        with self._lock:
            if self._lost:
                raise GrammarUnavailable(self._lost)
            try:
                self._client = self._client or self._connect()
                return self._client
            except GrammarUnavailable as error:
                self._lost = str(error)
                raise

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
    if not check.name and holds_name(found, request.text, here):
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


def _client(variant: str, address: str, proxies: dict[str, str] | None) -> Any:
    import language_tool_python

    class Client(language_tool_python.LanguageTool):
        _TIMEOUT = REQUEST_SECONDS  # type: ignore[assignment]  # its own 300 seconds have no public setting

    client = Client(variant, remote_server=address, proxies=proxies)
    client.enabled_rules_only = True
    client.enabled_rules = set(_by_languagetool())
    return client
