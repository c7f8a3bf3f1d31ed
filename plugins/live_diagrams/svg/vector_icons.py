"""SVG icons: written anew from a list of safe elements, then rendered as PNG by resvg.

resvg runs no scripts and fetches nothing from the network, but it opens the files that an image refers to.
So nothing that refers outside the document reaches it. Fonts differ from machine to machine; text in an
icon is not drawn.
"""

from __future__ import annotations

import re
import xml.etree.ElementTree as ET

MOST_BYTES = 2 * 2**20
MOST_ELEMENTS = 20_000

_SVG = "{http://www.w3.org/2000/svg}"
_XLINK_HREF = "{http://www.w3.org/1999/xlink}href"
_ELEMENTS = frozenset(
    "svg g defs symbol use a switch path rect circle ellipse line polyline polygon image linearGradient "
    "radialGradient stop clipPath mask pattern marker style filter feBlend feColorMatrix feComponentTransfer "
    "feComposite feDropShadow feFlood feFuncA feFuncB feFuncG feFuncR feGaussianBlur feMerge feMergeNode "
    "feMorphology feOffset feTile".split()
)
_EMBEDDED = re.compile(r"\s*data:image/(png|jpe?g|gif|webp)[;,]", re.IGNORECASE)
_REFERENCE = re.compile(r"""url\(\s*["']?\s*(\S{0,9})|@import|image-set|src\(""")
_LENGTH = re.compile(r"\s*(\d*\.?\d+(?:[eE][+-]?\d+)?)\s*(px|pt|pc|mm|cm|in)?\s*")
_UNITS = {None: 1.0, "px": 1.0, "pt": 4 / 3, "pc": 16.0, "mm": 96 / 25.4, "cm": 96 / 2.54, "in": 96.0}


def is_svg(content: bytes) -> bool:
    """Whether the content of an image file looks like XML, as an SVG does."""
    start = content[:256].removeprefix(b"\xef\xbb\xbf").lstrip()
    return start.startswith((b"<", b"\xff\xfe<", b"\xfe\xff\x00<"))


def render_svg(content: bytes, bounds: tuple[int, int]) -> bytes:
    """Return an SVG as a PNG that is as large as fits the bounds, a width and a height in pixels.

    Raises:
        ValueError: It is no SVG, refers to something outside, or is too large.
    """
    root = clean_svg(content)
    width, height = _read_size(root)
    scale = min(bounds[0] / width, bounds[1] / height)
    root.attrib.setdefault("viewBox", f"0 0 {width:g} {height:g}")
    root.set("width", str(max(1, round(width * scale))))
    root.set("height", str(max(1, round(height * scale))))
    import resvg_py

    try:
        svg = ET.tostring(root, encoding="unicode")
        return bytes(resvg_py.svg_to_bytes(svg_string=svg, skip_system_fonts=True))
    except (KeyboardInterrupt, SystemExit, MemoryError):
        raise
    except BaseException as error:  # a panic in Rust is no `Exception`
        raise ValueError(f"it cannot be rendered: {error}") from error


def clean_svg(content: bytes) -> ET.Element:
    """Return the root of an SVG with nothing in it but what is drawn.

    Raises:
        ValueError: It is no SVG, refers to something outside, or is too large.
    """
    if len(content) > MOST_BYTES:
        raise ValueError(f"it is an SVG of more than {MOST_BYTES // 2**20} MB")
    try:
        root = ET.fromstring(content)
    except (ET.ParseError, ValueError, LookupError) as error:
        raise ValueError(f"it is no SVG that can be read: {error}") from error
    if root.tag not in (f"{_SVG}svg", "svg"):
        raise ValueError("it is XML, but no SVG")
    if sum(1 for _ in root.iter()) > MOST_ELEMENTS:
        raise ValueError(f"it is an SVG of more than {MOST_ELEMENTS} elements")
    _clean_element(root)
    return root


def _clean_element(element: ET.Element) -> None:
    """Remove what is not drawn from an element and from everything in it, and put it into SVG's namespace."""
    element.tag = _SVG + element.tag.removeprefix(_SVG)
    if element.tag == f"{_SVG}style":
        _refuse_reference(element.text or "")
    else:
        element.text = None
    element.tail = None
    for name, value in list(element.attrib.items()):
        if name in ("href", _XLINK_HREF):
            _clean_link(element, name, value)
        elif name.startswith(("{", "on")):
            del element.attrib[name]
        else:
            _refuse_reference(value)
    for child in list(element):
        if isinstance(child.tag, str) and child.tag.removeprefix(_SVG) in _ELEMENTS:
            _clean_element(child)
        else:
            element.remove(child)


def _clean_link(element: ET.Element, name: str, value: str) -> None:
    if element.tag == f"{_SVG}a":
        del element.attrib[name]  # nobody can follow it
    elif not value.strip().startswith("#") and not (element.tag == f"{_SVG}image" and _EMBEDDED.match(value)):
        raise ValueError(f"it refers to `{value[:60]}` outside the file; embed what it shows")


def _refuse_reference(css: str) -> None:
    """Raise a `ValueError` if CSS refers to something outside the document."""
    # CSS can spell a name with escapes, which no icon needs.
    if "\\" in css or any(not target.startswith(("#", "data:")) for target in _list_targets(css)):
        text = " ".join(css.split())[:60]
        raise ValueError(f"it refers to something outside the file (`{text}`); embed what it shows")


def _list_targets(css: str) -> list[str]:
    return [match[1] or match[0] for match in _REFERENCE.finditer(css.lower())]


def _read_size(root: ET.Element) -> tuple[float, float]:
    """Return the width and the height of an SVG: its own, else those of its view box."""
    numbers = re.findall(r"[-+]?\d*\.?\d+(?:[eE][-+]?\d+)?", root.get("viewBox", ""))
    box = [float(number) for number in numbers[2:4]] if len(numbers) == 4 else [100.0, 100.0]
    lengths = [_LENGTH.fullmatch(root.get(name, "")) for name in ("width", "height")]
    own = [float(length[1]) * _UNITS[length[2]] if length else 0.0 for length in lengths]
    width, height = own if all(own) else box
    if not (0 < width < 1e6 and 0 < height < 1e6):
        raise ValueError(f"it is an SVG of {width:g} x {height:g} pixels")
    return width, height
