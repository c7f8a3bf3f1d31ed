"""Fenced code blocks in Markdown text. Pure.

Only the outermost fences are found, so that the inside of a code block is never taken for an embed. The
rules are those of SuperFences, which most sites render with: a fence ends with the marks it began with, at
the same indentation and depth of quotation. A line that leaves either before that ends it without a fence.
Tabs are expanded beforehand.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

_OPEN = re.compile(r"^(?P<indent>[ >]*)(?P<marks>`{3,}|~{3,})(?P<info>[^`\n]*)$")
_CODE_SPAN = re.compile(r"(?<!`)(`+)(?!`).*?(?<!`)\1(?!`)")
_PREFIX = re.compile(r"[ >]*")


@dataclass(frozen=True, slots=True)
class Fence:
    """A fenced code block.

    Attributes:
        first: The index of the opening line.
        last: The index of the closing line.
        indent: The indentation and quotation marks before the opening fence.
        info: The words behind the opening fence.
        code: The lines between, without indentation and quotation.
    """

    first: int
    last: int
    indent: str
    info: str
    code: tuple[str, ...]


def iterate_fences(lines: Sequence[str]) -> Iterator[Fence]:
    """Yield the outermost fences; an opening without an end is skipped, with all that follows it."""
    opening: re.Match[str] | None = None
    first = 0
    had_blank_line = False
    for index, line in enumerate(lines):
        if opening is None:
            opening, first, had_blank_line = _OPEN.match(line), index, False
            continue
        indent, opening_depth = opening["indent"], opening["indent"].count(">")
        prefix = _find_prefix(line, indent)
        content = line[len(prefix) :]
        depth = prefix.count(">")
        if depth > opening_depth:
            opening = None
        elif not content.strip(" "):
            had_blank_line = True
        elif len(prefix) < len(indent) or (had_blank_line and depth < opening_depth):
            opening = None
        elif re.fullmatch(rf"{opening['marks']} *", content):
            code = (text[len(_find_prefix(text, indent)) :] for text in lines[first + 1 : index])
            yield Fence(first, index, indent, opening["info"].strip(), tuple(code))
            opening = None
        else:
            had_blank_line = False


def iterate_outside_lines(text: str) -> Iterator[tuple[int, str]]:
    """Yield the lines of a text outside its fences, each with its number, counted from 1."""
    lines = text.expandtabs(4).split("\n")
    inside = {i for fence in iterate_fences(lines) for i in range(fence.first, fence.last + 1)}
    return ((i + 1, line) for i, line in enumerate(lines) if i not in inside)


def remove_code_spans(line: str) -> str:
    """Return a line of Markdown without its code spans."""
    return _CODE_SPAN.sub("", line)


def _find_prefix(line: str, indent: str) -> str:
    """Return the indentation and quotation marks of a line, at most as wide as those of its fence."""
    match = _PREFIX.match(line, 0, len(indent))
    return match[0] if match else ""
