"""The base of an English verb from one of its forms, by spelling and the lexicon."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache

from lint.lexicon import is_base_verb, tags, zipf

_IRREGULAR = dict(
    pair.split("/")
    for pair in (
        "went/go gone/go took/take taken/take gave/give given/give came/come became/become began/begin begun/begin "
        "saw/see seen/see knew/know known/know wrote/write written/write spoke/speak spoken/speak broke/break "
        "broken/break chose/choose chosen/choose drove/drive driven/drive fell/fall fallen/fall flew/fly flown/fly "
        "grew/grow grown/grow rose/rise risen/rise threw/throw thrown/throw drew/draw drawn/draw held/hold kept/keep "
        "left/leave led/lead lost/lose made/make meant/mean met/meet paid/pay said/say sent/send sold/sell "
        "spent/spend stood/stand struck/strike taught/teach thought/think told/tell understood/understand won/win "
        "brought/bring bought/buy built/build caught/catch dealt/deal felt/feel found/find fought/fight got/get "
        "had/have has/have is/be was/be were/be been/be did/do does/do done/do heard/hear laid/lay lay/lie "
        "shot/shoot sought/seek sank/sink swore/swear withdrew/withdraw withdrawn/withdraw "
        "overcame/overcome undertook/undertake underwent/undergo ate/eat eaten/eat stole/steal stolen/steal "
        "shook/shake shaken/shake wore/wear worn/wear ran/run sat/sit slept/sleep hid/hide hidden/hide "
        "forbade/forbid forgot/forget forgave/forgive bore/bear tore/tear torn/tear swam/swim sang/sing rang/ring "
        "goes/go"
    ).split()
)


@lru_cache(maxsize=4096)
def base_of(word: str) -> str | None:
    """Return the base of a folded verb form, such as "launch" for "launching", or None where it is not known."""
    if word in _IRREGULAR:
        return _IRREGULAR[word]
    bases = [stem for stem in _stems(word) if is_base_verb(stem)]
    return max(bases, key=lambda stem: (zipf(stem), len(stem))) if bases else None


def _stems(word: str) -> Iterator[str]:
    for ending in ("ing", "ed", "es", "s", "d"):
        stem = word.removesuffix(ending)
        if stem == word or len(stem) < 2:
            continue
        yield stem
        if ending in ("ing", "ed"):
            yield stem + "e"
            if stem[-1] == stem[-2:-1]:
                yield stem[:-1]
        if stem[-1] == "i":
            yield stem[:-1] + "y"


@lru_cache(maxsize=4096)
def gerund_of(base: str) -> str | None:
    """Return the -ing form of a base that the lexicon knows, or None."""
    for form in (base + base[-1] + "ing", base.removesuffix("e") + "ing", base + "ing"):
        if "g" in tags(form) and base_of(form) == base:
            return form
    return None


@lru_cache(maxsize=4096)
def participle_of(base: str) -> str | None:
    """Return the past participle of a base that the lexicon knows, or None."""
    for form, irregular in _IRREGULAR.items():
        if irregular == base and "n" in tags(form):
            return form
    for form in (base + base[-1] + "ed", base.removesuffix("e") + "ed", base[:-1] + "ied", base + "ed"):
        if "n" in tags(form) and base_of(form) == base:
            return form
    return None


@lru_cache(maxsize=4096)
def third_person_of(base: str) -> str | None:
    """Return the form of a base that stands behind "he", or None where the lexicon knows none."""
    forms = (base + "es", base[:-1] + "ies", base + "s")
    return next((form for form in forms if "z" in tags(form) and base_of(form) == base), None)


@lru_cache(maxsize=4096)
def singular_of(plural: str) -> str | None:
    """Return the singular of a regular plural noun that the lexicon knows, or None."""
    for end, start in (("ies", "y"), ("ses", "s"), ("xes", "x"), ("ches", "ch"), ("shes", "sh"), ("s", "")):
        stem = plural.removesuffix(end)
        if stem != plural and "s" in tags(stem + start):
            return stem + start
    return {"men": "man", "women": "woman", "children": "child", "people": "person"}.get(plural)


@lru_cache(maxsize=4096)
def plural_of(singular: str) -> str | None:
    """Return the plural of a noun as the lexicon knows it, or None."""
    forms = (singular + "es", singular[:-1] + "ies", singular + "s")
    return next((form for form in forms if "p" in tags(form) and singular_of(form) == singular), None)
