"""What the markup of a drawing may consist of: the elements and attributes that our painter writes. Pure.

A drawing comes from a process in which an author's script ran, or from a cache that others may have written
to. So it is published only if it consists of tokens that are listed here, nested as ours are. The list is one
regular expression, which reads 100 kB in less than a millisecond; its quantifiers are possessive, so it never
goes back over a text.

A browser reads the markup as HTML, and other programs read it as XML. Both read these tokens alike: among
them are no comments, no sections, no instructions, and no entities but those that `html.escape` writes.
"""

from __future__ import annotations

import re
from html import unescape

from .markup import is_safe_link

_STRING = r"""(?:[^<>&"'\x00-\x08\x0b\x0c\x0e-\x1f]++|&(?:amp|lt|gt|quot|#x27);)*+"""
_NUMBER = r"-?[0-9]++(?:\.[0-9]++)?+"
_HEX = r"#[0-9a-fA-F]{3,8}+"
_SCHEMES = rf"light-dark\({_HEX},{_HEX}\)"


def _attributes(values: dict[str, str]) -> str:
    """Return the expression for any number of attributes, each with the values that it may have."""
    alternatives = "|".join(f' (?:{names})="{value}"' for names, value in values.items())
    return f"(?:{alternatives})*+"


_PAINTED = _attributes(
    {
        "x|y|width|height|rx|ry|cx|cy|r|stroke-width|fill-opacity|stroke-opacity|font-size": _NUMBER,
        "fill|stroke": rf"(?:var\(--ld-[a-z]++,(?:{_HEX}|[a-z]++)\)|{_HEX}|{_SCHEMES}|[a-z]++)",
        "d|points|stroke-dasharray": r"[-+.,0-9a-zA-Z\s]*+",
        "text-anchor|paint-order|font-weight|font-style|stroke-linecap|stroke-linejoin": "[a-z]++",
        "style": rf"(?:(?:fill|stroke):{_SCHEMES};?+)++",
    }
)
_PART = _attributes(
    {
        "class|aria-label|data-(?:node|kind|from|to|steps|tip|cluster)": _STRING,
        "id": f"<>-{_STRING}",
        "aria-hidden": "true",
        "tabindex": "0",
        "role": "img",
    }
)
_TOKENS = (
    rf'<(?:rect|path|polygon|polyline|ellipse|circle|use xlink:href="#ld-icon-[0-9a-f]{{10}}"){_PAINTED}/>',
    rf"<(?:text|tspan){_PAINTED}>{_STRING}",
    r"</(?:text|tspan|a|g)>",
    rf"<g{_PART}>",
    rf"<g{_PAINTED}>",
    rf'<a xlink:href="{_STRING}" aria-label="{_STRING}">',
    r'<g transform="[-a-z().,0-9 ]*+">',
)
_BODY = re.compile(f"(?:{'|'.join(_TOKENS)})*+")
_NESTED = re.compile("<(/?(?:text|tspan|a|g))[ >]")
_PAIRS = (" tspan /tspan", " text /text", " g /g", " a /a", " g /g", " g /g")
"""Elements that have a content, from the inside out: a placeholder, a link, a part, the drawing."""
_LINK = re.compile(r'<a xlink:href="([^"]*)"')
_SHOWN = 60
"""Characters of a drawing in a message."""


def validate_body(body: str) -> None:
    """Check the body of a drawing.

    Raises:
        ValueError: There is something in it that our painter does not write.
    """
    end = matched.end() if (matched := _BODY.match(body)) else 0
    if end != len(body):
        raise ValueError(f"it has `{body[end : end + _SHOWN]}` in it")
    nesting = " ".join(["", *_NESTED.findall(body)])
    for pair in _PAIRS:
        nesting = nesting.replace(pair, "")
    if nesting or not body:
        raise ValueError(f"its elements are nested as `{nesting[:_SHOWN]}`")
    for href in map(unescape, _LINK.findall(body)):
        if not is_safe_link(href):
            raise ValueError(f"it has a link to `{href[:_SHOWN]}` in it")
