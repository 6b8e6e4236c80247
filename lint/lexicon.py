"""What is known of English words: how common they are and which forms of verbs, nouns and adjectives they can be.

The data is one sorted file that is mapped into memory and searched by halving, so that loading it costs nothing.
`benchmarks/build_lexicon.py` computes it; rules/lexicon/README.md names its sources.
"""

from __future__ import annotations

import mmap
from collections.abc import Callable, Set
from functools import cache, lru_cache
from pathlib import Path

MOST_REMEMBERED = 100_000
"""Words whose entries are kept in memory; a language's everyday words are fewer."""

COMMON = 3.0
"""Zipf frequency from which a word is common: once in a million words."""

_NOT_KNOWN = (0.0, "")


class LexiconError(RuntimeError):
    """The lexicon is missing or empty; the message names the file."""


@cache
def _lexicon() -> mmap.mmap:
    here = Path(__file__).parent
    path = next((p for p in (here / "rules", here.parent / "rules") if p.is_dir()), here) / "lexicon" / "english.txt"
    try:
        with path.open("rb") as file:
            return mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)
    except (OSError, ValueError) as error:
        raise LexiconError(f"{path}: the lexicon can't be read ({error}); install newslint again") from None


@lru_cache(maxsize=MOST_REMEMBERED)
def _entry(word: str) -> tuple[float, str] | None:
    """Return the Zipf frequency and the tags of a folded word, or None for a word that is not in the lexicon."""
    lexicon, wanted = _lexicon(), word.encode("utf-8", "replace")
    low, high = 0, len(lexicon)
    while low < high:
        start = lexicon.rfind(b"\n", low, (low + high) // 2) + 1 or low
        tab = lexicon.find(b"\t", start)
        found = lexicon[start:tab]
        if found == wanted:
            end = lexicon.find(b"\n", tab)
            return int(lexicon[tab + 1 : tab + 3]) / 10, lexicon[tab + 3 : end].decode("ascii")
        if found < wanted:
            low = lexicon.find(b"\n", tab) + 1
        else:
            high = start
    return None


def _plain(word: str) -> str:
    return word.lower().replace("’", "'")


def is_known(word: str) -> bool:
    """Tell whether the lexicon holds a word, in any case."""
    return _entry(_plain(word)) is not None


def zipf(word: str) -> float:
    """Return the Zipf frequency of a word, log10 of its count in a billion words; 0.0 for one that is not known."""
    return (_entry(_plain(word)) or _NOT_KNOWN)[0]


def tags(word: str) -> str:
    """Return the forms that a word can be, a letter each, sorted.

    Verbs: b base, d past, g -ing form, n past participle, z third person. Nouns: s singular, p plural.
    Also a adjective, r adverb.
    """
    return (_entry(_plain(word)) or _NOT_KNOWN)[1]


def is_finite_past(word: str) -> bool:
    """Tell whether a word is a past tense that no participle shares: "began", but not "launched"."""
    found = tags(word)
    return "d" in found and "n" not in found


def is_past(word: str) -> bool:
    """Tell whether a word is a past tense, of which a participle may share the form: "began", "launched"."""
    return "d" in tags(word)


def is_base_verb(word: str) -> bool:
    """Tell whether a word is the base form of a verb."""
    return "b" in tags(word)


def is_third_person(word: str) -> bool:
    """Tell whether a word is the third person of a verb: "holds"."""
    return "z" in tags(word)


class Suspicion:
    """A judgment of single words that remembers the harmless ones: few words are new in the next text."""

    def __init__(self, is_suspect: Callable[[str], bool]) -> None:
        self._is_suspect = is_suspect
        self._harmless: set[str] = set()

    def among(self, words: Set[str]) -> list[str]:
        """Return the suspect ones of some words, sorted."""
        fresh = words - self._harmless
        found = sorted(filter(self._is_suspect, fresh))
        if len(self._harmless) > MOST_REMEMBERED:
            self._harmless.clear()
        self._harmless |= fresh - set(found)
        return found
