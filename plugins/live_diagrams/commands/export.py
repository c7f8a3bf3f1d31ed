"""From a stand-alone SVG to other formats, by libraries that are an extra (`export`)."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from ..model.errors import CheckError


def png(svg: str, scale: float) -> bytes:
    """An image; one CSS pixel becomes `scale` of its own.

    Raises:
        CheckError: The library is not installed.
    """
    try:
        import resvg_py
    except ImportError:
        raise CheckError("PNG needs more packages: pip install 'mkdocs-live-diagrams[export]'") from None
    width = round(float(svg.split(' width="', 1)[1].split('"', 1)[0]) * scale)
    return bytes(resvg_py.svg_to_bytes(svg_string=svg, width=width))


def pdf(svg: str, scale: float) -> bytes:
    """A page as large as the drawing.

    Raises:
        CheckError: The library, or the system's Cairo that it needs, is not installed.
    """
    try:
        import cairosvg
    except ImportError:
        raise CheckError("PDF needs more packages: pip install 'mkdocs-live-diagrams[export]'") from None
    except OSError:
        raise CheckError(
            "PDF needs the library Cairo of the system (on Debian: apt install libcairo2)"
        ) from None
    # Cairo takes the first family whether it is there or not; the system knows what stands for Helvetica.
    plain = svg.replace(svg.split('font-family="', 1)[1].split('"', 1)[0], "Helvetica", 1)
    return bytes(cairosvg.svg2pdf(bytestring=plain.encode(), scale=scale))


FORMATS: Mapping[str, Callable[[str, float], bytes]] = {
    ".svg": lambda svg, scale: svg.encode(),
    ".png": png,
    ".pdf": pdf,
}
"""What writes a format, by the ending of the file."""
