"""Figures among words: paragraphs are parted around them, headings stand before them. Pure.

HTML lets no figure stand in a paragraph; a browser ends the paragraph there, and what follows is in
none. So the tree that Python-Markdown made of a page is set right before it is written.
"""

from __future__ import annotations

import xml.etree.ElementTree as ET
from collections.abc import Mapping

_PLACE = "live-place"
_HEADINGS = frozenset("h1 h2 h3 h4 h5 h6".split())
_WORDS = _HEADINGS | frozenset(
    "p a abbr b bdi bdo cite del dfn em i ins kbd mark q s samp small span strong sub sup u var".split()
)
"""Elements that hold words, and so no figure."""


def put(root: ET.Element, places: Mapping[ET.Element, str]) -> None:
    """Put places in the stead of images; what stands around one among words is parted.

    Args:
        root: The page.
        places: Text for each image; Python-Markdown takes a paragraph that holds nothing else away.
    """
    parents = {child: parent for parent in root.iter() for child in parent} if places else {}
    around: dict[ET.Element, ET.Element] = {}
    for image, text in places.items():
        outermost = image
        while parents[outermost].tag in _WORDS:
            outermost = parents[outermost]
        if outermost is image:
            _replace(parents[image], image, text)
        else:
            image.tag, image.text = _PLACE, text
            image.attrib.clear()
            around[outermost] = parents[outermost]
    for element, parent in around.items():
        index = list(parent).index(element)
        parts = _parted(element)
        for part in parts:
            part.tail = "\n" if part is not parts[-1] else element.tail
        parent[index : index + 1] = parts
    for image in places:
        image.tag = "p"


def _replace(parent: ET.Element, child: ET.Element, text: str) -> None:
    """Put text in an element's stead."""
    index = list(parent).index(child)
    text += child.tail or ""
    if index:
        parent[index - 1].tail = (parent[index - 1].tail or "") + text
    else:
        parent.text = (parent.text or "") + text
    parent.remove(child)


def _parted(element: ET.Element) -> list[ET.Element]:
    """An element of words as several, with its figures between them; a heading stays one before them.

    What is around the words of a paragraph is not around its figures, but for a link.
    """
    again = {key: value for key, value in element.attrib.items() if key != "id"}
    parts = [ET.Element(element.tag, element.attrib)]
    parts[0].text = element.text
    figures: list[ET.Element] = []
    for child in element:
        tail, child.tail = child.tail, None
        for piece in _parted(child) if child.find(f".//{_PLACE}") is not None else [child]:
            if piece.tag != _PLACE and piece.find(f".//{_PLACE}") is None:
                parts[-1].append(piece)
            elif element.tag in _HEADINGS:
                figures.append(piece)
            elif element.tag == "a":
                parts += [ET.Element("a", again), ET.Element("a", again)]
                parts[-2].append(piece)
            else:
                parts += [piece, ET.Element(element.tag, again)]
        _add(parts[-1], tail)
    for part in parts if element.tag == "p" else ():
        _trim(part)
    return [part for part in (*parts, *figures) if _shows(part)]


def _add(element: ET.Element, text: str | None) -> None:
    """Put text at an element's end."""
    if len(element):
        element[-1].tail = (element[-1].tail or "") + (text or "")
    else:
        element.text = (element.text or "") + (text or "")


def _trim(element: ET.Element) -> None:
    """Take white space and line ends away from where a paragraph begins and ends."""
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


def _shows(element: ET.Element) -> bool:
    """Whether there is anything but white space and line ends in an element."""
    return any(e.tag not in (*_WORDS, "br") for e in element.iter()) or bool(
        "".join(element.itertext()).strip()
    )
