"""The Python-Markdown extension: `![alt](diagram:NAME "caption"){ options }`, and ` ```diagram ` fences.

Images are parsed by Python-Markdown itself; those whose address begins with `diagram:` become the
places of figures. The extension alone makes a page right. With a *host* (the MkDocs plugin), it
leaves the places for the host to settle once the page is whole.
"""

from __future__ import annotations

import hashlib
import logging
import re
import xml.etree.ElementTree as ET
from collections.abc import Callable
from concurrent.futures import Future
from dataclasses import dataclass, field, fields
from html import escape, unescape
from pathlib import Path
from typing import Any

from markdown import Markdown
from markdown.extensions import Extension
from markdown.extensions.attr_list import get_attrs_and_remainder
from markdown.postprocessors import Postprocessor
from markdown.preprocessors import Preprocessor
from markdown.treeprocessors import Treeprocessor, UnescapeTreeprocessor

from ..engine import pipeline
from ..engine.scripts import Script
from ..model.embed import Embed
from ..model.errors import FigureError
from ..model.figure import Figure
from ..model.settings import Settings
from . import assets as delivery
from . import embeds as html
from . import fences
from . import paragraphs as parting

SCHEME = "diagram:"
DIRECTIONS = ("TB", "BT", "LR", "RL")
_INLINE = "%inline-"
log = logging.getLogger("live_diagrams")


@dataclass
class Host:
    """What the plugin tells the extension: which page a text is, as messages have it.

    `pages` maps the digest of a page's text to its path and the number of lines of front matter
    that were cut off before it.
    """

    pages: dict[str, tuple[str, int]] = field(default_factory=dict)

    def add(self, text: str, page: str, cut: int) -> None:
        """Take note of a page before it is converted."""
        self.pages[digest(text)] = page, cut


def digest(text: str) -> str:
    """Names a page's text."""
    return hashlib.sha256(text.encode()).hexdigest()


class LiveDiagramsExtension(Extension):
    """Figures that scripts draw. Options are those of the MkDocs plugin (see `config`)."""

    def __init__(self, **kwargs: Any) -> None:
        self.config = {
            "root": ["", "The project's root folder; the working folder when empty."],
            "host": ["", "Set by the MkDocs plugin."],
            **{f.name: [f.default, ""] for f in fields(Settings) if f.name != "root"},
        }
        super().__init__(**kwargs)

    def setConfig(self, key: str, value: Any) -> None:  # noqa: N802 - Python-Markdown's name
        """Set an option.

        Raises:
            KeyError: There is no such option.
        """
        if key not in self.config:
            names = ", ".join(f"`{name}`" for name in self.config if name != "host")
            raise KeyError(f"live_diagrams has no option `{key}`; it has {names}")
        super().setConfig(key, value)

    def extendMarkdown(self, md: Markdown) -> None:  # noqa: N802 - Python-Markdown's name
        """Register the processors, and `attr_list` for the options where it is missing."""
        if "attr_list" not in md.treeprocessors:
            md.registerExtensions(["attr_list"], {})
        options = self.getConfigs()
        host = options.pop("host") or None
        root = Path(options.pop("root") or ".").resolve()
        engine = pipeline.get_pipeline(Settings(root=root, **options))
        inline = Inline(md, host)
        # Before anything changes a page's text, by which the host knows it.
        md.preprocessors.register(Origin(md, inline), "live_diagrams_origin", 1000)
        # Before any other extension takes the fences away, and after line ends are uniform.
        md.preprocessors.register(inline, "live_diagrams", 29)
        # After `inline` and `attr_list`, before anything reads what images there are.
        md.treeprocessors.register(Places(md, inline), "live_diagrams", 7)
        # After raw HTML is back in the page, code blocks included.
        md.postprocessors.register(Unused(md, inline), "live_diagrams_unused", -99)
        if host is None:
            md.postprocessors.register(Settle(md, engine), "live_diagrams", -100)


@dataclass(frozen=True)
class Fenced:
    """A ` ```diagram ` fence: its script, its options and its lines as they stand in the page."""

    script: Script
    options: dict[str, str]
    lines: tuple[str, ...]


class Inline(Preprocessor):
    """Turns ` ```diagram ` fences into embeds of the script they hold."""

    def __init__(self, md: Markdown, host: Host | None) -> None:
        super().__init__(md)
        self.host = host
        self.origin = ""
        self.found: dict[str, Fenced] = {}

    def run(self, lines: list[str]) -> list[str]:
        """Replace each such fence by one line; the rest keeps its place."""
        self.found.clear()
        page, cut = (self.host.pages.get(self.origin) if self.host else None) or ("page", 0)
        out: list[str] = []
        done = 0
        for fence in fences.iterate_fences(lines):
            word, options = _info(fence.info) if "diagram" in fence.info else ("", {})
            if word != "diagram":
                continue
            name = f"{_INLINE}{len(self.found)}"
            out += [*lines[done : fence.first], "", f"{fence.indent}![]({SCHEME}{name})", ""]
            done = fence.last + 1
            script = Script(Path(page), page, "\n".join(fence.code) + "\n", fence.first + 2 + cut)
            source = lines[fence.first].removeprefix(fence.indent), *fence.code, _marks(lines[fence.last])
            self.found[name] = Fenced(script, options, source)
        return out + lines[done:]


class Origin(Preprocessor):
    """Takes note of the text as it was given, which names the page."""

    def __init__(self, md: Markdown, inline: Inline) -> None:
        super().__init__(md)
        self.inline = inline

    def run(self, lines: list[str]) -> list[str]:
        """Change nothing."""
        if self.inline.host:
            self.inline.origin = digest("\n".join(lines))
        return lines


