"""Pull quotes: a sentence of the text that a page prints once more between the paragraphs."""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from collections.abc import Iterator

from lint.boilerplate.lines import removed, signs
from lint.pattern import lazy
from lint.rule import Example, Finding, Probe, Rule, Safety, Severity
from lint.text import Document

SHORTEST, LONGEST = 8, 70
"""Words of a pull quote. Shorter repetitions can be slogans: 2,225 genuine articles held none of eight words."""

NEAR = 4
"""Paragraphs between a pull quote and its sentence; sentences of clean articles come back farther off."""

MOST = 12
"""Places from which on a repeated sentence is a refrain, a form or a list."""

_HASHED = 24
_SENTENCE = lazy(r"""[.!?…؟।۔॥][”"’')]{0,2}\Z""")
_EVEN = dict(zip("“”„«»‘’‚\u00a0", '"""""\'\'\' ', strict=True))
_MARKS = " \"'.,!?…-–—"
_ALL_MARKS = _MARKS + "“”‘’«»„‚\u00a0\u202f\t"
# How each line and each sentence begins, so that repeated ones can be counted in one pass.
_OPENING = lazy(r"""[.!?…:\n"”’][\s"'“”‘’«»„]+(?=([^\r\n]{24}))""")


def even(document: Document) -> str:
    """Return the folded prose, of equal length, with one kind of quotation mark and of space."""
    text = document.folded
    for sign in document.unusual & _EVEN.keys():
        text = text.replace(sign, _EVEN[sign])
    return text


def _find(document: Document) -> Iterator[Finding]:
    candidates = [index for index in document.filled if _fits(document, index)]
    if len(document.filled) < 3 or not candidates:
        return
    openings = Counter(_OPENING.findall("\n " + document.folded))
    for index in candidates:
        line = document.lines[index]
        opening = document.folded[line.start : line.end].lstrip(_ALL_MARKS)[:_HASHED]
        if not 2 <= openings[opening] <= MOST or index == document.title:
            continue
        text = document.derived(even)
        core = text[line.start : line.end].strip(_MARKS)
        places = [place for place in _elsewhere(text, core, line.start) if _is_sentence(document, text, place, core)]
        if places:
            near = len(places) == 1 and _is_between(document, index, document.line_number(places[0]))
            safety = Safety.SAFE if near else Safety.SUGGESTION
            yield removed(RULE_ID, document, index, index, "'{found}' stands in another paragraph as well.", safety)


def _is_between(document: Document, index: int, host: int) -> bool:
    """Tell whether a line stands among paragraphs, not under a heading, and its sentence not far away."""
    place, other = bisect_left(document.filled, index), bisect_left(document.filled, host)
    around = [document.filled[n] for n in (place - 1, place + 1) if 0 <= n < len(document.filled)]
    furniture = document.derived(signs).certain
    return abs(place - other) <= NEAR and all(
        n == document.title or n in furniture or _SENTENCE.search(document.line_text(n)) for n in around
    )


def _fits(document: Document, index: int) -> bool:
    line = document.lines[index]
    if not 40 <= line.end - line.start <= 500:
        return False
    content = document.line_text(index)
    return SHORTEST <= content.count(" ") + 1 <= LONGEST and (content[0].isalnum() or content[0] in "“\"'‘«")


def _elsewhere(text: str, core: str, own: int) -> Iterator[int]:
    place = text.find(core)
    while place >= 0:
        if not own <= place <= own + 8:
            yield place
        place = text.find(core, place + len(core))


def _is_sentence(document: Document, text: str, place: int, core: str) -> bool:
    """Tell whether `core` is a whole sentence at `place`, within a paragraph that says more."""
    line = document.lines[document.line_number(place)]
    before, behind = text[line.start : place].rstrip(), text[place + len(core) : line.end]
    if len(before.strip(_MARKS)) + len(behind.strip(_MARKS)) < 20:
        return False
    starts = not before.strip("\"'") or before.rstrip("\"' ")[-1:] in ".!?:…" or before.endswith('"')
    return starts and (not behind or behind[0] in '.!?"…' or (behind[0] in ",'" and '"' in behind[:3]))


RULE_ID = "boilerplate.pull-quote"

_QUOTE = "The river has never carried so much water in one spring."
_MORE = "Nobody on the bank could say when it would fall again, and the mayor asked for help from the capital."

RULE = Rule(
    id=RULE_ID,
    severity=Severity.ERROR,
    safety=Safety.SAFE,
    why="A page repeats a strong sentence in large type; in plain text it stands there twice.",
    probes=(Probe((), _find),),
    examples=(
        Example(
            f"Farmers left their homes on Monday.\n\n{_QUOTE}\n\n{_QUOTE} {_MORE}\n",
            f"Farmers left their homes on Monday.\n\n{_QUOTE} {_MORE}\n",
        ),
        Example(
            f"{_MORE} {_QUOTE}\n\n“{_QUOTE}”\n\nFarmers left their homes on Monday.\n",
            f"{_MORE} {_QUOTE}\n\nFarmers left their homes on Monday.\n",
        ),
    ),
    keep=(
        f"No more rain.\n\n{_MORE}\n\nNo more rain.\n",
        f"{_QUOTE}\n\n{_MORE}\n",
    ),
)
"""Finds pull quotes."""
