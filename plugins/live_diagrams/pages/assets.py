"""The stylesheet and the script as readers get them: without comments, which are for authors."""

from __future__ import annotations

import re

from ..model import package

STYLESHEET, SCRIPT = "figures.css", "figures.js"

_COMMENT = re.compile(r"^\s*(?://.*|/\*.*\*/)\n", re.MULTILINE)
"""A line that is nothing but a comment."""


def read_asset(name: str) -> str:
    """What readers get of one of them."""
    written = (package.ASSETS / name).read_text(encoding="utf-8")
    return _COMMENT.sub("", written)


def write_inline_assets() -> str:
    """Both as they stand in a page that has nothing to link to."""
    return f"<style>{read_asset(STYLESHEET)}</style><script>{read_asset(SCRIPT)}</script>"
