"""`newslint compare`: what is found more or less often than in an earlier run."""

from __future__ import annotations

import json
import sys
from argparse import Namespace
from collections.abc import Mapping
from pathlib import Path

from lint.cli import FINDINGS
from lint.cli.check import counted
from lint.terminal import safe


class CompareError(ValueError):
    """A file that holds no counts of a run; the message says which files do."""


def run(args: Namespace) -> int:
    """Print the rules whose counts differ; return 1 if one is found more often than before."""
    old, new = counts(Path(args.old)), counts(Path(args.new))
    changes = {rule: new.get(rule, 0) - old.get(rule, 0) for rule in old.keys() | new.keys()}
    for rule, change in sorted(changes.items(), key=lambda item: (-item[1], item[0])):
        if change:
            print(f"{change:+7}  {old.get(rule, 0):6} -> {new.get(rule, 0):<6}  {safe(rule)}")
    before, after = sum(old.values()), sum(new.values())
    print(f"newslint: {counted(before, 'finding')} before, {after} now", file=sys.stderr)
    return FINDINGS if any(change > 0 for change in changes.values()) else 0


def counts(path: Path) -> Mapping[str, int]:
    """Return how often each rule fired, from statistics or from the summary of a cleaned folder."""
    file = path / "summary.json" if path.is_dir() else path
    try:
        rules = json.loads(file.read_bytes())["rules"]
        return {str(rule): int(count["found"]) for rule, count in rules.items()}
    except OSError as error:
        raise CompareError(f"{file}: can't be read ({error.strerror}); check its path and rights") from None
    except (ValueError, KeyError, TypeError, AttributeError):
        raise CompareError(
            f"{file}: holds no counts of a run; name what 'newslint check --output statistics:FILE' wrote, "
            "or a folder that 'newslint clean' wrote"
        ) from None
