"""What one sound becomes in Latin letters: a word is rewritten so that choices of romanization vanish or cost little.

A symbol stands for a sound, not for a letter: lower case as it is written, upper case for a sound that English
writes with two letters. Every table says which scripts it was made for; costs were tuned on half of the pairs in
benchmarks/names.tsv.
"""

from __future__ import annotations

import re
from functools import lru_cache

from lint.pattern import lazy

CONSONANTS = (
    ("shch", "SC"),  # Russian, Ukrainian щ: Khrushchev
    ("schtsch", "SC"),  # the same in German: Chruschtschow
    ("dzh", "J"),  # Russian дж: Dzhokhar, Johar
    ("dsch", "J"),  # German for ج: Dschibuti
    ("tsch", "C"),  # German for ч: Tschechow
    ("tch", "C"),  # French for ч: Tchekhov
    ("sch", "S"),
    ("chh", "C"),  # Hindi छ: Chhattisgarh
    ("ksh", "kS"),  # Hindi क्ष: Lakshmi, Laxmi
    ("dj", "J"),  # French for ج: Djamel, Jamal
    ("zh", "Z"),
    ("kh", "X"),  # Arabic, Persian, Urdu خ; Russian х
    ("gh", "G"),  # Arabic, Persian غ; Turkish ğ
    ("ph", "f"),
    ("th", "T"),  # Arabic ث, Hindi थ
    ("dh", "D"),  # Arabic ذ, ظ, Hindi ध
    ("bh", "b"),  # Hindi, Bengali भ
    ("jh", "J"),  # Hindi झ
    ("sz", "S"),  # Polish, Hungarian spelling
    ("cz", "C"),
    ("sh", "S"),
    ("ch", "C"),
    ("ts", "c"),  # Russian ц, Hebrew צ, Japanese つ
    ("tz", "c"),
    ("ck", "k"),
    ("x", "ks"),
    ("j", "J"),
)
"""Spellings of consonants and the sounds they stand for, longest first."""

VOWELS = (
    ("aye", "A"),
    ("aya", "Aa"),
    ("eye", "A"),
    ("iyy", "i"),
    ("yy", "i"),
    ("iy", "i"),  # Russian -ий, Ukrainian -ій
    ("ij", "i"),
    ("ee", "i"),  # Urdu and Hindi ī: Maleeha
    ("ie", "i"),
    ("ai", "A"),  # Arabic, Persian, Urdu ay: Hussain, Hossein
    ("ay", "A"),
    ("ei", "A"),
    ("ey", "A"),
    ("au", "W"),
    ("ao", "W"),
    ("oo", "u"),  # Hindi, Urdu ū
    ("ou", "u"),  # French for Arabic ū: Mahmoud
    ("oe", "o"),  # German, Scandinavian ö, ø; Dutch u
    ("ue", "u"),  # German, Turkish ü
    ("ae", "a"),
    ("aa", "a"),  # Danish å, Urdu ā
    ("oh", "o"),  # Japanese ō
    ("y", "i"),
)
"""Spellings of vowels and the sounds they stand for."""

_VOWEL_SYMBOLS = "aeiouAW"
_COSTS = {
    **{"ae": 0.2, "ao": 0.35, "ai": 0.6, "au": 0.5, "ei": 0.2, "eo": 0.5, "eu": 0.45, "ou": 0.12, "iu": 0.7, "io": 0.7},
    **{"Ae": 0.15, "Ai": 0.2, "Aa": 0.3, "Wu": 0.25, "Wo": 0.2, "Wa": 0.35, "AW": 0.8},
    **{"Xk": 0.15, "Xh": 0.2, "XC": 0.5, "qk": 0.05, "qg": 0.25, "qG": 0.25, "Gg": 0.08, "qX": 0.5, "gk": 0.45},
    **{
        "Dd": 0.08,
        "Dz": 0.25,
        "dz": 0.5,
        "Tt": 0.08,
        "Ts": 0.25,
        "ZS": 0.3,
        "ZJ": 0.15,
        "Zz": 0.4,
        "JC": 0.6,
        "Jz": 0.6,
    },
    **{"Ss": 0.3, "SC": 0.45, "ck": 0.2, "cs": 0.3, "cz": 0.3, "cC": 0.4, "ct": 0.6, "gJ": 0.35, "yJ": 0.45},
    **{
        "fv": 0.35,
        "wv": 0.15,
        "bv": 0.55,
        "bp": 0.7,
        "dt": 0.6,
        "sz": 0.4,
        "gh": 0.4,
        "hC": 0.5,
        "pf": 0.6,
        "yg": 0.5,
        "GX": 0.4,
    },
}
_COST = {pair: cost for key, cost in _COSTS.items() for pair in ((key[0], key[1]), (key[1], key[0]))}

