"""Which lines of which files changed in git since a commit."""

from __future__ import annotations

import re
import subprocess
from pathlib import Path

from lint.pattern import lazy

_FILE = lazy(r'^\+\+\+ (?:"b/(.*)"|b/(.*?))\t?$')
_HUNK = lazy(r"^@@ -\S+ \+(\d+)(?:,(\d+))? @@")
_ESCAPE = lazy(r"\\([abtnvfr\"\\]|[0-7]{3})")
_LETTERS = {"a": "\a", "b": "\b", "t": "\t", "n": "\n", "v": "\v", "f": "\f", "r": "\r"}


class GitError(ValueError):
    """Git can't tell what changed; the message says why and what to do."""


def changed_lines(reference: str, folder: Path) -> dict[Path, frozenset[int] | None]:
    """Return the lines, counted from 1, that changed since a commit, by absolute path; None is every line.

    Files that git does not know yet are changed in every line. Raise GitError where git can't tell.
    """
    root = Path(_git(folder, "rev-parse", "--show-toplevel").rstrip("\n"))
    if reference.startswith("-"):
        raise GitError(f"--since: '{reference}' is no commit; name a branch, tag or commit")
    commit = _git(root, "rev-parse", "--verify", "--quiet", f"{reference}^{{commit}}", about=reference).strip()
    patch = _git(
        root, "-c", "core.quotePath=false", "diff", "--unified=0", "--no-color", "--no-ext-diff", "--no-renames",
        "--text", "--src-prefix=a/", "--dst-prefix=b/", commit, "--",
    )  # fmt: skip
    found: dict[Path, frozenset[int] | None] = dict(_hunks(root, patch))
    new = _git(root, "ls-files", "--others", "--exclude-standard", "-z")
    return found | {root / name: None for name in new.split("\0") if name}


def _hunks(root: Path, patch: str) -> dict[Path, frozenset[int]]:
    found: dict[Path, set[int]] = {}
    lines: set[int] = set()
    skip = 0
    for line in patch.split("\n"):
        if skip:  # a line of an article may look like a header
            skip -= 1
            continue
        name, hunk = _FILE.match(line), _HUNK.match(line)
        if name:
            path = _unquoted(name[1]) if name[1] is not None else name[2]
            lines = found.setdefault(root / path, set())
        elif hunk:
            count = 1 if hunk[2] is None else int(hunk[2])
            lines.update(range(int(hunk[1]), int(hunk[1]) + count))
            removed = re.match(r"^@@ -\d+(?:,(\d+))?", line)
            skip = count + (int(removed[1]) if removed and removed[1] is not None else 1)
    return {path: frozenset(lines) for path, lines in found.items()}


def _unquoted(name: str) -> str:
    """Return a name that git has put in quotation marks because of odd characters in it."""
    return _ESCAPE.sub(
        lambda match: _LETTERS.get(match[1], match[1]) if len(match[1]) == 1 else chr(int(match[1], 8)), name
    )


def _git(folder: Path, *arguments: str, about: str = "") -> str:
    try:
        done = subprocess.run(["git", "-C", str(folder), *arguments], capture_output=True, check=False)
    except OSError:
        raise GitError("--since needs git, which is not installed; install it, or leave --since out") from None
    if done.returncode:
        if about:
            raise GitError(f"--since: git knows no commit '{about}'; name a branch, tag or commit")
        reason = done.stderr.decode("utf-8", "replace").strip().splitlines()
        raise GitError(f"--since: git can't tell what changed ({reason[0] if reason else 'no reason given'})")
    return done.stdout.decode("utf-8", "surrogateescape")
