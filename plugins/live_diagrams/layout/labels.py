r"""Labels with an inner structure: Graphviz's HTML-like markup, and records.

Both become HTML-like tables whose words are replaced by empty cells of a measured size, so that
Graphviz never measures text and a drawing is the same on every machine. `Marks` keeps the words;
dressing paints them where the cells ended up.
"""

from __future__ import annotations

import re
import xml.etree.ElementTree as ET
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from html import escape, unescape

from .text import Line, Run, Text, split_lines, wrap_label

_STYLES = frozenset("b i u o s sub sup font".split())
_HOLDS = {"table": {"tr", "hr"}, "tr": {"td", "vr"}, "br": set(), "img": set(), "hr": set(), "vr": set()}
"""The elements of HTML-like labels (graphviz.org/doc/info/shapes.html#html), and what some may hold."""

_MARK = re.compile(r"#01[0-9a-f]{4}")
_FLAT = 'BORDER="0" CELLBORDER="0" CELLPADDING="0" CELLSPACING="0"'


@dataclass
class Placeholders:
    """The texts of a drawing, each named by a colour that no author uses.

    A cell filled with that colour keeps the text's place through the layout.
    """

    texts: list[Text] = field(default_factory=list)

    def add_table(self, text: Text, beside: float = 0, above: float = 0) -> str:
        """An empty table as large as `text`, in HTML-like markup without the outer `<` and `>`.

        `beside` is the room in pixels to keep on either side, `above` that above and below.
        """
        self.texts.append(text)
        colour = f"#01{len(self.texts) - 1:04x}"
        size = f'WIDTH="{text.width + 2 + 2 * beside:.0f}" HEIGHT="{text.height + 2 * above:.0f}"'
        return f'<TABLE {_FLAT}><TR><TD FIXEDSIZE="TRUE" BGCOLOR="{colour}" {size}></TD></TR></TABLE>'

    def find_text(self, colour: str | None) -> Text | None:
        """The text that a colour names."""
        if colour and _MARK.fullmatch(colour):
            index = int(colour[3:], 16)
            return self.texts[index] if index < len(self.texts) else None
        return None


def is_html(label: str) -> bool:
    """Whether a label is HTML-like: `<...>` around markup that follows Graphviz's grammar.

    Plain `diagrams` takes every `<...>` for that, and loses a label such as `<script>`, or one with words
    beside a table.
    """
    if not (label.startswith("<") and label.endswith(">") and len(label) > 2):
        return False
    inner = label[1:-1]
    if "<" not in inner and "&" not in inner:
        return False
    try:
        return _follows(_parse(inner))
    except ET.ParseError:
        return False


def _follows(element: ET.Element) -> bool:
    """Whether an element holds what the grammar lets it: words, or one table or image and nothing else."""
    inside = {child.tag.lower() for child in element}
    said = any((text or "").strip() for text in (element.text, *(child.tail for child in element)))
    allowed = _HOLDS.get(element.tag.lower())
    if allowed is not None:
        fits = inside <= allowed and not said
    elif any(e.tag.lower() in ("table", "img") for e in element.iter()):
        fits = inside <= _STYLES | {"table", "img"} and len(element) == 1 and not said
    else:
        fits = inside <= _STYLES | {"br"}
    return fits and all(_follows(child) for child in element)


def strip_markup(label: str) -> str:
    """A label of any form as one line of words."""
    if is_html(label):
        apart = re.sub(r"(?i)<(?=/?(?:br|hr|vr|t[dr]|table|img)\b)", " <", label[1:-1])
        return " ".join("".join(_parse(apart).itertext()).split())
    return " ".join(line for line, _ in split_lines(label) if line)


def measure_label(label: str, style: Run, wrap: float) -> Text:
    """A label of any form as measured text; of a table, only the words."""
    if is_html(label) and all(e.tag.lower() != "table" for e in _parse(label[1:-1]).iter()):
        return Text(tuple(_lines(_parse(label[1:-1]), style)))
    return wrap_label(
        strip_markup(label) if is_html(label) else label, style.size, wrap=wrap, colour=style.colour
    )


def convert_html(label: str, style: Run, marks: Placeholders) -> str:
    """An HTML-like label with a mark in the place of every piece of text."""
    return f"<{''.join(_cell(_parse(label[1:-1]), style, marks))}>"


def _cell(element: ET.Element, style: Run, marks: Placeholders) -> Iterator[str]:
    """What stands in a cell: text as a mark, a table or an image as it is."""
    inner = element[0] if len(element) == 1 else element
    if not any(e.tag.lower() in ("table", "img") for e in element.iter()):
        yield marks.add_table(Text(tuple(_lines(element, style))))
    elif inner.tag.lower() == "img":
        yield f"<IMG{_attributes(inner)}/>"
    elif inner.tag.lower() != "table":
        yield from _cell(inner, _styled(inner, style), marks)
    else:
        yield f"<TABLE{_attributes(inner)}>"
        for row in inner:
            yield f"<{row.tag}>" if len(row) else f"<{row.tag}/>"
            for cell in row:
                if cell.tag.lower() == "td":
                    yield f"<TD{_attributes(cell)}>{''.join(_cell(cell, style, marks))}</TD>"
                else:
                    yield f"<{cell.tag}/>"
            if len(row):
                yield f"</{row.tag}>"
        yield "</TABLE>"


