"""Cards: nodes with an icon above a label, and the space that an engine keeps for them. Pure."""

from __future__ import annotations

from ..model.graph.graph import Attrs, Node
from .labels import measure_label
from .styled_graph import NODE_SIZE, Card, Spacing
from .text import Run

GAP = 4.0
"""Space between icon and label, in CSS pixels."""


def make_card(node: Node, own: Attrs, spacing: Spacing) -> Card:
    """Return icon and label; where the author gave the node a size, the icon takes what the label leaves."""
    style = Run("", read_font_size(own, NODE_SIZE), colour=own.get("fontcolor", ""))
    label = measure_label(node.label, style, spacing.node_wrap)
    width, height = read_inches(own.get("width")), read_inches(own.get("height"))
    below = label.height + (GAP if label.lines else 0)
    wide, tall = node.icon_size
    across, down = (width or 1e9) - 2 * spacing.padding, (height or 1e9) - below - 2 * spacing.padding
    side = max(16.0, min(across / wide, down / tall)) if width or height else spacing.icon
    label_first = own.get("labelloc") == "t"
    return Card(node.icon, side * wide, side * tall, label, label_first, node.is_flowchart_shape)


def reserve_box(card: Card, own: Attrs, spacing: Spacing) -> dict[str, str]:
    """Return the attributes that make Graphviz reserve exactly the space of a card."""
    below = card.text.height + (GAP if card.text.lines else 0)
    content = max(card.icon_width, card.text.width), card.icon_height + below
    width = read_inches(own.get("width")) or content[0] + 2 * spacing.padding
    height = read_inches(own.get("height")) or content[1] + 2 * spacing.padding
    return {"fixedsize": "true", "width": f"{width / 72:.4f}", "height": f"{height / 72:.4f}"}


def read_font_size(attrs: Attrs, default: float) -> float:
    """Return the size of a label in CSS pixels, within bounds; the default where the author set none."""
    try:
        return min(max(float(attrs.get("fontsize", default)), 4.0), 200.0)
    except ValueError:
        return default


def read_inches(value: str | None) -> float:
    """Return a length that the author gave in inches, in pixels; 0 where there is none."""
    try:
        return max(float(value or 0), 0) * 72
    except ValueError:
        return 0
