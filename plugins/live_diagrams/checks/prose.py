"""The text of a page as readers get it: blocks and sentences, what they link and what is struck out. Pure.

Read from the HTML that Markdown was made into, so that every extension has had its say and code blocks
and figures are left out. Where a sentence stands in the page's source is only asked for one that is
wrong: the words of both are laid side by side then.
"""

from __future__ import annotations

import bisect
import difflib
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property, lru_cache
from html.parser import HTMLParser

STRUCK = frozenset(("del", "s", "strike"))
"""Elements whose text readers see crossed out."""
WRONG = frozenset(("failure", "fail", "missing"))
"""Classes of admonitions that readers see marked as wrong, by a cross."""

_VOID = frozenset("area base br col embed hr img input link meta source track wbr".split())
_BLOCKS = frozenset(
    "p li dd dt h1 h2 h3 h4 h5 h6 tr caption summary figcaption blockquote div section article ul ol dl"
    " table thead tbody details label pre hr".split()
)
_ITEMS = frozenset(("p", "li", "dd", "tr"))
"""What holds a claim together with its source."""
_HIDDEN = frozenset("pre script style svg textarea template".split())
_HIDDEN_CLASSES = frozenset(("live-diagram", "headerlink", "footnote-backref", "footnote-ref", "linenos"))
CELL = " | "
"""What stands between the cells of a table's row."""

_WORD = re.compile(r"\w+")
_END = re.compile(r"(?<=[.!?])[\"”’)\]]*\s+")
_SHORT = re.compile(r"\b(?:e\.g|i\.e|cf|vs|fig)\.$", re.IGNORECASE)
"""What ends with a full stop and ends no sentence."""


@dataclass(frozen=True)
class Block:
    """A run of text: a paragraph, a heading, a list item's own words, a table's row.

    `around` is the text of the paragraph, item or row that it is part of, and `sources` are the addresses
    on the web that are linked there. `headings` are those above it, outermost first. `struck` are the
    spans of the text that readers see marked as wrong. `index` is its place among the page's blocks.
    """

    index: int
    text: str
    headings: tuple[str, ...] = ()
    struck: tuple[tuple[int, int], ...] = ()
    around: str = ""
    sources: tuple[str, ...] = ()

    def sentences(self) -> Iterator[tuple[int, str]]:
        """Each sentence with its place in the text."""
        start = 0
        for match in _END.finditer(self.text):
            said = self.text[start : match.end()].rstrip()
            if not _SHORT.search(said):
                yield start, said
                start = match.end()
        if self.text[start:].strip():
            yield start, self.text[start:]


@dataclass(frozen=True)
class Prose:
    """The text of a page, and the source that it was made from."""

    blocks: tuple[Block, ...]
    source: str = field(repr=False)

    def sentences(self) -> Iterator[tuple[Block, int, str]]:
        """Every sentence with its block and its place in that."""
        for block in self.blocks:
            yield from ((block, start, text) for start, text in block.sentences())

    def line(self, block: Block, start: int = 0) -> int:
        """The line of the source in which the word at a place of a block stands."""
        places, lines = self._lines
        at = bisect.bisect_right(places, (block.index, start))
        near = [i for i in (at, at - 1, at + 1, at - 2) if 0 <= i < len(places)]
        own = [i for i in near if places[i][0] == block.index]
        return lines[(own or near)[0]] if near else 1

    @cached_property
    def _lines(self) -> tuple[list[tuple[int, int]], list[int]]:
        """Where words of the blocks end that the source has too, and their lines in it."""
        shown = [
            (match[0], (block.index, match.end()))
            for block in self.blocks
            for match in _WORD.finditer(block.text)
        ]
        written = [
            (match[0], number)
            for number, line in enumerate(self.source.split("\n"), 1)
            for match in _WORD.finditer(line)
        ]
        matcher = difflib.SequenceMatcher(None, [w for w, _ in shown], [w for w, _ in written])
        places, lines = [], []
        for ours, theirs, size in matcher.get_matching_blocks():
            for step in range(size):
                places.append(shown[ours + step][1])
                lines.append(written[theirs + step][1])
        return places, lines


