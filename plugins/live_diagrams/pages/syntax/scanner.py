"""A quick look at a page's text for the figures that it will ask for, so that they can be rendered early.

No parser of Markdown runs here. A figure that is missed is rendered when the page is converted; one too many
is rendered for nothing.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from markdown.extensions.attr_list import get_attrs_and_remainder

from ...model.embed import Embed
from ..host import PageOrigin
from . import fences
from .embeds import SCHEME, read_embed
from .inline_scripts import iterate_inline_scripts

_EMBED = re.compile(rf"!\[[^\]]*\]\(<?({SCHEME}[^\s<>()\"']+)[^)]*\)[ ]?(?:\{{([^}}\n]*)\}})?")
_TEMPLATE = re.compile(r"\{\{|\{%|\{#")
"""The marks of a template language, which other plugins replace first."""


def scan_embeds(source: str, origin: PageOrigin) -> Iterator[Embed]:
    """Yield the embeds that the text of a page seems to contain, front matter included."""
    for _, line in fences.iterate_outside_lines(source):
        for match in _EMBED.finditer(line) if SCHEME in line else ():
            attributes, _ = get_attrs_and_remainder(match[2] or "")
            options = {key: value or "" for key, value in attributes if key not in (".", "#")}
            yield read_embed({**options, "src": match[1]}, None)
    lines = source.expandtabs(4).split("\n")
    for _, script in iterate_inline_scripts(lines, origin):
        if not _TEMPLATE.search(script.script.code):
            yield read_embed({"src": SCHEME}, script)