class Unused(Postprocessor):
    """Puts a fence back where no image is: in an indented code block, or in raw HTML."""

    def __init__(self, md: Markdown, inline: Inline) -> None:
        super().__init__(md)
        self.inline = inline

    def run(self, text: str) -> str:
        """Undo what `Inline` did there."""

        def put(match: re.Match[str]) -> str:
            fenced = self.inline.found.get(match[2])
            if fenced is None:
                return match[0]
            return escape("\n".join(match[1] + line for line in fenced.lines), quote=False)

        if SCHEME + _INLINE not in text:
            return text
        return re.sub(rf"\n?([ \t]*)!\[\]\({SCHEME}({_INLINE}\d+)\)\n?", put, text)


def _marks(line: str) -> str:
    return line.lstrip(" >").rstrip()


def _info(info: str) -> tuple[str, dict[str, str]]:
    """A fence's language and options: `diagram alt="…"` or `{ .diagram alt="…" }`."""
    attrs, _ = get_attrs_and_remainder(info.strip().removeprefix("{").removesuffix("}").strip())
    word = ""
    options: dict[str, str] = {}
    for key, value in attrs:
        if not word and (key == "." or value is None):
            word = value if key == "." else key
        elif key == ".":
            options["class"] = f"{options.get('class', '')} {value}".strip()
        else:
            options[key] = value or ""
    return word or "", options


class Places(Treeprocessor):
    """Puts a figure's place where an image's address begins with `diagram:`."""

    def __init__(self, md: Markdown, inline: Inline) -> None:
        super().__init__(md)
        self.inline = inline

    def run(self, root: ET.Element) -> None:
        """Replace the images; one that stands among words parts what holds them."""
        images = [e for e in root.iter("img") if (e.get("src") or "").startswith(SCHEME)]
        parting.put(root, {image: self.md.htmlStash.store(html.place(self.embed(image))) for image in images})

    def embed(self, image: ET.Element) -> Embed:
        """What an image says of the figure it stands for."""
        attrs = {key: _said(value) for key, value in image.attrib.items()}
        name = attrs.pop("src").removeprefix(SCHEME)
        code, page, line = "", "", 0
        if fenced := self.inline.found.get(name):
            attrs |= fenced.options
            attrs["title"] = attrs.pop("caption", attrs.get("title", ""))
            code, page, line = fenced.script.code, fenced.script.display_path, fenced.script.line
            name = attrs.pop("name", f"inline-{int(name.removeprefix(_INLINE)) + 1}")
        direction, bad = _choice(attrs, "direction", DIRECTIONS)
        narrow, bad_narrow = _choice(attrs, "narrow", (*DIRECTIONS, "auto", "none"))
        return Embed(
            name=name,
            alt=attrs.pop("alt", "").strip(),
            caption=attrs.pop("title", "").strip(),
            direction=direction,
            narrow=narrow,
            id=attrs.pop("id", ""),
            classes=attrs.pop("class", ""),
            unknown_options=(*bad, *bad_narrow, *attrs),
            code=code,
            page=page,
            line=line,
        )


def _choice(attrs: dict[str, str], name: str, values: tuple[str, ...]) -> tuple[str, list[str]]:
    """Take an option out of `attrs`: the value it names, however its case, and what is wrong with it."""
    said = attrs.pop(name, "")
    meant = next((value for value in values if value.lower() == said.lower()), "")
    return meant, [f"{name}={said}"] if said and not meant else []


def _said(value: str | None) -> str:
    """An attribute as its author meant it: Python-Markdown leaves escapes and entities in."""
    return unescape(UnescapeTreeprocessor().unescape(value or ""))


class Settle(Postprocessor):
    """Puts the figures into their places, where there is no host to do it."""

    def __init__(self, md: Markdown, engine: pipeline.Pipeline) -> None:
        super().__init__(md)
        self.engine = engine

    def run(self, text: str) -> str:
        """Settle a whole page."""
        if not html.has_places(text):
            return text
        self.engine.start_build()
        settled = html.settle(text, resolver(self.engine, log.warning), delivery.inline())
        self.engine.close()
        return settled


def asked(engine: pipeline.Pipeline, embed: Embed) -> tuple[Future[list[Figure]], str, str]:
    """The figures of an embed's script, under way; which of them is meant; and the script's shown path.

    Raises:
        FigureError: There is no such script.
    """
    if embed.code:
        script, part = Script(engine.settings.root / embed.page, embed.page, embed.code, embed.line), ""
    else:
        script, part = engine.scripts.find_script(embed.name)
    return engine.request_figures(script, embed.direction, embed.narrow), part, script.display_path


def resolver(engine: pipeline.Pipeline, warn: Callable[[str], None] = lambda _: None) -> html.Resolve:
    """How an embed's figure is found; each fault is warned of once."""
    warned: set[str] = set()

    def resolve(embed: Embed) -> Figure | FigureError:
        try:
            figures, part, shown = asked(engine, embed)
            return pipeline.select_figure(figures.result(), part, shown)
        except FigureError as error:
            if str(error) not in warned:
                warned.add(str(error))
                warn(str(error))
            return error

    return resolve


def makeExtension(**kwargs: Any) -> LiveDiagramsExtension:  # noqa: N802 - Python-Markdown's name
    """For `markdown_extensions: [live_diagrams.pages.extension]`."""
    return LiveDiagramsExtension(**kwargs)
