"""Paint what Graphviz laid out: shapes, cards, icons and words in the house's colours. Pure.

Each element of Graphviz's is written anew from a short list of known shapes and attributes; anything
else does not get through, so no label or attribute can become script.
"""

from __future__ import annotations

import re
import xml.etree.ElementTree as ET
from collections.abc import Callable, Iterable, Iterator, Mapping

from ..layout.geometry import Box
from ..layout.layout import SHAPES, bound_shape, flatten_path
from ..layout.style import CLUSTER, GAP, INK, LINE, SURFACE, Card, StyledGraph
from ..layout.titles import Title
from . import contrast
from . import text as svg_text
from .colours import to_css
from .contrast import Backgrounds, Schemes
from .markup import format_attributes, format_number

PALETTE = {
    LINE: "var(--ld-line,#5b6b7b)",
    INK: svg_text.INK,
    SURFACE: "var(--ld-surface,#fff)",
    CLUSTER: "var(--ld-cluster,#eef3fb)",
}
_HOUSE = {*PALETTE.values(), "none"}
GROUND = "var(--ld-ground,none)"
"""What an icon stands on: icons are drawn for white, and a dark scheme has to give them a light ground."""

RADIUS = "2.5"
"""Of the corners of cards and clusters, in CSS pixels. An edge may end at the corner of a card's box,
or up to two pixels before it, and the corner is 0.41 of this away from the round outline."""

_NUMBER = re.compile(r"-?\d+(?:\.\d+)?")
_PAINT = ("fill", "stroke", "stroke-width", "stroke-dasharray", "fill-opacity", "stroke-opacity")


