"""The command line: what the arguments are, and which module does the work; it is imported only then."""

from __future__ import annotations

import atexit
import gc
import os
import re
import sys
from argparse import ArgumentParser, ArgumentTypeError, BooleanOptionalAction, Namespace, RawDescriptionHelpFormatter
from collections.abc import Callable, Iterable, Sequence
from importlib import import_module
from io import TextIOWrapper
from typing import TYPE_CHECKING, Any, NoReturn

from lint.reports import FORMATS
from lint.terminal import guarded_messages, safe, width
from lint.version import __version__

if TYPE_CHECKING:
    from lint.config import Configs

FINDINGS, WRONG, REFUSED, INTERRUPTED = 1, 2, 3, 130
"""Exit codes: findings are left; wrong use or unreadable input; a file was refused; stopped by the user."""

_ENGINES = ("off", "harper", "languagetool", "both")

_EPILOG = """\
exit codes:
  0  nothing is left at or above --fail-on
  1  findings are left
  2  wrong use, a bad configuration or rule, a file that can't be read or written
  3  a file was refused, because cleaning would take too much of it away, or a fact
  130  stopped with Ctrl-C
"""


def main(arguments: Sequence[str] | None = None) -> int:
    """Run newslint; return its exit code."""
    _open_streams()
    if isinstance(sys.stdout, TextIOWrapper):
        sys.stdout.reconfigure(newline="\n")  # Windows would make two line ends of the "\r\n" of an article
    with guarded_messages():
        return _main(arguments)


def _main(arguments: Sequence[str] | None) -> int:
    gc.set_threshold(100_000, 50, 50)  # findings are many and hold no cycles: hunting for some costs a tenth of a run
    atexit.register(gc.freeze)  # nor is it worth 20 ms to look for cycles at the end
    try:
        args = parsed(_with_engine(sys.argv[1:] if arguments is None else arguments))
        code: int = import_module(f"lint.cli.{args.command}").run(args)
        sys.stdout.flush()
        return code
    except KeyboardInterrupt:
        print("newslint: stopped; what was finished is kept", file=sys.stderr)
        return INTERRUPTED
    except BrokenPipeError:
        _drop_output()
        return FINDINGS
    except (ValueError, OSError, ImportError, RuntimeError) as error:
        if type(error).__module__.partition(".")[0] == "lint":
            print(f"newslint: {safe(str(error))}", file=sys.stderr)
        elif isinstance(error, OSError):
            _drop_output()
            print(
                f"newslint: {error.filename or 'the output'}: {error.strerror}; check rights and disk", file=sys.stderr
            )
        else:
            raise
        return WRONG


def _open_streams() -> None:
    """Open a stream to nowhere for each one that the caller has closed."""
    for name in ("stdin", "stdout", "stderr"):
        if getattr(sys, name) is None:
            nowhere = open(os.devnull, "r" if name == "stdin" else "w", encoding="utf-8")  # noqa: SIM115, for good
            setattr(sys, name, nowhere)


