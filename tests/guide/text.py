"""The text of a page's HTML, block by block, without code and figures; and text in a wrong encoding."""

from __future__ import annotations

import re
from collections.abc import Iterator
from html.parser import HTMLParser

_BLOCKS = frozenset("p li dd dt h1 h2 h3 h4 h5 h6 tr caption summary figcaption".split())
_HIDDEN = frozenset("pre script style svg textarea".split())
_HIDDEN_CLASSES = frozenset(("live-diagram", "headerlink", "footnote-backref", "footnote-ref"))
_VOID = frozenset("br hr img input link meta".split())
_SENTENCE_END = re.compile(r"(?<!e\.g\.)(?<!i\.e\.)(?<=[.!?])[\"”’)\]]*\s+")


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.blocks: list[str] = [""]
        self._hidden: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        classes = (dict(attrs).get("class") or "").split()
        if tag not in _VOID and (self._hidden or tag in _HIDDEN or _HIDDEN_CLASSES & {*classes}):
            self._hidden.append(tag)
        elif tag in _BLOCKS:
            self.blocks.append("")
        elif tag in ("td", "th"):
            self.blocks[-1] += " | "

    def handle_endtag(self, tag: str) -> None:
        if self._hidden:
            self._hidden.pop()
        elif tag in _BLOCKS:
            self.blocks.append("")

    def handle_data(self, data: str) -> None:
        if not self._hidden:
            self.blocks[-1] += data


def blocks(html: str) -> list[str]:
    """Return the paragraphs, headings, list items and rows of a page, with white space as one space."""
    reader = _Reader()
    reader.feed(html)
    reader.close()
    return [text for block in reader.blocks if (text := " ".join(block.split()))]


def sentences(block: str) -> list[str]:
    """Return the sentences of a block."""
    return _SENTENCE_END.split(block)


def mojibake(text: str) -> Iterator[str]:
    """Yield each part of a text that is UTF-8 read as Windows-1252 or -874, and each lost character."""
    for part in re.findall(r"[^\x00-\x7f]{2,}|\ufffd", text):
        raw = b"".join(filter(None, map(_byte, part)))
        try:
            meant = raw.decode()
        except UnicodeDecodeError:
            meant = ""
        if "\ufffd" in part or (meant and len(raw) == len(part)):
            yield part


def _byte(char: str) -> bytes:
    for codec in ("cp1252", "cp874", "latin-1"):
        try:
            return char.encode(codec)
        except UnicodeEncodeError:
            continue
    return b""
