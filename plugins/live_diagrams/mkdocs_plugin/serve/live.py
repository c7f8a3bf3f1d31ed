"""Live figures and texts of `mkdocs serve`: pages that change while they are open, as files are saved.

Which figures a page has, and where, depends on its text alone; so each page is kept with places where
its figures go. When a figure changes, the pages that embed it are rendered again from there,
written to the site, and announced to browsers. A page whose text changes is rendered again alone (see
`live_texts`). For all other changes MkDocs builds the site again.

Three kinds of threads meet here:

- that of MkDocs builds the site; from `pause` to `resume` it holds the lock;
- that of the watcher calls `_update` after changes of files, which holds the lock too;
- those of the server answer browsers. They only read, and never wait for a build.
"""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Callable, Iterable, Mapping
from concurrent.futures import Future
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.pages import Page

from ...engine import pipeline
from ...engine.file_watcher import FileWatcher
from ...model.embed import Embed
from ...model.errors import FigureError
from ...model.figure import Figure
from ...model.messages import Priority
from ...pages.resolver import request_embed
from ..build import SiteBuild, fault
from .change_log import log_changes
from .channel import Channel
from .good_figures import GoodFigures
from .live_texts import LiveTexts
from .page_sources import PageSources
from .served_page import FAULT, PAGE, ServedPage, digest_parts, list_changes, normalize_url
from .site_pages import SitePages

if TYPE_CHECKING:
    from mkdocs.livereload import LiveReloadServer

BUILD_PATIENCE = 1.0
"""Seconds for which a build waits for a figure that was never drawn."""

log = logging.getLogger("mkdocs.plugins.live_diagrams")