class Painter:
    """Writes the inside of one group after another, and notes the icons it used."""

    def __init__(self, look: StyledGraph, icon: Callable[[str], tuple[str, int, int]]) -> None:
        self.look = look
        self.icon = icon
        self.used: list[str] = []
        self.written: list[Box] = []
        self.own_ink: set[str] = set()
        self.grounds = Backgrounds()

    def part(self, group: ET.Element, name: str) -> Iterator[str]:
        """Everything inside the group of one node, edge or cluster."""
        card = self.look.cards.get(name)
        is_round = name in self.look.rounded
        for child in group.iter():
            yield from self.shape(child, name, is_round=is_round)
            is_round = is_round and child.tag not in SHAPES
            if card and child.tag in SHAPES:
                yield from self.card(card, bound_shape(child))
                card = None

    def shape(self, element: ET.Element, name: str = "", *, is_round: bool = False) -> Iterator[str]:
        """One shape of Graphviz's: as it is, or the words or the icon whose place it kept."""
        tag = element.tag
        in_node, in_cluster = name.startswith("n"), name.startswith("cluster")
        if tag == "image":
            yield self.image(element)
        text = self.look.placeholders.find_text(element.get("fill"))
        if text:
            box = bound_shape(element)
            self.written.append(box)
            middle = (box.left + box.right) / 2, (box.top + box.bottom) / 2
            if not in_cluster:  # whose title `titles` paints over the edges
                ground = self.grounds.colour_at(*middle, contrast.SURFACE if in_node else contrast.PAGE)
                yield from svg_text.paint_centred(text, *middle, ground, halo=not in_node)
        if tag not in SHAPES or text:
            return
        if tag == "path" and not _NUMBER.search(element.get("d", "")):
            return  # a cluster's, of an engine that knows no clusters
        attrs = {key: element.get(key, "") for key in SHAPES[tag]}
        if is_round and tag == "path":
            left, top, right, bottom = bound_shape(element)
            tag, place = "rect", {"x": left, "y": top, "width": right - left, "height": bottom - top}
            attrs = {key: format_number(value) for key, value in place.items()} | {"rx": RADIUS}
        elif "points" in attrs:
            attrs["points"] = " ".join(
                ",".join(format_number(float(v)) for v in p.split(",")) for p in attrs["points"].split()
            )
        elif "d" in attrs:
            attrs["d"] = _NUMBER.sub(lambda m: format_number(float(m[0])), attrs["d"])
        for key in _PAINT:
            if value := element.get(key):
                attrs[key] = PALETTE.get(value) or (
                    to_css(value, "none") if key in ("fill", "stroke") else value
                )
        if attrs.get("fill") == attrs.get("stroke") == "none":
            return
        style = self.adapted(element, attrs, name)
        yield f"<{tag}{format_attributes(attrs | ({'style': style} if style else {}))}/>"

    def title(self, title: Title) -> Iterator[str]:
        """What a cluster is called."""
        ground = self.grounds.colour_at(title.x, title.y)
        yield from svg_text.paint_centred(title.text, title.x, title.y, ground, halo=True)

    def adapted(self, element: ET.Element, attrs: Mapping[str, str], name: str) -> str:
        """The style that keeps colours legible in both schemes, where they need one."""
        if not self.grounds and {attrs.get("fill", "none"), attrs.get("stroke", "none")} <= _HOUSE:
            return ""  # nothing of an author's
        box = bound_shape(element)
        fill = contrast.parse_rgb(attrs.get("fill", "")) if "fill-opacity" not in attrs else None
        found: dict[str, Schemes | None] = {}
        if re.fullmatch(r"e\d+", name):
            way = flatten_path(element.get("d", "")) if element.tag == "path" else box.corners()
            over = self.grounds.colours_at(way)
            found = {key: _line(attrs.get(key, ""), over) for key in ("fill", "stroke")}
        else:
            found["stroke"] = _line(attrs.get("stroke", ""), self.grounds.colours_at(box.expand(1).corners()))
            if fill:
                found["fill"] = None if name in self.own_ink else contrast.lighten_fill(fill)
                self.grounds.add_fill(box, found["fill"] or Schemes(fill, fill))
        return ";".join(f"{key}:{schemes.to_css()}" for key, schemes in found.items() if schemes)

    def image(self, element: ET.Element) -> str:
        """An image in an HTML-like label."""
        path = element.get("{http://www.w3.org/1999/xlink}href", "")
        x, y, width, height = (
            float((element.get(key) or "0").removesuffix("px")) for key in ("x", "y", "width", "height")
        )
        return self.use(path, x + width / 2, y + height / 2, width, height)

    def card(self, card: Card, box: Box) -> Iterator[str]:
        """A node's icon and label, in the middle of its outline."""
        left, top, right, bottom = box
        gap = GAP if card.text.lines else 0
        middle = (left + right) / 2
        y = (top + bottom) / 2 - (card.icon_size + gap + card.text.height) / 2
        text_y, icon_y = y + card.icon_size + gap, y
        if card.label_first:
            text_y, icon_y = y, y + card.text.height + gap
        yield self.use(card.icon, middle, icon_y + card.icon_size / 2, card.icon_size, card.icon_size)
        text_y += card.text.height / 2
        yield from svg_text.paint_centred(
            card.text, middle, text_y, self.grounds.colour_at(middle, text_y, contrast.SURFACE)
        )

    def use(self, path: str, x: float, y: float, width: float, height: float) -> str:
        """An icon centred at a point, as large as fits the box."""
        key, real_width, real_height = self.icon(path)
        scale = min(width / real_width, height / real_height)
        w, h = real_width * scale, real_height * scale
        self.used.append(key)
        return (
            f'<rect{format_attributes(_place(x, y, w + 4, h + 4))} rx="6" fill="{GROUND}"/>'
            f'<use xlink:href="#ld-icon-{key}"{format_attributes(_place(x, y, w, h))}/>'
        )


def _line(colour: str, over: Iterable[Schemes]) -> Schemes | None:
    """A line's colour where it has to be another than it is: an author's, or the house's over an author's."""
    own = contrast.STROKE if colour == PALETTE[LINE] else contrast.parse_rgb(colour)
    return contrast.make_legible(own, over, contrast.LINE) if own else None


def _place(x: float, y: float, width: float, height: float) -> dict[str, str]:
    """The attributes of a box centred at a point."""
    return {
        "x": format_number(x - width / 2),
        "y": format_number(y - height / 2),
        "width": format_number(width),
        "height": format_number(height),
    }
