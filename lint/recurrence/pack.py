"""Templates written as a pack of line rules, for a person to read, cut down and keep."""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Iterable, Iterator

from lint.recurrence.keys import ADDRESS, NAMES, NUMBER, masked
from lint.recurrence.templates import Template

_WILD = {
    ADDRESS: r"\S+",
    NUMBER: r"(?:\d[\d.,:/-]*|(?-i:[A-Z])[a-z]{2,8}\.?)",
    NAMES: r"(?-i:[^\W\d_a-z])[\w’\x27-]*(?: [\w’\x27-]+){1,8}",
}
_STORY = (
    "The harbor was closed for a week because ice had broken the old pier, and no ship could land the mail, the "
    "milk or the newspapers that the island was waiting for."
)
_KEPT = (_STORY, "Anna Holm sails home", "On May 4 the island will vote.")
_HEAD = """\
# The lines that recur in the articles of {sites}.
#
# {advice}
# Try it with: newslint rules test {name}
# and use it with: newslint clean SRC -o DIR --pack {name}

[defaults]
kind = "line"
severity = "error"
message = "'{{found}}' stands in most articles of the site."
why = "The line recurs in the articles of the site, so it belongs to the site and not to the article."
"""


_TO_READ = """\
Read it before use: take out every rule whose line says something that its article needs. A rule is a suggestion
# until you write safety = "safe" in it."""
_ACCEPTED = "Each line was accepted by a person, for this site alone: use the pack on its articles only."


def pack(templates: Iterable[Template], name: str, *, safe: bool = False) -> str:
    """Return a pack with a rule for each template; `name` is the file that it will have.

    With `safe` the rules repair by themselves, for a person has accepted every line.
    """
    found = list(templates)
    sites = ", ".join(sorted({one.site or "the folder" for one in found}))
    taken: Counter[str] = Counter()
    parts = [_HEAD.format(sites=sites.replace("\n", " "), name=name, advice=_ACCEPTED if safe else _TO_READ)]
    parts += ["\n".join(_entry(one, taken, safe)) for one in found]
    return "\n".join(parts)


def _entry(one: Template, taken: Counter[str], safe: bool) -> Iterator[str]:
    identifier = _identifier(one.first)
    taken[identifier] += 1
    if taken[identifier] > 1:
        identifier = f"{identifier}-{taken[identifier]}"
    yield f"# In {one.times.files} of {one.times.of} articles, such as {one.article!r}."
    yield "[[rule]]"
    yield f"id = {_string(identifier)}"
    yield f'safety = "{"safe" if safe else "suggestion"}"'
    yield f"lines = [{_string(expression(one.first))}]"
    yield f"max_length = {max(len(one.first), len(one.last)) * 2 + 40}"
    wordings = dict.fromkeys((one.first, one.last))
    examples = [
        f"{{ bad = {_string(f'{_STORY}{chr(10) * 2}{line}{chr(10)}')}, good = {_string(_STORY + chr(10))} }}"
        for line in wordings
    ]
    yield f"examples = [{', '.join(examples)}]"
    if safe:
        yield f"keep = [{', '.join(map(_string, _KEPT))}]"
    yield ""


def expression(line: str) -> str:
    """Return the regular expression of all lines that are the same as `line` but for names, dates and numbers."""
    pieces = re.split(f"([{ADDRESS}{NUMBER}{NAMES}])", masked(line) or line)
    return "".join(_WILD.get(piece) or re.escape(piece).replace(r"\ ", " ") for piece in pieces)


def _identifier(line: str) -> str:
    words = re.findall(r"[a-z0-9]+", (masked(line) or line).lower())[:5]
    return "boilerplate.site-" + ("-".join(words)[:50].strip("-") or "line")


def _string(text: str) -> str:
    """Return a text as a TOML string: JSON strings are, once the signs are escaped that TOML forbids."""
    return json.dumps(text, ensure_ascii=False).replace("\x7f", "\\u007f")
