"""Chinese and Korean names: short syllables in which every letter counts, and two systems that write them.

In these names one letter makes another person (Wang Yi, Wang Yu), yet Wade-Giles and pinyin, or the romanizations
of Korean, share hardly a letter. So a name is rewritten to one system and must then be equal.
"""

from __future__ import annotations

import re

from lint.names.letters import bare
from lint.names.words import CHINESE_FAMILIES

_WADE = r"(?:p|t|k|ch|ts|tz)'|^(?:hs|ts|tz)|-|eh$|ien$|[^aeio]ung$|ih$|^jen$|[kt]uo$|^k[aeu]|^ch(?:i|iu|ü)"
_INITIALS = (
    ("tz'u", "ci"), ("tzu", "zi"), ("ssu", "si"), ("ch'", "C"), ("ts'", "c"), ("tz'", "c"), ("p'", "P"), ("t'", "T"),
    ("k'", "K"),
    ("ch", "Z"), ("ts", "z"), ("tz", "z"), ("hs", "x"), ("sh", "S"), ("p", "b"), ("t", "d"), ("k", "g"), ("j", "r"),
    ("ss", "s"),
)  # fmt: skip
_UPPER = {"C": "ch", "P": "p", "T": "t", "K": "k", "Z": "zh", "S": "sh"}
_FINALS = (
    ("ieh", "ie"),
    ("ueh", "ue"),
    ("eh", "e"),
    ("ien", "ian"),
    ("ung", "ong"),
    ("ih", "i"),
    ("erh", "er"),
    ("uo", "uo"),
)

_KOREAN_FAMILIES = {
    **dict.fromkeys(("kim", "gim"), "kim"),
    **dict.fromkeys(("lee", "yi", "rhee", "ri", "li", "yee"), "lee"),
    **dict.fromkeys(("park", "pak", "bak", "bark"), "park"),
    **dict.fromkeys(("choi", "choe", "che"), "choi"),
    **dict.fromkeys(("jung", "chung", "jeong", "cheong", "jong", "chong"), "jung"),
    **dict.fromkeys(("kang", "gang"), "kang"),
    **dict.fromkeys(("cho", "jo", "joe"), "cho"),
    **dict.fromkeys(("yoon", "yun", "youn"), "yoon"),
    **dict.fromkeys(("jang", "chang"), "jang"),
    **dict.fromkeys(("lim", "im", "rim", "yim"), "lim"),
    **dict.fromkeys(("han",), "han"),
    **dict.fromkeys(("oh", "o"), "oh"),
    **dict.fromkeys(("seo", "suh", "so"), "seo"),
    **dict.fromkeys(("shin", "sin"), "shin"),
    **dict.fromkeys(("kwon", "gwon"), "kwon"),
    **dict.fromkeys(("hwang",), "hwang"),
    **dict.fromkeys(("ahn", "an"), "ahn"),
    **dict.fromkeys(("song",), "song"),
    **dict.fromkeys(("hong",), "hong"),
    **dict.fromkeys(("moon", "mun"), "moon"),
    **dict.fromkeys(("roh", "noh", "no", "ro"), "roh"),
    **dict.fromkeys(("ban", "pan"), "ban"),
    **dict.fromkeys(("chun", "jeon", "chon", "jun"), "chun"),
    **dict.fromkeys(("hwang-bo",), "hwangbo"),
}
_KOREAN = (
    ("yeong", "yong"), ("young", "yong"), ("yung", "yong"), ("kyung", "kyong"), ("gyeong", "kyong"),
    ("kyeong", "kyong"),
    ("hyun", "hyon"), ("hyeon", "hyon"), ("hyung", "hyong"), ("hyeong", "hyong"), ("myung", "myong"),
    ("myeong", "myong"),
    ("byung", "pyong"), ("byeong", "pyong"), ("jung", "jong"), ("jeong", "jong"), ("chung", "jong"), ("jeon", "jon"),
    ("suk", "sok"), ("seung", "sung"), ("eun", "un"), ("eul", "ul"), ("eo", "o"), ("eu", "u"), ("oo", "u"),
    ("ee", "i"), ("oi", "oe"), ("ae", "e"), ("ah", "a"),
    ("duck", "dok"), ("duk", "dok"), ("chul", "chol"), ("hyuk", "hyok"), ("bum", "bom"), ("woo", "u"),
    ("ch", "j"), ("sh", "s"), ("g", "k"), ("d", "t"), ("b", "p"), ("r", "l"),
)  # fmt: skip


_CHINESE_GIVEN = r"(?:-?(?:[zcs]h|hs|t[sz]|[bpmfdtnlgkhjqxrzcswy])?'?[aeiouü]{1,3}(?:ng|n|rh|h)?){1,2}"
_KOREAN_GIVEN = r"(?:-?(?:ch|sh|kk|tt|pp|[gkndtrlmbpsjh])?[yw]?[aeiou]{1,2}(?:ng|ck|[nmlktpbgh])?){1,2}"


def chinese(name: str) -> str:
    """Return a Chinese name in pinyin without spaces, "" for any other name."""
    words = bare(name).replace("-", " -").split()
    if (
        not 2 <= len(words) <= 4
        or words[0] not in CHINESE_FAMILIES
        or not all(re.fullmatch(_CHINESE_GIVEN, word) for word in words[1:])
    ):
        return ""
    wade = any(re.search(_WADE, word) for word in words) and not any(re.match(r"-?[xqz]h?", word) for word in words)
    syllables = [word.lstrip("-") for word in words]
    if wade:
        syllables = [_pinyin(syllable) for syllable in syllables]
    return syllables[0] + " " + re.sub(r"\W", "", "".join(syllables[1:]))


def _pinyin(syllable: str) -> str:
    """Return a syllable of Wade-Giles in pinyin."""
    if syllable == "i":
        return "yi"
    for wade, pinyin in _INITIALS:
        if syllable.startswith(wade):
            syllable = pinyin + syllable[len(wade) :]
            break
    for wade, pinyin in _FINALS:
        if syllable.endswith(wade):
            syllable = syllable[: len(syllable) - len(wade)] + pinyin
            break
    first, rest = _UPPER.get(syllable[0], syllable[0]), syllable[1:]
    if (rest[:1] in ("i", "ü") and first in ("ch", "zh") and rest != "i") or (rest == "i" and syllable[0] in "CZ"):
        first = "q" if first == "ch" else "j"
    return first + rest.replace("ü", "u")


def korean(name: str) -> str:
    """Return a Korean name in one romanization, its family name first, "" for any other name."""
    words = bare(name).split()
    if not 2 <= len(words) <= 3:
        return ""
    if words[0] not in _KOREAN_FAMILIES and words[-1] in _KOREAN_FAMILIES:
        words = [words[-1], *words[:-1]]
    if words[0] not in _KOREAN_FAMILIES:
        return ""
    given = re.sub(r"\W", "", "".join(words[1:])).replace("ahn", "an")
    if not re.fullmatch(_KOREAN_GIVEN, given):
        return ""
    for spelling, sound in _KOREAN:
        given = given.replace(spelling, sound)
    return _KOREAN_FAMILIES[words[0]] + " " + re.sub(r"(.)\1", r"\1", given)
