"""`newslint server`: the editor protocol on standard input and output."""

from __future__ import annotations

import logging
import os
import sys
from argparse import Namespace
from contextlib import redirect_stdout


class MissingServerError(ImportError):
    """The libraries of the server are not installed; the message says how to get them."""


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
    logging.basicConfig(stream=sys.stderr, level=logging.ERROR, format="newslint: %(message)s")
    ears, mouth = (os.dup(stream.fileno()) for stream in (sys.stdin, sys.stdout))
    # what is printed by mistake must not get between the messages
    with open(ears, "rb") as heard, open(mouth, "wb") as said, redirect_stdout(sys.stderr):
        server().start_io(heard, said)
    return 0
