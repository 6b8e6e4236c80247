"""`newslint server`: the editor protocol on standard input and output."""

from __future__ import annotations

import logging
import os
import sys
from argparse import Namespace
from contextlib import redirect_stdout
from pathlib import Path

from lint.cli import WRONG

_HERE = str(Path(__file__).parent.parent)


class MissingServerError(ImportError):
    """The libraries of the server are not installed; the message says how to get them."""


class _Brief(logging.Formatter):
    """Says in a line what an editor has said wrong; the whole trace is for what goes wrong in newslint itself."""

    def format(self, record: logging.LogRecord) -> str:
        """Return the lines to log."""
        head, _, trace = super().format(record).partition("\n")
        lines = [said for line in trace.splitlines() if (said := line.strip(" |+-"))]  # groups of errors are framed
        return f"{head}\n{trace}" if _HERE in trace else f"{head}: {lines[-1]}" if lines else head


def run(args: Namespace) -> int:
    """Answer an editor until it says goodbye; return the exit code."""
    try:
        from lint.server.server import server
    except ModuleNotFoundError as error:
        raise MissingServerError(f"the server needs {error.name}; install newslint[server]") from None
    if sys.stdin.isatty():
        print(
            "newslint: an editor starts this, and talks to it by standard input; see docs/editors.md", file=sys.stderr
        )
    log = logging.StreamHandler(sys.stderr)
    log.setFormatter(_Brief("newslint: %(message)s"))
    logging.basicConfig(level=logging.ERROR, handlers=[log])
    ears, mouth = (os.dup(stream.fileno()) for stream in (sys.stdin, sys.stdout))
    # what is printed by mistake must not get between the messages
    with open(ears, "rb") as heard, open(mouth, "wb") as said, redirect_stdout(sys.stderr):
        try:
            server().start_io(heard, said)
        except (MemoryError, OverflowError):
            print("newslint: the editor announced a message that is larger than the memory", file=sys.stderr)
            return WRONG
    return 0
