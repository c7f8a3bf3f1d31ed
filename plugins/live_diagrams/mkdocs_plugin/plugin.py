"""The MkDocs plugin: what only MkDocs can give. Thin; the work is done elsewhere.

It starts the figures before the pages, tells the extension which page is which, settles each page's
figures once the page is whole, runs the content checks at the end and reports.
"""

from __future__ import annotations

import contextlib
import logging
import posixpath
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import ConfigurationError
from mkdocs.plugins import BasePlugin, event_priority
from mkdocs.structure.files import File, Files
from mkdocs.structure.pages import Page
from mkdocs.utils import get_relative_url
from mkdocs.utils.templates import TemplateContext

from .. import checks
from ..checks import Diagnostic, registry
from ..engine import pipeline
from ..engine.progress import ProgressReporter, format_output, format_summary
from ..model.embed import Embed
from ..model.errors import ErrorKind, FigureError
from ..model.figure import Figure
from ..pages import assets as delivery
from ..pages import embeds as html
from ..pages import extension
from .config import LiveDiagramsConfig

if TYPE_CHECKING:
    from mkdocs.livereload import LiveReloadServer

    from .live import Live

log = logging.getLogger("mkdocs.plugins.live_diagrams")

ASSETS = "assets/live-diagrams"
STYLESHEET, SCRIPT = f"{ASSETS}/{delivery.STYLESHEET}", f"{ASSETS}/{delivery.SCRIPT}"


