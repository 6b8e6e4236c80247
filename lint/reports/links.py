"""Addresses that reports link to: the entry of a rule on the site of the documentation, and a line of a file."""

from __future__ import annotations

import os
from functools import cache
from pathlib import Path

from lint.catalogue import all_rules
from lint.suppress import UNUSED


def rule_page(docs: str, rule: str) -> str:
    """Return the address of a rule on the site at `docs`; empty without a site, and for rules of one's own."""
    return f"{docs.rstrip('/')}/rules.html#{rule.replace('.', '')}" if docs and rule in _shipped() else ""


@cache
def _shipped() -> frozenset[str]:
    return frozenset(rule.id for rule in (*all_rules(), UNUSED))


def file_line(name: str, line: int = 0) -> str:
    """Return the address of a line of a file, or of the file; empty where there is no such file.

    The host tells a terminal whether the file is on its own machine.
    """
    import platform  # not worth a millisecond of a run without links

    path = Path(os.path.abspath(name))
    if not path.is_file():
        return ""
    host = "" if os.name == "nt" else platform.node()
    return path.as_uri().replace("file://", f"file://{host}", 1) + (f"#{line}" if line else "")