def _drop_output() -> None:
    """Let what is still to be printed go nowhere, because nobody can take it."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


class _Help(RawDescriptionHelpFormatter):
    """Help as wide as the terminal; the standard way to measure it costs 3 ms with every start."""

    def __init__(self, prog: str) -> None:
        super().__init__(prog, width=max(width() - 2, 12))


class Parser(ArgumentParser):
    """An argument parser that says which word may have been meant."""

    def __init__(self, **settings: Any) -> None:
        super().__init__(formatter_class=_Help, **{k: v for k, v in settings.items() if k != "formatter_class"})

    def error(self, message: str) -> NoReturn:
        """Exit with a sentence that names the wrong word and the closest right one."""
        choice = re.search(r"argument ([^:]*): invalid choice: '([^']*)' \(choose from (.*)\)", message)
        if choice:
            known = re.findall(r"[\w.-]+", choice[3])
            what = "command" if choice[1] in ("COMMAND", "ACTION") else choice[1].partition("/")[0]
            message = f"there is no {what} '{choice[2]}'{_meant(choice[2], known)}"
        elif message.startswith("unrecognized arguments: "):
            word = message.partition(": ")[2].split()[0].partition("=")[0]
            message = f"'{word}' is not understood{_meant(word, list(self._option_string_actions))}"
        self.exit(WRONG, f"newslint: {message}; see '{self.prog} --help'\n")


def _meant(word: str, known: list[str]) -> str:
    from difflib import get_close_matches

    close = get_close_matches(word, known, n=1, cutoff=0.5)
    return f"; did you mean '{close[0]}'?" if close else ""


def parsed(arguments: Sequence[str]) -> Namespace:
    """Return what the arguments say; only the parser of the command that they name is made."""
    if arguments and arguments[0] in COMMANDS:
        about, add = COMMANDS[arguments[0]]
        command = Parser(prog=f"newslint {arguments[0]}", description=_sentence(about))
        command.set_defaults(command=arguments[0])
        add(command)
        return command.parse_args(arguments[1:])
    return parser().parse_args(arguments)


def _sentence(text: str) -> str:
    return f"{text[0].upper()}{text[1:]}."


def _with_engine(arguments: Sequence[str]) -> list[str]:
    """Return the arguments with the engine that `--grammar` means where none is named behind it."""
    plain = ((*arguments, "")[place + 1] not in _ENGINES for place in range(len(arguments)))
    return [
        f"{word}=languagetool" if word == "--grammar" and alone else word
        for word, alone in zip(arguments, plain, strict=True)
    ]


def parser() -> ArgumentParser:
    """Return the parser of the whole command line."""
    top = Parser(
        prog="newslint",
        description="Find and repair what scraping, spinning and machine translation did to news articles.",
        epilog=_EPILOG,
    )
    top.add_argument("--version", action="version", version=f"newslint {__version__}")
    commands = top.add_subparsers(dest="command", required=True, metavar="COMMAND")
    for name, (about, add) in COMMANDS.items():
        add(commands.add_parser(name, help=about, description=_sentence(about)))
    return top


def _selection(command: ArgumentParser) -> None:
    group = command.add_argument_group("which rules")
    group.add_argument("--select", action="append", metavar="IDS", help="only these ids or prefixes, with commas")
    group.add_argument("--ignore", action="append", metavar="IDS", help="not these")
    group.add_argument("--extend-select", action="append", metavar="IDS", help="these as well")
    group.add_argument("--pack", action="append", metavar="PATH", help="rules of a pack or folder of packs as well")
    group.add_argument("--unsafe-fixes", action="store_true", default=None, help="make unsafe fixes too")
    group.add_argument("--profile", choices=("news", "strict", "batch", "hook"), help="the settings to start from")
    group.add_argument("--config", metavar="FILE", help="this configuration instead of the closest one")
    group.add_argument("--no-config", action="store_true", help="no configuration file at all")
    group.add_argument("--set", action="append", metavar="KEY=VALUE", help="any setting, as in a configuration file")
    group.add_argument(
        "--grammar",
        choices=_ENGINES,
        metavar="ENGINE",
        help="ask a grammar engine too: harper, languagetool (default), both or off; see docs/grammar.md",
    )


def _check(command: ArgumentParser) -> None:
    command.add_argument("paths", nargs="*", default=["."], metavar="PATH", help="articles or folders; - is stdin")
    command.add_argument("--fix", action="store_true", help="make the safe fixes, in place")
    command.add_argument("--exit-non-zero-on-fix", action="store_true", help="exit with 1 if --fix changed a file")
    command.add_argument("--diff", action="store_const", const="line", help="show what --fix would change, no more")
    command.add_argument("--word-diff", dest="diff", action="store_const", const="word", help="the same, word by word")
    command.add_argument("--show-fixes", action="store_true", help="with --fix: name what was repaired in each file")
    command.add_argument("--output-format", choices=tuple(FORMATS), default="full", help="of standard output")
    command.add_argument(
        "--output", action="append", default=[], metavar="FORMAT:FILE", help="a report to a file as well; repeatable"
    )
    command.add_argument("--statistics", action="store_true", help="count findings by rule instead of showing them")
    command.add_argument(
        "--fail-on", choices=("info", "warning", "error", "verdict", "never"), help="exit with 1 from here on"
    )
    command.add_argument(
        "--min-severity",
        choices=("info", "warning", "error"),
        default="info",
        help="show and count only findings from here on",
    )
    command.add_argument(
        "--files-from", metavar="FILE", help="the names of articles, a line each or NUL between; - is stdin"
    )
    command.add_argument("--stdin-filename", default="-", metavar="NAME", help="the name of what stdin holds")
    command.add_argument("--readability", action="store_true", help="measure readability for json and jsonl")
    command.add_argument("--text-column", default="text", metavar="NAME", help="where a .jsonl table has its texts")
    command.add_argument("--no-cache", action="store_true", help="check also what was checked before and is the same")
    command.add_argument("--timing", action="store_true", help="show what stages and rules cost")
    _crew(command)
    command.add_argument("--watch", action="store_true", help="check again whenever an article changes")
    command.add_argument("--color", choices=("auto", "always", "never"), default="auto", help="colors on the terminal")
    _loudness(command, "findings only, no summary, no progress; twice: nothing but the exit code and errors")
    _exclusion(command)
    _leaving_alone(command)
    _selection(command)


def _loudness(command: ArgumentParser, quiet: str) -> None:
    either = command.add_mutually_exclusive_group()
    either.add_argument("-q", "--quiet", action="count", default=0, help=quiet)
    either.add_argument("-v", "--verbose", action="store_true", help="name each file when it is done, and count them")


def _exclusion(command: ArgumentParser) -> None:
    command.add_argument("--exclude", action="append", metavar="GLOB", help="leave these files and folders out")
    command.add_argument(
        "--force-exclude", action="store_true", default=None, help="leave them out also where they are named"
    )


def _leaving_alone(command: ArgumentParser) -> None:
    group = command.add_argument_group("what to leave alone")
    group.add_argument("--since", metavar="REF", help="only lines that changed in git since this commit")
    group.add_argument("--diff-file", metavar="PATCH", help="only lines that this unified diff adds; - is stdin")
    group.add_argument("--baseline", metavar="FILE", help="the known findings of this file instead of the closest one")
    group.add_argument("--no-baseline", action="store_true", help="show known findings too")
    group.add_argument("--show-suppressed", action="store_true", help="in sarif: what was left alone too, and why")
    group.add_argument("--add-ignore", action="store_true", help="add all that is found to the ignore file")
    group.add_argument("--reason", default="", metavar="TEXT", help="with --add-ignore: why")
    group.add_argument("--prune-ignores", action="store_true", help="take entries that ignore nothing out of the file")


def _clean(command: ArgumentParser) -> None:
    command.add_argument("paths", nargs="+", metavar="SRC", help="articles or folders; - is stdin, to stdout")
    command.add_argument("-o", "--output", metavar="DIR", help="the folder for texts, reports and ledgers")
    command.add_argument("--in-place", action="store_true", help="write over the originals; undo gives them back")
    command.add_argument("--restart", action="store_true", help="do again what an earlier run has finished")
    command.add_argument("--no-readability", action="store_true", help="leave readability out of the reports")
    command.add_argument("--no-html", action="store_true", help="write no index.html")
    command.add_argument("--no-recurrence", action="store_true", help="judge each article by itself, not by the others")
    command.add_argument("--decisions", metavar="FILE", help="do as an editor decided in newslint review")
    _loudness(command, "say nothing but what went wrong")
    _tables(command)
    _crew(command)
    _exclusion(command)
    _selection(command)


def _review(command: ArgumentParser) -> None:
    command.add_argument("folder", metavar="DIR", help="a folder that clean wrote, or any folder of articles")
    command.add_argument("--decisions", metavar="FILE", help="keep the decisions here instead of DIR/decisions.jsonl")
    command.add_argument("--export", metavar="OUT", help="write the final texts, a patch and a names book, and end")
    command.add_argument("--terminal", action="store_true", help="decide here, without a browser")
    command.add_argument("--port", type=int, default=0, metavar="N", help="listen on this port, not on a free one")
    command.add_argument("--no-browser", action="store_true", help="only print the address")
    _exclusion(command)
    _selection(command)


def _tables(command: ArgumentParser) -> None:
    group = command.add_argument_group("tables (JSON Lines, Parquet, Arrow, WARC; see docs/tables.md)")
    group.add_argument("--text-column", metavar="NAME", help="the column of the texts; default: text")
    group.add_argument("--id-column", metavar="NAME", help="the column that names a row in reports")
    group.add_argument("--report-table", action="store_true", help="write reports to a table of their own")
    group.add_argument(
        "--keep-going", action=BooleanOptionalAction, default=True, help="put bad rows aside; else stop at the first"
    )
    group.add_argument("--engine", choices=("local", "ray"), default="local", help="where the work is done")
    group.add_argument("--address", metavar="ADDRESS", help="a Ray cluster that runs; default: one is started here")


def _crew(command: ArgumentParser) -> None:
    group = command.add_argument_group("processes")
    group.add_argument(
        "--jobs", type=_whole, metavar="N", help="work on so many files at once; default: all processors"
    )
    group.add_argument(
        "--time-limit", type=_whole, default=60, metavar="S",
        help="seconds that a file may take, and half as many again for each MB of it; 0: no limit; default: 60",
    )  # fmt: skip
    group.add_argument(
        "--memory-limit", type=_whole, default=2048, metavar="MB",
        help="memory that each process may take; 0: no limit; default: 2048",
    )  # fmt: skip


def _whole(text: str) -> int:
    if not text.isdecimal():
        raise ArgumentTypeError(f"'{text}' is not a whole number")
    return int(text)


def processes(args: Namespace) -> int:
    """Return how many processes a command was told to use, or may use."""
    from lint.pool import processors

    return args.jobs or processors()


def limits(args: Namespace) -> Any:
    """Return the limits of time and memory for one file."""
    from lint.pool import Limits

    return Limits(args.time_limit, args.time_limit / 2, args.memory_limit)


def tell(notes: Iterable[str]) -> None:
    """Say on standard error what changes nothing but is good to know."""
    for note in notes:
        print(f"newslint: {note}", file=sys.stderr)


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


def _template(command: ArgumentParser) -> None:
    command.add_argument("paths", nargs="+", metavar="PATH", help="articles or folders; each folder is a site")
    command.add_argument("--write", metavar="PACK.toml", help="write a pack of the lines, to be read before use")
    command.add_argument("--least-files", type=int, default=5, metavar="N", help="articles that must hold a line: 5")
    command.add_argument("--least-share", type=float, default=0.2, metavar="X", help="and their share of the site: 0.2")
    command.add_argument("--all", action="store_true", help="show what the shipped rules remove already, too")
    command.add_argument("--output-format", choices=("text", "json"), default="text")


def _rules(command: ArgumentParser) -> None:
    actions = command.add_subparsers(dest="action", required=True, metavar="ACTION")
    listing = actions.add_parser("list", help="every rule, a line each")
    listing.add_argument("prefix", nargs="*", help="only these ids or prefixes")
    listing.add_argument("--output-format", choices=("text", "json", "markdown"), default="text")
    show = actions.add_parser("show", help="why a rule exists, its repair and its examples")
    show.add_argument("rule", metavar="ID")
    test = actions.add_parser("test", help="try the examples of rules, or of your own pack")
    test.add_argument("pack", nargs="*", metavar="PACK|ID", help="a pack, a folder or zip of packs, ids or prefixes")
    bench = actions.add_parser("bench", help="what the rules of a pack cost, and what they find in your articles")
    bench.add_argument("pack", metavar="PACK", help="a pack, a folder or zip of packs, or ids and prefixes")
    bench.add_argument("paths", nargs="*", metavar="PATH", help="articles; without them, the examples of all rules")
    actions.add_parser("schema", help="the JSON Schema of a pack, for editors")
    new = actions.add_parser("new", help="begin a rule: a tested entry to change, in a pack of yours")
    new.add_argument("rule", metavar="ID", help="category.what-is-wrong")
    new.add_argument("--pack", default="house.toml", metavar="FILE", help="the pack to add it to (house.toml)")
    new.add_argument("--kind", choices=("swap", "pattern", "line"), default="swap")


def _baseline(command: ArgumentParser) -> None:
    actions = command.add_subparsers(dest="action", required=True, metavar="ACTION")
    abouts = {
        "write": "take down all that is found now, so that only new findings show",
        "show": "count what is in the baseline, by rule and by file",
        "prune": "take out what is no longer found",
    }
    for name, about in abouts.items():
        action = actions.add_parser(name, help=about, description=_sentence(about))
        action.add_argument("paths", nargs="*", default=["."], metavar="PATH", help="articles or folders")
        action.add_argument("--baseline", metavar="FILE", help="this file instead of the closest one")
        if name == "write":
            action.add_argument("--accept-new", action="store_true", help="also what the baseline there is lacks")
        if name != "show":
            _exclusion(action)
            _selection(action)


def _config(command: ArgumentParser) -> None:
    actions = command.add_subparsers(dest="action", required=True, metavar="ACTION")
    show = actions.add_parser("show", help="the settings for an article, and where each comes from")
    show.add_argument("path", nargs="?", default="-", metavar="FILE", help="an article; without it, this folder")
    show.add_argument("--output-format", choices=("text", "json"), default="text")
    _exclusion(show)
    _selection(show)
    actions.add_parser("schema", help="the JSON Schema of newslint.toml, for editors")


def _init(command: ArgumentParser) -> None:
    command.add_argument("--print", action="store_true", help="print newslint.toml instead of writing it")
    command.add_argument("--profile", choices=("news", "strict", "batch", "hook"), default="news")


def _explain(command: ArgumentParser) -> None:
    command.add_argument("place", metavar="FILE:LINE", help="a line of an article")
    _exclusion(command)
    _selection(command)


def _completion(command: ArgumentParser) -> None:
    command.add_argument("shell", choices=("bash", "zsh", "fish"))


def _compare(command: ArgumentParser) -> None:
    command.add_argument("old", metavar="OLD", help="counts of an earlier run: statistics, or a cleaned folder")
    command.add_argument("new", metavar="NEW", help="those of a later one")


def _cache(command: ArgumentParser) -> None:
    actions = command.add_subparsers(dest="action", required=True, metavar="ACTION")
    actions.add_parser("dir", help="print the folder of what is kept; NEWSLINT_CACHE names another")
    actions.add_parser("clean", help="remove what newslint has written there, and say how much it was")


def _server(command: ArgumentParser) -> None:
    """Take no arguments: an editor says everything on standard input."""


def _grammar(command: ArgumentParser) -> None:
    actions = command.add_subparsers(dest="action", required=True, metavar="ACTION")
    actions.add_parser("status", help="which engines can be asked, and what the others lack")
    install = actions.add_parser("install", help="fetch LanguageTool (needs Java 17, Maven and the network)")
    install.add_argument("folder", nargs="?", metavar="DIR", help="where to; by default where newslint looks for it")


COMMANDS: dict[str, tuple[str, Callable[[ArgumentParser], None]]] = {
    "check": ("show what is wrong in articles; --fix repairs what is safe", _check),
    "clean": ("write cleaned copies with a report for each, and an overview", _clean),
    "review": ("settle in the browser, or here, what a machine must not", _review),
    "undo": ("give back the original bytes of cleaned files", _undo),
    "names": ("show the names of a corpus that stand in several spellings", _names),
    "template": ("show the lines that recur in the articles of a site", _template),
    "compare": ("show what is found more or less often than in an earlier run", _compare),
    "explain": ("tell what was found on a line, what was tried there, and why it stayed silent", _explain),
    "rules": ("list, show, test, measure and begin rules", _rules),
    "baseline": ("keep known findings out of sight, so that only new ones show", _baseline),
    "config": ("show the settings for an article, or their schema", _config),
    "init": ("write a newslint.toml to begin with", _init),
    "cache": ("show or empty the folder of what is kept to save time", _cache),
    "grammar": ("say which grammar engines are there; fetch LanguageTool", _grammar),
    "server": ("answer an editor, which starts this itself (needs newslint[server])", _server),
    "completion": ("print what completes commands and rule ids in a shell", _completion),
}
"""Each command with what it does and what adds its arguments; the module of the same name runs it."""


def configured(args: Namespace) -> Configs:
    """Return the settings that files and options make together, for each article."""
    from pathlib import Path

    from lint.config import Configs

    given = {
        "profile": args.profile,
        "select": _listed(args.select),
        "ignore": _listed(args.ignore),
        "extend-select": _listed(args.extend_select),
        "packs": args.pack,
        "unsafe-fixes": args.unsafe_fixes,
        "fail-on": getattr(args, "fail_on", None),
        "grammar": getattr(args, "grammar", None),
        "exclude": args.exclude,
        "force-exclude": args.force_exclude,
    }
    options = {key: value for key, value in given.items() if value is not None}
    if args.set:
        from lint.config.inline import settings

        options = {**settings(args.set), **options}
    return Configs(options, file=Path(args.config) if args.config else None, discover=not args.no_config)


def _listed(values: list[str] | None) -> list[str] | None:
    if values is None:
        return None
    return [part.strip() for value in values for part in value.split(",") if part.strip()]
