"""Labels in Graphviz's HTML-like markup, and the placeholders that keep the space of their text. Pure.

A label becomes a table whose words are replaced by empty cells of a measured size, so Graphviz never
measures text and a drawing is the same on every machine. The text is painted later, where the cells are.
"""

from __future__ import annotations

import re
import xml.etree.ElementTree as ET
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from functools import lru_cache
from html import escape, unescape

from .text import Line, Run, Text, split_lines, wrap_label

_STYLES = frozenset("b i u o s sub sup font".split())
_ALLOWED = {"table": {"tr", "hr"}, "tr": {"td", "vr"}, "br": set(), "img": set(), "hr": set(), "vr": set()}
"""The elements of HTML-like labels (graphviz.org/doc/info/shapes.html#html), and the children of some."""

_PLACEHOLDER = re.compile(r"#01[0-9a-f]{4}")
_SIZE = re.compile(r'WIDTH="([\d.]+)" HEIGHT="([\d.]+)"')
_FLAT = 'BORDER="0" CELLBORDER="0" CELLPADDING="0" CELLSPACING="0"'


@dataclass
class Placeholders:
    """The texts of a drawing, each with a colour that no author uses.

    A cell filled with that colour keeps the text's space through the layout.
    """

    texts: list[Text] = field(default_factory=list)

    def add_table(self, text: Text, beside: float = 0, above: float = 0) -> str:
        """Return an empty table as large as `text`, in HTML-like markup without the outer `<` and `>`.

        Args:
            text: The text to reserve space for.
            beside: CSS pixels to keep free on either side.
            above: CSS pixels to keep free above and below.
        """
        self.texts.append(text)
        colour = f"#01{len(self.texts) - 1:04x}"
        size = f'WIDTH="{text.width + 2 + 2 * beside:.0f}" HEIGHT="{text.height + 2 * above:.0f}"'
        return f'<TABLE {_FLAT}><TR><TD FIXEDSIZE="TRUE" BGCOLOR="{colour}" {size}></TD></TR></TABLE>'

    def find_text(self, colour: str | None) -> Text | None:
        """Return the text of a placeholder's colour; none for any other colour."""
        if colour and _PLACEHOLDER.fullmatch(colour):
            index = int(colour[3:], 16)
            return self.texts[index] if index < len(self.texts) else None
        return None


def is_html(label: str) -> bool:
    """Return whether a label is HTML-like: `<...>` around markup that follows Graphviz's grammar.

    Plain `diagrams` takes every `<...>` for that, and loses a label such as `<script>`, or one with words
    beside a table.
    """
    if not (label.startswith("<") and label.endswith(">") and len(label) > 2):
        return False
    inner = label[1:-1]
    if "<" not in inner and "&" not in inner:
        return False
    try:
        return _follows_grammar(_parse_markup(inner))
    except ET.ParseError:
        return False


def _follows_grammar(element: ET.Element) -> bool:
    """Return whether an element contains only words, or one table or image and nothing else."""
    children = {child.tag.lower() for child in element}
    has_words = any((text or "").strip() for text in (element.text, *(child.tail for child in element)))
    allowed = _ALLOWED.get(element.tag.lower())
    if allowed is not None:
        is_valid = children <= allowed and not has_words
    elif any(e.tag.lower() in ("table", "img") for e in element.iter()):
        is_valid = children <= _STYLES | {"table", "img"} and len(element) == 1 and not has_words
    else:
        is_valid = children <= _STYLES | {"br"}
    return is_valid and all(_follows_grammar(child) for child in element)


@lru_cache(maxsize=4096)  # the words of a node are in several places
def strip_markup(label: str) -> str:
    """Return the words of a label of any form, as one line."""
    if is_html(label):
        apart = re.sub(r"(?i)<(?=/?(?:br|hr|vr|t[dr]|table|img)\b)", " <", label[1:-1])
        return " ".join("".join(_parse_markup(apart).itertext()).split())
    return " ".join(line for line, _ in split_lines(label) if line)


def measure_label(label: str, style: Run, wrap: float) -> Text:
    """Return a label of any form as measured text; of a table, only the words."""
    if is_html(label) and all(e.tag.lower() != "table" for e in _parse_markup(label[1:-1]).iter()):
        return Text(tuple(_iterate_lines(_parse_markup(label[1:-1]), style)))
    return wrap_label(
        strip_markup(label) if is_html(label) else label, style.size, wrap=wrap, colour=style.colour
    )


