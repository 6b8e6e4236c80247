"""The reports as they are: one JSON array, or one JSON object a line."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from lint.reports.run import Run


def as_json(run: Run) -> str:
    """Return the reports as one JSON array."""
    return dumped([checked.record for checked in run.files], indent=1) + "\n"


def as_lines(run: Run) -> str:
    """Return the reports as JSON Lines."""
    return "".join(dumped(checked.record) + "\n" for checked in run.files)


def dumped(value: Any, indent: int | None = None) -> str:
    """Return a value as JSON, readable where the text can be written in UTF-8, else escaped."""
    text = json.dumps(value, ensure_ascii=False, indent=indent)
    try:
        text.encode()
        return text
    except UnicodeEncodeError:
        return json.dumps(value, ensure_ascii=True, indent=indent)
