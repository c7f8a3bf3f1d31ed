"""What only `mkdocs serve` needs: figures that change in the open page as their scripts are saved.

Which figures a page shows, and where, depends on its text alone; so a page is kept as it is before its
figures are put into it. When a figure changes, the pages that show it are settled again from there,
written to the site, and told of to who has them open. For all else MkDocs builds again.
"""

from __future__ import annotations

import logging
import re
import threading
import time
import zlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol
from urllib.parse import unquote, urlsplit

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.pages import Page

from ..engine import pipeline
from ..engine.file_watcher import FileWatcher
from ..engine.pipeline import Pipeline
from ..model.embed import Embed
from ..model.errors import ErrorKind, FigureError
from ..model.figure import Figure
from ..pages import embeds as html
from ..pages import figure_markup as element
from ..pages.extension import asked
from .channel import Channel

if TYPE_CHECKING:
    from mkdocs.livereload import LiveReloadServer

log = logging.getLogger("mkdocs.plugins.live_diagrams")

_FIGURE = re.compile(r'<figure class="live-diagram[ "].*?</figure>', re.DOTALL)
WORDS = -1
"""Stands for all of a page that is no figure: words that lead to nodes, lines that declare them."""


class Plugin(Protocol):
    """What is needed of the plugin: `figures` is what each embed shows."""

    engine: Pipeline
    figures: dict[Embed, Figure | FigureError]

    def settle(self, output: str, page: Page) -> str:
        """Put the figures into a whole page."""

    def publish(self) -> None:
        """Write the scripts that readers may see."""

    def on_post_page(self, output: str, *, page: Page, config: MkDocsConfig) -> str:
        """The event that settles a page; those after it run again when it is settled again."""


@dataclass(frozen=True)
class Shown:
    """A page with figures: as it was before they were put into it, and digests of its parts since.

    `text` is compressed. The parts are its figures, and last the words around them.
    """

    page: Page
    config: MkDocsConfig
    text: bytes
    embeds: tuple[Embed, ...]
    parts: tuple[int, ...]

    @property
    def url(self) -> str:
        """Its path as a browser has it, without the name of an index."""
        mount = urlsplit(self.config.site_url or "").path.strip("/")
        return f"/{mount}/{tidy(self.page.url)}" if mount else f"/{tidy(self.page.url)}"


def tidy(url: str) -> str:
    """An address by which a page is known, whichever way it was asked for."""
    return unquote(url).removeprefix("./").removesuffix("index.html")


