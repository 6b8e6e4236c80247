"""A name taken apart: its parts in plain letters, without titles and particles, and its ordinal."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import NamedTuple

from lint.names.letters import bare
from lint.names.words import HONORIFICS, PARTICLES
from lint.pattern import lazy

_ORDINALS = {
    **{"jr": "2", "junior": "2", "jnr": "2", "sr": "1", "senior": "1", "snr": "1", "elder": "1", "younger": "2"},
    **{"pere": "1", "fils": "2", "ii": "2", "iii": "3", "iv": "4", "v": "5", "vi": "6", "vii": "7", "viii": "8"},
    **{"ix": "9", "x": "10", "xi": "11", "xii": "12", "xiii": "13", "xiv": "14", "xv": "15", "xvi": "16", "i": "1"},
}
_POSSESSIVE = r"'s?$"
_FUSED = lazy(r"\b(?:El|Al)(?=[A-Z][a-z])")
_FATHER = r"\babo?u(?:[ -]?[ae]?l[ -]|-)(?=\w)"
_TURKISH_DIN = r"(?<=\w[aeu])tt[iı]n\b"
_ARTICLE = r"\b(?:al|el|ul|ud|ur|us|ed|ad|ar|as|ash|at|az|an|ath|adh|ag|e[zsnr]|esh)-(?=\w)"
_SERVANT = r"\babd ?-?(?:[aeiou][lrsndtz]h?)?[ -]+(?=\w{3})|\babd(?:[aeu][lrsndtz]|ou[lr]?|o[lr])(?=[^aeiou][aeiouy]\w\w|a[zhl]\w)"
_LINK = r"(?<=\w{3})(?:[ -]?u[lr](?=[ -](?:rahm|rehm|haq|isl|has|hus))[ -])"
_DIN = r"(?<=\w{3})[ -]?(?:[aeou][dl]?[ -]?)?(?<![eiou]n)d(?:in|een|ine)\b"


class Name(NamedTuple):
    """The parts of a name in order, and "2" for a Junior or a second, "" for neither."""

    parts: tuple[str, ...]
    ordinal: str


@lru_cache(maxsize=16_384)
def parsed(name: str) -> Name:
    """Return a name taken apart; a name of titles and particles only keeps them."""
    text = _rotated(bare(_FUSED.sub("", name)).strip())
    text = re.sub(_TURKISH_DIN, "ddin", re.sub(_FATHER, "abu ", text))
    text = re.sub(_SERVANT, "abd", re.sub(_ARTICLE, "", text))
    text = re.sub(_DIN, "din", re.sub(_LINK, " ", text))
    words = [letters for word in re.split(r"[\s\-.,()\"]+", text) if (letters := _letters(word))]
    ordinal = ""
    while len(words) > 1 and words[-1] in _ORDINALS and (words[-1] not in "ivx" or len(words) == 2):
        ordinal = _ORDINALS[words.pop()]
    if len(words) > 2 and words[-1] == "san":
        words.pop()
    while len(words) > 1 and words[0] in HONORIFICS:
        del words[0]
    parts = [word for place, word in enumerate(words) if place == 0 or word not in PARTICLES]
    if len(parts) > 1 and parts[0] in {"al", "el", "de", "van", "von", "the", "la", "le"}:
        del parts[0]
    return Name(tuple(parts or words), ordinal)


def _rotated(text: str) -> str:
    """Return "given family" for "family, given"."""
    family, comma, given = text.partition(", ")
    return f"{given} {family}" if comma and given not in _ORDINALS and given.rstrip(".") not in _ORDINALS else text


def _letters(word: str) -> str:
    return "".join(letter for letter in re.sub(_POSSESSIVE, "", word) if letter.isalpha())
