"""The API for authors of checks, the rules that every site has, and reports."""

from ..pages.syntax.fences import Fence, iterate_fences, iterate_outside_lines
from .check import Check, Family
from .diagnostic import Diagnostic
from .site import Page, Site, find_embed_line, find_script, find_text_line, resolve_path

__all__ = [
    "Check",
    "Diagnostic",
    "Family",
    "Fence",
    "Page",
    "Site",
    "find_embed_line",
    "find_script",
    "find_text_line",
    "iterate_fences",
    "iterate_outside_lines",
    "resolve_path",
]