class Live:
    """The figures of a site that is being served. MkDocs builds in one thread, this looks in another."""

    def __init__(self, plugin: Plugin) -> None:
        self._plugin = plugin
        self._pages: dict[str, Shown] = {}
        self._good: dict[tuple[str, ...], Figure] = {}
        self._lock = threading.Lock()
        self._building = False
        self._changed_at = 0.0
        self._engine: Pipeline | None = None
        self._channel: Channel | None = None
        self._watcher: FileWatcher | None = None

    def pause(self) -> None:
        """A build begins: wait for the end of what is going on here, and keep still."""
        if not self._building:
            self._lock.acquire()
            self._building = True
            self._pages.clear()

    def resume(self) -> None:
        """A build has ended, well or badly; files may have changed meanwhile."""
        if not self._building:
            return
        if self._engine not in (None, self._plugin.engine):
            self._engine.close()
        self._engine = self._plugin.engine
        self._keep(self._plugin.figures)
        self._building = False
        self._lock.release()
        if self._channel and self._watcher:
            self._channel.forget()
            self._watcher.notify(files=True)

    def take(self, page: Page, config: MkDocsConfig, text: str, settled: str) -> None:
        """Keep a page as it was before its figures were put into it."""
        embeds = tuple(html.embeds(text))
        packed = zlib.compress(text.encode(), 1)
        self._pages[page.file.dest_uri] = Shown(page, config, packed, embeds, _parts(settled))

    def start(self, server: LiveReloadServer) -> None:
        """Watch the scripts and all that they read, and let pages listen."""
        self._channel = Channel(server.serve_request, str(server.server_address[0]), self._cards)
        server.set_app(self._channel)
        self._watcher = FileWatcher(self._look)
        self._watcher.start()

    def stop(self) -> None:
        """End all threads."""
        if self._watcher:
            self._watcher.stop()
        if self._channel:
            self._channel.close()

    def _look(self, files: bool) -> Iterable[tuple[str, str]]:
        """Begin the figures that have become stale, and exchange those that are ready."""
        with self._lock:
            engine = self._plugin.engine
            if files and engine.forget_stale():
                self._changed_at = time.monotonic()
                self._plugin.publish()
            open_ = self._channel.open if self._channel else {}
            pages = sorted(self._pages.values(), key=lambda shown: not open_.get(shown.url))
            changed: dict[Embed, Figure | FigureError] = {}
            for embed in dict.fromkeys(embed for shown in pages for embed in shown.embeds):
                now = self._now(embed)
                if now is not None and not _alike(now, self._plugin.figures.get(embed)):
                    changed[embed] = now
            if changed:
                self._plugin.figures |= changed
                self._keep(changed)
                for shown in pages:
                    if not changed.keys().isdisjoint(shown.embeds):
                        self._exchange(shown)
                self._say(changed)
            return {("tree", str(engine.settings.source_folder)), *engine.list_dependencies()}

    def _now(self, embed: Embed) -> Figure | FigureError | None:
        """What an embed shows now; None while that is being made."""
        try:
            figures, part, shown = asked(self._plugin.engine, embed)
            if not figures.done():
                figures.add_done_callback(lambda _: self._wake())
                return None
            return pipeline.select_figure(figures.result(), part, shown)
        except FigureError as error:
            return error
        except Exception as error:  # a fault of ours: the author sees it, and goes on
            return FigureError(f"a fault of live-diagrams: {error!r}", kind=ErrorKind.FAULT)

    def _wake(self) -> None:
        if self._watcher:
            self._watcher.notify()

    def _exchange(self, shown: Shown) -> None:
        """Settle a page again, write it, and tell who has it open."""
        page, config = shown.page, shown.config
        output = self._plugin.settle(zlib.decompress(shown.text).decode(), page)
        now = replace(shown, parts=_parts(output))
        self._pages[page.file.dest_uri] = now
        events = config.plugins.events["post_page"]
        try:
            for event in events[events.index(self._plugin.on_post_page) + 1 :]:
                output = event(output, page=page, config=config) or output
        except Exception:
            log.exception("Another plugin cannot rewrite the page %s", page.file.src_uri)
        _write(Path(page.file.abs_dest_path), output.encode("utf-8", "xmlcharrefreplace"))
        if self._channel and now.parts != shown.parts:
            self._channel.tell(shown.url, _differences(shown.parts, now.parts))

    def _say(self, changed: dict[Embed, Figure | FigureError]) -> None:
        """A line on the terminal for each figure, and the lines of a script that failed."""
        seconds = time.monotonic() - self._changed_at
        drawn = sorted({embed.name for embed, now in changed.items() if isinstance(now, Figure)})
        if drawn:
            log.info("Figures exchanged: %s in %.2f s", ", ".join(drawn), seconds)
        failed = {str(now): now for now in changed.values() if isinstance(now, FigureError)}
        for message, error in sorted(failed.items()):
            lines = [f"{'>' if at == error.line else ' '}{at:5} | {line}" for at, line in error.excerpt]
            log.warning("%s", "\n".join((message, *lines)))

    def _keep(self, figures: dict[Embed, Figure | FigureError]) -> None:
        """Keep figures for the time when their scripts fail."""
        self._good |= {_key(embed): now for embed, now in figures.items() if isinstance(now, Figure)}

    def _cards(self, url: str) -> list[dict[str, Any]]:
        """What the author is told of the failed figures of a page, beyond what stands in it."""
        pages = [shown for shown in tuple(self._pages.values()) if shown.url == tidy(url)]
        embeds = [(at, embed) for shown in pages for at, embed in enumerate(shown.embeds)]
        found = [(at, embed, self._plugin.figures.get(embed)) for at, embed in embeds]
        return [self._card(at, embed, now) for at, embed, now in found if isinstance(now, FigureError)]

    def _card(self, at: int, embed: Embed, error: FigureError) -> dict[str, Any]:
        last = ""
        if good := self._good.get(_key(embed)):
            # Its ids must not be those of the figure that will stand there again.
            last = element.compose(embed, replace(good, combinations=()), f"live-last-{at}", good.icons)
        return {"at": at, "line": error.line, "lines": error.excerpt, "last": last}


def _parts(settled: str) -> tuple[int, ...]:
    """Digests of a page's figures, and of the words around them."""
    return tuple(map(hash, (*_FIGURE.findall(settled), _FIGURE.sub("", settled))))


def _differences(before: Sequence[int], now: Sequence[int]) -> list[int]:
    """Which parts of a page are others than before: figures by number, `WORDS` for the last part."""
    last = len(now) - 1
    return [WORDS if at == last else at for at in range(len(now)) if before[at] != now[at]]


def _key(embed: Embed) -> tuple[str, ...]:
    """Names a figure while the text of its page changes."""
    return embed.name, embed.direction, embed.narrow, embed.page


def _alike(one: Figure | FigureError, other: Figure | FigureError | None) -> bool:
    if isinstance(one, FigureError) and isinstance(other, FigureError):
        return one.to_json() == other.to_json() and one.excerpt == other.excerpt
    return one is other


def _write(path: Path, content: bytes) -> None:
    """Whoever reads the file meanwhile gets all of the old or all of the new."""
    path.parent.mkdir(parents=True, exist_ok=True)
    temporary = path.with_name(f".{path.name}.new")
    temporary.write_bytes(content)
    temporary.replace(path)
