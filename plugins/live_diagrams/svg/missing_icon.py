"""The placeholder of an icon that is missing: a dashed frame around a landscape. Pure.

It is drawn in the colours of the palette, so it suits light and dark pages, and no icon of the library's
looks like it.
"""

from __future__ import annotations

from . import palette
from .markup import format_number

_FRAME = 1.5
"""Half the width of the frame's line and a margin beside it, in CSS pixels."""


def paint_missing_icon(x: float, y: float, width: float, height: float) -> str:
    """Return the placeholder, centred at a point, as large as fits the box."""
    half = min(width, height) / 2 - _FRAME
    left, top, side = (format_number(value) for value in (x - half, y - half, 2 * half))

    def point(across: float, down: float) -> str:
        return f"{format_number(x + across * half)},{format_number(y + down * half)}"

    landscape = " ".join(
        (point(-0.7, 0.6), point(-0.2, -0.1), point(0.1, 0.3), point(0.35, 0.05), point(0.7, 0.6))
    )
    sun_x, sun_y = point(0.35, -0.4).split(",")
    return (
        f'<g fill="none" stroke="{palette.LINE.css}" stroke-width="1.5" stroke-linejoin="round">'
        f'<rect x="{left}" y="{top}" width="{side}" height="{side}" rx="{palette.ICON_RADIUS}" '
        'stroke-dasharray="4 3"/>'
        f'<polyline points="{landscape}"/>'
        f'<circle cx="{sun_x}" cy="{sun_y}" r="{format_number(half * 0.16)}"/></g>'
    )