def _lines(element: ET.Element, style: Run) -> Iterator[Line]:
    """The lines of text in an element, which `<BR/>` ends."""
    runs: list[Run] = []
    for run, end in _runs(element, style):
        if run.text:
            runs.append(run)
        if end:
            yield Line(tuple(runs) or (replace(style, text=""),), end)
            runs = []
    if runs:
        yield Line(tuple(runs))


def _runs(element: ET.Element, style: Run) -> Iterator[tuple[Run, str]]:
    """Runs in order; after the second of the pair, a letter, the line ends with that alignment."""
    yield replace(style, text=_words(element.text)), ""
    for child in element:
        if child.tag.lower() == "br":
            align = next((v.lower() for k, v in child.attrib.items() if k.lower() == "align"), "")
            yield replace(style, text=""), {"left": "l", "right": "r"}.get(align, "n")
        yield from _runs(child, _styled(child, style))
        yield replace(style, text=_words(child.tail)), ""


def _styled(element: ET.Element, style: Run) -> Run:
    """The style of text inside an element that stands in text of `style`."""
    attrs = {k.lower(): v for k, v in element.attrib.items()}
    tag = element.tag.lower()
    return replace(
        style,
        bold=style.bold or tag == "b",
        italic=style.italic or tag == "i",
        size=_size(attrs.get("point-size"), style.size) * (0.75 if tag in ("sub", "sup") else 1),
        colour=attrs.get("color") or style.colour,
    )


def _size(said: str | None, default: float) -> float:
    try:
        return min(max(4.0, float(said or default)), 200.0)
    except ValueError:
        return default


def _words(text: str | None) -> str:
    return re.sub(r"[ \t\r\n]+", " ", text or "").replace("\n", "")


def _attributes(element: ET.Element) -> str:
    """An element's attributes but for links, which a drawing takes from the node alone."""
    skip = {"href", "target", "title", "tooltip", "id"}
    return "".join(f' {k.upper()}="{escape(v)}"' for k, v in element.attrib.items() if k.lower() not in skip)


def _parse(markup: str) -> ET.Element:
    """HTML-like markup as XML.

    Raises:
        xml.etree.ElementTree.ParseError: It is not well-formed.
    """
    if "<!" in markup or "<?" in markup:
        raise ET.ParseError("no declarations in a label")
    named = re.sub(r"&(?!(?:amp|lt|gt|quot|apos);|#)(\w+;)", lambda m: escape(unescape(m[0])), markup)
    return ET.fromstring(f"<label>{named}</label>")


def convert_record(label: str, size: float, marks: Placeholders, *, across: bool, rounded: bool) -> str:
    """A record label (`{a|<port> b}`) as an HTML-like label.

    Args:
        label: The record label.
        size: Font size in CSS pixels.
        marks: Where to keep the words.
        across: Whether the outermost fields stand beside each other, not below.
        rounded: Whether the outline has round corners (`Mrecord`).
    """
    tokens = re.findall(r"\\.|[{}|<>]|[^\\{}|<>]+|\\", label, flags=re.DOTALL)
    style = ' STYLE="ROUNDED"' if rounded else ""
    table = _fields(iter(tokens), size, marks, across, f'BORDER="1"{style}')
    return f"<{table}>"


def _fields(tokens: Iterator[str], size: float, marks: Placeholders, across: bool, border: str) -> str:
    cells: list[str] = []
    port = words = inner = ""

    def done() -> None:
        nonlocal port, words, inner
        attrs = f' PORT="{escape(port)}"' if port else ""
        cells.append(f"<TD{attrs}>{inner or marks.add_table(wrap_label(words, size))}</TD>")
        port = words = inner = ""

    for token in tokens:
        if token == "}":
            break
        if token == "|":
            done()
            continue
        if (inner and token.strip()) or (words.strip() and token == "{"):
            done()  # two fields without a line between them: nothing of a malformed record is lost
        if token == "{":
            inner = _fields(tokens, size, marks, not across, 'BORDER="0"')
        elif token == "<":
            port = "".join(iter(lambda: next(tokens, ">"), ">")).strip()
        else:
            words += token[1:] if token[:1] == "\\" and token[1:] in tuple("{}|<> ") else token
    done()
    rule = "<VR/>" if across else "<HR/>"
    rows = f"<TR>{rule.join(cells)}</TR>" if across else rule.join(f"<TR>{cell}</TR>" for cell in cells)
    return f'<TABLE {border} CELLBORDER="0" CELLPADDING="5" CELLSPACING="0">{rows}</TABLE>'
