"""Bars as inline SVG, each with a text that says the same to a screen reader."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from markupsafe import Markup


def bar(name: str, found: int, repaired: int, most: int) -> Markup:
    """Return a bar as long as `found` is of `most`, its beginning marked as repaired."""
    from markupsafe import Markup

    whole, done = (100 * number / (most or 1) for number in (found, repaired))
    return Markup(
        '<svg viewBox="0 0 100 8" height="10" preserveAspectRatio="none" role="img" aria-label="{}: {} found, {} repaired">'
        '<rect class="track" width="100" height="8" rx="1"/><rect class="left" width="{}" height="8" rx="1"/>'
        '<rect class="done" width="{}" height="8" rx="1"/></svg>'
    ).format(name, found, repaired, _short(whole), _short(done))


def shares(counts: Mapping[str, int]) -> Markup:
    """Return one bar that is split in the proportion of `counts`; the names are also the classes of its parts."""
    from markupsafe import Markup

    total = sum(counts.values()) or 1
    parts, start = [], 0.0
    for name, count in counts.items():
        width = 100 * count / total
        parts.append(
            Markup('<rect class="{}" x="{}" width="{}" height="8"/>').format(name, _short(start), _short(width))
        )
        start += width
    label = ", ".join(f"{count} {name}" for name, count in counts.items())
    head = Markup('<svg viewBox="0 0 100 8" height="14" preserveAspectRatio="none" role="img" aria-label="{}">')
    return head.format(label) + Markup("").join(parts) + Markup("</svg>")


def _short(number: float) -> str:
    return f"{number:.2f}".rstrip("0").rstrip(".")
