"""Check again and again: whenever an article below the named paths changes."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable, Sequence
from pathlib import Path

from lint import ignorefile
from lint.batch import NoArticlesError, articles
from lint.config.files import forget

PAUSE = 0.4
"""Seconds between two looks at the files."""

State = dict[Path, tuple[int, int]]


def watch(paths: Sequence[str], check: Callable[[], int], *, pause: float = PAUSE) -> int:
    """Check at once and after every change, until the user stops it; return the last exit code."""
    code, seen = 0, None
    while True:
        now = state(paths)
        if now != seen:
            seen = now
            forget()
            ignorefile.forget()
            if sys.stdout.isatty():
                print("\x1b[2J\x1b[H", end="")
            code = check()
            sys.stdout.flush()
            print(f"newslint: exit code {code}; watching {len(now)} files, stop with Ctrl-C", file=sys.stderr)
            seen = state(paths)
        time.sleep(pause)


def state(paths: Sequence[str]) -> State:
    """Return time and size of every article at the paths; what vanishes meanwhile is left out."""
    found: State = {}
    for path in paths:
        try:
            for job in articles([path]):
                info = job.path.stat()
                found[job.path] = (info.st_mtime_ns, info.st_size)
        except (OSError, NoArticlesError):
            continue
    return found
