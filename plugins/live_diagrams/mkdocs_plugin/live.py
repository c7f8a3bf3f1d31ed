"""Live figures of `mkdocs serve`: figures that change in the open page as their scripts are saved.

Which figures a page has, and where, depends on its text alone; so each page is kept with places where
its figures go. When a figure changes, the pages that embed it are rendered again from there,
written to the site, and announced to browsers. For all other changes MkDocs builds the site again.

Three kinds of threads meet here:

- that of MkDocs builds the site; from `pause` to `resume` it holds the lock;
- that of the watcher calls `_update` after changes of files, which holds the lock too;
- those of the server answer browsers. They only read, and never wait for a build.
"""

from __future__ import annotations

import contextlib
import logging
import threading
import time
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.pages import Page

from ..checks import Diagnostic
from ..engine import pipeline
from ..engine.file_watcher import FileWatcher
from ..model.embed import Embed
from ..model.errors import FigureError
from ..model.figure import Figure
from ..pages.figure import markup
from ..pages.resolver import request_figures
from .build import SiteBuild, fault
from .channel import Channel
from .served_page import ServedPage, digest_parts, list_changes, normalize_url

if TYPE_CHECKING:
    from mkdocs.livereload import LiveReloadServer

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
        self._last_good: dict[tuple[str | int, ...], Figure] = {}
        self._lock = threading.Lock()
        self._paused = False
        self._changed_at = 0.0
        self._channel: Channel | None = None
        self._watcher: FileWatcher | None = None

    def pause(self) -> None:
        """Wait for the end of an update, and allow no other until `resume`: a build begins."""
        if not self._paused:
            self._lock.acquire()
            self._paused = True
            self._pages.clear()

    def resume(self, build: SiteBuild | None) -> None:
        """Go on with the figures of a build that has ended or failed; files may have changed meanwhile."""
        if not self._paused:
            return
        if self._build and build and self._build.engine is not build.engine:
            self._build.engine.close()
        self._build = build
        if build:
            self._keep_good(build.figures)
        self._paused = False
        self._lock.release()
        if self._channel and self._watcher:
            self._channel.forget_changes()
            self._watcher.notify(files=True)

    def add_page(
        self, build: SiteBuild, page: Page, config: MkDocsConfig, template: str, rendered: str
    ) -> None:
        """Keep a page that a build has rendered; `template` has places where the figures go."""
        embeds = tuple(build.places.find_embeds(template))
        self._pages[page.file.dest_uri] = ServedPage.from_html(page, config, template, embeds, rendered)

    def start(self, server: LiveReloadServer) -> None:
        """Watch the scripts and all that they read, and let open pages listen."""
        host = str(server.server_address[0])
        self._channel = Channel(server.serve_request, host, self._describe_failures)
        server.set_app(self._channel)
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
                build.write_files()
            open_pages = self._channel.listeners if self._channel else {}
            pages = sorted(self._pages.values(), key=lambda served: not open_pages.get(served.url))
            changed: dict[Embed, Figure | FigureError] = {}
            for embed in dict.fromkeys(embed for served in pages for embed in served.embeds):
                outcome = self._find_outcome(build, embed)
                if outcome is not None and not _is_same(outcome, build.figures.get(embed)):
                    changed[embed] = outcome
            if changed:
                build.figures |= changed
                build.write_graphs()
                self._keep_good(changed)
                for served in pages:
                    if not changed.keys().isdisjoint(served.embeds):
                        self._exchange(build, served)
                self._log_changes(build, changed)
            return {("tree", str(build.engine.settings.source_folder)), *build.engine.list_dependencies()}

    def _find_outcome(self, build: SiteBuild, embed: Embed) -> Figure | FigureError | None:
        """Return what an embed shows now; None while that is being rendered."""
        try:
            figures, part, script = request_figures(build.engine, embed)
            if not figures.done():
                figures.add_done_callback(lambda _: self._wake_watcher())
                return None
            return pipeline.select_figure(figures.result(), part, script)
        except FigureError as error:
            return error
        except Exception as error:  # the author sees it on the page, and goes on
            return fault(error)

    def _wake_watcher(self) -> None:
        if self._watcher:
            self._watcher.notify()

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
        _write_atomically(Path(page.file.abs_dest_path), output.encode("utf-8", "xmlcharrefreplace"))
        if self._channel and after.digests != served.digests:
            self._channel.announce(served.url, list_changes(served.digests, after.digests))

    def _log_changes(self, build: SiteBuild, changed: Mapping[Embed, Figure | FigureError]) -> None:
        """Log the names of the figures, each missing icon, and each script that failed with its lines."""
        seconds = time.monotonic() - self._changed_at
        names = sorted({embed.name for embed, outcome in changed.items() if isinstance(outcome, Figure)})
        if names:
            log.info("Figures exchanged: %s in %.2f s", ", ".join(names), seconds)
        for diagnostic in dict.fromkeys(_list_missing_icons(build, changed)):
            log.warning("%s", diagnostic)
        errors = {str(error): error for error in changed.values() if isinstance(error, FigureError)}
        for message, error in sorted(errors.items()):
            lines = [f"{'>' if n == error.line else ' '}{n:5} | {text}" for n, text in error.excerpt]
            log.warning("%s", "\n".join((message, *lines)))

    def _keep_good(self, figures: Mapping[Embed, Figure | FigureError]) -> None:
        """Keep figures for the time when their scripts fail."""
        self._last_good |= {_key(embed): f for embed, f in figures.items() if isinstance(f, Figure)}

    def _describe_failures(self, url: str) -> list[dict[str, Any]]:
        """Return what the author reads of the failed figures of a page, beyond what its HTML contains."""
        figures = self._build.figures if self._build else {}
        pages = [served for served in tuple(self._pages.values()) if served.url == normalize_url(url)]
        return [
            self._describe_failure(served, number, embed, error)
            for served in pages
            for number, embed in enumerate(served.embeds)
            if isinstance(error := figures.get(embed), FigureError)
        ]

    def _describe_failure(
        self, served: ServedPage, number: int, embed: Embed, error: FigureError
    ) -> dict[str, Any]:
        last = ""
        if self._build and (good := self._last_good.get(_key(embed))):
            # Its ids differ from those of the figure that will take this place again.
            figure = replace(good, combinations=())
            words = self._build.find_words(self._build.get_origin(served.page))
            last = markup.compose_figure(embed, figure, f"live-last-{number}", good.icons, words=words)
        return {"at": number, "line": error.line, "lines": error.excerpt, "last": last}


def _key(embed: Embed) -> tuple[str | int, ...]:
    """Return what identifies a figure while the text of its page changes."""
    return embed.name, embed.direction, embed.narrow, embed.width, embed.engine, embed.page


def _is_same(outcome: Figure | FigureError, other: Figure | FigureError | None) -> bool:
    return outcome == other if isinstance(outcome, FigureError) else outcome is other


def _list_missing_icons(
    build: SiteBuild, changed: Mapping[Embed, Figure | FigureError]
) -> Iterator[Diagnostic]:
    for embed, figure in changed.items():
        if not isinstance(figure, Figure):
            continue
        with contextlib.suppress(FigureError):  # its script was deleted meanwhile
            _, _, script = request_figures(build.engine, embed)
            for icon in figure.list_missing_icons():
                yield Diagnostic(script, icon.line or figure.line or 1, "missing-icon", icon.message)


def _write_atomically(path: Path, content: bytes) -> None:
    """Write a file so that a reader has all of the old content or all of the new."""
    path.parent.mkdir(parents=True, exist_ok=True)
    temporary = path.with_name(f".{path.name}.new")
    temporary.write_bytes(content)
    temporary.replace(path)
