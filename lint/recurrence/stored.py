"""What recurred in a run, kept as JSON beside its results, so that a review of them sees what the run saw."""

from __future__ import annotations

import json
from collections.abc import Mapping

from lint.recurrence.keys import Recurrence

NAME = "recurring.json"
"""The name of the file, in the folder that `clean` writes."""


def dump(lines: Mapping[int, Recurrence]) -> bytes:
    """Return recurring lines as JSON, a row of key, articles that hold it and articles of its site for each."""
    rows = ",\n".join(json.dumps([key, *times]) for key, times in sorted(lines.items()))
    return f'{{"lines": [\n{rows}\n]}}\n'.encode()


def load(content: bytes) -> dict[int, Recurrence]:
    """Return the lines that were kept; raise ValueError for anything else."""
    try:
        return {int(key): Recurrence(int(files), int(of)) for key, files, of in json.loads(content)["lines"]}
    except (KeyError, TypeError) as error:
        raise ValueError(f"no list of recurring lines ({error!r})") from None
