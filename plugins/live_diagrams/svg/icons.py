"""Small icons: the PNG files that `diagrams` ships at 256 px become palette PNGs for a page.

The key of an icon is a digest of its content (`model.graph.icons`), so a page embeds each icon once, and no
path of the author's machine is published.
"""

from __future__ import annotations

import base64
import hashlib
import io
from dataclasses import dataclass
from pathlib import Path

from PIL import Image, UnidentifiedImageError

from . import vector_icons

SIDE = 112
"""Longest side in pixels: an icon drawn at 40 CSS pixels stays sharp on screens of 2.8 times that."""

WIDEST = 3.0
"""How many times as wide as tall the space for an author's icon may be."""

FLOWCHART_SIDE = 2.5
"""The side of the squares on which the library draws flowchart shapes, in sides of other icons. Shapes are as
wide with it as in plain `diagrams`."""

COLOURS = 64
"""Size of the palette; icons of the library are flat, and the eye sees no difference from the original."""

FORMATS = ("PNG", "JPEG", "GIF", "WEBP", "BMP", "ICO")
"""The formats that Pillow may read. Others need programs (EPS) or decoders with a history of faults."""

MOST_BYTES = 16 * 2**20
MOST_PIXELS = 40_000_000


@dataclass(frozen=True)
class IconKind:
    """How icons of one kind are converted.

    `recipe` is part of their keys: cached icons are stale when it changes. `bounds` are the largest width
    and height in pixels. A trimmed icon loses its transparent margins. `colours` is the size of the palette.
    """

    recipe: str
    bounds: tuple[int, int] = (SIDE, SIDE)
    is_trimmed: bool = False
    colours: int = COLOURS


LIBRARY = IconKind(f"png {SIDE} {COLOURS} 1")
OWN = IconKind("own 1", (round(SIDE * WIDEST), SIDE), colours=256)
"""Icons of authors, which may have gradients."""
FLOWCHART = IconKind("flowchart 1", (256, 256), is_trimmed=True)
"""Shapes on squares of 256 pixels, most of which are empty."""


def digest_source(content: bytes, kind: IconKind = LIBRARY) -> str:
    """Return a digest of all that makes an icon: an image file's content, or its path in place of it."""
    return hashlib.sha256(kind.recipe.encode() + content).hexdigest()


def fit_size(width: float, height: float) -> tuple[float, float]:
    """Return the size of an author's icon in sides of other icons: as tall, and wider where it is a logo."""
    return min(max(1.0, width / height), WIDEST), 1.0


def fit_flowchart_size(width: float, height: float) -> tuple[float, float]:
    """Return the size of a flowchart shape in sides of other icons, by its size in pixels."""
    scale = FLOWCHART_SIDE / FLOWCHART.bounds[0]
    return width * scale, height * scale


def shrink_image(content: bytes, kind: IconKind = LIBRARY) -> bytes:
    """Return a small palette PNG of an image file's content.

    Raises:
        ValueError: It is no image that can be read, or a dangerously large one.
    """
    if vector_icons.is_svg(content):
        content = vector_icons.render_svg(content, kind.bounds)
    small = _open_image(content)
    if kind.is_trimmed:
        small = small.crop(small.getchannel("A").getbbox())
    small.thumbnail(kind.bounds, Image.Resampling.LANCZOS, reducing_gap=3.0)
    palette = small.quantize(kind.colours, method=Image.Quantize.FASTOCTREE, dither=Image.Dither.NONE)
    out = io.BytesIO()
    palette.save(out, "PNG", optimize=True)
    return out.getvalue()


def _open_image(content: bytes) -> Image.Image:
    try:
        with Image.open(io.BytesIO(content), formats=FORMATS) as image:
            if image.width * image.height > MOST_PIXELS:
                raise ValueError(f"it has {image.width} x {image.height} pixels, more than an icon may have")
            return image.convert("RGBA")
    except UnidentifiedImageError as error:
        raise ValueError(f"it is no image of a kind that can be read (SVG, {', '.join(FORMATS)})") from error
    except (Image.DecompressionBombError, OSError, SyntaxError, ValueError) as error:
        raise ValueError(f"it cannot be read as an image: {error}") from error


def read_size(content: bytes) -> tuple[int, int]:
    """Return the width and height of a PNG, in pixels."""
    return int.from_bytes(content[16:20], "big"), int.from_bytes(content[20:24], "big")


def encode_icon(content: bytes) -> str:
    """Return a PNG as base64, for JSON and data URLs."""
    return base64.b64encode(content).decode()


def read_image(path: Path) -> bytes:
    """Return the content of an image file.

    Raises:
        ValueError: It cannot be read.
    """
    try:
        with path.open("rb") as file:
            content = file.read(MOST_BYTES + 1)
    except OSError as error:
        raise ValueError(f"it cannot be read ({error.strerror})") from error
    if len(content) > MOST_BYTES:
        raise ValueError(f"it is larger than {MOST_BYTES // 2**20} MB")
    return content
