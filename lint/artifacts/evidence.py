"""What a document proves about itself: damage that only a spinner can have done."""

from __future__ import annotations

from functools import cache

from lint.artifacts.impossible import Hit, hits
from lint.packs import shipped
from lint.rule import Probe
from lint.text import Document, Span, holds

_COLLOCATIONS = frozenset(
    "artifact." + name
    for name in (
        "called-back-envoy", "called-envoy", "claimed-accountability", "expressed-worry", "least-amount-of-time",
        "spun-diplomacy", "spun-press", "spun-violence", "impossible-phrase", "tortured-phrase", "broken-name",
    )
)  # fmt: skip


def hard_hits(document: Document) -> tuple[Hit, ...]:
    """Return the impossible words of a document that have one explanation."""
    return tuple(hit for hit in hits(document) if len(hit.repairs) == 1 and not hit.doubtful)


def is_spun(document: Document) -> bool:
    """Tell whether a find-and-replace went through the document: it left an impossible word."""
    return bool(hard_hits(document))


@cache
def _collocations() -> dict[str, list[tuple[str, Probe]]]:
    """Return the probes of the rules on broken set phrases by a word that each of them needs."""
    index: dict[str, list[tuple[str, Probe]]] = {}
    for rule in shipped():
        if rule.id in _COLLOCATIONS:
            for probe in (probe for probe in rule.probes if isinstance(probe, Probe)):
                for alternative in probe.needs:
                    index.setdefault(alternative[0], []).append((rule.id, probe))
    return index


def odd_collocations(document: Document) -> frozenset[str]:
    """Return the ids of the rules on broken set phrases that fire in a document."""
    everywhere = Span(0, len(document.folded))
    index = _collocations()
    keys = [key for key in index if key in document.words or (key[0] == "*" and key[1:] in document.folded)]
    return frozenset(
        rule
        for key in keys
        for rule, probe in index[key]
        if holds(probe.needs, document.words, document.folded, everywhere)
        if next(probe.find(document), None) is not None
    )