@lru_cache(maxsize=512)
def read(html: str, source: str = "") -> Prose:
    """The text of a page's own HTML. `source` is the page's file, front matter included."""
    reader = _Reader()
    reader.feed(html)
    reader.close()
    return Prose(tuple(reader.blocks()), source)


@dataclass
class _Item:
    """A paragraph, list item or row while it is read."""

    pieces: list[str] = field(default_factory=list)
    links: list[str] = field(default_factory=list)


@dataclass
class _Open:
    """An element that is not closed yet."""

    tag: str
    hidden: bool
    struck: bool
    item: _Item | None


@dataclass
class _Piece:
    """A block while it is read."""

    text: str
    headings: tuple[str, ...]
    struck: tuple[tuple[int, int], ...]
    items: tuple[_Item, ...]


class _Reader(HTMLParser):
    """Reads blocks from HTML, well-formed or not."""

    def __init__(self) -> None:
        super().__init__()
        self._open: list[_Open] = []
        self._pieces: list[_Piece] = []
        self._headings: dict[int, str] = {}
        self._notes: dict[str, _Item] = {}
        self._text = ""
        self._struck: list[tuple[int, int]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = dict(attrs)
        classes = set((values.get("class") or "").split())
        around = self._open[-1] if self._open else _Open("", False, False, None)
        if tag in ("td", "th") and self._text.strip():
            self._say(CELL)
        elif tag in _BLOCKS:
            self._end()
        if tag == "a" and (href := values.get("href")):
            for one in self._items():
                one.links.append(href)
        if tag in _VOID:
            if tag == "br":
                self._say(" ")
            return
        in_row = any(open_.tag == "tr" for open_ in self._open)
        item = _Item() if tag in _ITEMS and not in_row else None
        if item and tag == "li" and values.get("id"):
            self._notes[f"#{values['id']}"] = item
        self._open.append(
            _Open(
                tag,
                around.hidden or tag in _HIDDEN or bool(classes & _HIDDEN_CLASSES),
                around.struck
                or tag in STRUCK
                or (bool(classes & WRONG) and (tag == "details" or "admonition" in classes)),
                item,
            )
        )

    def handle_endtag(self, tag: str) -> None:
        if not any(open_.tag == tag for open_ in self._open):
            return
        if tag in _BLOCKS:
            self._end(tag)
        while self._open.pop().tag != tag:
            pass

    def handle_data(self, data: str) -> None:
        if not (self._open and self._open[-1].hidden):
            self._say(data)

    def blocks(self) -> Iterator[Block]:
        """What was read."""
        self._end()
        for index, piece in enumerate(self._pieces):
            links = [link for item in piece.items for link in item.links]
            noted = [link for name in links if name in self._notes for link in self._notes[name].links]
            sources = dict.fromkeys(link for link in [*links, *noted] if link.startswith(("http:", "https:")))
            around = " ".join(" ".join("".join(item.pieces).split()) for item in piece.items[-1:])
            yield Block(index, piece.text, piece.headings, piece.struck, around or piece.text, tuple(sources))

    def _say(self, data: str) -> None:
        """Add to the text of the block, with white space as one space."""
        for item in self._items():
            item.pieces.append(data)
        words = re.sub(r"\s+", " ", data)
        if not self._text or self._text.endswith(" "):
            words = words.lstrip(" ")
        if words and self._open and self._open[-1].struck:
            self._struck.append((len(self._text), len(self._text) + len(words)))
        self._text += words

    def _items(self) -> list[_Item]:
        return [open_.item for open_ in self._open if open_.item is not None]

    def _end(self, tag: str = "") -> None:
        """The block ends here; a heading holds for what follows it."""
        text, struck = self._text.rstrip(), tuple(self._struck)
        self._text, self._struck = "", []
        if not text:
            return
        headings = tuple(said for _, said in sorted(self._headings.items()))
        self._pieces.append(_Piece(text, headings, struck, self._near()))
        if re.fullmatch(r"h[1-6]", tag):
            level = int(tag[1])
            self._headings = {at: said for at, said in self._headings.items() if at < level} | {level: text}

    def _near(self) -> tuple[_Item, ...]:
        """The innermost list item or row, else the innermost paragraph."""
        for open_ in reversed(self._open):
            if open_.item is not None and open_.tag != "p":
                return (open_.item,)
        return tuple(self._items()[-1:])
