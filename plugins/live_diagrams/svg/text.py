"""Lines of text in an SVG, centred where the layout kept a place for them. Pure."""

from __future__ import annotations

from collections.abc import Iterator
from html import escape

from ..layout.text import Line, Run, Text
from . import contrast, palette
from .colours import Schemes, parse_rgb, to_css
from .markup import format_attributes, format_number

_HALO = {
    "paint-order": "stroke",
    "stroke": palette.HALO.css,
    "stroke-width": palette.HALO_WIDTH,
}
_BASELINE = 0.35
"""The distance from the middle of a line to its baseline, as a multiple of the font size."""


def paint_text(text: Text, x: float, y: float, background: Schemes, *, halo: bool = False) -> Iterator[str]:
    """Yield lines of text centred at a point; a halo keeps lines that pass behind away from them."""
    top = y - text.height / 2
    for line in text.lines:
        shift = {"l": -text.width / 2, "r": text.width / 2}.get(line.align, 0.0)
        size = max(run.size for run in line.runs)
        baseline = top + line.height / 2 + size * _BASELINE
        place = {"x": format_number(x + shift), "y": format_number(baseline)}
        if any(run.text.strip() for run in line.runs):
            yield _paint_line(line, place | (_paint_halo(background) if halo else {}), background)
        top += line.height


def _paint_halo(background: Schemes) -> dict[str, str]:
    """Return the attributes of a halo in the colour that is behind the text."""
    if background == contrast.PAGE:
        return _HALO
    return _HALO | {"style": f"stroke:{background.to_css()}"}


def _paint_line(line: Line, place: dict[str, str], background: Schemes) -> str:
    attrs = place | {"text-anchor": {"l": "start", "r": "end"}.get(line.align, "middle")}
    if len(line.runs) == 1:
        own = _style_run(line.runs[0], background)
        style = ";".join(style for source in (attrs, own) if (style := source.get("style")))
        attrs |= own | ({"style": style} if style else {})
        return f"<text{format_attributes(attrs)}>{escape(line.runs[0].text)}</text>"
    spans = (
        f"<tspan{format_attributes(_style_run(run, background))}>{escape(run.text)}</tspan>"
        for run in line.runs
    )
    return f"<text{format_attributes(attrs)}>{''.join(spans)}</text>"


def _style_run(run: Run, background: Schemes) -> dict[str, str]:
    """Return the attributes of a run, in a colour that is legible on its background."""
    attrs = {"fill": to_css(run.colour, palette.INK.css)}
    if attrs["fill"] == palette.INK.css:
        legible = contrast.make_ink_legible(background)
    else:
        own = parse_rgb(attrs["fill"])
        legible = contrast.make_legible(own, (background,), contrast.TEXT_RATIO) if own else None
    if legible:
        attrs["style"] = f"fill:{legible.to_css()}"
    if run.size != palette.FONT_SIZE:
        attrs["font-size"] = format_number(run.size)
    if run.bold:
        attrs["font-weight"] = "bold"
    if run.italic:
        attrs["font-style"] = "italic"
    return attrs
