"""One build of the site: its pages, the figures on them, and the diagnostics at its end.

MkDocs' events fill the object, in their order. The next build begins with a new one.
"""

from __future__ import annotations

import contextlib
import logging
import posixpath
from dataclasses import replace
from functools import cached_property
from pathlib import Path

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import Files
from mkdocs.structure.pages import Page
from mkdocs.utils import get_relative_url

from .. import checks
from ..checks import Diagnostic, registry
from ..engine import pipeline
from ..engine.progress import ProgressReporter, format_output
from ..model.embed import Embed
from ..model.errors import ErrorKind, FigureError
from ..model.figure import Figure
from ..model.settings import Settings, list_options
from ..pages import assets, placeholders
from ..pages.inline_scripts import PageOrigins
from ..pages.resolver import make_resolver, make_script_reader
from .config import LiveDiagramsConfig

log = logging.getLogger("mkdocs.plugins.live_diagrams")

FOLDER = "assets/live-diagrams"
"""Where the site has the files that belong to figures."""
STYLESHEET, SCRIPT = f"{FOLDER}/{assets.STYLESHEET}", f"{FOLDER}/{assets.SCRIPT}"


class SiteBuild:
    """The state of one build.

    Args:
        serving: Whether `mkdocs serve` runs the build; then a fault of ours is shown on the page in place
            of the figure, so that the author can go on.

    Raises:
        ValueError: An option has a value that it cannot have; the message names it.
    """

    def __init__(self, config: MkDocsConfig, options: LiveDiagramsConfig, *, serving: bool = False) -> None:
        self.options = options.make_site_settings()
        self.serving = serving
        config_file = Path(config.config_file_path or "mkdocs.yml").resolve()
        self.root = config_file.parent
        self.engine = pipeline.get_pipeline(options.make_settings(self.root))
        self.engine.start_build()
        self.progress = ProgressReporter()
        self.engine.monitor.on_progress = self.progress.update
        self.engine.monitor.on_output = lambda script, output: log.info("%s", format_output(script, output))
        self.figures: dict[Embed, Figure | FigureError] = {}
        """What each embed shows. Live figures replace what has changed since the build."""
        self.files = Files([])
        self._config_name = config_file.name
        self._docs_dir = self.engine.scripts.shorten_path(Path(config.docs_dir).resolve())
        self._site_dir = Path(config.site_dir)
        self.origins = PageOrigins()
        self._resolve = make_resolver(self.engine)
        self._pages: dict[str, checks.Page] = {}
        self._published_scripts: dict[str, Path] = {}

    def configure_extension(self, config: MkDocsConfig) -> None:
        """Add the Markdown extension to a configuration, and connect it with this build."""
        if "live_diagrams" not in config.markdown_extensions:
            config.markdown_extensions.append("live_diagrams")
        options = {
            option.name: getattr(self.engine.settings, option.name) for option in list_options(Settings)
        }
        config.mdx_configs["live_diagrams"] = {**options, "root": str(self.root), "origins": self.origins}

    def add_page(self, markdown: str, page: Page) -> None:
        """Take in a page before the extension converts it; `markdown` is the text that it will convert."""
        source = page.file.content_string
        path = posixpath.join(self._docs_dir, page.file.src_uri)
        front_matter_lines = source.count("\n") - markdown.count("\n") if source.endswith(markdown) else 0
        self.origins.add_page(markdown, path, front_matter_lines)
        name = page.file.src_uri
        self._pages[name] = checks.Page(path, name, source, _list_required_figures(page))

    def add_content(self, content: str, page: Page) -> None:
        """Take in the HTML of a page's own text."""
        if checked := self._pages.get(page.file.src_uri):
            embeds = (
                tuple(placeholders.find_embeds(content)) if placeholders.has_placeholders(content) else ()
            )
            self._pages[page.file.src_uri] = replace(checked, embeds=embeds, content=content)

    def write_search_words(self, page: Page) -> None:
        """Put the words of each figure where the search will find them."""
        if page.content and placeholders.has_placeholders(page.content):
            page.content = placeholders.fill_search_words(page.content, self.find_figure)

    def render_page(self, output: str, page: Page) -> str:
        """Return a whole page with its figures, and with links to stylesheet and script where it has any."""
        if placeholders.has_placeholders(output):
            output = placeholders.fill_placeholders(
                output,
                self.find_figure,
                link=lambda href: self._resolve_link(href, page),
                source=lambda name: self._publish_script(name, page),
                read_script=make_script_reader(self.engine),
            )
            output = _link_assets(output, page)
        elif placeholders.has_node_references(output):  # an excerpt, or a page that names a figure of another
            output = placeholders.fill_placeholders(output, self.find_figure)
        checked = self._pages.get(page.file.src_uri)
        if checked and "diagram" in output:
            self._pages[page.file.src_uri] = replace(checked, html=output)
        return output

    def find_figure(self, embed: Embed) -> Figure | FigureError:
        """Return what an embed shows; a figure is resolved once in a build."""
        if embed not in self.figures:
            try:
                self.figures[embed] = self._resolve(embed)
            except Exception as error:
                if not self.serving:
                    raise
                self.figures[embed] = fault(error)
        return self.figures[embed]

    def write_scripts(self) -> None:
        """Write the scripts that readers may see into the site."""
        for address, script in self._published_scripts.items():
            target = self._site_dir / address
            target.parent.mkdir(parents=True, exist_ok=True)
            with contextlib.suppress(FileNotFoundError):  # deleted since the page was rendered
                target.write_bytes(script.read_bytes())

    @cached_property
    def site(self) -> checks.Site:
        """What the checks read, once every page is built."""
        for page in self._pages.values():
            for embed in page.embeds:
                self.find_figure(embed)
        scripts = self.engine.scripts
        return checks.Site(
            pages=tuple(self._pages.values()),
            scripts={name: scripts.get_script(name).display_path for name in scripts.iterate_names()},
            figures=self.figures,
            require_figures=tuple(self.options.require_figures),
            unused_scripts=self.options.unused_scripts == "warn",
            files=frozenset(self.files.src_uris),
            anchors=self._read_anchors,
            options=self.options.checks,
            root=str(self.root),
            config=self._config_name,
        )

    @cached_property
    def diagnostics(self) -> list[Diagnostic]:
        """What the checks found in the site."""
        return registry.find_diagnostics(self.site)

    def _read_anchors(self, name: str) -> set[str]:
        """Return the ids of the page that a file below the docs folder became."""
        file = self.files.get_file_from_path(name)
        path = self._site_dir / file.dest_uri if file else self._site_dir
        return placeholders.collect_ids(path.read_text("utf-8", "replace")) if path.is_file() else set()

    def _resolve_link(self, href: str, page: Page) -> str:
        """Return a node's link as the page has to write it: authors name files as in the docs folder."""
        path, mark, anchor = href.partition("#")
        file = self.files.get_file_from_path(checks.resolve_path(path, page.file.src_uri)) if path else None
        return href if file is None else get_relative_url(file.url, page.url) + mark + anchor

    def _publish_script(self, name: str, page: Page) -> str:
        """Return the address of a figure's script; empty where the author does not publish scripts."""
        if not self.options.show_source:
            return ""
        try:
            script, _ = self.engine.scripts.find_script(name)
        except FigureError:  # a script in the page itself
            return ""
        address = (
            f"{FOLDER}/scripts/{posixpath.relpath(script.display_path, self.engine.settings.source_dir)}.txt"
        )
        self._published_scripts[address] = script.path
        return _relative_url(address, page)


def fault(error: Exception) -> FigureError:
    """Return the error that a page shows for a fault of live-diagrams itself."""
    return FigureError(f"a fault of live-diagrams: {error!r}", kind=ErrorKind.FAULT)


def _list_required_figures(page: Page) -> tuple[str, ...]:
    names = page.meta.get("figures") or ()
    return (names,) if isinstance(names, str) else tuple(str(name) for name in names)


def _link_assets(output: str, page: Page) -> str:
    style = f'<link rel="stylesheet" href="{_relative_url(STYLESHEET, page)}">'
    script = f'<script defer src="{_relative_url(SCRIPT, page)}"></script>'
    output = output.replace("</head>", f"{style}</head>", 1)
    # Material's instant navigation runs the scripts of a page's content, but not those of its head.
    end = "</article>" if "</article>" in output else "</head>"
    return output.replace(end, f"{script}{end}", 1)


def _relative_url(path: str, page: Page) -> str:
    return posixpath.relpath(path, posixpath.dirname(page.url) or ".")