class LiveFigures:
    """The figures of a site that is being served.

    Args:
        on_post_page: The plugin's event that renders a page. Events of other plugins that follow it run
            again when a page is rendered again.
    """

    def __init__(self, on_post_page: Callable[..., str]) -> None:
        self._on_post_page = on_post_page
        self._build: SiteBuild | None = None
        self._pages: dict[str, ServedPage] = {}
        self._good = GoodFigures()
        self._lock = threading.Lock()
        self._paused = False
        self._changed_at = self._paused_at = 0.0
        self._was_built = False
        self._pending: set[Embed] = set()
        """Embeds whose figures are not complete."""
        self._awaited: set[Future[list[Figure]]] = set()
        self._texts = LiveTexts()
        self._channel: Channel | None = None
        self._watcher: FileWatcher | None = None

    def pause(self, *, dirty: bool = False) -> None:
        """Wait for the end of an update, and allow no other until `resume`: a build begins.

        A `dirty` build renders some pages only; the others stay.
        """
        if not self._paused:
            self._lock.acquire()
            self._paused, self._paused_at = True, time.monotonic()
            if not dirty:
                self._pages.clear()

    def resume(self, build: SiteBuild | None, error: str = "") -> None:
        """Go on with the figures of a build that has ended or failed; files may have changed meanwhile."""
        if not self._paused:
            return
        if self._build and build and self._build.engine is not build.engine:
            self._build.engine.close()
        earlier = self._build.figures if self._build else {}
        self._build = build
        # Plugins that build parts of a site within a build leave it in the state of the last part.
        site = build.built_site if build and not error and not build.parts else None
        sources = PageSources(build.watched, site.files, build.texts) if build and site else None
        repaired = self._texts.end_build(site, sources, time.monotonic() - self._paused_at)
        had_fault, self._texts.site_fault = bool(self._texts.site_fault), error
        if build:
            self._good.keep(build.figures)
            for served in self._pages.values():
                for embed in served.embeds:
                    if embed not in build.figures and embed in earlier:  # on a page that was not built
                        build.figures[embed] = earlier[embed]
        self._paused = False
        self._lock.release()
        if self._channel and self._watcher:
            for path in {*repaired, *self._channel.listeners} if error or repaired or had_fault else ():
                self._channel.announce(path, [FAULT])
            if not error:
                self._channel.pages.fresh.clear()
                self._was_built = True
            self._watcher.notify(files=True)

    def begin_build(self, build: SiteBuild) -> None:
        """Let a build do without figures that take long, where they are exchanged later."""
        if self._channel:  # not in the first build: nobody may ever be listening
            build.patience, build.find_last_good = BUILD_PATIENCE, self._good.find
            if self._build:
                build.engine.chosen = self._build.engine.chosen

    def add_page(
        self, build: SiteBuild, page: Page, config: MkDocsConfig, template: str, rendered: str
    ) -> None:
        """Keep a page that a build has rendered; `template` has places where the figures go."""
        embeds = tuple(build.places.find_embeds(template))
        self._pages[page.file.dest_uri] = ServedPage.from_html(page, config, template, embeds, rendered)

    def start(self, server: LiveReloadServer) -> None:
        """Watch the scripts and all that they read, and let open pages listen."""
        host = str(server.server_address[0])
        pages = SitePages(server.root, server.mount_path)
        self._channel = Channel(
            server.serve_request,
            pages,
            host,
            self._describe_failures,
            self._texts.describe_fault,
            self._note_choices,
        )
        server.set_app(self._channel)
        self._texts.start(server)
        self._watcher = FileWatcher(self._update)
        self._watcher.start()

    def stop(self) -> None:
        """End all threads."""
        if self._watcher:
            self._watcher.stop()
        if self._channel:
            self._channel.close()

    def _update(self, files: bool) -> Iterable[tuple[str, str]]:
        """Render figures that are stale, exchange those that are ready; return the paths to watch."""
        with self._lock:
            build = self._build
            if build is None:
                return set()
            if files and build.engine.forget_stale():
                self._changed_at = time.monotonic()
            open_pages = self._channel.listeners if self._channel else {}
            if files:
                for served in [served for served in self._pages.values() if open_pages.get(served.url)]:
                    for embed in served.embeds:
                        # The scripts run while texts are rendered.
                        self._find_outcome(build, embed, Priority.URGENT)
                self._exchange_texts(build)
            pages = sorted(self._pages.values(), key=lambda served: not open_pages.get(served.url))
            embeds = dict.fromkeys(embed for served in pages for embed in served.embeds)
            pending, self._pending = self._pending, set()
            changed: dict[Embed, Figure | FigureError] = {}
            for embed in embeds if files else [embed for embed in embeds if embed in pending]:
                outcome = self._find_outcome(build, embed)
                if outcome is not None and not _is_same(outcome, build.figures.get(embed)):
                    changed[embed] = outcome
            if changed:
                build.figures |= changed
                self._good.keep(changed)
                for served in pages:
                    if not changed.keys().isdisjoint(served.embeds):
                        self._exchange(build, served)
                log_changes(build, changed, time.monotonic() - self._changed_at)
                build.write_graphs()
            if files:
                build.write_scripts()
            return {
                ("tree", str(build.engine.settings.source_folder)),
                *(("tree" if Path(path).is_dir() else "file", path) for path in build.watched),
                *build.engine.list_dependencies(),
            }

    def _exchange_texts(self, build: SiteBuild) -> None:
        """Announce pages that a build has changed, and render those whose texts have changed since."""
        channel, began = self._channel, time.monotonic()
        if channel and self._was_built:
            self._was_built = False
            for path in channel.pages.list_changed():
                channel.announce(path, [PAGE])
        build.patience = 0.0
        for page in self._texts.find_changes().pages:
            old = self._pages.pop(page.file.dest_uri, None)
            had_faults = len(self._texts.faults)
            path = self._texts.render_page(page)
            if path in self._texts.faults:
                if old:
                    self._pages[page.file.dest_uri] = old
                parts = [FAULT]
            else:
                parts = [PAGE, FAULT] if had_faults else [PAGE]
                log.info("Page exchanged: %s in %.2f s", page.file.src_uri, time.monotonic() - began)
            if channel:
                if PAGE in parts:
                    self._publish(path, Path(page.file.abs_dest_path).read_bytes())
                channel.announce(path, parts)
            build.write_graphs()

    def _publish(self, path: str, content: bytes) -> None:
        """Let the server send a page also while MkDocs builds, where a browser has it open."""
        pages = self._channel.pages if self._channel else None
        if pages and path in pages.shown:
            pages.fresh[path] = content
            pages.note_shown(path, content)

    def _find_outcome(
        self, build: SiteBuild, embed: Embed, priority: Priority = Priority.SOON
    ) -> Figure | FigureError | None:
        """Return what an embed shows now, without choices that nobody sees; None before there is any."""
        try:
            request, part, script = request_embed(build.engine, embed, priority)
            if not request.complete.done():
                self._pending.add(embed)
            for figures in (request.complete, request.first):
                if figures.done():
                    return pipeline.select_figure(figures.result(), part, script)
                self._await(figures)
            return None
        except FigureError as error:
            return error
        except Exception as error:  # the author sees it on the page, and goes on
            return fault(error)

    def _await(self, figures: Future[list[Figure]]) -> None:
        """Check again when these figures are ready."""

        def wake_watcher(figures: Future[list[Figure]]) -> None:
            self._awaited.discard(figures)
            if self._watcher:
                self._watcher.notify()

        if figures not in self._awaited:
            self._awaited.add(figures)
            figures.add_done_callback(wake_watcher)

    def _note_choices(self, choices: Mapping[str, str]) -> None:
        """Let the choices that an open page shows be drawn before others."""
        if self._build:
            self._build.engine.chosen = {**self._build.engine.chosen, **choices}

    def _exchange(self, build: SiteBuild, served: ServedPage) -> None:
        """Render a page again, write it, and announce its changes to browsers."""
        page, config = served.page, served.config
        output = build.render_page(served.html, page)
        after = replace(served, digests=digest_parts(output))
        self._pages[page.file.dest_uri] = after
        events = config.plugins.events["post_page"]
        try:
            for event in events[events.index(self._on_post_page) + 1 :]:
                output = event(output, page=page, config=config) or output
        except Exception:
            log.exception("Another plugin cannot rewrite the page %s", page.file.src_uri)
        content = output.encode("utf-8", "xmlcharrefreplace")
        _write_atomically(Path(page.file.abs_dest_path), content)
        self._publish(served.url, content)
        if self._channel and after.digests != served.digests:
            self._channel.announce(served.url, list_changes(served.digests, after.digests))

    def _describe_failures(self, path: str) -> list[dict[str, Any]]:
        """Return what the author reads of the failed figures of a page, beyond what its HTML contains."""
        build = self._build
        pages = [served for served in tuple(self._pages.values()) if served.url == normalize_url(path)]
        return [
            self._good.describe_failure(build, served.page, number, embed, error)
            for served in pages
            for number, embed in enumerate(served.embeds)
            if build and isinstance(error := build.figures.get(embed), FigureError)
        ]


def _is_same(outcome: Figure | FigureError, other: Figure | FigureError | None) -> bool:
    return outcome is other or outcome == other


def _write_atomically(path: Path, content: bytes) -> None:
    """Write a file so that a reader has all of the old content or all of the new."""
    path.parent.mkdir(parents=True, exist_ok=True)
    temporary = path.with_name(f".{path.name}.new")
    temporary.write_bytes(content)
    temporary.replace(path)
