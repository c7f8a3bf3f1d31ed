"""One build of the site: its pages, the figures on them, and the diagnostics at its end.

MkDocs' events fill the object, in their order. The next build begins with a new one.
"""

from __future__ import annotations

import concurrent.futures
import contextlib
import logging
import os
import posixpath
from collections.abc import Callable
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
from ..model.words import Words
from ..pages import document
from ..pages.figure.kept_figures import KeptFigures
from ..pages.host import PageOrigin, Parser
from ..pages.languages import choose_words, find_theme_language
from ..pages.places import Places, split_figures
from ..pages.resolver import make_graph_writer, make_resolver, make_script_reader, request_figures
from ..pages.syntax.scanner import scan_embeds
from .built_files import finish_files, link_assets, relative_url
from .config import LiveDiagramsConfig
from .graph_files import GraphFiles
from .published_scripts import PublishedScripts
from .serve.page_renderer import BuiltSite

log = logging.getLogger("mkdocs.plugins.live_diagrams")


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
        self.engine.start_build(serving=serving)
        self.progress = ProgressReporter()
        self.engine.monitor.on_progress = self.progress.update
        self.engine.monitor.on_output = lambda script, output: log.info("%s", format_output(script, output))
        self.figures: dict[Embed, Figure | FigureError] = {}
        """What each embed shows. Live figures replace what has changed since the build."""
        self.patience: float | None = None
        """Seconds to wait for a figure where it can be exchanged later; None to wait until it is drawn."""
        self.find_last_good: Callable[[Embed], Figure | None] = lambda embed: None
        """Returns the last drawing of a figure that is not ready."""
        self.files = Files([])
        self.built_site: BuiltSite | None = None
        """What can render one of the pages again; None before they are rendered."""
        self.parts: list[SiteBuild] = []
        """Builds inside this one, which other plugins run for parts of the site, such as other languages."""
        self._survivors: dict[str, tuple[str, ...]] = {}
        self._config_name = config_file.name
        self._theme = config.theme
        self.watched = (config.docs_dir, str(config_file), *map(os.path.abspath, config.watch))
        """The docs folder, and what else MkDocs watches."""
        self._docs_dir = self.engine.scripts.shorten_path(Path(config.docs_dir).resolve())
        self.site_dir = Path(config.site_dir)
        self.places = Places()
        self.keeps_tokens = True
        self.shows_details = serving
        self.read_script = make_script_reader(self.engine)
        self.kept: KeptFigures | None = KeptFigures(
            self.engine.store.folder, self.engine.settings.publish_graphs
        )
        self.describe_graph = make_graph_writer(self.engine)
        self._graphs = GraphFiles(self.site_dir, lambda: self.files)
        self._origins: dict[str, PageOrigin] = {}
        self._origin = PageOrigin()
        self._resolve = make_resolver(self.engine)
        self._pages: dict[str, checks.Page] = {}
        self._scripts = PublishedScripts(self.engine, self.site_dir)

    def configure_extension(self, config: MkDocsConfig) -> None:
        """Add the Markdown extension to a configuration, and connect it with this build."""
        if "live_diagrams" not in config.markdown_extensions:
            config.markdown_extensions.append("live_diagrams")
        options = {
            option.name: getattr(self.engine.settings, option.name) for option in list_options(Settings)
        }
        config.mdx_configs["live_diagrams"] = {**options, "root": str(self.root), "host": self}

    def add_page(self, markdown: str, page: Page) -> None:
        """Take in a page before the extension converts it; `markdown` is the text that it will convert."""
        source = page.file.content_string
        path = posixpath.join(self._docs_dir, page.file.src_uri)
        front_matter_lines = source.count("\n") - markdown.count("\n") if source.endswith(markdown) else 0
        name = page.file.src_uri
        self.begin_page(PageOrigin(path, front_matter_lines, name, page.url, _find_language(page)))
        self._pages[name] = checks.Page(path, name, source, _list_required_figures(page))

    def begin_page(self, origin: PageOrigin) -> None:
        """Take what is converted from here on as parts of a page."""
        self._origin = self._origins[origin.name] = origin

    def add_content(self, content: str, page: Page) -> str:
        """Take in the HTML of a page's own text; return it as other plugins should see it."""
        if checked := self._pages.get(page.file.src_uri):
            embeds = tuple(self.places.find_embeds(content))
            text = self.places.restore(content)
            self._pages[page.file.src_uri] = replace(checked, embeds=embeds, content=text)
        # Some plugins read the page's attribute and not what they are passed.
        page.content = content if self.serving else self.places.strip_tokens(content)
        return page.content

    def finish_page(self, output: str, page: Page) -> str:
        """Return a whole page with unique ids, and links to stylesheet and script if it needs them."""
        checked = self._pages.get(page.file.src_uri)
        if document.has_figures(output):
            output = document.finish_document(self.places.strip_tokens(output), self.options.icons)
        if checked and "diagram" in (text := "".join(split_figures(output)[::2])):
            self._pages[page.file.src_uri] = replace(checked, html=text)
        if '<figure class="live-diagram' in output or (checked and checked.embeds):
            output = link_assets(output, page.url)
        return output

    def render_page(self, template: str, page: Page) -> str:
        """Return a whole page with its figures, from one with places where they go."""
        return self.finish_page(document.fill_places(template, self, self.get_origin(page)), page)

    def get_origin(self, page: Page) -> PageOrigin:
        """Return where a whole page comes from."""
        name = page.file.src_uri
        return replace(self._origins.get(name) or PageOrigin(name=name), url=page.url)

    def find_origin(self, md: Parser, text: str) -> PageOrigin:
        """Return the page whose text a parser converts."""
        file = getattr(md.treeprocessors["relpath"], "file", None) if "relpath" in md.treeprocessors else None
        if file is None:  # a text inside a page, such as a docstring
            return self._origin
        origin = self._origins.get(file.src_uri) or PageOrigin(name=file.src_uri)
        # The blog shows excerpts elsewhere; their parsers know the address of the page that they are for.
        return replace(origin, url=file.url)

    def request_figure(self, embed: Embed) -> None:
        """Start to render a figure."""
        with contextlib.suppress(FigureError):  # reported when it is asked for
            request_figures(self.engine, embed)

    def request_pages(self, files: Files) -> None:
        """Start to render the figures of all pages, in their order, then those of other scripts."""
        for file in files.documentation_pages():
            with contextlib.suppress(OSError, UnicodeError):
                text, path = file.content_string, posixpath.join(self._docs_dir, file.src_uri)
                for embed in scan_embeds(text, PageOrigin(path)) if "diagram" in text else ():
                    self.request_figure(embed)
        self.engine.request_all()

    def find_figure(self, embed: Embed) -> Figure | FigureError:
        """Return what an embed shows; a figure is resolved once in a build."""
        if embed not in self.figures:
            try:
                self.figures[embed] = self._find_stand_in(embed) or self._resolve(embed)
            except Exception as error:
                if not self.serving:
                    raise
                self.figures[embed] = fault(error)
        return self.figures[embed]

    def _find_stand_in(self, embed: Embed) -> Figure | FigureError | None:
        """Return what an author sees in the place of a figure that takes long; None where it is ready."""
        if self.patience is None:
            return None
        with contextlib.suppress(FigureError):
            figures, _, script = request_figures(self.engine, embed)
            good = self.find_last_good(embed)
            concurrent.futures.wait([figures], 0.0 if good else self.patience)
            if not figures.done():
                return good or FigureError("it is being drawn", script, kind=ErrorKind.PENDING)
        return None

    def find_embeds(self, page: Page) -> tuple[Embed, ...]:
        """Return the embeds of a page's own text, in their order."""
        checked = self._pages.get(page.file.src_uri)
        return checked.embeds if checked else ()

    @property
    def texts(self) -> dict[str, str]:
        """The text of each page as its file had it, by its name below the docs folder."""
        return {name: page.source for name, page in self._pages.items()}

    def write_files(self) -> None:
        """Write the scripts and the graphs that readers may see into the site."""
        self.write_graphs()
        self.write_scripts()

    def write_scripts(self) -> None:
        """Write the scripts that readers may see."""
        self._scripts.write()

    def write_graphs(self) -> None:
        """Write the graphs of the figures as the pages show them now."""
        self._graphs.write_others(self.figures, self.describe_graph)

    def publish_graph(self, embed: Embed, graph: str) -> None:
        """Write the graph of a figure that a page shows into the site."""
        self._graphs.write(embed, graph)

    def join(self, outer: SiteBuild) -> None:
        """Become a part of another build, which exchanges its figures later."""
        outer.parts.append(self)
        self.places, self.figures, self._origins = outer.places, outer.figures, outer._origins

    def inherit(self, earlier: SiteBuild) -> None:
        """Take the pages of an earlier build, of which this one renders only some again."""
        self.places, self._origins, self._pages = earlier.places, earlier._origins, earlier._pages
        self._scripts = earlier._scripts

    def keep_files(self, files: Files) -> None:
        """Take the files as all plugins have left them; pages that are gone count no more."""
        self.files = files
        for name in self._pages.keys() - files.src_uris.keys():
            del self._pages[name]

    def finish_files(self) -> None:
        """Complete the files that other plugins have written, and note which figures are missing in them."""
        self._survivors = {
            name: tuple(embed.name for embed in embeds)
            for name, embeds in finish_files(self.site_dir, self.places, self.options.icons).items()
        }

    @cached_property
    def site(self) -> checks.Site:
        """What the checks read, once every page is built."""
        pages = [page for build in (self, *self.parts) for page in build._pages.values()]
        for page in pages:
            for embed in page.embeds:
                self.find_figure(embed)
        scripts = self.engine.scripts
        return checks.Site(
            pages=tuple(pages),
            scripts={name: scripts.get_script(name).display_path for name in scripts.iterate_names()},
            figures=self.figures,
            require_figures=tuple(self.options.require_figures),
            unused_scripts=self.options.unused_scripts == "warn",
            undeclared_inputs=self.engine.settings.undeclared_inputs,
            files=frozenset(name for build in (self, *self.parts) for name in build.files.src_uris),
            anchors=lambda name: set().union(*(b._read_anchors(name) for b in (self, *self.parts))),
            survivors=self._survivors,
            failures=self.engine.list_failures(),
            options=self.options.checks,
            root=str(self.root),
            config=self._config_name,
        )

    @cached_property
    def diagnostics(self) -> list[Diagnostic]:
        """What the checks found in the site."""
        # Where parts of the site share a page, such as one without a translation, so do their diagnostics.
        return list(dict.fromkeys(registry.find_diagnostics(self.site)))

    def _read_anchors(self, name: str) -> set[str]:
        """Return the ids of the page that a file below the docs folder became."""
        file = self.files.get_file_from_path(name)
        path = self.site_dir / file.dest_uri if file else self.site_dir
        return document.collect_ids(path.read_text("utf-8", "replace")) if path.is_file() else set()

    def resolve_link(self, href: str, page: object) -> str:
        """Return a node's link as the page has to write it: authors name files as in the docs folder."""
        assert isinstance(page, PageOrigin)
        path, mark, anchor = href.partition("#")
        file = self.files.get_file_from_path(checks.resolve_path(path, page.name)) if path else None
        return href if file is None else get_relative_url(file.url, page.url) + mark + anchor

    def find_words(self, page: object) -> Words:
        """Return the words of the option's language, else of the page's, else of the theme's."""
        assert isinstance(page, PageOrigin)
        # A plugin for several languages changes the theme after a build has begun.
        return choose_words(self.options.language, page.language, find_theme_language(self._theme))

    def publish_script(self, name: str, page: object) -> str:
        """Return the address of a figure's script; empty where the author does not publish scripts."""
        assert isinstance(page, PageOrigin)
        address = self._scripts.add(name) if self.options.show_source else ""
        return address and relative_url(address, page.url)


def fault(error: Exception) -> FigureError:
    """Return the error that a page shows for a fault of live-diagrams itself."""
    return FigureError(f"a fault of live-diagrams: {error!r}", kind=ErrorKind.FAULT)


def _find_language(page: Page) -> str:
    """Return the language that a page's front matter names, or a plugin for several languages."""
    return str(page.meta.get("lang") or getattr(page.file, "locale", None) or "")


def _list_required_figures(page: Page) -> tuple[str, ...]:
    names = page.meta.get("figures") or ()
    return (names,) if isinstance(names, str) else tuple(str(name) for name in names)
