"""Books in layers: what a house says of a name stands above what the shipped book says of it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from lint.names.entries import Layer, Written
from lint.names.letters import bare

_INHERITED = ("kind", "not", "roles", "context")


def merged(layers: Iterable[Layer]) -> list[Written]:
    """Return the entries of all layers; where two speak of one spelling, the later layer decides."""
    entries: list[Written] = []
    for layer in layers:
        own = [*layer.entries, *_preferred(layer, [*entries, *layer.entries])]
        replaced = {id(entry) for entry in layer.entries if any(_speaks(p, entry) for p in own[len(layer.entries) :])}
        entries = _over(entries, [entry for entry in own if id(entry) not in replaced])
    return entries


def _speaks(preferred: Written, entry: Written) -> bool:
    """Tell whether a preferred spelling was taken from an entry of its own file."""
    return entry.canonical in preferred.variants


def _preferred(layer: Layer, known: list[Written]) -> Iterator[Written]:
    """Yield an entry for each spelling that a layer prefers, with all that is known of its name."""
    if not layer.preferred:
        return
    whose = {bare(text): entry for entry in known for text in (*entry.variants, entry.canonical)}
    settled: dict[str, Written] = {}
    for wanted in layer.preferred:
        entry = whose.get(bare(wanted.canonical))
        if entry is None:
            raise wanted.problem("no book has this spelling; write a [[name]] with its variants instead")
        earlier = settled.setdefault(entry.canonical, wanted)
        if earlier is not wanted:
            raise wanted.problem(f"'{earlier.canonical}' is preferred too, and is the same name; keep one")
        values: dict[str, Any] = {key: entry.values[key] for key in _INHERITED if key in entry.values}
        others = [text for text in (entry.canonical, *entry.variants) if bare(text) != bare(wanted.canonical)]
        yield wanted._replace(values={**values, "canonical": wanted.canonical, "variants": others})


def _over(lower: list[Written], upper: list[Written]) -> list[Written]:
    """Return the entries of two layers, without what the upper one says otherwise."""
    if not lower:
        return upper
    claimed = {bare(text): place for place, entry in enumerate(upper) for text in (entry.canonical, *entry.variants)}
    above, kept = list(upper), []
    for entry in lower:
        place = claimed.get(bare(entry.canonical))
        if place is None:
            kept.append(_without(entry, claimed.keys()))
        else:
            above[place] = _absorbed(above[place], entry, claimed)
    return [*kept, *above]


def _without(entry: Written, claimed: Iterable[str]) -> Written:
    variants = entry.variants
    left = [text for text in variants if bare(text) not in claimed]
    return entry if len(left) == len(variants) else entry._replace(values={**entry.values, "variants": left})


def _absorbed(upper: Written, lower: Written, claimed: dict[str, int]) -> Written:
    """Return an entry with what a lower layer knows of the same name."""
    own = {bare(text) for text in (upper.canonical, *upper.variants, *upper.values.get("not", ()))}
    more = [text for text in (lower.canonical, *lower.variants) if bare(text) not in own and bare(text) not in claimed]
    values = {key: lower.values[key] for key in _INHERITED if key in lower.values} | upper.values
    return upper._replace(values={**values, "variants": [*upper.variants, *more]}, lower=upper.lower.union(more))
