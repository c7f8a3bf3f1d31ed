"""Painting a layout: shapes, cards, icons and text in the colours of the palette. Pure.

Each element of the engine's is written anew from a short list of shapes and attributes; nothing else gets
through, so no label or attribute can become script.
"""

from __future__ import annotations

import xml.etree.ElementTree as ET
from collections.abc import Callable, Iterable, Iterator, Mapping

from ..layout.candidates.titles import Title
from ..layout.cards import GAP
from ..layout.geometry import NUMBER, SHAPES, Box, flatten_path, has_place
from ..layout.layout import Layout
from ..layout.styled_graph import Card, StyledGraph
from ..model.graph.parts import PartKind, part_kind
from . import contrast, palette
from .colours import Schemes, parse_rgb, to_css
from .contrast import Backgrounds
from .markup import format_attributes, format_number
from .missing_icon import paint_missing_icon
from .text import paint_text

LoadIcon = Callable[[str], tuple[str, int, int]]
"""Returns the key, the width and the height of the icon of an image file, by its path."""

_OURS = {*palette.PLACEHOLDERS.values(), "none"}
_PAINT = ("fill", "stroke", "stroke-width", "stroke-dasharray", "fill-opacity", "stroke-opacity")
_DOTTED = "1,5"
"""The engine's dots, so far apart that a thin line of them is hard to see."""
_ICON_MARGIN = 2.0
"""CSS pixels of ground around an icon."""


class Painter:
    """Paints one group after another, and collects the icons and the boxes of text it painted."""

    def __init__(self, layout: Layout, styled: StyledGraph, load_icon: LoadIcon, own_ink: set[str]) -> None:
        self.icons: list[str] = []
        self.text_boxes: list[Box] = []
        self._layout = layout
        self._styled = styled
        self._load_icon = load_icon
        self._own_ink = own_ink
        self._backgrounds = Backgrounds()

    def paint_part(self, group: ET.Element, name: str) -> Iterator[str]:
        """Yield the content of the group of one node, edge or cluster."""
        card = self._styled.cards.get(name)
        is_rounded = name in self._styled.rounded
        for element in group.iter():
            yield from self.paint_element(element, name, is_rounded=is_rounded)
            if element.tag in SHAPES:
                is_rounded = False
                if card:
                    yield from self._paint_card(card, self._layout.bound(element))
                    card = None

    def paint_element(
        self, element: ET.Element, name: str = "", *, is_rounded: bool = False
    ) -> Iterator[str]:
        """Yield one shape of the engine's, or the text or the icon whose place it kept."""
        if element.tag == "image":
            yield self._paint_image(element)
        elif self._styled.placeholders.find_text(element.get("fill")):
            yield from self._paint_placeholder(element, name)
        elif has_place(element):
            yield from self._paint_shape(element, name, is_rounded=is_rounded)

    def paint_title(self, title: Title) -> Iterator[str]:
        """Yield the title of a cluster."""
        background = self._backgrounds.colour_at(title.x, title.y)
        yield from paint_text(title.text, title.x, title.y, background, halo=True)

    def _paint_placeholder(self, element: ET.Element, name: str) -> Iterator[str]:
        text = self._styled.placeholders.find_text(element.get("fill"))
        box = self._layout.bound(element)
        self.text_boxes.append(box)
        kind = part_kind(name)
        if text and kind is not PartKind.CLUSTER:  # `paint_title` paints those above the edges
            in_node = kind is PartKind.NODE
            behind = contrast.SURFACE if in_node else contrast.PAGE
            background = self._backgrounds.colour_at(*box.middle, behind)
            yield from paint_text(text, *box.middle, background, halo=not in_node)

    def _paint_shape(self, element: ET.Element, name: str, *, is_rounded: bool) -> Iterator[str]:
        is_box = is_rounded and element.tag == "path"
        tag, attrs = _format_shape(element, self._layout.bound(element) if is_box else None)
        for key in _PAINT:
            if value := element.get(key):
                attrs[key] = palette.PLACEHOLDERS.get(value) or (
                    to_css(value, "none") if key in ("fill", "stroke") else value
                )
        if attrs.get("fill") == attrs.get("stroke") == "none":
            return
        if attrs.get("stroke-dasharray") == _DOTTED:
            attrs |= _write_dots(attrs.get("stroke-width", "1"))
        style = self._adapt_colours(element, attrs, name)
        yield f"<{tag}{format_attributes(attrs | ({'style': style} if style else {}))}/>"

    def _adapt_colours(self, element: ET.Element, attrs: Mapping[str, str], name: str) -> str:
        """Return the style that makes a shape's colours legible in both schemes; empty where they are."""
        if not self._backgrounds and {attrs.get("fill", "none"), attrs.get("stroke", "none")} <= _OURS:
            return ""  # none of an author's
        box = self._layout.bound(element)
        adapted: dict[str, Schemes | None] = {}
        if part_kind(name) is PartKind.EDGE:
            path = flatten_path(element.get("d", "")) if element.tag == "path" else box.corners()
            behind = self._backgrounds.colours_at(path)
            adapted = {key: _adapt_line(attrs.get(key, ""), behind) for key in ("fill", "stroke")}
        else:
            behind = self._backgrounds.colours_at(box.expand(1).corners())
            adapted["stroke"] = _adapt_line(attrs.get("stroke", ""), behind)
            fill = parse_rgb(attrs.get("fill", "")) if "fill-opacity" not in attrs else None
            if fill:
                adapted["fill"] = None if name in self._own_ink else contrast.adjust_fill(fill)
                self._backgrounds.add_fill(box, adapted["fill"] or Schemes(fill, fill))
            elif attrs.get("fill") == palette.SURFACE.css:
                self._backgrounds.add_fill(box, contrast.SURFACE)
        return ";".join(f"{key}:{schemes.to_css()}" for key, schemes in adapted.items() if schemes)

    def _paint_image(self, element: ET.Element) -> str:
        """Return an image in an HTML-like label."""
        path = element.get("{http://www.w3.org/1999/xlink}href", "")
        x, y, width, height = (
            float((element.get(key) or "0").removesuffix("px")) for key in ("x", "y", "width", "height")
        )
        return self._paint_icon(path, x + width / 2, y + height / 2, width, height)

    def _paint_card(self, card: Card, box: Box) -> Iterator[str]:
        """Yield a node's icon and label, in the middle of its outline."""
        gap = GAP if card.text.lines else 0
        x, middle = box.middle
        top = middle - (card.icon_height + gap + card.text.height) / 2
        icon_top, text_top = top, top + card.icon_height + gap
        if card.label_first:
            icon_top, text_top = top + card.text.height + gap, top
        icon_box = x, icon_top + card.icon_height / 2, card.icon_width, card.icon_height
        if card.icon:
            yield self._paint_icon(card.icon, *icon_box, on_ground=not card.is_bare)
        else:
            yield paint_missing_icon(*icon_box)
        y = text_top + card.text.height / 2
        yield from paint_text(card.text, x, y, self._backgrounds.colour_at(x, y, contrast.SURFACE))

    def _paint_icon(
        self, path: str, x: float, y: float, width: float, height: float, *, on_ground: bool = True
    ) -> str:
        """Return an icon centred at a point, as large as fits the box."""
        key, real_width, real_height = self._load_icon(path)
        scale = min(width / real_width, height / real_height)
        w, h = real_width * scale, real_height * scale
        self.icons.append(key)
        icon = f'<use xlink:href="#ld-icon-{key}"{format_attributes(_format_box(x, y, w, h))}/>'
        if not on_ground:
            return icon
        ground = _format_box(x, y, w + 2 * _ICON_MARGIN, h + 2 * _ICON_MARGIN)
        return (
            f'<rect{format_attributes(ground)} rx="{palette.ICON_RADIUS}" fill="{palette.GROUND.css}"/>{icon}'
        )


