"""What was found in a text, kept for the next time the same text meets the same rules, settings and version.

Each text has a file of its own, written whole, so that processes can share the folder; one that is damaged, or of
another make, is as good as none. The oldest are removed when they become many.
"""

from __future__ import annotations

import marshal
import os
from collections.abc import Iterator
from contextlib import suppress
from functools import cache
from hashlib import blake2b
from pathlib import Path
from typing import Any

from lint.config import Config
from lint.edits import Change, Edit
from lint.engine import Cleaned, Judged
from lint.linter import Linter
from lint.packs import cache_folder, rules_folder
from lint.readers.formats import format_of
from lint.rule import Finding, Fix, Safety, Severity
from lint.suppress import Known
from lint.version import __version__

MOST_FILES = 400
"""Most files in one of the 256 folders of the cache: a hundred thousand texts in all."""

_DIGEST = 16


class Cache:
    """Findings by text; made for the linters of one version, safe under processes that use the same folder."""

    def __init__(self, folder: Path | None = None) -> None:
        self.folder = folder or cache_folder() / "findings"
        self._settings: dict[int, tuple[Config, bytes]] = {}

    def clean(self, linter: Linter, text: str, name: str) -> Cleaned:
        """Return what `linter.clean(text, name, page=False)` gives, from the cache where it has that.

        Whatever depends on more than text, rules and settings is never kept.
        """
        if not _keepable(linter):
            return linter.clean(text, name, page=False)
        path = self._place(linter, text, name)
        cleaned = _stored(path, text)
        if cleaned is None:
            cleaned = linter.clean(text, name, page=False)
            if not cleaned.unavailable and not cleaned.silenced:
                self._store(path, cleaned)
        return cleaned

    def known(self, linter: Linter, text: str, name: str) -> Cleaned | None:
        """Return what `clean` would give without work, or nothing."""
        return _stored(self._place(linter, text, name), text) if _keepable(linter) else None

    def _place(self, linter: Linter, text: str, name: str) -> Path:
        digest = blake2b(self._of_settings(linter.config), digest_size=_DIGEST)
        digest.update(format_of(name).encode() + b"\0")
        digest.update(text.encode("utf-8", "surrogatepass"))
        key = digest.hexdigest()
        return self.folder / key[:2] / key[2:]

    def _of_settings(self, config: Config) -> bytes:
        """Return a digest of program, rules and settings; made once for a configuration, for it reads files."""
        if id(config) not in self._settings:
            self._settings[id(config)] = config, _program() + config.digest.encode() + _packs(config.packs)
        return self._settings[id(config)][1]

    def _store(self, path: Path, cleaned: Cleaned) -> None:
        payload = marshal.dumps(_packed(cleaned))
        temporary = path.with_name(f".{path.name}.{os.getpid()}")
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            temporary.write_bytes(_sealed(payload))
            os.replace(temporary, path)
            if os.urandom(1)[0] < 4:  # now and then
                _thin(path.parent)
        except OSError:
            with suppress(OSError):
                temporary.unlink(missing_ok=True)


def _keepable(linter: Linter) -> bool:
    """Tell whether what a linter finds depends on nothing but text, rules and settings."""
    return not (linter.grammar or linter.known != Known() or linter.config.plugins or linter.recurring)


def _sealed(payload: bytes) -> bytes:
    return blake2b(payload, digest_size=_DIGEST).digest() + payload


def _stored(path: Path, text: str) -> Cleaned | None:
    try:
        content = path.read_bytes()
    except OSError:
        return None
    payload = content[_DIGEST:]
    return _unpacked(text, marshal.loads(payload)) if content == _sealed(payload) else None


def _thin(folder: Path) -> None:
    """Remove the older half of the files in a folder that has too many."""
    files = [entry for entry in os.scandir(folder) if entry.is_file()]
    if len(files) <= MOST_FILES:
        return
    ages = []
    for entry in files:
        with suppress(OSError):
            ages.append((entry.stat().st_mtime, entry.path))
    for _, path in sorted(ages)[: len(ages) // 2]:
        with suppress(OSError):
            os.unlink(path)


# --- what the key is made of --------------------------------------------------------------------------------------


@cache
def _program() -> bytes:
    """Return what changes with the version and with any file of the program or of the shipped rules."""
    digest = blake2b(__version__.encode(), digest_size=_DIGEST)
    for folder in (str(Path(__file__).parent), str(rules_folder())):
        for line in sorted(_stats(folder)):
            digest.update(line)
    return digest.digest()


def _stats(folder: str) -> Iterator[bytes]:
    with os.scandir(folder) as entries:
        for entry in entries:
            if entry.is_dir(follow_symlinks=False):
                if entry.name != "__pycache__":
                    yield from _stats(entry.path)
            else:
                stat = entry.stat()
                yield f"{entry.path}\0{stat.st_mtime_ns}\0{stat.st_size}\n".encode("utf-8", "surrogateescape")


@cache
def _packs(names: tuple[str, ...]) -> bytes:
    digest = blake2b(digest_size=_DIGEST)
    for name in names:
        path = Path(name)
        for file in sorted(path.rglob("*.toml")) if path.is_dir() else [path]:
            digest.update(file.read_bytes())
    return digest.digest()


# --- plain data ---------------------------------------------------------------------------------------------------


def _packed(cleaned: Cleaned) -> Any:
    return (
        cleaned.text if cleaned.rounds else None,
        [(*finding[:4], finding.severity.value, _fix(finding.fix), applied) for finding, applied in cleaned.findings],
        [[tuple(change) for change in changes] for changes in cleaned.rounds],
        [tuple(edit) for edit in cleaned.edits],
    )


def _fix(fix: Fix | None) -> Any:
    return fix and (fix.safety.value, [tuple(edit) for edit in fix.edits])


def _unpacked(text: str, stored: Any) -> Cleaned:
    after, findings, rounds, edits = stored
    return Cleaned(
        text,
        text if after is None else after,
        tuple(_judged(*item) for item in findings),
        tuple(tuple(Change(*change) for change in changes) for changes in rounds),
        tuple(Edit(*edit) for edit in edits),
    )


def _judged(rule: str, start: int, end: int, message: str, severity: str, fix: Any, applied: bool) -> Judged:
    made = fix and Fix(Safety(fix[0]), tuple(Edit(*edit) for edit in fix[1]))
    return Judged(Finding(rule, start, end, message, Severity(severity), made), applied)
