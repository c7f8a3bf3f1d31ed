"""Checks that built pages show their figures: every label is in an SVG, every icon is reachable."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import unquote, urlsplit

from .sample_graphs import SampleGraph


@dataclass
class Drawing:
    """One outermost SVG: its words, and the addresses of its images."""

    text: list[str] = field(default_factory=list)
    images: list[str] = field(default_factory=list)

    def shows_graph(self, graph: SampleGraph) -> bool:
        return graph.words <= set(" ".join(self.text).split())


class _Reader(HTMLParser):
    """Collects what a page or an SVG file draws: SVGs, images in files, and the ids in it."""

    def __init__(self, markup: str) -> None:
        super().__init__()
        self.drawings: list[Drawing] = []
        self.files: list[str] = []
        self.ids: set[str] = set()
        self._depth = 0
        self.feed(markup)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        attributes = {name: value or "" for name, value in attrs}
        self.ids.add(attributes.get("id", ""))
        if tag == "svg":
            if not self._depth:
                self.drawings.append(Drawing())
            self._depth += 1
        elif self._depth and tag in {"image", "use"}:
            self.drawings[-1].images.append(attributes.get("href") or attributes.get("xlink:href", ""))
        elif tag == "img":
            self.files.append(attributes.get("src", ""))

    def handle_endtag(self, tag: str) -> None:
        if tag == "svg" and self._depth:
            self._depth -= 1

    def handle_data(self, data: str) -> None:
        if self._depth:
            self.drawings[-1].text.append(data)


@dataclass
class _Count:
    drawn: int = 0
    icons: int = 0
    broken: int = 0
    local: int = 0


def find_faults(
    site: Path,
    graphs: list[SampleGraph],
    *,
    icons: bool,
    locate: Callable[[SampleGraph], str] = lambda graph: graph.name,
) -> list[str]:
    """Return the faults of the built site, each in a few words; `locate` returns the folder of a page."""
    count = _Count()
    missing = [
        graph.name
        for graph in graphs
        if not _find_graph(site, site / locate(graph) / "index.html", graph, count)
    ]
    problems = []
    if missing:
        problems.append(f"{len(missing)} of {len(graphs)} figures missing, first {missing[0]}")
    if icons and count.drawn and not count.icons:
        problems.append("no icons")
    if count.broken:
        where = ": local paths of the building machine" if count.local == count.broken else ""
        problems.append(f"{count.broken} of {count.icons} icons broken{where}")
    return problems


def _find_graph(site: Path, page: Path, graph: SampleGraph, count: _Count) -> bool:
    for drawing, home, ids in _iterate_drawings(site, page):
        if drawing.shows_graph(graph):
            count.drawn += 1
            for image in drawing.images:
                count.icons += 1
                if not _is_reachable(image, home, site, ids):
                    count.broken += 1
                    count.local += Path(image).is_absolute() or image.startswith("file:")
            return True
    return False


def _iterate_drawings(site: Path, page: Path) -> Iterator[tuple[Drawing, Path | None, set[str]]]:
    """Yield each drawing on a page, the folder that its images are relative to, and the ids around it.

    A browser loads nothing from outside for an SVG that is itself loaded as an image: such
    drawings have no folder.
    """
    if not page.is_file():
        return
    reader = _Reader(page.read_text(encoding="utf-8"))
    for drawing in reader.drawings:
        yield drawing, page.parent, reader.ids
    for address in reader.files:
        file = _locate_file(address, page.parent, site)
        if file.suffix == ".svg" and file.is_file():
            inside = _Reader(file.read_text(encoding="utf-8"))
            for drawing in inside.drawings:
                yield drawing, None, inside.ids


def _is_reachable(address: str, home: Path | None, site: Path, ids: set[str]) -> bool:
    if address.startswith("#"):
        return address[1:] in ids
    if address.startswith("data:"):
        return True
    if home is None or not address:
        return False
    return urlsplit(address).scheme in {"http", "https"} or _locate_file(address, home, site).is_file()


def _locate_file(address: str, home: Path, site: Path) -> Path:
    path = unquote(urlsplit(address).path)
    return site / path.lstrip("/") if path.startswith("/") else home / path
