"""Names as German, French, Dutch or Spanish papers romanize them, rewritten as English ones do.

Machine translation leaves such spellings in English text: Gorbatschow, Gorbatchev, Gorbachov. A table is tried only on
a name that bears its mark, so that no other name changes.
"""

from __future__ import annotations

import re
from functools import lru_cache

_Table = tuple[tuple[str, str], ...]

_GERMAN_MARK = r"sch|tsch|[oe]wa?\b|^w[lio]|\bw[aiol]|\bj[aeiu]\w*w|[aeijlnr]j|[ktn]j|z[iaey]|\bch|ij|jj"
_GERMAN: _Table = (
    ("schtsch", "SC"), ("tsch", "C"), ("dsch", "j!"), ("sch", "S"), (r"(?<![ck])ch", "kh"), (r"\bz(?=[aeiou])", "ts"),
    (r"(?<=l)z(?=i)", "ts"), ("w", "v"), (r"(?<=[CSJ])ov\b", "ev"), (r"j!", "J"), (r"(?<=[eiy])jj?\b", "i"),
    ("jj", "y"), ("j", "y"),
    ("J", "j"), (r"(?<=[aeiouy])ss(?=[aeiouy])", "s"), (r"ch", "kh"), ("C", "ch"), ("S", "sh"),
)  # fmt: skip
_FRENCH_MARK = r"ou|tch|dj|ch|gu[eiy]|qu|ine\b|jine\b|oï|ai\b|gie|[oe]v\b.*ï|ss"
_FRENCH: _Table = (
    ("tch", "C"), ("dj", "J"), (r"(?<!k)ch", "sh"), ("ou(?=[aeio])", "w"), ("ou", "u"), ("oi(?=[gk])", "oi"),
    (r"gu(?=[eiy])", "g"), ("qu", "k"), (r"(?<=[a-z])j", "zh"), (r"(?<=\w\w\w)ine\b", "in"), (r"\bi(?=[aoue])", "y"),
    ("ss", "s"),
    ("C", "ch"), ("J", "j"),
)  # fmt: skip
_SPANISH_MARK = r"\bj|[aeiou]j[aeiou]|gu[ei]"
_SPANISH: _Table = (("j", "kh"), (r"\by(?=[aeou])", "j"), (r"gu(?=[ei])", "g"))


_TABLES = ((_GERMAN_MARK, _GERMAN), (_FRENCH_MARK, _FRENCH), (_SPANISH_MARK, _SPANISH))


@lru_cache(maxsize=16_384)
def readings(parts: tuple[str, ...]) -> tuple[tuple[int, tuple[str, ...]], ...]:
    """Return a name as it is, and as it would be in English had it come from another language, each with a number.

    Two names are never to be compared in one reading other than the first: what the language has, both have.
    """
    name = " ".join(parts)
    found = [(0, parts)]
    for number, (mark, table) in enumerate(_TABLES, 1):
        if re.search(mark, name):
            read = name
            for written, english in table:
                read = re.sub(written, english, read)
            found.append((number, tuple(read.split(" "))))
    return tuple(found)
