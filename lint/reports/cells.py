"""Cells of tables that spreadsheets open."""

from __future__ import annotations

from lint.pattern import lazy

_FORMULA = lazy(r"\s*[=+\-@＝＋－＠]|[\t\r\n]")  # some spreadsheets take the wide signs too


def harmless(cell: object) -> object:
    """Return a cell that no spreadsheet takes for a formula: a text that looks like one stands behind an apostrophe."""
    return f"'{cell}" if isinstance(cell, str) and _FORMULA.match(cell) else cell
