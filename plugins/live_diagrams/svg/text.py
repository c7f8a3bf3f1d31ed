"""Lines of text in an SVG, centred where Graphviz kept a place for them. Pure."""

from __future__ import annotations

from collections.abc import Iterator
from html import escape

from ..layout.text import Line, Run, Text
from . import contrast
from .colours import to_css
from .contrast import Schemes
from .markup import format_attributes, format_number

INK = "var(--ld-ink,#1f2933)"
_HALO = {"paint-order": "stroke", "stroke": "var(--ld-halo,#fff)", "stroke-width": "3"}


def paint_centred(text: Text, x: float, y: float, ground: Schemes, *, halo: bool = False) -> Iterator[str]:
    """Lines of text centred at a point; with a halo, a line that passes behind does not touch them."""
    top = y - text.height / 2
    for line in text.lines:
        shift = {"l": -text.width / 2, "r": text.width / 2}.get(line.align, 0.0)
        size = max(run.size for run in line.runs)
        place = {"x": format_number(x + shift), "y": format_number(top + line.height / 2 + size * 0.35)}
        if any(run.text.strip() for run in line.runs):
            yield _line(line, place | (_HALO if halo else {}), ground)
        top += line.height


def _line(line: Line, place: dict[str, str], ground: Schemes) -> str:
    attrs = place | {"text-anchor": {"l": "start", "r": "end"}.get(line.align, "middle")}
    if len(line.runs) == 1:
        attrs |= _style(line.runs[0], ground)
        return f"<text{format_attributes(attrs)}>{escape(line.runs[0].text)}</text>"
    runs = "".join(
        f"<tspan{format_attributes(_style(run, ground))}>{escape(run.text)}</tspan>" for run in line.runs
    )
    return f"<text{format_attributes(attrs)}>{runs}</text>"


def _style(run: Run, ground: Schemes) -> dict[str, str]:
    attrs = {"fill": to_css(run.colour, INK)}
    if (own := contrast.parse_rgb(attrs["fill"])) and (
        both := contrast.make_legible(own, (ground,), contrast.TEXT)
    ):
        attrs["style"] = f"fill:{both.to_css()}"
    if run.size != 13:
        attrs["font-size"] = format_number(run.size)
    if run.bold:
        attrs["font-weight"] = "bold"
    if run.italic:
        attrs["font-style"] = "italic"
    return attrs
