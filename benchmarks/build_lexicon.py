"""Compute rules/lexicon/english.txt from wordfreq and lemminflect: `python benchmarks/build_lexicon.py`.

Needs the dependency group `lexicon`; newslint itself never imports either package.
"""

from __future__ import annotations

import csv
import gzip
import re
from collections.abc import Iterator
from importlib.resources import files
from math import log10
from pathlib import Path

OUTPUT = Path(__file__).parent.parent / "rules" / "lexicon" / "english.txt"

_WORD = re.compile(r"[^\W\d_]+(?:['-][^\W\d_]+)*")
_CORRECTED = {
    "am": "b",
    "are": "b",
    "beat": "abdns",
    "been": "n",
    "hid": "dn",
    "is": "z",
    "ran": "d",
    "run": "bnps",
    "was": "d",
    "were": "d",
}
"""Tags of forms that lemminflect's table has not or has wrong."""

_RARELY_PAST = ("bespoke", "bit", "bore", "clove", "crew", "dove", "lay", "overlay", "slew", "torpedoes")
"""Forms that are hardly ever the past tense that the table says they can be."""

_VERB_TAGS = "dngz"
"""One letter for each column of a verb in lemminflect's table: past, past participle, -ing form, third person."""


def frequencies() -> dict[str, float]:
    """Return the Zipf frequency of every word of wordfreq's large English list that is made of letters."""
    from wordfreq import get_frequency_dict

    return {
        word: log10(frequency) + 9
        for word, frequency in get_frequency_dict("en", "large").items()
        if _WORD.fullmatch(word)
    }


def inflections() -> Iterator[tuple[str, str]]:
    """Yield each inflected form of lemminflect's table with the letter of its tag."""
    table = files("lemminflect") / "resources" / "infl_lu.csv.gz"
    with table.open("rb") as packed, gzip.open(packed, "rt", encoding="utf-8", newline="") as rows:
        for lemma, kind, *columns in csv.reader(rows):
            yield from _forms(lemma.lower(), kind, columns)


def _forms(lemma: str, kind: str, columns: list[str]) -> Iterator[tuple[str, str]]:
    if kind == "verb":
        columns = [columns[0], columns[1] or columns[0], *columns[2:]]
        yield lemma, "b"
        yield from _tagged(columns, _VERB_TAGS)
    elif kind == "noun":
        yield lemma, "s"
        yield from _tagged(columns, "p")
    else:
        letter = "a" if kind == "adj" else "r"
        yield lemma, letter
        yield from _tagged(columns, letter * 2)


def _tagged(columns: list[str], letters: str) -> Iterator[tuple[str, str]]:
    for column, letter in zip(columns, letters, strict=True):
        yield from ((form.lower(), letter) for form in column.split("/") if form)


def lines() -> list[bytes]:
    """Return the sorted lines of the lexicon: the word, a tab, ten times its Zipf frequency in two digits, its tags."""
    zipf = frequencies()
    tags: dict[str, set[str]] = {}
    for form, letter in inflections():
        if _WORD.fullmatch(form):
            tags.setdefault(form, set()).add(letter)
    for form, letters in tags.items():
        if "d" in letters and form.endswith("ed"):  # the table lists some of these as past only, beside a rarer form
            letters.add("n")
    for form in _RARELY_PAST:
        tags[form].discard("d")
    tags.update({form: set(letters) for form, letters in _CORRECTED.items()})
    return sorted(
        f"{word}\t{min(round(zipf.get(word, 0.0) * 10), 99):02d}{''.join(sorted(tags.get(word, ())))}\n".encode()
        for word in zipf.keys() | tags.keys()
    )


if __name__ == "__main__":
    content = lines()
    OUTPUT.parent.mkdir(parents=True, exist_ok=True)
    OUTPUT.write_bytes(b"".join(content))
    print(f"{len(content)} words, {OUTPUT.stat().st_size} bytes")
