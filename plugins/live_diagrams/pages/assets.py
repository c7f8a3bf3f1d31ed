"""The stylesheet and the script of figures."""

from __future__ import annotations

from ..model import package

STYLESHEET, SCRIPT = "figures.css", "figures.js"


def read_asset(name: str) -> str:
    """Return the text of one of them."""
    return (package.ASSETS / name).read_text(encoding="utf-8")


def write_inline_assets() -> str:
    """Return the elements that contain both, for a page that has no files to link to."""
    return f"<style>{read_asset(STYLESHEET)}</style><script>{read_asset(SCRIPT)}</script>"
