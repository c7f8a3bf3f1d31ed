"""The host of figures where no plugin is: Zensical, MkDocs with the extension alone, Python-Markdown itself.

What is known of a page comes from the parser that converts it: programs register processors that know.
"""

from __future__ import annotations

import contextlib
import logging
import posixpath
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from markdown import Markdown

from ..engine import pipeline
from ..model.embed import Embed
from ..model.errors import FigureError
from ..model.figure import Figure
from ..model.settings import Settings
from ..model.words import Words
from .figure.kept_figures import KeptFigures
from .host import PageOrigin, resolve_path
from .languages import AUTO, choose_words, find_theme_language
from .places import Places
from .resolver import make_graph_writer, make_resolver, make_script_reader, request_figures

log = logging.getLogger("live_diagrams")


@dataclass(frozen=True)
class SitePage(PageOrigin):
    """A page of which the parser knows more: how addresses of the site look, and which files it has."""

    uses_folders: bool = True
    """Whether the address of a page is a folder."""
    files: Any = field(default=None, compare=False)
    """MkDocs' collection of files, where MkDocs converts the page."""


class StandaloneHost:
    """Figures of pages that are converted one by one, with what each parser says about its page."""

    keeps_tokens = False
    kept: KeptFigures | None = None
    shows_details = False

    def __init__(self, settings: Settings, language: str = AUTO) -> None:
        self._language = language
        self.places = Places()
        self._settings = settings
        self._origin = PageOrigin()
        self._log = log
        self._problem = ""
        self._engine = pipeline.get_pipeline(settings)
        self._resolve = make_resolver(self._engine, self._warn)
        self.read_script = make_script_reader(self._engine)
        self.describe_graph = make_graph_writer(self._engine)

    def find_origin(self, md: Markdown, text: str) -> PageOrigin:
        """Return the page that a parser converts, as far as its processors know it."""
        self._origin = find_page(md, text, self._settings.root)
        if isinstance(self._origin, SitePage) and self._origin.files is not None:
            # MkDocs counts the warnings below its own name, and strict builds fail on them.
            self._log = logging.getLogger("mkdocs.extensions.live_diagrams")
        return self._origin

    def start_page(self) -> None:
        """Forget the figures of other pages: files may have changed since."""
        self._engine.start_build()
        self._resolve = make_resolver(self._engine, self._warn)

    def publish_graph(self, embed: Embed, graph: str) -> None:
        """Do nothing: a program that converts text has no place for other files."""

    def request_figure(self, embed: Embed) -> None:
        """Start to render a figure."""
        with contextlib.suppress(FigureError):  # reported when it is asked for
            request_figures(self._engine, embed)

    def find_figure(self, embed: Embed) -> Figure | FigureError:
        """Return what an embed shows; wait for it."""
        return self._resolve(embed)

    def resolve_link(self, href: str, page: object) -> str:
        """Return a node's link as a link in the text of the page would be."""
        return resolve_page_link(href, page) if isinstance(page, SitePage) else href

    def find_words(self, page: object) -> Words:
        """Return the words of the option's language, else of the theme's."""
        return choose_words(self._language, page.language if isinstance(page, PageOrigin) else "")

    def publish_script(self, name: str, page: object) -> str:
        """Return nothing: only a plugin can add files to a site."""
        return ""

    def end_page(self) -> None:
        """End every process: nobody says which page is the last."""
        self._engine.close()
        problem = self._engine.sharing.describe_problem()
        if problem and problem != self._problem:
            self._log.info("%s", problem)
        self._problem = problem

    def _warn(self, message: str) -> None:
        where = f"{self._origin.path}: " if self._origin.name and self._origin.path not in message else ""
        self._log.warning("%s%s", where, message)


def find_page(md: Markdown, text: str, root: Path) -> PageOrigin:
    """Return the page that a parser converts: MkDocs and Zensical have it in one of their processors."""
    if "relpath" in md.treeprocessors:
        processor: Any = md.treeprocessors["relpath"]
        if file := getattr(processor, "file", None):
            return _read_mkdocs_page(file, processor, text, root)
    if "rendering_context" in md.preprocessors:
        processor = md.preprocessors["rendering_context"]
        page, config = getattr(processor, "page", None), getattr(processor, "config", None)
        if page is not None and isinstance(config, Mapping):
            return _read_zensical_page(page, config, text, root)
    return PageOrigin()


def _read_mkdocs_page(file: Any, processor: Any, text: str, root: Path) -> PageOrigin:
    docs = Path(processor.config["docs_dir"])
    path = _shorten_path(docs / file.src_uri, root)
    cut = _count_front_matter(docs / file.src_uri, text)
    language = find_theme_language(processor.config["theme"])
    uses_folders = bool(processor.config["use_directory_urls"])
    return SitePage(path, cut, file.src_uri, file.url, language, uses_folders, processor.files)


def _read_zensical_page(page: Any, config: Mapping[str, Any], text: str, root: Path) -> PageOrigin:
    docs = Path(str(config.get("docs_dir") or "docs"))
    name = str(page.path).replace("\\", "/")
    path = docs / name
    uses_folders = bool(config.get("use_directory_urls", True))
    cut, language = _count_front_matter(path, text), find_theme_language(config.get("theme") or {})
    return SitePage(_shorten_path(path, root), cut, name, str(page.url), language, uses_folders)


def _shorten_path(path: Path, root: Path) -> str:
    absolute = (root / path).resolve()
    return absolute.relative_to(root).as_posix() if absolute.is_relative_to(root) else str(path)


def _count_front_matter(path: Path, text: str) -> int:
    """Return the lines of a file before its text; 0 where the text is another."""
    try:
        source = path.read_text(encoding="utf-8-sig", errors="strict")
    except (OSError, ValueError):
        return 0
    body = text.rstrip()
    return source[: source.rindex(body)].count("\n") if body and source.rstrip().endswith(body) else 0


def resolve_page_link(href: str, page: SitePage) -> str:
    """Return the address that leads from a page to a file of the docs folder, or the link as it is."""
    path, mark, anchor = href.partition("#")
    if not path.endswith(".md") or "://" in path or not (target := resolve_path(path, page.name)):
        return href
    if page.files is not None:
        file = page.files.get_file_from_path(target)
        url = file.url if file else None
    else:
        url = name_address(target, uses_folders=page.uses_folders)
    if url is None:
        return href
    return make_relative(url, page.url) + mark + anchor


def name_address(name: str, *, uses_folders: bool) -> str:
    """Return the address of a Markdown file, from the root of the site."""
    stem = name.removesuffix(".md")
    is_index = posixpath.basename(stem) in ("index", "README")
    if not uses_folders:
        return f"{posixpath.join(posixpath.dirname(stem), 'index') if is_index else stem}.html"
    folder = posixpath.dirname(stem) if is_index else stem
    return f"{folder}/" if folder else "./"


def make_relative(url: str, base: str) -> str:
    """Return an address from the root of the site as one from another; both may be folders."""
    start = posixpath.dirname(f"/{base.lstrip('./')}") or "/"
    target = posixpath.relpath(f"/{url.lstrip('./')}", start)
    return f"{target}/" if url.endswith("/") and not target.endswith("/") else target
