"""Small icons: the PNG files that `diagrams` ships at 256 px become palette PNGs for a page.

The key of an icon is a digest of its content, so a page embeds each icon once, and no path of the author's
machine is published.
"""

from __future__ import annotations

import base64
import hashlib
import io
from pathlib import Path

from PIL import Image, UnidentifiedImageError

SIDE = 112
"""Longest side in pixels: an icon drawn at 40 CSS pixels stays sharp on screens of 2.8 times that."""

COLOURS = 64
"""Size of the palette; icons are flat, and the eye sees no difference from the original."""

RECIPE = f"png {SIDE} {COLOURS} 1"
"""The way icons are converted, as part of their keys: cached icons are stale when it changes."""


def make_key(content: bytes) -> str:
    """Return the key of the icon for an image file's content, or for a path that stands for the content."""
    return hashlib.sha256(RECIPE.encode() + content).hexdigest()[:10]


def shrink_image(content: bytes) -> bytes:
    """Return a small palette PNG of an image file's content.

    Raises:
        ValueError: It is no image that Pillow can read, or a dangerously large one.
    """
    try:
        with Image.open(io.BytesIO(content)) as image:
            small = image.convert("RGBA")
    except UnidentifiedImageError as error:
        raise ValueError("it is no image of a kind that can be read (PNG, JPEG, GIF, WebP, …)") from error
    except (Image.DecompressionBombError, OSError, ValueError) as error:
        raise ValueError(f"it cannot be read as an image: {error}") from error
    small.thumbnail((SIDE, SIDE), Image.Resampling.LANCZOS, reducing_gap=3.0)
    palette = small.quantize(COLOURS, method=Image.Quantize.FASTOCTREE, dither=Image.Dither.NONE)
    out = io.BytesIO()
    palette.save(out, "PNG", optimize=True)
    return out.getvalue()


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
        return path.read_bytes()
    except OSError as error:
        raise ValueError(f"it cannot be read ({error.strerror})") from error