def convert_html(label: str, style: Run, placeholders: Placeholders) -> str:
    """Return an HTML-like label with a placeholder for every piece of text."""
    return f"<{''.join(_convert_cell(_parse_markup(label[1:-1]), style, placeholders))}>"


def _convert_cell(element: ET.Element, style: Run, placeholders: Placeholders) -> Iterator[str]:
    """Yield the content of a cell: a placeholder for text, a table or an image as it is."""
    inner = element[0] if len(element) == 1 else element
    if not any(e.tag.lower() in ("table", "img") for e in element.iter()):
        yield placeholders.add_table(Text(tuple(_iterate_lines(element, style))))
    elif inner.tag.lower() == "img":
        yield f"<IMG{_format_attributes(inner)}/>"
    elif inner.tag.lower() != "table":
        yield from _convert_cell(inner, _inherit_style(inner, style), placeholders)
    else:
        yield f"<TABLE{_format_attributes(inner)}>"
        for row in inner:
            yield f"<{row.tag}>" if len(row) else f"<{row.tag}/>"
            for cell in row:
                if cell.tag.lower() == "td":
                    content = "".join(_convert_cell(cell, style, placeholders))
                    yield f"<TD{_format_attributes(cell)}>{content}</TD>"
                else:
                    yield f"<{cell.tag}/>"
            if len(row):
                yield f"</{row.tag}>"
        yield "</TABLE>"


def _iterate_lines(element: ET.Element, style: Run) -> Iterator[Line]:
    """Yield the lines of text in an element; `<BR/>` ends a line."""
    runs: list[Run] = []
    for run, end in _iterate_runs(element, style):
        if run.text:
            runs.append(run)
        if end:
            yield Line(tuple(runs) or (replace(style, text=""),), end)
            runs = []
    if runs:
        yield Line(tuple(runs))


def _iterate_runs(element: ET.Element, style: Run) -> Iterator[tuple[Run, str]]:
    """Yield runs in order, each with the alignment of the line that ends there, or an empty text."""
    yield replace(style, text=_collapse_spaces(element.text)), ""
    for child in element:
        if child.tag.lower() == "br":
            align = next((v.lower() for k, v in child.attrib.items() if k.lower() == "align"), "")
            yield replace(style, text=""), {"left": "l", "right": "r"}.get(align, "n")
        yield from _iterate_runs(child, _inherit_style(child, style))
        yield replace(style, text=_collapse_spaces(child.tail)), ""


def _inherit_style(element: ET.Element, style: Run) -> Run:
    """Return the style of the text in an element that is inside text of `style`."""
    attrs = {k.lower(): v for k, v in element.attrib.items()}
    tag = element.tag.lower()
    return replace(
        style,
        bold=style.bold or tag == "b",
        italic=style.italic or tag == "i",
        size=_read_size(attrs.get("point-size"), style.size) * (0.75 if tag in ("sub", "sup") else 1),
        colour=attrs.get("color") or style.colour,
    )


def _read_size(size: str | None, default: float) -> float:
    try:
        return min(max(4.0, float(size or default)), 200.0)
    except ValueError:
        return default


def _collapse_spaces(text: str | None) -> str:
    return re.sub(r"[ \t\r\n]+", " ", text or "").replace("\n", "")


def _format_attributes(element: ET.Element) -> str:
    """Return an element's attributes but for links, which a drawing takes from the node alone."""
    skip = {"href", "target", "title", "tooltip", "id"}
    return "".join(f' {k.upper()}="{escape(v)}"' for k, v in element.attrib.items() if k.lower() not in skip)


def _parse_markup(markup: str) -> ET.Element:
    """Return HTML-like markup as XML.

    Raises:
        xml.etree.ElementTree.ParseError: It is not well-formed.
    """
    if "<!" in markup or "<?" in markup:
        raise ET.ParseError("no declarations in a label")
    named = re.sub(r"&(?!(?:amp|lt|gt|quot|apos);|#)(\w+;)", lambda m: escape(unescape(m[0])), markup)
    return ET.fromstring(f"<label>{named}</label>")


def measure_markup(label: str) -> tuple[float, float]:
    """Return about the width and the height of a label that was converted, in CSS pixels.

    A label is mostly one placeholder; of a table with several, the rows are added up.
    """
    sizes = [(float(width), float(height)) for width, height in _SIZE.findall(label)]
    if not sizes:
        return 0.0, 0.0
    if len(sizes) == 1:
        return sizes[0]
    return sum(width for width, _ in sizes), sum(height for _, height in sizes)
