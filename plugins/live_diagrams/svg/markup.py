"""Attributes and numbers as markup writes them, for HTML and SVG alike. Pure."""

from __future__ import annotations

import re
from collections.abc import Mapping
from html import escape

_LINK = re.compile(r"(?:https?:|mailto:|#|/|\.{0,2}/|[\w%.-]+(?:[/?#]|$))", re.IGNORECASE)


def format_attributes(attrs: Mapping[str, str]) -> str:
    """Attributes as they stand in a tag."""
    return "".join(f' {key}="{escape(value)}"' for key, value in attrs.items())


def format_number(value: float) -> str:
    """A number in as few characters as a tenth of a pixel needs."""
    short = f"{value:.1f}".removesuffix(".0")
    return "0" if short == "-0" else short


def is_safe_link(href: str) -> bool:
    """Whether an address can only lead somewhere: not `javascript:` and the like."""
    return bool(_LINK.match(href))
