"""The baseline: findings that were there when newslint came, counted by fingerprint, so that only new ones show."""

from __future__ import annotations

import json
import os
from collections import Counter
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import NamedTuple

from lint.version import __version__
from lint.writers import write

NAME = "newslint-baseline.json"
"""The name of a baseline; the one of the working folder, or of the closest folder above it, is used."""

_SCHEMA = "newslint-baseline/"
_VERSION = 1


class BaselineError(ValueError):
    """A baseline that can't be used; the message names the file and the remedy."""


class Entry(NamedTuple):
    """A known finding: how often it stands in its file; `rule` and `text` are for the people who read the baseline."""

    fingerprint: str
    rule: str
    text: str
    times: int


class Baseline(NamedTuple):
    """The known findings of files, which are named by their path below the folder of the baseline."""

    path: Path
    files: Mapping[str, tuple[Entry, ...]]

    def counts(self, file: Path) -> dict[str, int]:
        """Return how often each fingerprint is known in a file."""
        return {entry.fingerprint: entry.times for entry in self.entries(file)}

    def entries(self, file: Path) -> tuple[Entry, ...]:
        """Return what is known of a file."""
        return self.files.get(self.name(file), ())

    def name(self, file: Path) -> str:
        """Return the name of a file in this baseline."""
        return Path(os.path.relpath(file, self.path.parent)).as_posix()

    def with_file(self, file: Path, entries: Iterable[Entry]) -> Baseline:
        """Return this baseline with other entries for a file; none take the file out."""
        files = {**self.files, self.name(file): tuple(entries)}
        return self._replace(files={name: kept for name, kept in files.items() if kept})


def find(folder: Path) -> Path | None:
    """Return the baseline of the closest folder at or above `folder` that has one."""
    return next((above / NAME for above in (folder, *folder.parents) if os.path.isfile(above / NAME)), None)


def counted(marks: Iterable[tuple[str, str, str]]) -> list[Entry]:
    """Return entries for findings, each given as fingerprint, rule and text."""
    marks = list(marks)
    counts = Counter(mark for mark, _, _ in marks)
    first = {mark: (rule, text) for mark, rule, text in reversed(marks)}
    return [Entry(mark, *first[mark], count) for mark, count in counts.items()]


def load(path: Path) -> Baseline:
    """Return the baseline in a file; raise BaselineError for one that is damaged or from a newer version."""
    try:
        record = json.loads(path.read_bytes())
        schema = record["schema"]
        if not schema.startswith(_SCHEMA):
            raise ValueError(schema)
        if int(schema.removeprefix(_SCHEMA)) > _VERSION:
            made = record.get("newslint", "a newer version")
            raise BaselineError(f"{path}: written by newslint {made}, this is {__version__}; update newslint")
        files = {
            str(name): tuple(
                Entry(str(e["fingerprint"]), str(e["rule"]), str(e["text"]), int(e["times"])) for e in known
            )
            for name, known in record["files"].items()
        }
    except OSError as error:
        raise BaselineError(
            f"{path}: the baseline can't be read ({error.strerror}); check its path and rights"
        ) from None
    except (ValueError, KeyError, TypeError, AttributeError, OverflowError, RecursionError) as error:
        if isinstance(error, BaselineError):
            raise
        raise BaselineError(
            f"{path}: not a baseline, or a damaged one; restore it, or write it anew with 'newslint baseline write'"
        ) from None
    return Baseline(path, files)


def save(baseline: Baseline) -> None:
    """Write a baseline, whole or not at all: files and findings sorted, a finding a line."""
    record = {"schema": f"{_SCHEMA}{_VERSION}", "newslint": __version__}
    head = json.dumps(record, indent=1)[:-2]
    files = ",\n".join(
        f"  {json.dumps(name, ensure_ascii=False)}: [\n{_listed(baseline.files[name])}\n  ]"
        for name in sorted(baseline.files)
    )
    write(baseline.path, f'{head},\n "files": {{\n{files}\n }}\n}}\n'.encode("utf-8", "backslashreplace"))


def _listed(entries: Iterable[Entry]) -> str:
    ordered = sorted(entries, key=lambda entry: (entry.rule, entry.text, entry.fingerprint))
    return ",\n".join("   " + json.dumps(entry._asdict(), ensure_ascii=False) for entry in ordered)
