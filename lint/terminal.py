"""The terminal: how wide it is, whether it wants colors and links, and what may be written to it."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, TextIO, cast

from lint.pattern import lazy

ERASE = "\r\x1b[K"
"""Goes to the beginning of the line and clears it."""

_COLORS = {"error": "31", "warning": "33", "info": "36", "bold": "1", "dim": "2", "red": "31", "green": "32"}


_LINKING = {
    "TERM_PROGRAM": frozenset({"iTerm.app", "WezTerm", "vscode", "ghostty", "Hyper", "Tabby", "rio", "mintty"}),
    "TERM": frozenset({"xterm-kitty", "alacritty", "foot", "foot-extra", "xterm-ghostty", "wezterm", "contour"}),
}
_LINKING_IF_SET = ("WT_SESSION", "KITTY_WINDOW_ID", "KONSOLE_VERSION", "DOMTERM")
_VTE_WITH_LINKS = 5000

_UNPRINTABLE = lazy(
    r"[\x00-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ud800-\udfff\ufeff\ufff9-\ufffb\U000e0000-\U000e007f]"
)


def safe(text: str) -> str:
    """Return `text` without characters that command a terminal."""
    return _UNPRINTABLE.sub(lambda match: " " if match.group() == "\t" else "�", text)


class _Guarded:
    """A stream whose text can't command the terminal, but for what begins a line anew."""

    def __init__(self, stream: TextIO) -> None:
        self.unguarded = stream

    def write(self, text: str) -> int:
        """Write a text, its line ends as they are."""
        head = next((own for own in (ERASE, "\r") if text.startswith(own)), "")
        return self.unguarded.write(head + "\n".join(map(safe, text[len(head) :].split("\n"))))

    def __getattr__(self, name: str) -> Any:
        return getattr(self.unguarded, name)


@contextmanager
def guarded_messages() -> Iterator[None]:
    """Let nothing that is written to standard error within the block command the terminal."""
    before = sys.stderr
    sys.stderr = cast("TextIO", _Guarded(before))
    try:
        yield
    finally:
        sys.stderr = before


class Style:
    """Colors and links on a terminal that wants them, none elsewhere; `docs` is the site to which rules are linked."""

    def __init__(self, color: bool, links: bool = False, docs: str = "") -> None:
        self.color, self.links, self.docs = color, links, docs

    def __call__(self, kind: str, text: str) -> str:
        """Return `text` in the color of `kind`."""
        return f"\x1b[{_COLORS[kind]}m{text}\x1b[0m" if self.color and text else text

    def link(self, text: str, address: str) -> str:
        """Return `text` so that a click on it opens an address, if there is one."""
        return f"\x1b]8;;{safe(address)}\x1b\\{text}\x1b]8;;\x1b\\" if self.links and address else text


def wants_links(color: bool, stream: TextIO) -> bool:
    """Tell whether to link: where there is color, on a terminal that is known to show links and not their addresses.

    FORCE_HYPERLINK says of any terminal that it does, or with 0 that it does not; a pipe never gets links.
    """
    if not color or not stream.isatty():
        return False
    forced = os.environ.get("FORCE_HYPERLINK", "")
    if forced:
        return forced != "0"
    vte = os.environ.get("VTE_VERSION", "")
    return (
        any(os.environ.get(name) in values for name, values in _LINKING.items())
        or any(map(os.environ.get, _LINKING_IF_SET))
        or (vte.isdigit() and int(vte) >= _VTE_WITH_LINKS)
    )


def wants_color(option: str, stream: TextIO) -> bool:
    """Tell whether to color: as the option says, else as the environment says, else on a terminal that can.

    The first of these decides: NO_COLOR, FORCE_COLOR or CLICOLOR_FORCE, CLICOLOR=0, TERM=dumb.
    """
    if option != "auto":
        return option == "always"
    if os.environ.get("NO_COLOR"):
        return False
    if any(os.environ.get(name, "") not in ("", "0") for name in ("FORCE_COLOR", "CLICOLOR_FORCE")):
        return True
    return os.environ.get("CLICOLOR") != "0" and can_redraw(stream)


def can_redraw(stream: TextIO) -> bool:
    """Tell whether what is written there can be colored and drawn anew: on a terminal that is not TERM=dumb."""
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
