"""The Python-Markdown extension: `![alt](diagram:NAME "caption"){ options }`, and ` ```diagram ` fences.

Images are parsed by Python-Markdown itself; those whose address begins with `diagram:` become the
places of figures. The extension alone makes a page right. With a *host* (the MkDocs plugin), it
leaves the places for the host to settle once the page is whole.
"""

from __future__ import annotations

import hashlib
import logging
import xml.etree.ElementTree as ET
from collections.abc import Callable
from dataclasses import dataclass, field, fields
from pathlib import Path
from typing import Any

from markdown import Markdown
from markdown.extensions import Extension
from markdown.extensions.attr_list import get_attrs_and_remainder
from markdown.postprocessors import Postprocessor
from markdown.preprocessors import Preprocessor
from markdown.treeprocessors import Treeprocessor

from . import fences, html, pipeline
from .errors import FigureError
from .figure import Figure
from .html import Embed
from .pipeline import Settings
from .source import Script

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

    def extendMarkdown(self, md: Markdown) -> None:  # noqa: N802 - Python-Markdown's name
        """Register the processors, and `attr_list` for the options where it is missing."""
        if "attr_list" not in md.treeprocessors:
            md.registerExtensions(["attr_list"], {})
        options = self.getConfigs()
        host = options.pop("host") or None
        root = Path(options.pop("root") or ".").resolve()
        engine = pipeline.shared(Settings(root=root, **options))
        inline = Inline(md, host)
        # Before any other extension takes the fences away, and after line ends are uniform.
        md.preprocessors.register(inline, "live_diagrams", 29)
        # After `inline` and `attr_list`, before anything reads what images there are.
        md.treeprocessors.register(Places(md, inline), "live_diagrams", 7)
        if host is None:
            md.postprocessors.register(Settle(md, engine), "live_diagrams", -100)


class Inline(Preprocessor):
    """Turns ` ```diagram ` fences into embeds of the script they hold."""

    def __init__(self, md: Markdown, host: Host | None) -> None:
        super().__init__(md)
        self.host = host
        self.scripts: list[Script] = []
        self.options: list[dict[str, str]] = []

    def run(self, lines: list[str]) -> list[str]:
        """Replace each such fence by one line; the rest keeps its place."""
        self.scripts.clear()
        self.options.clear()
        page, cut = (self.host.pages.get(digest("\n".join(lines))) if self.host else None) or ("page", 0)
        out: list[str] = []
        done = 0
        for fence in fences.find(lines):
            word, options = _info(fence.info) if "diagram" in fence.info else ("", {})
            if word != "diagram":
                continue
            out += [
                *lines[done : fence.first],
                "",
                f"{fence.indent}![]({SCHEME}{_INLINE}{len(self.scripts)})",
                "",
            ]
            done = fence.last + 1
            code = "\n".join(fence.code) + "\n"
            self.scripts.append(Script(Path(page), page, code, fence.first + 2 + cut))
            self.options.append(options)
        return out + lines[done:]


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
        """Replace the images; one that stands in a paragraph with words parts it."""
        for parent in list(root.iter()):
            for image in [child for child in parent if child.tag == "img"]:
                if (image.get("src") or "").startswith(SCHEME):
                    place = self.md.htmlStash.store(html.place(self.embed(image)))
                    if parent.tag == "p":
                        image.tag, image.text = "live-place", place
                        image.attrib.clear()
                    else:
                        _replace(parent, image, place)
        for parent in list(root.iter()):
            for index in reversed(range(len(parent))):
                if parent[index].tag == "p" and parent[index].find("live-place") is not None:
                    parent[index : index + 1] = _parted(parent[index])

    def embed(self, image: ET.Element) -> Embed:
        """What an image says of the figure it stands for."""
        attrs = {key: value or "" for key, value in image.attrib.items()}
        name = attrs.pop("src").removeprefix(SCHEME)
        code, page, line = "", "", 0
        if name.startswith(_INLINE) and name.removeprefix(_INLINE).isdigit():
            number = int(name.removeprefix(_INLINE))
            script = self.inline.scripts[number]
            attrs = attrs | self.inline.options[number]
            attrs["title"] = attrs.pop("caption", attrs.get("title", ""))
            code, page, line = script.code, script.shown, script.line
            name = attrs.pop("name", f"inline-{number + 1}")
        direction = attrs.pop("direction", "").upper()
        bad = [f"direction={direction}"] if direction and direction not in DIRECTIONS else []
        return Embed(
            name=name,
            alt=attrs.pop("alt", "").strip(),
            caption=attrs.pop("title", "").strip(),
            direction="" if bad else direction,
            id=attrs.pop("id", ""),
            classes=attrs.pop("class", ""),
            unknown=(*bad, *attrs),
            code=code,
            page=page,
            line=line,
        )


def _replace(parent: ET.Element, child: ET.Element, text: str) -> None:
    """Put text in an element's stead."""
    index = list(parent).index(child)
    text += child.tail or ""
    if index:
        parent[index - 1].tail = (parent[index - 1].tail or "") + text
    else:
        parent.text = (parent.text or "") + text
    parent.remove(child)


def _parted(paragraph: ET.Element) -> list[ET.Element]:
    """A paragraph as several: a figure is no part of one."""
    parts: list[ET.Element] = []
    current = ET.Element("p", paragraph.attrib)
    current.text = paragraph.text
    for child in paragraph:
        tail, child.tail = child.tail, None
        if child.tag == "live-place":
            stands = ET.Element("p")
            stands.text = child.text
            parts += [current, stands]
            current = ET.Element("p")
            current.text = tail
        else:
            child.tail = tail
            current.append(child)
    return [part for part in (*parts, current) if len(part) or (part.text or "").strip()]


class Settle(Postprocessor):
    """Puts the figures into their places, where there is no host to do it."""

    def __init__(self, md: Markdown, engine: pipeline.Pipeline) -> None:
        super().__init__(md)
        self.engine = engine

    def run(self, text: str) -> str:
        """Settle a whole page."""
        if not html.has_places(text):
            return text
        self.engine.begin()
        style = (Path(__file__).parent / "assets" / "figures.css").read_text(encoding="utf-8")
        settled = html.settle(text, resolver(self.engine, log.warning), style)
        self.engine.close()
        return settled


def resolver(engine: pipeline.Pipeline, warn: Callable[[str], None] = lambda _: None) -> html.Resolve:
    """How an embed's figure is found; each fault is warned of once."""
    warned: set[str] = set()

    def resolve(embed: Embed) -> Figure | FigureError:
        try:
            if not embed.code:
                return engine.figure(embed.name, embed.direction)
            script = Script(engine.settings.root / embed.page, embed.page, embed.code, embed.line)
            return pipeline.pick(engine.ask(script, embed.direction).result(), "", embed.page)
        except FigureError as error:
            if str(error) not in warned:
                warned.add(str(error))
                warn(str(error))
            return error

    return resolve


def makeExtension(**kwargs: Any) -> LiveDiagramsExtension:  # noqa: N802 - Python-Markdown's name
    """For `markdown_extensions: [live_diagrams.extension]`."""
    return LiveDiagramsExtension(**kwargs)
