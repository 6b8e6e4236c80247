"""What an editor accepts of a corpus goes into the house's book; what stands there already is kept as it is written."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable
from pathlib import Path

from lint.names.clusters import Cluster
from lint.names.entries import Source, Written, parsed
from lint.names.letters import bare, composed
from lint.packs import PackError
from lint.pattern import lazy

_HEAD = (
    "# Names as this house spells them; `newslint names --write` adds to it, and every line may be edited.\n"
    "# A spelling that is another name belongs in `not`: it is never respelled, and never proposed again.\n"
)
_ENTRY = lazy(r"^[ \t]*\[\[\s*name\s*\]\]", re.MULTILINE)
_ITEMS = r"""(?:[^\]"'#]|#.*|"(?:[^"\\]|\\.)*"|'[^']*')*"""


def accepted(content: str, clusters: Iterable[Cluster], path: Path) -> str:
    """Return the text of a book with the proposals accepted; raise PackError where the book is not one to add to."""
    text = content or _HEAD
    known = _entries(text, path)
    added: set[str] = set()  # what was written since the text was last parsed
    for cluster in clusters:
        plain = bare(cluster.proposed)
        if plain in added:
            known, added = _entries(text, path), set()
        entry = known.get(plain)
        text = _extended(text, entry, cluster) if entry else text.rstrip("\n") + "\n\n" + _new(cluster)
        added.add(plain)
    parsed(Source(path, text.encode(), house=True))
    return text


def _entries(text: str, path: Path) -> dict[str, Written]:
    return {bare(entry.canonical): entry for entry in parsed(Source(path, text.encode(), house=True)).entries}


def _new(cluster: Cluster) -> str:
    apart = list(dict.fromkeys(cluster.apart))
    variants = [v.text for v in cluster.variants if bare(v.text) != bare(cluster.proposed)]
    rows = [
        "[[name]]",
        f"canonical = {_quoted(cluster.proposed)}",
        *([f"kind = {_quoted(cluster.kind)}"] if cluster.kind != "person" else []),
        *([f"variants = {_list(variants)}"] if variants else []),
        *([f"not = {_list(apart)}"] if apart else []),
        *(f"{switch} = true" for switch in _switches(cluster)),
    ]
    return "\n".join(rows) + "\n"


def _switches(cluster: Cluster) -> list[str]:
    """Return the switches for spellings that differ in their capitals or accents alone."""
    own = composed(cluster.proposed)
    alike = [v.text for v in cluster.variants if bare(v.text) == bare(cluster.proposed)]
    cases = any(composed(text) == own for text in alike)
    accents = any(composed(text) != own for text in alike)
    return ["case"] * cases + ["accents"] * accents


def _extended(text: str, entry: Written, cluster: Cluster) -> str:
    """Return the text with what a cluster adds to an entry; all other lines stay as they are."""
    known = {bare(name) for name in (entry.canonical, *entry.variants, *entry.values.get("not", ()))}
    for key, names in (("variants", [v.text for v in cluster.variants]), ("not", cluster.apart)):
        more = [name for name in dict.fromkeys(names) if bare(name) not in known]
        if more:
            text = _with(text, entry, key, _list([*entry.values.get(key, ()), *more]))
    for switch in _switches(cluster):
        if not entry.values.get(switch):
            text = _with(text, entry, switch, "true")
    return text


def _with(text: str, entry: Written, key: str, value: str) -> str:
    """Return the text with a key of an entry set."""
    starts = [match.start() for match in _ENTRY.finditer(text)]
    if entry.number >= len(starts):
        raise PackError(f"{entry.source.path}: '{entry.canonical}' stands in an inline table; write it as [[name]]")
    start, end = starts[entry.number], [*starts, len(text)][entry.number + 1]
    block, row = text[start:end], f"{key} = {value}"
    old = re.search(rf"^[ \t]*{key}[ \t]*=[ \t]*(?:\[{_ITEMS}\]|\w+)", block, re.MULTILINE)
    if old:
        block = block[: old.start()] + row + block[old.end() :]
    else:
        block = re.sub(
            r"^[ \t]*canonical[ \t]*=.*$", lambda found: f"{found[0]}\n{row}", block, count=1, flags=re.MULTILINE
        )
    return text[:start] + block + text[end:]


def _quoted(text: str) -> str:
    return json.dumps(text, ensure_ascii=False)


def _list(values: Iterable[str]) -> str:
    return "[" + ", ".join(map(_quoted, values)) + "]"
