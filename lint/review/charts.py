"""Charts as inline SVG: no script, no style of their own, and a text for those who can't see them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from html import escape

from markupsafe import Markup

_WIDTH, _ROW, _LABEL = 640, 26, 220


def _svg(height: int, label: str, body: str, width: int = _WIDTH) -> Markup:
    return Markup(
        f'<svg class="chart" viewBox="0 0 {width} {height}" role="img" aria-label="{escape(label)}">{body}</svg>'
    )


def bars(counts: Sequence[tuple[str, int, int]], noun: str) -> Markup:
    """Return a bar for each name with its number, the part of it that is settled in another color."""
    most = max((total for _, total, _ in counts), default=0) or 1
    room = _WIDTH - _LABEL - 60
    rows = []
    for number, (name, total, settled) in enumerate(counts):
        top = number * _ROW
        whole, done = room * total / most, room * settled / most
        shown = name if len(name) <= 31 else name[:30] + "…"
        rows.append(
            f'<text class="name" x="{_LABEL - 10}" y="{top + 17}" text-anchor="end">{escape(shown)}</text>'
            f'<rect class="rest" x="{_LABEL}" y="{top + 5}" width="{whole:.1f}" height="16" rx="3"/>'
            f'<rect class="done" x="{_LABEL}" y="{top + 5}" width="{done:.1f}" height="16" rx="3"/>'
            f'<text class="value" x="{_LABEL + whole + 8:.1f}" y="{top + 17}">{total:,}</text>'
        )
    said = "; ".join(f"{name}: {total} {noun}, {settled} settled" for name, total, settled in counts)
    return _svg(max(len(counts), 1) * _ROW, said or f"no {noun}", "".join(rows))


def histogram(before: Sequence[int], after: Sequence[int]) -> Markup:
    """Return how many articles have which score, in tenths, before and after the work."""
    most = max([*before, *after, 1])
    height, floor, step = 190, 160, (_WIDTH - 40) / 10
    parts = [f'<line class="axis" x1="30" y1="{floor}" x2="{_WIDTH}" y2="{floor}"/>']
    for number, (was, now) in enumerate(zip(before, after, strict=True)):
        left = 34 + number * step
        for kind, value, shift in (("before", was, 0.0), ("after", now, step / 2 - 4)):
            tall = 130 * value / most
            parts.append(
                f'<rect class="{kind}" x="{left + shift:.1f}" y="{floor - tall:.1f}" width="{step / 2 - 6:.1f}" '
                f'height="{tall:.1f}" rx="2"/>'
            )
            if value:
                at = left + shift + step / 4 - 3
                parts.append(
                    f'<text class="value" x="{at:.1f}" y="{floor - tall - 5:.1f}" text-anchor="middle">{value:,}</text>'
                )
        parts.append(f'<text class="name" x="{left:.1f}" y="{floor + 18}">{number / 10:.1f}</text>')
    said = f"articles by score in tenths, before: {list(before)}; after: {list(after)}"
    return _svg(height, said, "".join(parts))


def days(counts: Mapping[str, int]) -> Markup:
    """Return the decisions of each day."""
    rows = list(counts.items())[-30:]
    most = max((count for _, count in rows), default=0) or 1
    floor, step = 130, min((_WIDTH - 20) / max(len(rows), 1), 60)
    parts = [f'<line class="axis" x1="0" y1="{floor}" x2="{_WIDTH}" y2="{floor}"/>']
    for number, (day, count) in enumerate(rows):
        left, tall = 6 + number * step, 100 * count / most
        wide = max(step - 8, 3)
        parts.append(
            f'<rect class="done" x="{left:.1f}" y="{floor - tall:.1f}" width="{wide:.1f}" height="{tall:.1f}" rx="3"/>'
        )
        middle = left + wide / 2
        parts.append(
            f'<text class="value" x="{middle:.1f}" y="{floor - tall - 6:.1f}" text-anchor="middle">{count:,}</text>'
        )
        if step >= 40 or number % 5 == 0:
            parts.append(
                f'<text class="name" x="{middle:.1f}" y="{floor + 18}" text-anchor="middle">{escape(day[5:])}</text>'
            )
    said = "decisions by day: " + ("; ".join(f"{day}: {count}" for day, count in rows) or "none yet")
    return _svg(160, said, "".join(parts))


def ring(share: float, label: str) -> Markup:
    """Return a ring that is filled to a share from 0 to 1."""
    around = 2 * 3.14159265 * 34
    return _svg(
        80,
        f"{label}: {share:.0%}",
        '<circle class="track" cx="40" cy="40" r="34"/>'
        f'<circle class="part" cx="40" cy="40" r="{34 if share else 0}" '
        f'stroke-dasharray="{around * share:.2f} {around:.2f}" transform="rotate(-90 40 40)"/>'
        f'<text class="value" x="40" y="45" text-anchor="middle">{share:.0%}</text>',
        width=80,
    )