class LiveDiagramsPlugin(BasePlugin[LiveDiagramsConfig]):  # type: ignore[no-untyped-call]
    """Figures in MkDocs pages. Has `on_startup`, so that one instance lives through all rebuilds."""

    def __init__(self) -> None:
        self.problems: list[Diagnostic] = []
        self._live: Live | None = None
        self._host = extension.Host()
        self._pages: dict[str, checks.Page] = {}
        self.figures: dict[Embed, Figure | FigureError] = {}
        self._files = Files([])
        self._sources: dict[str, Path] = {}

    def on_startup(self, *, command: Literal["build", "gh-deploy", "serve"], dirty: bool) -> None:
        """Remember whether there will be rebuilds."""
        if command == "serve":
            from . import live as serve

            self._live = serve.Live(self)

    def on_config(self, config: MkDocsConfig) -> MkDocsConfig:
        """Set up the extension, and begin to make every figure while MkDocs reads the pages."""
        if self._live:
            self._live.pause()
        root = Path(config.config_file_path).resolve().parent if config.config_file_path else Path.cwd()
        try:
            self.engine = pipeline.get_pipeline(self.config.settings(root))
        except ValueError as error:
            raise ConfigurationError(f"Plugin 'live-diagrams': {error}.") from error
        self.engine.start_build()
        self._progress = ProgressReporter()
        self.engine.on_progress = self._progress.update
        self.engine.on_output = lambda script, output: log.info("%s", format_output(script, output))
        self._resolve = extension.resolver(self.engine)
        self._host.pages.clear()
        self._pages.clear()
        self.figures.clear()
        self._sources.clear()
        self._docs = self.engine.scripts.shorten_path(Path(config.docs_dir).resolve())
        self._site_dir = config.site_dir
        self._root, self._config = str(root), Path(config.config_file_path or "mkdocs.yml").name
        if "live_diagrams" not in config.markdown_extensions:
            config.markdown_extensions.append("live_diagrams")
        options = {**self.config, "root": str(root), "host": self._host}
        for name in ("require_figures", "unused_scripts", "show_source", "checks", "handbook"):
            del options[name]
        config.mdx_configs["live_diagrams"] = options
        self.engine.request_all()
        return config

    def on_files(self, files: Files, *, config: MkDocsConfig) -> Files:
        """Publish the stylesheet and the script."""
        for name in (STYLESHEET, SCRIPT):
            files.append(File.generated(config, name, content=delivery.text(posixpath.basename(name))))
        self._files = files
        return files

    @event_priority(-100)  # what the extension will see, after every other plugin's changes
    def on_page_markdown(self, markdown: str, *, page: Page, config: MkDocsConfig, files: Files) -> str:
        """Take note of which text is which page."""
        source = page.file.content_string
        path = posixpath.join(self._docs, page.file.src_uri)
        cut = source.count("\n") - markdown.count("\n") if source.endswith(markdown) else 0
        self._host.add(markdown, path, cut)
        self._pages[page.file.src_uri] = checks.Page(path, page.file.src_uri, source, _declared(page))
        return markdown

    def on_page_content(self, html_: str, *, page: Page, config: MkDocsConfig, files: Files) -> str:
        """Take note of a page's figures, and begin those that were not foreseen."""
        known = self._pages.get(page.file.src_uri)
        if known:
            embeds = tuple(html.embeds(html_)) if html.has_places(html_) else ()
            self._pages[page.file.src_uri] = _with(known, embeds=embeds, content=html_)
        return html_

    @event_priority(100)  # before the search reads the page
    def on_page_context(
        self, context: TemplateContext, *, page: Page, config: MkDocsConfig, nav: Any
    ) -> TemplateContext:
        """Give the search the words of the figures, not their drawings."""
        if page.content and html.has_places(page.content):
            page.content = html.fill_words(page.content, self._figure)
        return context

    @event_priority(100)  # before anything that rewrites the whole page
    def on_post_page(self, output: str, *, page: Page, config: MkDocsConfig) -> str:
        """Put the figures into the whole page."""
        settled = self.settle(output, page)
        if self._live and html.has_places(output):
            self._live.take(page, config, output, settled)
        return settled

    def settle(self, output: str, page: Page) -> str:
        """A page with its figures; with links to stylesheet and script where there are any."""
        if html.has_places(output):
            output = html.settle(
                output,
                self._figure,
                link=lambda href: self._address(href, page),
                source=lambda name: self._source(name, page),
            )
            style = f'<link rel="stylesheet" href="{_relative(STYLESHEET, page)}">'
            script = f'<script defer src="{_relative(SCRIPT, page)}"></script>'
            output = output.replace("</head>", f"{style}</head>", 1)
            # Material's instant navigation runs the scripts of a page's content, but not those of its head.
            end = "</article>" if "</article>" in output else "</head>"
            output = output.replace(end, f"{script}{end}", 1)
        elif html.has_references(output):  # an excerpt, or a page that names a figure of another
            output = html.settle(output, self._figure)
        known = self._pages.get(page.file.src_uri)
        if known and "diagram" in output:
            self._pages[page.file.src_uri] = _with(known, html=output)
        return output

    @event_priority(-100)  # when every other plugin is done
    def on_post_build(self, *, config: MkDocsConfig) -> None:
        """Check the site, and say what came of it."""
        self._progress.clear_bar()
        self.publish()
        self.site = self._site(Path(config.site_dir))
        self.problems = registry.find_diagnostics(self.site)
        for problem in self.problems:
            log.warning("%s", problem)
        if self.engine.statistics.finished:
            log.info("%s", format_summary(self.engine.statistics))
        if self.engine.store.problem:
            log.info("Figures are not remembered: %s", self.engine.store.problem)
        self._end()

    def on_build_error(self, *, error: Exception) -> None:
        """Leave nothing running."""
        self._end()

    def _end(self) -> None:
        if self._live:
            self._live.resume()
        elif hasattr(self, "engine"):
            self.engine.close()

    def on_serve(
        self, server: LiveReloadServer, *, config: MkDocsConfig, builder: Callable[..., Any]
    ) -> LiveReloadServer:
        """Exchange figures in the open page as their scripts change."""
        if self._live:
            self._live.start(server)
        elif self.engine.settings.source_folder.is_dir():  # a missing folder would end the server
            server.watch(str(self.engine.settings.source_folder))
        return server

    def on_shutdown(self) -> None:
        """End what is running."""
        if self._live:
            self._live.stop()
        if hasattr(self, "engine"):
            self.engine.close()

    def _figure(self, embed: Embed) -> Figure | FigureError:
        """An embed's figure, asked for once a build."""
        if embed not in self.figures:
            try:
                self.figures[embed] = self._resolve(embed)
            except Exception as error:  # a fault of ours, which must not leave a server without its pages
                if not self._live:
                    raise
                self.figures[embed] = FigureError(
                    f"a fault of live-diagrams: {error!r}", kind=ErrorKind.FAULT
                )
        return self.figures[embed]

    def publish(self) -> None:
        """Write the scripts that readers may see."""
        for path, script in self._sources.items():
            target = Path(self._site_dir, path)
            target.parent.mkdir(parents=True, exist_ok=True)
            with contextlib.suppress(FileNotFoundError):  # deleted since the page was settled
                target.write_bytes(script.read_bytes())

    def _address(self, href: str, page: Page) -> str:
        """What a node's link names, as a page has to say it: files are named as in the docs folder."""
        path, mark, anchor = href.partition("#")
        file = self._files.get_file_from_path(checks.resolve_path(path, page.file.src_uri)) if path else None
        return href if file is None else get_relative_url(file.url, page.url) + mark + anchor

    def _source(self, name: str, page: Page) -> str:
        """The address of a figure's script, where the author lets readers see it."""
        if not self.config.show_source:
            return ""
        try:
            script, _ = self.engine.scripts.find_script(name)
        except FigureError:  # a script in the page itself
            return ""
        path = f"{ASSETS}/scripts/{posixpath.relpath(script.display_path, self.config.source_dir)}.txt"
        self._sources[path] = script.path
        return _relative(path, page)

    def _site(self, built: Path) -> checks.Site:
        """What the checks look at."""

        def anchors(name: str) -> set[str]:
            file = self._files.get_file_from_path(name)
            path = built / file.dest_uri if file else built
            return html.ids(path.read_text("utf-8", "replace")) if path.is_file() else set()

        for page in self._pages.values():
            for embed in page.embeds:
                self._figure(embed)
        sources = self.engine.scripts
        return checks.Site(
            pages=tuple(self._pages.values()),
            scripts={name: sources.get_script(name).display_path for name in sources.iterate_names()},
            figures=self.figures,
            require_figures=tuple(self.config.require_figures),
            unused_scripts=self.config.unused_scripts == "warn",
            files=frozenset(self._files.src_uris),
            anchors=anchors,
            options=self.config.checks,
            root=self._root,
            config=self._config,
        )


def _declared(page: Page) -> tuple[str, ...]:
    """The figures that a page's front matter says it must show."""
    names = page.meta.get("figures") or ()
    return (names,) if isinstance(names, str) else tuple(str(name) for name in names)


def _with(page: checks.Page, **changes: Any) -> checks.Page:
    return checks.Page(**{**{f: getattr(page, f) for f in page.__dataclass_fields__}, **changes})


def _relative(path: str, page: Page) -> str:
    """A path of the site as seen from a page."""
    return posixpath.relpath(path, posixpath.dirname(page.url) or ".")
