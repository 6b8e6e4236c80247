"""The command line: what the arguments are, and which module does the work; it is imported only then."""

from __future__ import annotations

import gc
import os
import sys
from argparse import ArgumentParser, Namespace, RawDescriptionHelpFormatter
from collections.abc import Sequence
from importlib import import_module

from lint.version import __version__

FINDINGS, WRONG, REFUSED, INTERRUPTED = 1, 2, 3, 130
"""Exit codes: findings are left; wrong use or unreadable input; a file was refused; stopped by the user."""

_EPILOG = """\
exit codes:
  0  nothing is left at or above --fail-on
  1  findings are left
  2  wrong use, a bad configuration or rule, a file that can't be read or written
  3  a file was refused, because cleaning would take too much of it away
"""


def main(arguments: Sequence[str] | None = None) -> int:
    """Run newslint; return its exit code."""
    args = parser().parse_args(arguments)
    gc.set_threshold(100_000, 50, 50)  # findings are many and hold no cycles: hunting for some costs a tenth of a run
    try:
        code: int = import_module(f"lint.cli.{args.command}").run(args)
        sys.stdout.flush()
        return code
    except (ValueError, OSError, ImportError, RuntimeError) as error:
        if isinstance(error, BrokenPipeError):
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
            return FINDINGS
        if type(error).__module__.partition(".")[0] != "lint":
            raise
        print(f"newslint: {error}", file=sys.stderr)
        return WRONG
    except KeyboardInterrupt:
        print("newslint: stopped; what was finished is kept", file=sys.stderr)
        return INTERRUPTED


def parser() -> ArgumentParser:
    """Return the parser of the whole command line."""
    top = ArgumentParser(
        prog="newslint",
        description="Find and repair what scraping, spinning and machine translation did to news articles.",
        epilog=_EPILOG,
        formatter_class=RawDescriptionHelpFormatter,
    )
    top.add_argument("--version", action="version", version=f"newslint {__version__}")
    commands = top.add_subparsers(dest="command", required=True, metavar="COMMAND")
    _check(commands.add_parser("check", help="show what is wrong in articles; --fix repairs what is safe"))
    _clean(commands.add_parser("clean", help="write cleaned copies with a report for each, and an overview"))
    _undo(commands.add_parser("undo", help="give back the original bytes of cleaned files"))
    _names(commands.add_parser("names", help="show the names of a corpus that stand in several spellings"))
    _rules(commands.add_parser("rules", help="list, show and test rules"))
    return top


def _selection(command: ArgumentParser) -> None:
    group = command.add_argument_group("which rules")
    group.add_argument("--select", action="append", metavar="IDS", help="only these ids or prefixes, with commas")
    group.add_argument("--ignore", action="append", metavar="IDS", help="not these")
    group.add_argument("--extend-select", action="append", metavar="IDS", help="these as well")
    group.add_argument("--pack", action="append", metavar="PATH", help="rules of a pack or folder of packs as well")
    group.add_argument("--unsafe-fixes", action="store_true", default=None, help="make unsafe fixes too")
    group.add_argument("--config", metavar="FILE", help="this configuration instead of the closest one")
    group.add_argument("--no-config", action="store_true", help="no configuration file at all")
    group.add_argument("--grammar", action="store_true", help="ask LanguageTool too (needs Java; see docs/grammar.md)")


def _check(command: ArgumentParser) -> None:
    command.add_argument("paths", nargs="*", default=["."], metavar="PATH", help="articles or folders; - is stdin")
    command.add_argument("--fix", action="store_true", help="make the safe fixes, in place")
    command.add_argument("--exit-non-zero-on-fix", action="store_true", help="exit with 1 if --fix changed a file")
    command.add_argument("--diff", action="store_true", help="show what --fix would change, and change nothing")
    command.add_argument("--output-format", choices=("full", "concise", "json", "jsonl"), default="full")
    command.add_argument("--statistics", action="store_true", help="count findings by rule instead of showing them")
    command.add_argument("--fail-on", choices=("info", "warning", "error", "never"), help="exit with 1 from here on")
    command.add_argument("--stdin-filename", default="-", metavar="NAME", help="the name of what stdin holds")
    command.add_argument("--readability", action="store_true", help="measure readability for json and jsonl")
    _selection(command)


def _clean(command: ArgumentParser) -> None:
    command.add_argument("paths", nargs="+", metavar="SRC", help="articles or folders; - is stdin, to stdout")
    command.add_argument("-o", "--output", metavar="DIR", help="the folder for texts, reports and ledgers")
    command.add_argument("--in-place", action="store_true", help="write over the originals; undo gives them back")
    command.add_argument("--restart", action="store_true", help="do again what an earlier run has finished")
    command.add_argument("--no-readability", action="store_true", help="leave readability out of the reports")
    command.add_argument("--no-html", action="store_true", help="write no index.html")
    _selection(command)


def _undo(command: ArgumentParser) -> None:
    command.add_argument("paths", nargs="+", metavar="DIR|FILE", help="what clean or check --fix has written")
    command.add_argument("-o", "--output", metavar="DIR", help="write the originals here instead of in place")


def _names(command: ArgumentParser) -> None:
    command.add_argument("paths", nargs="+", metavar="PATH", help="articles or folders")
    command.add_argument("--format", choices=("text", "concise", "json", "csv", "html"), default="text")
    command.add_argument("-o", "--output", metavar="FILE", help="write the table to a file")
    command.add_argument("--write", metavar="BOOK", help="accept what is likely into this book, such as names.toml")
    command.add_argument("--exclude", action="append", metavar="NAME", help="this spelling is a name of its own")
    command.add_argument("--likely", action="store_true", help="leave out guesses")
    command.add_argument("--all", action="store_true", help="show what your book has settled as well")
    command.add_argument("--jobs", type=int, metavar="N", help="processes; as many as the machine has processors")
    command.add_argument("--config", metavar="FILE", help="this configuration instead of the closest one")
    command.add_argument("--no-config", action="store_true", help="no configuration file at all")


def _rules(command: ArgumentParser) -> None:
    actions = command.add_subparsers(dest="action", required=True, metavar="ACTION")
    listing = actions.add_parser("list", help="every rule, a line each")
    listing.add_argument("prefix", nargs="*", help="only these ids or prefixes")
    listing.add_argument("--output-format", choices=("text", "json"), default="text")
    show = actions.add_parser("show", help="why a rule exists, its repair and its examples")
    show.add_argument("rule", metavar="ID")
    test = actions.add_parser("test", help="try the examples of rules, or of your own pack")
    test.add_argument("pack", nargs="*", metavar="PACK|ID", help="a pack, a folder of packs, ids or prefixes")


def configured(args: Namespace) -> object:
    """Return the configuration that file and options make together."""
    from pathlib import Path

    from lint import config
    from lint.names.house import books

    path = Path(args.config) if args.config else None if args.no_config else config.find(Path.cwd())
    settings = config.load(path) if path else config.Config()
    names = () if args.no_config else books(Path.cwd(), settings.names)
    return settings.with_options(
        names=names,
        select=_listed(args.select),
        ignore=_listed(args.ignore),
        extend_select=_listed(args.extend_select),
        packs=(*settings.packs, *args.pack) if args.pack else None,
        unsafe_fixes=args.unsafe_fixes,
        fail_on=getattr(args, "fail_on", None),
    )


def _listed(values: list[str] | None) -> tuple[str, ...] | None:
    if values is None:
        return None
    return tuple(part.strip() for value in values for part in value.split(",") if part.strip())
