"""Lines of a page's code blocks that declare what a node represents: they light up with the node.

Other packages find these lines, since only they know what their nodes represent. An entry point of the
group `live_diagrams.declarations` is a function from the text of a code block to pairs of a line, counted
from 1, and the id of the node that the line declares.
"""

from __future__ import annotations

import contextlib
import re
from collections.abc import Callable, Iterable, Sequence, Set
from functools import cache
from html import escape, unescape
from importlib import metadata

GROUP = "live_diagrams.declarations"
CLASS = "live-diagram__line"

FindDeclarations = Callable[[str], Iterable[tuple[int, str]]]

_BLOCK = re.compile(r"(<pre\b[^>]*>(?:<span></span>)?<code\b[^>]*>)(.*?)(</code></pre>)", re.DOTALL)
_TAG = re.compile(r"<[^>]*>")
_LINE_ELEMENT = re.compile(r'((?:</span>)*<span id="__span-)')
"""The start of a line for which the highlighter has written an element."""


@cache
def load_finders() -> Sequence[FindDeclarations]:
    """Return the functions of all installed packages, but not those whose own requirements are missing."""
    finders = []
    for point in metadata.entry_points(group=GROUP):
        with contextlib.suppress(ModuleNotFoundError):  # an extra that is not installed
            finders.append(point.load())
    return finders


def mark_code_lines(
    html: str, nodes: Set[str], load: Callable[[], Sequence[FindDeclarations]] = load_finders
) -> str:
    """Return a page with the lines marked that declare its nodes.

    Args:
        html: The page.
        nodes: The ids of the nodes in its figures.
        load: Returns the functions that find declarations; only called for a page with code and nodes.
    """
    if not nodes or "<code" not in html:
        return html
    finders = load()

    def mark_block(match: re.Match[str]) -> str:
        start, inside, end = match.groups()
        lines = inside.split("\n")
        # An escaped line end would shift the numbers of the lines below it.
        code = "\n".join(unescape(_TAG.sub("", line)).replace("\n", " ") for line in lines)
        nodes_by_line = {number: node for find in finders for number, node in find(code) if node in nodes}
        for number, node in nodes_by_line.items():
            lines[number - 1] = _mark_line(lines[number - 1], node)
        return start + "\n".join(lines) + end

    return _BLOCK.sub(mark_block, html) if finders else html


def _mark_line(line: str, node: str) -> str:
    attributes = f'class="{CLASS}" data-node="{escape(node)}"'
    if _LINE_ELEMENT.match(line):
        return _LINE_ELEMENT.sub(
            lambda match: match[1].replace("<span id", f"<span {attributes} id"), line, count=1
        )
    closing = re.match(r"(?:</span>)*", line)
    start = closing[0] if closing else ""
    rest = line[len(start) :]
    if not rest.strip() or rest.count("<span") != rest.count("</span>"):
        return line  # blank, or part of an element that goes on in other lines
    return f"{start}<span {attributes}>{rest}</span>"
