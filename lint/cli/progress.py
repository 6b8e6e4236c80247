"""How far a long run is: a line that is drawn anew on a terminal, a line of log every half minute elsewhere."""

from __future__ import annotations

import sys
import time

from lint.terminal import ERASE, can_redraw, safe

LOG_SECONDS = 30.0
"""How often a run that no terminal shows says where it is."""


class Progress:
    """Counts what is done, of a number and a size that may be known; writes to standard error.

    One that is `quiet` does not tell how far it is, but still says what it is given to say.
    """

    def __init__(self, total: int = 0, size: int = 0, noun: str = "files", *, quiet: bool = False) -> None:
        self.quiet = quiet
        self.live = can_redraw(sys.stderr) and not quiet
        self.total, self.size, self.noun = total, size, noun
        self.done = self.bytes = 0
        self.began = self.shown = time.monotonic()

    def count(self, size: int = 0, number: int = 1) -> None:
        """Count what was done; say so a few times a second on a terminal, else now and then."""
        self.done += number
        self.bytes += size
        if self.quiet:
            return
        now = time.monotonic()
        if now - self.shown < (0.2 if self.live else LOG_SECONDS):
            return
        self.shown = now
        if self.live:
            print(f"{ERASE}{self.line(now - self.began)}", end="", file=sys.stderr, flush=True)
        else:
            print(f"newslint: {self.line(now - self.began)}", file=sys.stderr, flush=True)

    def line(self, seconds: float) -> str:
        """Return where the run is after so many seconds: what is done, how fast, and how long it will still take."""
        of = f" of {self.total:,}" if self.total else ""
        rate = self.done / seconds if seconds else 0.0
        text = f"{self.done:,}{of} {self.noun}, {rate:,.0f}/s"
        if self.size and self.bytes:
            text += f", {duration(seconds * max(self.size - self.bytes, 0) / self.bytes)} left"
        return text

    def say(self, message: str) -> None:
        """Print a message on a line of its own."""
        print((ERASE if self.live else "") + safe(message), file=sys.stderr)

    def end(self) -> None:
        """Clear the line."""
        if self.live:
            print(ERASE, end="", file=sys.stderr, flush=True)


def duration(seconds: float) -> str:
    """Return a length of time in the two units that matter."""
    whole = round(seconds)
    if whole < 60:
        return f"{whole} s"
    if whole < 3600:
        return f"{whole // 60} min {whole % 60:02} s"
    return f"{whole // 3600} h {whole % 3600 // 60:02} min"
