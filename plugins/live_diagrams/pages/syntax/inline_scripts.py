"""Scripts that are written in the page, in a ` ```diagram ` fence.

Such a fence becomes an image, as if the script had a file. Where Markdown makes no image of it, in an
indented code block or in raw HTML, the fence is put back at the end.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from html import escape
from pathlib import Path

from markdown import Markdown
from markdown.extensions.attr_list import get_attrs_and_remainder
from markdown.postprocessors import Postprocessor
from markdown.preprocessors import Preprocessor

from ...engine.scripts import Script
from ..host import PageHost, PageOrigin
from .fences import Fence, iterate_fences

_ADDRESS = "diagram:%inline-"
_IMAGE = re.compile(rf"\n?([ \t]*)!\[\]\(({_ADDRESS}\d+)\)\n?")


@dataclass(frozen=True)
class InlineScript:
    """A ` ```diagram ` fence: its figure's default name, its script, its options, its lines in the page."""

    name: str
    script: Script
    options: dict[str, str]
    lines: tuple[str, ...]


class InlineScriptPreprocessor(Preprocessor):
    """Replaces each ` ```diagram ` fence with an image.

    `origin` is where the text comes from. `scripts` maps the address of each image to its script.
    """

    def __init__(self, md: Markdown) -> None:
        super().__init__(md)
        self.origin = PageOrigin()
        self.scripts: dict[str, InlineScript] = {}

    def run(self, lines: list[str]) -> list[str]:
        """Replace the fences of a page."""
        self.scripts.clear()
        output: list[str] = []
        done = 0
        for number, (fence, script) in enumerate(iterate_inline_scripts(lines, self.origin)):
            address = f"{_ADDRESS}{number}"
            output += [*lines[done : fence.first], "", f"{fence.indent}![]({address})", ""]
            done = fence.last + 1
            self.scripts[address] = script
        return output + lines[done:]


def iterate_inline_scripts(lines: list[str], origin: PageOrigin) -> Iterator[tuple[Fence, InlineScript]]:
    """Yield the fences of a text that are scripts."""
    for number, (fence, options) in enumerate(_iterate_diagram_fences(lines), 1):
        code = "\n".join(fence.code) + "\n"
        script = Script(Path(origin.path), origin.path, code, fence.first + 2 + origin.cut)
        opening, closing = lines[fence.first].removeprefix(fence.indent), lines[fence.last].lstrip(" >")
        source = opening, *fence.code, closing.rstrip()
        yield fence, InlineScript(f"inline-{number}", script, options, source)


def _iterate_diagram_fences(lines: list[str]) -> Iterator[tuple[Fence, dict[str, str]]]:
    for fence in iterate_fences(lines):
        if "diagram" in fence.info:
            language, options = _parse_info(fence.info)
            if language == "diagram":
                yield fence, options


def _parse_info(info: str) -> tuple[str, dict[str, str]]:
    """Return a fence's language and options: `diagram alt="…"` or `{ .diagram alt="…" }`."""
    attributes, _ = get_attrs_and_remainder(info.strip().removeprefix("{").removesuffix("}").strip())
    language = ""
    options: dict[str, str] = {}
    for key, value in attributes:
        if not language and (key == "." or value is None):
            language = value if key == "." else key
        elif key == ".":
            options["class"] = f"{options.get('class', '')} {value}".strip()
        else:
            options[key] = value or ""
    return language or "", options


class OriginPreprocessor(Preprocessor):
    """Asks the host where a text comes from, before anything changes the text."""

    def __init__(self, md: Markdown, host: PageHost, inline_scripts: InlineScriptPreprocessor) -> None:
        super().__init__(md)
        self.parser = md
        self.host = host
        self.inline_scripts = inline_scripts

    def run(self, lines: list[str]) -> list[str]:
        """Return the lines unchanged."""
        self.inline_scripts.origin = self.host.find_origin(self.parser, "\n".join(lines))
        return lines


class UnusedFencePostprocessor(Postprocessor):
    """Puts a fence back where Markdown makes no image of it: in an indented code block, or in raw HTML."""

    def __init__(self, md: Markdown, inline_scripts: InlineScriptPreprocessor) -> None:
        super().__init__(md)
        self.inline_scripts = inline_scripts

    def run(self, text: str) -> str:
        """Put the unused fences of a page back."""

        def restore_fence(match: re.Match[str]) -> str:
            script = self.inline_scripts.scripts.get(match[2])
            if script is None:
                return match[0]
            return escape("\n".join(match[1] + line for line in script.lines), quote=False)

        return _IMAGE.sub(restore_fence, text) if _ADDRESS in text else text
