"""Which lines of which files changed in git since a commit, or are added by a patch."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path

from lint.pattern import lazy

_FILE = lazy(r'^(?:---|\+\+\+) (?:"(.*)"|([^\t]*))')
_HUNK = lazy(r"^@@ -\d+(?:,(\d+))? \+(\d+)(?:,(\d+))? @@")
_ESCAPE = lazy(r"\\([abtnvfr\"\\]|[0-7]{3})")
_LETTERS = {"a": "\a", "b": "\b", "t": "\t", "n": "\n", "v": "\v", "f": "\f", "r": "\r"}

_Name = tuple[str, bool]
"""The name of a file in a patch, and whether git wrote it."""


class GitError(ValueError):
    """Git can't tell what changed; the message says why and what to do."""


class PatchError(ValueError):
    """A patch that can't be used; the message names file, line and remedy."""


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
    found: dict[Path, frozenset[int] | None] = dict(_located(_added(patch, "git diff"), root, root))
    new = _git(root, "ls-files", "--others", "--exclude-standard", "-z")
    return found | {root / name: None for name in new.split("\0") if name}


def patched_lines(file: str, folder: Path) -> dict[Path, frozenset[int] | None]:
    """Return the lines, counted from 1, that a unified diff adds, by absolute path; `-` is standard input.

    The names of a patch that git wrote are taken from the root of the repository, those of another from `folder`.
    Raise PatchError for what is no unified diff.
    """
    try:
        data = sys.stdin.buffer.read() if file == "-" else Path(file).read_bytes()
    except OSError as error:
        raise PatchError(f"--diff-file {file}: can't be read ({error.strerror}); check its path and rights") from None
    text = data.decode("utf-8", "surrogateescape")
    added = _added(text, file)
    if text.strip() and not added and "diff --git " not in text:
        raise PatchError(f"--diff-file {file}: holds no unified diff; write one with 'git diff' or 'diff -u'")
    folder = Path(os.path.abspath(folder))
    root = next((above for above in (folder, *folder.parents) if (above / ".git").exists()), folder)
    return dict(_located(added, root, folder))


def _located(added: Mapping[_Name, set[int]], root: Path, folder: Path) -> Iterator[tuple[Path, frozenset[int]]]:
    for (name, by_git), lines in added.items():
        yield Path(os.path.normpath((root if by_git else folder) / name)), frozenset(lines)


def _added(patch: str, source: str) -> dict[_Name, set[int]]:
    """Return the lines that a unified diff adds to each file, whatever their context."""
    found: dict[_Name, set[int]] = {}
    lines: set[int] = set()
    old = new = at = 0
    before, by_git = "", False
    for number, line in enumerate(patch.split("\n"), 1):
        if old > 0 or new > 0:  # inside a hunk a line of an article may look like a header
            sign = line[:1] or " "
            if sign not in " +-\\\r":
                raise PatchError(f"--diff-file {source}: line {number}: the hunk ends too early; write the patch anew")
            if sign == "+":
                lines.add(at)
            new, at = (new - 1, at + 1) if sign in " +\r" else (new, at)
            old -= sign in " -\r"
        elif line.startswith("diff --git "):
            by_git = True
        elif line.startswith("@@@"):
            raise PatchError(f"--diff-file {source}: line {number}: a diff of a merge; name one with a single parent")
        elif line.startswith("--- "):
            before = _named(line)
        elif line.startswith("+++ "):
            name = _stripped(before, _named(line))
            lines = found.setdefault((name, by_git), set()) if name else set()
        elif hunk := _HUNK.match(line):
            old, new = (1 if hunk[group] is None else int(hunk[group]) for group in (1, 3))
            at = int(hunk[2])
    if old > 0 or new > 0:
        raise PatchError(f"--diff-file {source}: the last hunk is cut off; write the patch anew")
    return found


def _named(header: str) -> str:
    match = _FILE.match(header.rstrip("\r"))
    return "" if match is None else _unquoted(match[1]) if match[1] is not None else match[2]


def _stripped(before: str, after: str) -> str:
    """Return the name of a changed file without the "b/" in front of it; empty for one that was removed."""
    if after == "/dev/null":
        return ""
    prefixed = after.startswith("b/") and (before.startswith("a/") or before == "/dev/null")
    return after[2:] if prefixed else after


def _unquoted(name: str) -> str:
    """Return a name that git has put in quotation marks because of odd characters in it, each byte of them escaped."""
    return _ESCAPE.sub(_unescaped, name).encode("utf-8", "surrogateescape").decode("utf-8", "surrogateescape")


def _unescaped(escape: re.Match[str]) -> str:
    if len(escape[1]) == 1:
        return _LETTERS.get(escape[1], escape[1])
    byte = int(escape[1], 8) & 0xFF
    return chr(byte if byte < 0x80 else 0xDC00 + byte)


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
