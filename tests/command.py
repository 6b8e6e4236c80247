"""Runs newslint in a folder as a user does, but in this process: a start costs more than most of the tests."""

import contextlib
import io
import os
import signal
from pathlib import Path
from subprocess import CompletedProcess
from unittest import mock

from lint import ignorefile
from lint.cli import main
from lint.config import files

ROOT = Path(__file__).parent.parent


def newslint(folder: Path, *arguments: str | Path, stdin: str = "", **variables: str) -> "CompletedProcess[str]":
    """Return what the command has printed, and its exit code."""
    out, err = io.StringIO(), io.StringIO()
    files.forget()
    ignorefile.forget()
    with (
        contextlib.chdir(folder),
        contextlib.redirect_stdout(out),
        contextlib.redirect_stderr(err),
        mock.patch("sys.stdin", io.TextIOWrapper(io.BytesIO(stdin.encode()))),
        mock.patch.dict(os.environ, variables),
    ):
        try:
            code = main([str(argument) for argument in arguments])
        except SystemExit as error:
            code = int(error.code or 0)
    files.forget()
    ignorefile.forget()
    return CompletedProcess(list(map(str, arguments)), code, out.getvalue(), err.getvalue())


def heeds_interrupts() -> None:
    """Let a new process be stopped by an interrupt, also where the tests run in the background and ignore it."""
    signal.signal(signal.SIGINT, signal.SIG_DFL)