def _format_shape(element: ET.Element, box: Box | None) -> tuple[str, dict[str, str]]:
    """Return the tag and the coordinates of a shape, in as few characters as a tenth of a pixel needs.

    With a `box`, the shape is one with round corners.
    """
    if box:
        place = {"x": box.left, "y": box.top, "width": box.width, "height": box.height}
        attrs = {key: format_number(value) for key, value in place.items()}
        return "rect", attrs | {"rx": palette.CORNER_RADIUS}
    attrs = {key: element.get(key, "") for key in SHAPES[element.tag]}
    for key in ("points", "d"):
        if key in attrs:
            attrs[key] = NUMBER.sub(lambda match: format_number(float(match[0])), attrs[key])
    return element.tag, attrs


def _write_dots(width: str) -> dict[str, str]:
    """Return the attributes of a line of round dots that is as visible as a dashed one of that width."""
    size = 1.6 * float(width)
    return {
        "stroke-width": format_number(size),
        "stroke-dasharray": f"0.1,{format_number(1.8 * size)}",
        "stroke-linecap": "round",
    }


def _adapt_line(colour: str, behind: Iterable[Schemes]) -> Schemes | None:
    """Return a legible colour for a line; none where its colour is legible already."""
    own = contrast.STROKE if colour == palette.LINE.css else parse_rgb(colour)
    return contrast.make_legible(own, behind, contrast.LINE_RATIO) if own else None


def _format_box(x: float, y: float, width: float, height: float) -> dict[str, str]:
    """Return the attributes of a box centred at a point."""
    return {
        "x": format_number(x - width / 2),
        "y": format_number(y - height / 2),
        "width": format_number(width),
        "height": format_number(height),
    }
