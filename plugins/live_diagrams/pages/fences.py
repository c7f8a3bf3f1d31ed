"""Fenced code blocks in Markdown text: where they are, and what they hold. Pure.

Only as much as is needed to find the outermost fences, so that what stands inside a code block is
never taken for an embed. The rules are those of SuperFences, which most sites render with: a fence
ends with the very marks it began with, at the same indentation and depth of quotation; a line that
leaves either before that makes it no fence. Tabs are expanded beforehand.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

_OPEN = re.compile(r"^(?P<indent>[ >]*)(?P<marks>`{3,}|~{3,})(?P<info>[^`\n]*)$")
_CODE_SPAN = re.compile(r"(?<!`)(`+)(?!`).*?(?<!`)\1(?!`)")
_AROUND = re.compile(r"[ >]*")


@dataclass(frozen=True, slots=True)
class Fence:
    """A fenced code block; `first` and `last` are the indices of its fence lines."""

    first: int
    last: int
    indent: str
    info: str
    code: tuple[str, ...]


def iterate_fences(lines: Sequence[str]) -> Iterator[Fence]:
    """The outermost fences. One that is never closed is none, and what follows it is in none."""
    opening: re.Match[str] | None = None
    first = 0
    blank = False
    for index, line in enumerate(lines):
        if opening is None:
            opening, first, blank = _OPEN.match(line), index, False
            continue
        indent, quotes = opening["indent"], opening["indent"].count(">")
        around = _around(line, indent)
        content = line[len(around) :]
        own = around.count(">")
        if own > quotes:
            opening = None
        elif not content.strip(" "):
            blank = True
        elif len(around) < len(indent) or (blank and own < quotes):
            opening = None
        elif re.fullmatch(rf"{opening['marks']} *", content):
            code = (text[len(_around(text, indent)) :] for text in lines[first + 1 : index])
            yield Fence(first, index, indent, opening["info"].strip(), tuple(code))
            opening = None
        else:
            blank = False


def iterate_outside_lines(text: str) -> Iterator[tuple[int, str]]:
    """The lines of a text that are in no fence, each with its number, counted from 1."""
    lines = text.expandtabs(4).split("\n")
    inside = {i for fence in iterate_fences(lines) for i in range(fence.first, fence.last + 1)}
    return ((i + 1, line) for i, line in enumerate(lines) if i not in inside)


def remove_code_spans(line: str) -> str:
    """Return a line of Markdown without its code spans."""
    return _CODE_SPAN.sub("", line)


def _around(line: str, indent: str) -> str:
    """What of a line is quotation and indentation, up to that of its fence."""
    match = _AROUND.match(line, 0, len(indent))
    return match[0] if match else ""
