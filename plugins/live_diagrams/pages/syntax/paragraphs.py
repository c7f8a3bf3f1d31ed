"""Figures in the middle of words: paragraphs are split around them, and headings stay before them.

HTML allows no figure in a paragraph: a browser ends the paragraph there, and the words behind are in none.
"""

from __future__ import annotations

import xml.etree.ElementTree as ET
from collections.abc import Set

_HEADINGS = frozenset("h1 h2 h3 h4 h5 h6".split())
_SPLIT = _HEADINGS | frozenset(
    "p abbr b bdi bdo cite del dfn em i ins kbd mark q s samp small span strong sub sup u var".split()
)
"""Elements that can only contain words. A link can contain a figure, and is not split."""


class ParagraphSplitter:
    """Moves the figures of a page out of the elements that can only contain words."""

    def __init__(self, figures: Set[ET.Element]) -> None:
        self._figures = figures

    def split_children(self, parent: ET.Element) -> None:
        """Split what a part of the page contains, in place."""
        for index, child in reversed(list(enumerate(parent))):
            if not self._is_split(child):
                self.split_children(child)
            elif self._contains_figure(child):
                pieces = self._split(child)
                for piece in pieces[:-1]:
                    piece.tail = "\n"
                pieces[-1].tail = child.tail
                parent[index : index + 1] = pieces

    def _is_split(self, element: ET.Element) -> bool:
        return element.tag in _SPLIT and element not in self._figures

    def _contains_figure(self, element: ET.Element) -> bool:
        return any(descendant in self._figures for descendant in element.iter())

    def _split(self, element: ET.Element) -> list[ET.Element]:
        """Return an element's words in copies of it, and its figures between these, or after a heading."""
        attributes = {key: value for key, value in element.attrib.items() if key != "id"}
        pieces = [ET.Element(element.tag, element.attrib)]
        pieces[0].text = element.text
        figures: list[ET.Element] = []
        for child in element:
            tail, child.tail = child.tail, None
            if not self._is_split(child):
                self.split_children(child)
            is_split = self._is_split(child) and self._contains_figure(child)
            for piece in self._split(child) if is_split else [child]:
                if not self._contains_figure(piece):
                    pieces[-1].append(piece)
                elif element.tag in _HEADINGS:
                    figures.append(piece)
                else:
                    pieces += [piece, ET.Element(element.tag, attributes)]
            _append_text(pieces[-1], tail or "")
        if element.tag == "p":
            for piece in pieces:
                _strip_breaks(piece)
        return [piece for piece in (*pieces, *figures) if self._has_content(piece)]

    def _has_content(self, element: ET.Element) -> bool:
        if element in self._figures or any(child.tag != "br" for child in element):
            return True
        return bool("".join(element.itertext()).strip())


def _append_text(element: ET.Element, text: str) -> None:
    if len(element):
        element[-1].tail = (element[-1].tail or "") + text
    else:
        element.text = (element.text or "") + text


def _strip_breaks(element: ET.Element) -> None:
    """Remove white space and line breaks from both ends of a paragraph."""
    while len(element) and element[0].tag == "br" and not (element.text or "").strip():
        element.text = element[0].tail
        del element[0]
    while len(element) and element[-1].tag == "br" and not (element[-1].tail or "").strip():
        del element[-1]
    element.text = (element.text or "").lstrip()
    if len(element):
        element[-1].tail = (element[-1].tail or "").rstrip()
    else:
        element.text = element.text.rstrip()
