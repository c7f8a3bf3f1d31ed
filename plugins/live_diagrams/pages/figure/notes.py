"""From a note on a step, one paragraph of Markdown in a script, to HTML that can run nothing."""

from __future__ import annotations

import threading
import xml.etree.ElementTree as ET
from functools import cache, lru_cache
from typing import Any

import markdown
from markdown.treeprocessors import InlineProcessor, Treeprocessor
from markdown.util import Registry

from ...model.printable import strip_controls
from ...svg.markup import is_safe_link

_INLINE = "backtick", "escape", "link", "entity", "not_strong", "em_strong", "em_strong2"
"""Python-Markdown's patterns for the syntax of notes, in its own order: code, links and emphasis.

HTML is missing on purpose, and so are images, which the page of a reader would fetch.
"""

_lock = threading.Lock()


@lru_cache(maxsize=1024)
def convert_note(note: str) -> str:
    """Return a note as one `<p>`; empty for an empty note."""
    text = " ".join(strip_controls(note).split())
    if not text:
        return ""
    with _lock:  # a parser has state, and figures are composed in several threads
        return _get_parser().reset().convert(text)


@cache
def _get_parser() -> markdown.Markdown:
    parser = markdown.Markdown()
    parser.preprocessors = _select_names(parser.preprocessors, "normalize_whitespace")
    parser.parser.blockprocessors = _select_names(parser.parser.blockprocessors, "paragraph")
    parser.inlinePatterns = _select_names(parser.inlinePatterns, *_INLINE)
    parser.treeprocessors.register(InlineProcessor(parser), "inline", 20)  # reads the patterns only once
    parser.treeprocessors.register(_LinkTreeprocessor(parser), "links", 0)
    return parser


def _select_names(registry: Registry[Any], *names: str) -> Registry[Any]:
    """Return a registry of these entries alone, so that a later version of Markdown adds none."""
    selected: Registry[Any] = Registry()
    for priority, name in enumerate(reversed(names)):
        if name in registry:  # versions differ
            selected.register(registry[name], name, priority)
    return selected


class _LinkTreeprocessor(Treeprocessor):
    """Removes addresses that could do harm, such as `javascript:`."""

    def run(self, root: ET.Element) -> None:
        """Remove them in place."""
        for link in root.iter("a"):
            if not is_safe_link(link.get("href", "")):
                link.attrib.pop("href", None)
