"""The MkDocs plugin: each event of MkDocs calls one method of the build that is under way."""

from __future__ import annotations

import logging
from collections.abc import Callable
from typing import TYPE_CHECKING, Any, Literal

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import ConfigurationError, PluginError
from mkdocs.plugins import BasePlugin, event_priority
from mkdocs.structure.files import Files
from mkdocs.structure.nav import Navigation
from mkdocs.structure.pages import Page

from ..engine.progress import format_summary
from .build import SiteBuild
from .built_files import write_assets
from .config import LiveDiagramsConfig
from .joined_pages import wrap_joining_plugins
from .markdown_copies import wrap_markdown_plugins
from .search import wrap_search_plugins
from .serve.page_renderer import BuiltSite

if TYPE_CHECKING:
    from mkdocs.livereload import LiveReloadServer

    from .serve.live import LiveFigures

log = logging.getLogger("mkdocs.plugins.live_diagrams")


class LiveDiagramsPlugin(BasePlugin[LiveDiagramsConfig]):  # type: ignore[no-untyped-call]
    """Figures in MkDocs pages. Has `on_startup`, so that one instance lives through all rebuilds."""

    def __init__(self) -> None:
        self._build: SiteBuild | None = None
        self._outer: list[SiteBuild] = []
        """Builds that are not over while another plugin runs one for another part of the site."""
        self._is_running = False
        self._is_dirty = False
        self._navigation: Navigation | None = None
        self._live: LiveFigures | None = None

    @property
    def build(self) -> SiteBuild:
        """The build that is under way, or the last one.

        Raises:
            RuntimeError: No build has begun.
        """
        if self._build is None:
            raise RuntimeError("no build has begun")
        return self._build

    def on_startup(self, *, command: Literal["build", "gh-deploy", "serve"], dirty: bool) -> None:
        """Prepare for rebuilds where there will be any."""
        self._is_dirty = dirty
        if command == "serve":
            from .serve.live import LiveFigures

            self._live = LiveFigures(self.on_post_page)

    def on_config(self, config: MkDocsConfig) -> MkDocsConfig:
        """Begin a build."""
        earlier = self._build
        if self._live:
            self._live.pause(dirty=self._is_dirty)
        if self._is_running and self._build:
            self._outer.append(self._build)
        try:
            self._build = SiteBuild(config, self.config, serving=self._live is not None)
        except ValueError as error:
            raise ConfigurationError(f"Plugin 'live-diagrams': {error}.") from error
        if self._live:
            self._live.begin_build(self.build)
        if self._outer:
            self.build.join(self._outer[-1])
        elif self._is_dirty and earlier:
            self.build.inherit(earlier)
        self._is_running = True
        self.build.configure_extension(config)
        wrap_search_plugins(config)
        wrap_markdown_plugins(config, self.build)
        wrap_joining_plugins(config)
        return config

    @event_priority(-100)  # after plugins that add pages
    def on_files(self, files: Files, *, config: MkDocsConfig) -> Files:
        """Start to render every figure, while MkDocs converts the pages one after another."""
        self.build.files = files
        self.build.request_pages(files)
        return files

    @event_priority(-100)  # after every other plugin: the text is what the extension will convert
    def on_page_markdown(self, markdown: str, *, page: Page, config: MkDocsConfig, files: Files) -> str:
        """Note which text is which page."""
        self.build.add_page(markdown, page)
        return markdown

    @event_priority(100)  # before plugins that take the content elsewhere
    def on_page_content(self, content: str, *, page: Page, config: MkDocsConfig, files: Files) -> str:
        """Note which figures a page embeds."""
        return self.build.add_content(content, page)

    def on_env(self, env: Any, *, config: MkDocsConfig, files: Files) -> None:
        """Write the stylesheet and the script into the site."""
        if self._navigation:
            self.build.built_site = BuiltSite(config, files, self._navigation, env)
        write_assets(self.build.site_dir)

    @event_priority(100)  # before plugins that rewrite the whole page
    def on_post_page(self, output: str, *, page: Page, config: MkDocsConfig) -> str:
        """Make figures right for the whole page; remember it for the time when its figures change."""
        template = self.build.places.restore(output) if self._live else output
        if not self._live or template == output:
            return self.build.finish_page(output, page)
        rendered = self.build.render_page(template, page)
        self._live.add_page(self.build, page, config, template, rendered)
        return rendered

    def on_nav(self, nav: Any, *, config: MkDocsConfig, files: Files) -> None:
        """Take the files as all plugins have left them."""
        self.build.keep_files(files)
        self._navigation = nav

    @event_priority(-200)  # after every other plugin, also those that build other parts of the site here
    def on_post_build(self, *, config: MkDocsConfig) -> None:
        """Check the site, and log what was found and what was rendered."""
        build = self.build
        if self._outer:  # a part of a site, which is checked with the rest
            build.write_files()
            self._build = self._outer.pop()
            return
        if not self._live:  # scripts that no page shows count, too, and are cached
            build.engine.wait_for_requests()
        build.progress.clear_bar()
        if build.engine.sharing.shard:  # the site itself is built elsewhere
            self._end_build()
            return
        build.write_files()
        build.finish_files()
        for diagnostic in build.diagnostics:
            # MkDocs ends a strict build that has logged a warning.
            is_counted = diagnostic.is_error or not config.strict
            log.log(logging.WARNING if is_counted else logging.INFO, "%s", diagnostic)
        if build.engine.monitor.statistics.finished:
            log.info("%s", format_summary(build.engine.monitor.statistics))
        if build.engine.store.problem:
            log.info("Figures are not cached: %s", build.engine.store.problem)
        if not self._live:
            build.engine.sharing.finish_site(build.engine.monitor.statistics)
        if problem := build.engine.sharing.describe_problem():
            log.info("%s", problem)
        self._end_build()
        errors = [str(diagnostic) for diagnostic in build.diagnostics if diagnostic.is_error]
        if errors and config.strict and not log.isEnabledFor(logging.WARNING):
            # MkDocs counts the warnings that are logged, which are none with `--quiet`.
            raise PluginError("\n".join(errors))

    def on_build_error(self, *, error: Exception) -> None:
        """Leave nothing running after a build that failed."""
        self._end_build(str(error) or repr(error))

    def on_serve(
        self, server: LiveReloadServer, *, config: MkDocsConfig, builder: Callable[..., Any]
    ) -> LiveReloadServer:
        """Exchange figures in the open page as their scripts change."""
        if self._live:
            self._live.start(server)
        elif self.build.engine.settings.source_folder.is_dir():  # a missing folder would end the server
            server.watch(str(self.build.engine.settings.source_folder))
        return server

    def on_shutdown(self) -> None:
        """End all threads and processes."""
        if self._live:
            self._live.stop()
        if self._build:
            self._build.engine.close()

    def _end_build(self, error: str = "") -> None:
        self._is_running = False
        self._outer.clear()
        if self._live:
            self._live.resume(self._build, error)
        elif self._build:
            self._build.engine.close()
