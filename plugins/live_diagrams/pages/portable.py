"""Figures for programs that take them out of their pages: each drawing contains its icons. Pure."""

from __future__ import annotations

import re

from .places import replace_figures

_SYMBOL = re.compile(
    r'<symbol id="(ld-icon-\w+)" viewBox="[^"]*"><image [^>]*?xlink:href="(data:[^"]*)"/></symbol>'
)
_USE = re.compile(r'<use xlink:href="#(ld-icon-\w+)"')
_IMAGE = re.compile(
    r'<image data-icon="(ld-icon-\w+)"([^>]*?) xlink:href="data:[^"]*"([^>]*)>(?:(</)image>)?'
)
"""As it is, or as a parser of HTML writes it: with its attributes in another order, and an end tag."""
_ICON = re.compile(r'<image data-icon="ld-icon-\w+"')
_SPRITE = re.compile(r'<svg class="live-diagram__icons".*?</svg>', re.DOTALL)
_LINK, _EXPOSED = '<a xlink:href="', '<a data-drawn href="'


def embed_icons(html: str) -> str:
    """Return a text in whose drawings each icon is an image: some programs look nowhere else."""
    icons = dict(_SYMBOL.findall(html))

    def write_image(match: re.Match[str]) -> str:
        data = icons.get(match[1])
        return f'<image data-icon="{match[1]}" xlink:href="{data}"' if data else match[0]

    return replace_figures(html, lambda figure: _USE.sub(write_image, figure)) if icons else html


def separate_icons(html: str) -> str:
    """Return a whole document in whose drawings each icon is an image, and nothing is shared."""
    return _SPRITE.sub("", _ICON.sub("<image", embed_icons(html)))


def share_icons(html: str) -> str:
    """Return a text whose drawings refer again to the icons that `embed_icons` has put into them."""

    def write_use(match: re.Match[str]) -> str:
        key, before, after, end = match.groups()
        return f'<use xlink:href="#{key}"{before}{after}>{f"{end}use>" if end else ""}'

    return _IMAGE.sub(write_use, html)


def expose_links(html: str) -> str:
    """Return a text in which the links of nodes are written as links of the text, which others rewrite."""
    return replace_figures(html, lambda figure: figure.replace(_LINK, _EXPOSED))


def restore_links(html: str) -> str:
    """Return a text in which the links of nodes are those of a drawing again."""
    return html.replace(_EXPOSED, _LINK)
