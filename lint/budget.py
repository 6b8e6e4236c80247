"""A limit of time for rules: what takes longer over one text is given up for it, and the others go on.

A timer of the system counts the processor time of the process and now and then looks at which probe is at work. So
nothing is measured while rules run, and an expression that backtracks without end is interrupted in the middle.
"""

from __future__ import annotations

import signal
import threading
from collections import Counter
from collections.abc import Collection, Iterator
from contextlib import contextmanager
from types import FrameType

from lint.rule import LineProbe, Probe

_LOOKS = 10
"""How often a probe is looked at in the time that it may take."""


class OverdueError(BaseException):
    """A probe has used up its time; raised in the middle of it, so that no handler of errors may take it for one."""

    def __init__(self, probe: Probe | LineProbe) -> None:
        self.probe = probe
        super().__init__("a rule has used up its time")


@contextmanager
def limited(seconds: float, *, spared: Collection[int] = ()) -> Iterator[None]:
    """Raise OverdueError within the block when a probe takes longer than `seconds` of processor time; 0 is no limit.

    Probes whose ids are `spared` may take as long as they like. Only signals can do this: outside of the main thread,
    and where the system has none, there is no limit.
    """
    if not seconds or not hasattr(signal, "setitimer") or threading.current_thread() is not threading.main_thread():
        yield
        return
    looks = Counter[int]()

    def look(number: int, frame: FrameType | None) -> None:
        probe = _at_work(frame)
        if probe is not None and id(probe) not in spared:
            looks[id(probe)] += 1
            if looks[id(probe)] > _LOOKS:
                raise OverdueError(probe)

    before = signal.signal(signal.SIGVTALRM, look)
    try:
        signal.setitimer(signal.ITIMER_VIRTUAL, seconds / _LOOKS, seconds / _LOOKS)
        yield
    finally:
        signal.setitimer(signal.ITIMER_VIRTUAL, 0)
        signal.signal(signal.SIGVTALRM, before)


def _at_work(frame: FrameType | None) -> Probe | LineProbe | None:
    """Return the probe that was asked last on the way to a frame."""
    while frame is not None:
        probe = frame.f_locals.get("probe")
        if isinstance(probe, Probe | LineProbe):
            return probe
        frame = frame.f_back
    return None
