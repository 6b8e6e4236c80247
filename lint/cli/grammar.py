"""`newslint grammar`: which engines are there; and the engines for the length of a command that asks for them."""

from __future__ import annotations

from argparse import Namespace
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from lint.cli import FINDINGS
from lint.grammar.server import GrammarUnavailable
from lint.rule import Find


@contextmanager
def opened(wanted: str) -> Iterator[Find | None]:
    """Yield the finder of the engines that `wanted` names, or None for "off"; what they started ends with the command."""
    if wanted == "off":
        yield None
        return
    from lint.grammar.answers import Answers
    from lint.grammar.engines import made
    from lint.packs import cache_folder

    with made(wanted, Answers(cache_folder() / "grammar.sqlite")) as engines:
        yield engines.check


def run(args: Namespace) -> int:
    """Say which engines are there, or fetch LanguageTool; return the exit code."""
    if args.action == "install":
        from lint.grammar.install import default_folder, install

        return _said("languagetool", lambda: f"installed in {install(Path(args.folder or default_folder()))}")
    return max(_said("harper", _harper), _said("languagetool", _languagetool))


def _said(engine: str, tell: Callable[[], str]) -> int:
    try:
        print(f"{engine}: {tell()}")
        return 0
    except GrammarUnavailable as error:
        print(f"{engine}: not available: {error}")
        return FINDINGS


def _harper() -> str:
    from importlib.metadata import version

    from lint.grammar.harper import Harper

    Harper().lints("It is here.")
    return f"harper-py {version('harper-py')}"


def _languagetool() -> str:
    from lint.grammar.languagetool import place_of
    from lint.grammar.server import VERSION, find_jar, find_java, healthy

    place = place_of()
    if place.startswith(("http://", "https://")):
        address = place.rstrip("/").removesuffix("/v2") + "/"
        if not healthy(address, seconds=5):
            raise GrammarUnavailable(f"no server answers at {address}: start it, or name another one")
        return f"the server at {address}"
    java, jar = find_java(), find_jar(place)
    try:
        import language_tool_python  # noqa: F401
    except ImportError as error:
        raise GrammarUnavailable(f"{error}: install the package language-tool-python") from None
    return f"LanguageTool {VERSION} in {jar.parent}, with {java}"
