"""Ways to show the findings of a run; each is given plain reports and gives back text."""

from __future__ import annotations

from collections.abc import Callable
from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from lint.reports.run import Run

FORMATS = {
    "full": "text:full_form",
    "concise": "text:concise_form",
    "grouped": "text:grouped",
    "by-rule": "text:by_rule",
    "json": "data:as_json",
    "jsonl": "data:as_lines",
    "sarif": "sarif:render",
    "github": "github:render",
    "gitlab": "gitlab:render",
    "junit": "junit:render",
    "rdjson": "rdjson:render",
    "html": "html:render",
    "statistics": "statistics:render",
    "statistics-csv": "statistics:as_csv",
}
"""The formats by name: the module here and its function. A module is imported only when its format is asked for."""


def render(format: str, run: Run) -> str:
    """Return a run in one of the FORMATS, ready to be printed or written; a line end closes it."""
    module, _, name = FORMATS[format].partition(":")
    function: Callable[[Run], str] = getattr(import_module(f"lint.reports.{module}"), name)
    return function(run)
