"""The API for authors of checks, the rules that every site has, and reports."""

from .check import Check, Family
from .diagnostic import Diagnostic
from .site import Page, Site, find_embed_line, find_script, find_text_line, resolve_path

__all__ = [
    "Check",
    "Diagnostic",
    "Family",
    "Page",
    "Site",
    "find_embed_line",
    "find_script",
    "find_text_line",
    "resolve_path",
]
