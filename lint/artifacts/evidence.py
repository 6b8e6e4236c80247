"""What a document proves about itself: damage that only a spinner can have done."""

from __future__ import annotations

from functools import cache

from lint.artifacts.impossible import Hit, hits
from lint.index import NeedsIndex
from lint.packs import shipped
from lint.rule import Probe
from lint.text import Document

_COLLOCATIONS = frozenset(
    "artifact." + name
    for name in (
        "called-back-envoy", "called-envoy", "claimed-accountability", "expressed-worry", "least-amount-of-time",
        "spun-diplomacy", "spun-press", "spun-violence", "impossible-phrase", "tortured-phrase", "broken-name",
    )
)  # fmt: skip


def hard_hits(document: Document) -> tuple[Hit, ...]:
    """Return the impossible words of a document that have one explanation."""
    return tuple(hit for hit in document.derived(hits) if len(hit.repairs) == 1 and not hit.doubtful)


def is_spun(document: Document) -> bool:
    """Tell whether a find-and-replace went through the document: it left an impossible word."""
    return bool(hard_hits(document))


@cache
def _collocations() -> tuple[tuple[tuple[str, Probe], ...], NeedsIndex]:
    """Return the probes of the rules on broken set phrases, each with its rule, and what tells them apart quickly."""
    probes = tuple(
        (rule.id, probe)
        for rule in shipped()
        if rule.id in _COLLOCATIONS
        for probe in rule.probes
        if isinstance(probe, Probe)
    )
    return probes, NeedsIndex(probe.needs for _, probe in probes)


def odd_collocations(document: Document) -> frozenset[str]:
    """Return the ids of the rules on broken set phrases that fire in a document; ask through `derived`."""
    probes, index = _collocations()
    asked = (probes[place] for place in index.candidates(document))
    return frozenset(rule for rule, probe in asked if next(probe.find(document), None) is not None)
