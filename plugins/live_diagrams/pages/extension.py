"""The Python-Markdown extension: `![alt](diagram:NAME "caption"){ options }`, and ` ```diagram ` fences.

Python-Markdown parses the images. Those whose address begins with `diagram:` become placeholders. The
extension alone fills these in; with the MkDocs plugin, which passes `origins`, the plugin does so once the
page is whole.
"""

from __future__ import annotations

import logging
import xml.etree.ElementTree as ET
from dataclasses import fields
from pathlib import Path
from typing import Any

from markdown import Markdown
from markdown.extensions import Extension
from markdown.postprocessors import Postprocessor
from markdown.treeprocessors import Treeprocessor

from ..engine import pipeline
from ..model.settings import Settings
from .assets import write_inline_assets
from .embeds import SCHEME, read_embed
from .inline_scripts import InlineScriptPreprocessor, OriginPreprocessor, UnusedFencePostprocessor
from .paragraphs import ParagraphSplitter
from .placeholders import fill_placeholders, has_placeholders, write_placeholder
from .resolver import make_resolver, make_script_reader

log = logging.getLogger("live_diagrams")


class LiveDiagramsExtension(Extension):
    """Figures that scripts draw. The options are those of the MkDocs plugin (see `config`)."""

    def __init__(self, **kwargs: Any) -> None:
        self.config = {
            "root": ["", "The project's root folder; the working folder when empty."],
            "origins": ["", "The plugin's `PageOrigins`; the plugin then fills in the placeholders."],
            **{f.name: [f.default, ""] for f in fields(Settings) if f.name != "root"},
        }
        super().__init__(**kwargs)

    def setConfig(self, key: str, value: Any) -> None:  # noqa: N802 - Python-Markdown's name
        """Set an option.

        Raises:
            KeyError: There is no such option.
        """
        if key not in self.config:
            names = ", ".join(f"`{name}`" for name in self.config if name != "origins")
            raise KeyError(f"live_diagrams has no option `{key}`; it has {names}")
        super().setConfig(key, value)

    def extendMarkdown(self, md: Markdown) -> None:  # noqa: N802 - Python-Markdown's name
        """Register the processors, and `attr_list` for the options where it is missing."""
        if "attr_list" not in md.treeprocessors:
            md.registerExtensions(["attr_list"], {})
        options = self.getConfigs()
        origins = options.pop("origins") or None
        root = Path(options.pop("root") or ".").resolve()
        engine = pipeline.get_pipeline(Settings(root=root, **options))
        inline_scripts = InlineScriptPreprocessor(md, origins)
        # Before anything changes a page's text, by which the plugin knows the page.
        md.preprocessors.register(OriginPreprocessor(md, inline_scripts), "live_diagrams_origin", 1000)
        # Before any other extension takes the fences away, and after line ends are uniform.
        md.preprocessors.register(inline_scripts, "live_diagrams", 29)
        # After `inline` and `attr_list`, before anything reads which images there are.
        md.treeprocessors.register(EmbedTreeprocessor(md, inline_scripts), "live_diagrams", 7)
        # After raw HTML is back in the page, code blocks included.
        md.postprocessors.register(UnusedFencePostprocessor(md, inline_scripts), "live_diagrams_unused", -99)
        if origins is None:
            md.postprocessors.register(FigurePostprocessor(md, engine), "live_diagrams", -100)


class EmbedTreeprocessor(Treeprocessor):
    """Replaces images whose address begins with `diagram:` with placeholders."""

    def __init__(self, md: Markdown, inline_scripts: InlineScriptPreprocessor) -> None:
        super().__init__(md)
        self.inline_scripts = inline_scripts

    def run(self, root: ET.Element) -> None:
        """Replace the images of a page; a paragraph or heading is split around them."""
        images = [e for e in root.iter("img") if (e.get("src") or "").startswith(SCHEME)]
        for image in images:
            embed = read_embed(image.attrib, self.inline_scripts.scripts.get(image.get("src", "")))
            # Python-Markdown puts stashed HTML in the place of a paragraph that contains nothing else.
            image.tag, image.text = "p", self.md.htmlStash.store(write_placeholder(embed))
            image.attrib.clear()
        if images:
            ParagraphSplitter(set(images)).split_children(root)


class FigurePostprocessor(Postprocessor):
    """Fills in the placeholders of a page, where there is no plugin to do it."""

    def __init__(self, md: Markdown, engine: pipeline.Pipeline) -> None:
        super().__init__(md)
        self.engine = engine

    def run(self, text: str) -> str:
        """Fill in the placeholders of a page."""
        if not has_placeholders(text):
            return text
        self.engine.start_build()
        resolve = make_resolver(self.engine, log.warning)
        read_script = make_script_reader(self.engine)
        html = fill_placeholders(text, resolve, write_inline_assets(), read_script=read_script)
        self.engine.close()
        return html


def makeExtension(**kwargs: Any) -> LiveDiagramsExtension:  # noqa: N802 - Python-Markdown's name
    """Return the extension, for `markdown_extensions: [live_diagrams.pages.extension]`."""
    return LiveDiagramsExtension(**kwargs)
