"""Notes on steps: one paragraph of Markdown that came from a script, as HTML that can do nothing."""

from __future__ import annotations

import threading
import xml.etree.ElementTree as ET
from functools import cache, lru_cache
from typing import Any

import markdown
from markdown.treeprocessors import InlineProcessor, Treeprocessor
from markdown.util import Registry

from ..svg.markup import is_safe_link

_INLINE = "backtick", "escape", "link", "entity", "not_strong", "em_strong", "em_strong2"
"""What of Markdown a note can hold, in Markdown's own order: code, links and emphasis.

No HTML; and no images, which a reader's page would fetch.
"""

_lock = threading.Lock()


@lru_cache(maxsize=1024)
def convert_note(note: str) -> str:
    """Return a note as one `<p>`; empty for an empty note."""
    text = " ".join(note.split())
    if not text:
        return ""
    with _lock:  # a parser has state, and figures are composed in several threads
        return _parser().reset().convert(text)


@cache
def _parser() -> markdown.Markdown:
    parser = markdown.Markdown()
    parser.preprocessors = _only(parser.preprocessors, "normalize_whitespace")
    parser.parser.blockprocessors = _only(parser.parser.blockprocessors, "paragraph")
    parser.inlinePatterns = _only(parser.inlinePatterns, *_INLINE)
    parser.treeprocessors.register(InlineProcessor(parser), "inline", 20)  # which reads the patterns once
    parser.treeprocessors.register(_Links(parser), "links", 0)
    return parser


def _only(registry: Registry[Any], *names: str) -> Registry[Any]:
    """These parts of Markdown and no others, also none that a later version brings."""
    kept: Registry[Any] = Registry()
    for priority, name in enumerate(reversed(names)):
        if name in registry:  # versions differ
            kept.register(registry[name], name, priority)
    return kept


class _Links(Treeprocessor):
    """Takes away addresses that could do harm, such as `javascript:`."""

    def run(self, root: ET.Element) -> None:
        """Change the tree in place."""
        for link in root.iter("a"):
            if not is_safe_link(link.get("href", "")):
                link.attrib.pop("href", None)
