"""Fenced code blocks in Markdown text: where they are, and what they hold. Pure.

Only as much as is needed to find the outermost fences, as CommonMark defines them, so that what
stands inside a code block is never taken for an embed.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

_OPEN = re.compile(r"^(?P<indent>[ \t>]*)(?P<marks>`{3,}|~{3,})(?P<info>[^`\n]*)$")


@dataclass(frozen=True)
class Fence:
    """A fenced code block; `first` and `last` are the indices of its fence lines."""

    first: int
    last: int
    indent: str
    info: str
    code: tuple[str, ...]


def find(lines: Sequence[str]) -> Iterator[Fence]:
    """The outermost fences. One that is never closed is none, as Python-Markdown has it."""
    index = 0
    while index < len(lines):
        opening = _OPEN.match(lines[index])
        last = _closing(lines, index, opening["marks"]) if opening else None
        if opening and last is not None:
            indent = opening["indent"]
            code = tuple(_without(line, indent) for line in lines[index + 1 : last])
            yield Fence(index, last, indent, opening["info"].strip(), code)
            index = last
        index += 1


def outside(text: str) -> Iterator[tuple[int, str]]:
    """The lines of a text that are in no fence, each with its number, counted from 1."""
    lines = text.split("\n")
    inside = {i for fence in find(lines) for i in range(fence.first, fence.last + 1)}
    return ((i + 1, line) for i, line in enumerate(lines) if i not in inside)


def _closing(lines: Sequence[str], first: int, marks: str) -> int | None:
    closing = re.compile(rf"^[ \t>]*{re.escape(marks[0])}{{{len(marks)},}}\s*$")
    return next((i for i in range(first + 1, len(lines)) if closing.match(lines[i])), None)


def _without(line: str, indent: str) -> str:
    return line[len(indent) :] if line.startswith(indent) else line.lstrip()
