"""The Python-Markdown extension: `![alt](diagram:NAME "caption"){ options }`, and ` ```diagram ` fences.

Python-Markdown parses the images. Those whose address begins with `diagram:` become places, which figures
take when the rest of the text is HTML. Everything around the figures comes from a host: the MkDocs plugin
passes one.
"""

from __future__ import annotations

import xml.etree.ElementTree as ET
from dataclasses import fields
from pathlib import Path
from typing import Any

from markdown import Markdown
from markdown.extensions import Extension
from markdown.postprocessors import Postprocessor
from markdown.treeprocessors import Treeprocessor

from ..model.settings import Settings, SiteSettings, list_options
from .assets import write_inline_assets
from .document import collect_figure_ids, fill_places, finish_document, has_figures
from .host import PageHost
from .standalone import StandaloneHost
from .syntax.embeds import SCHEME, read_embed
from .syntax.inline_scripts import InlineScriptPreprocessor, OriginPreprocessor, UnusedFencePostprocessor
from .syntax.paragraphs import ParagraphSplitter


class LiveDiagramsExtension(Extension):
    """Figures that scripts draw. The options are those of the MkDocs plugin (see `config`)."""

    def __init__(self, **kwargs: Any) -> None:
        self.config = {
            "root": ["", "The project's root folder; the working folder when empty."],
            "host": ["", "The plugin's `PageHost`, which then knows the page and links the stylesheet."],
            **{f.name: [f.default, ""] for f in fields(Settings) if f.name != "root"},
            **{option.name: [option.default, ""] for option in list_options(SiteSettings)},
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
        host: PageHost | None = options.pop("host") or None
        root = Path(options.pop("root") or ".").resolve()
        site = SiteSettings(
            **{option.name: options.pop(option.name) for option in list_options(SiteSettings)}
        )
        host = host or StandaloneHost(Settings(root=root, **options), site.language)
        inline_scripts = InlineScriptPreprocessor(md)
        # Before anything changes a page's text, by which a host may know the page.
        md.preprocessors.register(OriginPreprocessor(md, host, inline_scripts), "live_diagrams_origin", 1000)
        # Before any other extension takes the fences away, and after line ends are uniform.
        md.preprocessors.register(inline_scripts, "live_diagrams", 29)
        # After `inline` and `attr_list`, before anything reads which images there are.
        md.treeprocessors.register(EmbedTreeprocessor(md, host, inline_scripts), "live_diagrams", 7)
        # After raw HTML is back in the page, code blocks included.
        md.postprocessors.register(UnusedFencePostprocessor(md, inline_scripts), "live_diagrams_unused", -99)
        figures = FigurePostprocessor(md, host, inline_scripts, site.icons)
        md.postprocessors.register(figures, "live_diagrams", -100)


class EmbedTreeprocessor(Treeprocessor):
    """Replaces images whose address begins with `diagram:` with places."""

    def __init__(self, md: Markdown, host: PageHost, inline_scripts: InlineScriptPreprocessor) -> None:
        super().__init__(md)
        self.host = host
        self.inline_scripts = inline_scripts

    def run(self, root: ET.Element) -> None:
        """Replace the images of a page; a paragraph or heading is split around them."""
        images = [e for e in root.iter("img") if (e.get("src") or "").startswith(SCHEME)]
        for image in images:
            embed = read_embed(image.attrib, self.inline_scripts.scripts.get(image.get("src", "")))
            # Python-Markdown puts stashed HTML in the place of a paragraph that contains nothing else.
            image.tag, image.text = "p", self.md.htmlStash.store(self.host.places.write_place(embed))
            image.attrib.clear()
        if images:
            ParagraphSplitter(set(images)).split_children(root)


class FigurePostprocessor(Postprocessor):
    """Puts figures into the places of a text; without a plugin, with style and script before the first."""

    def __init__(
        self, md: Markdown, host: PageHost, inline_scripts: InlineScriptPreprocessor, icons: str
    ) -> None:
        super().__init__(md)
        self.host = host
        self.inline_scripts = inline_scripts
        self.icons = icons

    def run(self, text: str) -> str:
        """Fill the places of a text."""
        if not has_figures(text):
            return text
        if not isinstance(self.host, StandaloneHost):
            html = fill_places(text, self.host, self.inline_scripts.origin)
        else:
            self.host.start_page()
            html = fill_places(text, self.host, self.inline_scripts.origin, before=write_inline_assets())
            self.host.end_page()
            html = finish_document(html, self.icons)
        self._add_anchors(html)
        return html

    def _add_anchors(self, html: str) -> None:
        """Let MkDocs know the ids in figures: it collects those of the text before figures are in it."""
        if "mkdocs_extract_anchors" in self.md.treeprocessors:
            anchors = getattr(self.md.treeprocessors["mkdocs_extract_anchors"], "present_anchor_ids", None)
            if isinstance(anchors, set):
                anchors.update(collect_figure_ids(html))


def makeExtension(**kwargs: Any) -> LiveDiagramsExtension:  # noqa: N802 - Python-Markdown's name
    """Return the extension, for `markdown_extensions: [live_diagrams.pages.extension]`."""
    return LiveDiagramsExtension(**kwargs)
