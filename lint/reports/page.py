"""The frame of every HTML page: its style, and a policy that forbids all but that style."""

from __future__ import annotations

from base64 import b64encode
from functools import cache
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING, Any

from lint.pattern import lazy
from lint.version import __version__

if TYPE_CHECKING:
    from jinja2 import Environment

_TEMPLATES = Path(__file__).parent / "templates"
_CONTROL = lazy(r"[\x00-\x08\x0b-\x1f\x7f-\x9f]")


@cache
def _environment() -> Environment:
    from jinja2 import Environment, FileSystemLoader, StrictUndefined

    environment = Environment(
        loader=FileSystemLoader(_TEMPLATES),
        autoescape=True,
        trim_blocks=True,
        lstrip_blocks=True,
        undefined=StrictUndefined,
    )
    environment.filters |= {"thousands": thousands, "counted": counted}
    return environment


@cache
def _style() -> tuple[str, str]:
    """Return the style sheet and its digest, in the notation of a Content Security Policy."""
    style = " ".join((_TEMPLATES / "style.css").read_text(encoding="utf-8").split())
    return style, b64encode(sha256(style.encode()).digest()).decode()


def page(template: str, **values: Any) -> str:
    """Return a page made from a template; text in `values` is shown as text, whatever it holds."""
    from markupsafe import Markup

    style, digest = _style()
    made = _environment().get_template(template)
    return without_controls(made.render(style=Markup(style), style_hash=digest, version=__version__, **values))


def without_controls(html: str) -> str:
    """Return a page with U+FFFD for the control characters that HTML does not allow."""
    return _CONTROL.sub("\N{REPLACEMENT CHARACTER}", html)


def thousands(number: int | float) -> str:
    """Return a number with a thin space between thousands."""
    return f"{number:,}".replace(",", "\N{THIN SPACE}")


def counted(number: int, noun: str) -> str:
    """Return a number with its noun, in the plural where it has to be."""
    return f"{thousands(number)} {noun}{'' if number == 1 else 's'}"
