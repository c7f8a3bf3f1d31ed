"""Scripts that are written in the page, in a ` ```diagram ` fence.

Such a fence becomes an image, as if the script had a file. Where Markdown makes no image of it, in an
indented code block or in raw HTML, the fence is put back at the end.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from html import escape
from pathlib import Path

from markdown import Markdown
from markdown.extensions.attr_list import get_attrs_and_remainder
from markdown.postprocessors import Postprocessor
from markdown.preprocessors import Preprocessor

from ..engine.scripts import Script
from .fences import Fence, iterate_fences

_ADDRESS = "diagram:%inline-"
_IMAGE = re.compile(rf"\n?([ \t]*)!\[\]\(({_ADDRESS}\d+)\)\n?")


@dataclass
class PageOrigins:
    """Where texts come from: the MkDocs plugin records each page before Markdown converts its text.

    `pages` maps the digest of a text to the path of its page, as messages name it, and to the number of
    lines of front matter before the text.
    """

    pages: dict[str, tuple[str, int]] = field(default_factory=dict)

    def add_page(self, text: str, page: str, cut: int) -> None:
        """Record a page before it is converted."""
        self.pages[_digest_text(text)] = page, cut

    def find_page(self, digest: str) -> tuple[str, int]:
        """Return the path of the page with a text of that digest, and the lines before the text."""
        return self.pages.get(digest, ("page", 0))


def _digest_text(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


@dataclass(frozen=True)
class InlineScript:
    """A ` ```diagram ` fence: its figure's default name, its script, its options, its lines in the page."""

    name: str
    script: Script
    options: dict[str, str]
    lines: tuple[str, ...]


class InlineScriptPreprocessor(Preprocessor):
    """Replaces each ` ```diagram ` fence with an image. `scripts` maps the image's address to the script."""

    def __init__(self, md: Markdown, origins: PageOrigins | None) -> None:
        super().__init__(md)
        self.origins = origins or PageOrigins()
        self.digest = ""
        self.scripts: dict[str, InlineScript] = {}

    def run(self, lines: list[str]) -> list[str]:
        """Replace the fences of a page."""
        self.scripts.clear()
        page, cut = self.origins.find_page(self.digest)
        output: list[str] = []
        done = 0
        for fence, options in _iterate_diagram_fences(lines):
            address = f"{_ADDRESS}{len(self.scripts)}"
            output += [*lines[done : fence.first], "", f"{fence.indent}![]({address})", ""]
            done = fence.last + 1
            script = Script(Path(page), page, "\n".join(fence.code) + "\n", fence.first + 2 + cut)
            opening, closing = lines[fence.first].removeprefix(fence.indent), lines[fence.last].lstrip(" >")
            source = opening, *fence.code, closing.rstrip()
            self.scripts[address] = InlineScript(f"inline-{len(self.scripts) + 1}", script, options, source)
        return output + lines[done:]


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
    """Records the digest of the text as it was passed to Markdown, which identifies its page."""

    def __init__(self, md: Markdown, inline_scripts: InlineScriptPreprocessor) -> None:
        super().__init__(md)
        self.inline_scripts = inline_scripts

    def run(self, lines: list[str]) -> list[str]:
        """Return the lines unchanged."""
        self.inline_scripts.digest = _digest_text("\n".join(lines))
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
