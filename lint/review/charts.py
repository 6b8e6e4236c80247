"""Charts as inline SVG: no script, no style of their own, and a text for those who can't see them.

Each is drawn twice, for a wide window and for a phone, where its letters would become too small; the style sheet shows one.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from html import escape

from markupsafe import Markup

_WIDE, _NARROW = 640, 320
_ROW, _LABEL = 26, 220


def _svg(width: int, height: int, body: str, label: str, kind: str = "chart") -> str:
    shown = escape(label)
    return f'<svg class="{kind}" viewBox="0 0 {width} {height}" role="img" aria-label="{shown}">{body}</svg>'


def _drawn(draw: Callable[[int], tuple[int, str]], label: str) -> Markup:
    """Return a chart in both widths; `draw` gives height and content for a width."""
    both = ((_WIDE, "chart wide"), (_NARROW, "chart narrow"))
    return Markup("".join(_svg(width, *draw(width), label, kind) for width, kind in both))


def _text(kind: str, x: float, y: float, text: str, anchor: str = "start") -> str:
    return f'<text class="{kind}" x="{x:.1f}" y="{y:.1f}" text-anchor="{anchor}">{escape(text)}</text>'


def _bar(kind: str, x: float, y: float, width: float, height: float) -> str:
    return f'<rect class="{kind}" x="{x:.1f}" y="{y:.1f}" width="{width:.1f}" height="{height:.1f}" rx="3"/>'


def bars(counts: Sequence[tuple[str, int, int]], noun: str) -> Markup:
    """Return a bar for each name with its number, the part of it that is settled in another color."""
    most = max((total for _, total, _ in counts), default=0) or 1

    def draw(width: int) -> tuple[int, str]:
        beside = width == _WIDE  # a phone has the names above their bars
        left, high = (_LABEL, _ROW) if beside else (0, 2 * _ROW - 8)
        room, rows = width - left - 60, []
        for number, (name, total, settled) in enumerate(counts):
            top = number * high
            foot = top if beside else top + 18
            shown = name if len(name) <= 31 else name[:30] + "…"
            rows.append(_text("name", left - 10 if beside else 0, top + 17, shown, "end" if beside else "start"))
            rows.append(_bar("rest", left, foot + 5, room * total / most, 16))
            rows.append(_bar("done", left, foot + 5, room * settled / most, 16))
            rows.append(_text("value", left + room * total / most + 8, foot + 17, f"{total:,}"))
        return max(len(counts), 1) * high, "".join(rows)

    said = "; ".join(f"{name}: {total} {noun}, {settled} settled" for name, total, settled in counts)
    return _drawn(draw, said or f"no {noun}")


def histogram(before: Sequence[int], after: Sequence[int]) -> Markup:
    """Return how many articles have which score, in tenths, before and after the work."""
    most, floor = max([*before, *after, 1]), 160

    def draw(width: int) -> tuple[int, str]:
        edge = 30 if width == _WIDE else 0
        step = (width - edge) / 10
        parts = [f'<line class="axis" x1="{edge}" y1="{floor}" x2="{width}" y2="{floor}"/>']
        for number, (was, now) in enumerate(zip(before, after, strict=True)):
            left = edge + 2 + number * step
            for kind, value, shift in (("before", was, 0.0), ("after", now, step / 2 - 2)):
                tall = 130 * value / most
                parts.append(_bar(kind, left + shift, floor - tall, step / 2 - 4, tall))
                if value:
                    parts.append(_text("value", left + shift + step / 4 - 2, floor - tall - 5, f"{value:,}", "middle"))
            parts.append(_text("name", left, floor + 18, f"{number / 10:.1f}"))
        return 190, "".join(parts)

    return _drawn(draw, f"articles by score in tenths, before: {list(before)}; after: {list(after)}")


def days(counts: Mapping[str, int]) -> Markup:
    """Return the decisions of each day."""
    every, floor = list(counts.items())[-30:], 130

    def draw(width: int) -> tuple[int, str]:
        rows = every if width == _WIDE else every[-10:]
        most = max((count for _, count in rows), default=0) or 1
        step = min((width - 20) / max(len(rows), 1), 60)
        parts = [f'<line class="axis" x1="0" y1="{floor}" x2="{width}" y2="{floor}"/>']
        for number, (day, count) in enumerate(rows):
            left, tall, wide = 6 + number * step, 100 * count / most, max(step - 8, 3)
            parts.append(_bar("done", left, floor - tall, wide, tall))
            parts.append(_text("value", left + wide / 2, floor - tall - 6, f"{count:,}", "middle"))
            if step >= 40 or number % 5 == 0:
                parts.append(_text("name", left + wide / 2, floor + 18, day[5:], "middle"))
        return 160, "".join(parts)

    return _drawn(draw, "decisions by day: " + ("; ".join(f"{day}: {count}" for day, count in every) or "none yet"))


def ring(share: float, label: str) -> Markup:
    """Return a ring that is filled to a share from 0 to 1."""
    around = 2 * 3.14159265 * 34
    circle = (
        '<circle class="track" cx="40" cy="40" r="34"/>'
        f'<circle class="part" cx="40" cy="40" r="{34 if share else 0}" '
        f'stroke-dasharray="{around * share:.2f} {around:.2f}" transform="rotate(-90 40 40)"/>'
    )
    return Markup(_svg(80, 80, circle + _text("value", 40, 45, f"{share:.0%}", "middle"), f"{label}: {share:.0%}"))
