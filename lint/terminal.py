"""The terminal: how wide it is, and whether it wants colors."""

from __future__ import annotations

import os
import sys
from typing import TextIO

_COLORS = {"error": "31", "warning": "33", "info": "36", "bold": "1", "dim": "2", "red": "31", "green": "32"}


class Style:
    """Colors on a terminal that wants them, none elsewhere."""

    def __init__(self, color: bool) -> None:
        self.color = color

    def __call__(self, kind: str, text: str) -> str:
        """Return `text` in the color of `kind`."""
        return f"\x1b[{_COLORS[kind]}m{text}\x1b[0m" if self.color and text else text


def wants_color(option: str, stream: TextIO) -> bool:
    """Tell whether to color: as the option says, else as NO_COLOR and FORCE_COLOR say, else on a terminal."""
    if option != "auto":
        return option == "always"
    if os.environ.get("NO_COLOR"):
        return False
    if os.environ.get("FORCE_COLOR", "0") != "0":
        return True
    return stream.isatty() and os.environ.get("TERM") != "dumb"


def width(otherwise: int = 80) -> int:
    """Return the columns of the terminal: as COLUMNS says, else as standard output tells, else `otherwise`."""
    named = os.environ.get("COLUMNS", "")
    if named.isdigit() and int(named):
        return int(named)
    try:
        return os.get_terminal_size(sys.__stdout__.fileno()).columns or otherwise if sys.__stdout__ else otherwise
    except (OSError, ValueError):
        return otherwise
