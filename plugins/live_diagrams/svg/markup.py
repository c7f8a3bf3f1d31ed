"""Attributes, numbers and links as markup writes them, for HTML and SVG alike. Pure."""

from __future__ import annotations

import re
from collections.abc import Mapping
from html import escape

_SAFE_LINK = re.compile(r"(?:https?:|mailto:|#|/|\.{0,2}/|[\w%.-]+(?:[/?#]|$))", re.IGNORECASE)

_SPECIAL = re.compile("[&<>\"']")


def format_attributes(attrs: Mapping[str, str]) -> str:
    """Return attributes as a tag contains them, each after a space."""
    if _SPECIAL.search("".join(attrs.values())):
        return "".join([f' {key}="{escape(value)}"' for key, value in attrs.items()])
    return "".join([f' {key}="{value}"' for key, value in attrs.items()])  # as nearly all of a drawing's


def format_number(value: float) -> str:
    """Return a number in as few characters as a tenth of a pixel needs."""
    short = f"{value:.1f}".removesuffix(".0")
    return "0" if short == "-0" else short


def is_safe_link(href: str) -> bool:
    """Return whether an address can only lead somewhere: not `javascript:` and the like."""
    return bool(_SAFE_LINK.match(href))