_CONSONANT = lazy("|".join(spelling for spelling, _ in CONSONANTS))
_VOWEL = lazy("|".join(spelling for spelling, _ in VOWELS))
_AS_CONSONANT, _AS_VOWEL = dict(CONSONANTS), dict(VOWELS)
_DOUBLED = lazy(r"([^aeiou])\1+")
_REWRITES = (
    (re.compile(r"(?<=[oe])(?:ff|w)$"), "v"),  # Romanoff, Romanow
    (re.compile(r"(?<=[ae])ye(?!v)"), "i"),  # Ayesha, Aisha
    (re.compile(r"(?<=[a-z])[yi]o(?=v)"), "e"),  # Rublyov, Rublev
    (re.compile(r"(?<=sk)(?:yi|iy|ii|yy|ij|yj)$"), "i"),  # Kolomoyskyi, Kolomoisky
    (re.compile(r"(?<=n)(?:yi|iy|ii|yy|ij|yj)$"), "i"),  # Zaluzhnyi, Zaluzhny
    (re.compile(r"(?<=[^aeiouy])(?:i?y+(?:a|[ae]h)|i[ae]h)$"), "ia"),  # Haniyeh, Haniyya, Haniya
    (re.compile(r"^[ie](?=bra)"), ""),  # Ibrahimi, Brahimi
    (re.compile(r"aei|aey|aee"), "ai"),  # Raeisi, Rezaee
    (re.compile(r"(?<=[ao])e(?=v)"), "ye"),  # Dostoevsky, Dostoyevsky
    (re.compile(r"(?<=i)y(?=[ae])"), ""),  # Aliyev, Aliev
    (re.compile(r"dt"), "t"),
    (re.compile(r"(?<=[ao])w(?![aeiouy])"), "u"),  # Chowdhury, Choudhury
    (_DOUBLED, r"\1"),
    (re.compile(r"(?<=[aeiou])h$"), ""),  # Abdullah, Abdulla
    (re.compile(r"c(?=[eiy])"), "s"),
    (re.compile(r"c(?![hkz])"), "k"),
)
_GLIDE = lazy(r"y(?=[aeou])")
_SKELETON = str.maketrans("XqGDTZzSCcw", "kkgdtJssksv")
_NOT_IN_SKELETON = lazy("[aeiouAWhy]")


@lru_cache(maxsize=65_536)
def sounds(word: str) -> str:
    """Return the sounds of a word given in plain lower-case letters, one character a sound."""
    for pattern, replacement in _REWRITES:
        word = pattern.sub(replacement, word)
    word = _CONSONANT.sub(lambda match: _AS_CONSONANT[match.group()], word)
    word = _GLIDE.sub("Y", word)
    word = _VOWEL.sub(lambda match: _AS_VOWEL[match.group()], word).replace("Y", "y")
    return _DOUBLED.sub(r"\1", word)


@lru_cache(maxsize=65_536)
def skeleton(word: str) -> str:
    """Return the consonants of a word in their coarsest classes; words that may be one name share it."""
    heard = sounds(word)
    first = "a" if heard[:1] in "aeiouAWy" else heard[:1].translate(_SKELETON)
    return first + _NOT_IN_SKELETON.sub("", heard[1:]).translate(_SKELETON)


def distance(left: str, right: str) -> float:
    """Return what it costs to turn one row of sounds into another."""
    row = [0.0]
    for place in range(len(right)):
        row.append(row[-1] + _gap(right, place))
    for place, sound in enumerate(left):
        gap = _gap(left, place)
        above, row = row, [row[0] + gap]
        for other, heard in enumerate(right):
            if sound == heard:
                row.append(min(above[other], above[other + 1] + gap, row[other] + _gap(right, other)))
            else:
                cost = _swap(sound, heard)
                swap = above[other] + cost + (0.3 if place == other == 0 and cost > 0.45 else 0.0)
                row.append(min(swap, above[other + 1] + gap, row[other] + _gap(right, other)))
    return row[-1]


def _swap(left: str, right: str) -> float:
    cost = _COST.get((left, right))
    if cost is not None:
        return cost
    return 0.6 if left in _VOWEL_SYMBOLS and right in _VOWEL_SYMBOLS else 1.2


def _gap(word: str, place: int) -> float:
    """Return what it costs that a sound stands in one word only: least for a vowel or breath inside the word."""
    sound = word[place]
    at_end = place in (0, len(word) - 1)
    if sound in _VOWEL_SYMBOLS:
        glide = sound == "i" and word[place - 1] in "ou"  # Groysman is not Grossman
        return 0.8 if at_end or glide else 0.35
    if sound in "hy":
        return 0.6 if at_end and sound == "h" else 0.15 if sound == "y" else 0.3
    return 1.0
