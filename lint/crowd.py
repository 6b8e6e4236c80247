"""Room for what is found in one text: where there is too much, the probes with most of it are given up."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import chain

from lint.rule import Finding, LineProbe, Probe

MOST = 100_000
"""Findings of a text that are kept; each takes 4 kB until it is reported, and an article has ten or a hundred."""


class CrowdedError(ValueError):
    """More is found in a text than there is room for; `counts` are the probes that were given up, with their findings."""

    def __init__(self, counts: list[tuple[Probe | LineProbe, int]]) -> None:
        self.counts = counts
        super().__init__(
            f"{sum(count for _, count in counts):,} findings are too many for one text; divide it, or select fewer rules"
        )


class Crowd:
    """The findings of a text as they come; what is given up is still counted."""

    def __init__(self) -> None:
        self._kept: dict[int, list[Finding]] = {}
        self._lost: dict[int, int] = {}
        self._probes: dict[int, Probe | LineProbe] = {}
        self._total = 0

    def take(self, probe: Probe | LineProbe, found: Iterable[Finding]) -> None:
        """Keep what a probe finds, while there is room for it."""
        key = id(probe)
        self._probes[key] = probe
        kept = self._kept.setdefault(key, [])
        for finding in found:
            if key in self._lost:
                self._lost[key] += 1
                continue
            kept.append(finding)
            self._total += 1
            if self._total > MOST:
                self._give_up()

    def _give_up(self) -> None:
        key = max(self._kept, key=lambda key: len(self._kept[key]))
        self._lost[key] = len(self._kept[key])
        self._total -= len(self._kept[key])
        self._kept[key].clear()

    def findings(self) -> Iterator[Finding]:
        """Return all that is kept."""
        return chain.from_iterable(self._kept.values())

    def of(self, probe: Probe | LineProbe) -> tuple[Finding, ...]:
        """Return what was kept of a probe."""
        return tuple(self._kept[id(probe)])

    def disperse(self) -> None:
        """Raise CrowdedError where something was given up."""
        if self._lost:
            raise CrowdedError([(self._probes[key], count) for key, count in self._lost.items()])
