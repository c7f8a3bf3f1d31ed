"""The pages of a site whose program runs the Markdown extension alone, converted as that program does.

Zensical's own configuration is used where Zensical is installed. Elsewhere pages are converted with those of
the configured extensions that are installed.
"""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path
from typing import Any

from markdown import Markdown

from ..model.embed import Embed
from ..model.errors import FigureError
from ..model.figure import Figure
from ..model.settings import Settings
from .host import PageOrigin, Parser
from .standalone import SitePage, StandaloneHost, name_address

NAME = "live_diagrams"
_FRONT_MATTER = re.compile(r"\A---[ \t]*\n(.*?\n)?(?:---|\.\.\.)[ \t]*(?:\n|\Z)", re.DOTALL)


@dataclass(frozen=True)
class SiteConfig:
    """What is needed of a configuration: where the pages are, and how they are converted."""

    docs: Path
    extensions: Sequence[Any] = ()
    configs: Mapping[str, Mapping[str, Any]] | None = None
    uses_folders: bool = True


@dataclass(frozen=True)
class ConvertedPage:
    """A page: its file as messages name it, its name below the docs folder, and what became of it."""

    path: str
    name: str
    source: str
    front_matter: str
    html: str
    content: str
    embeds: tuple[Embed, ...]


class RecordingHost(StandaloneHost):
    """A host that knows the page, and records what each embed shows."""

    keeps_tokens = True

    def __init__(self, settings: Settings) -> None:
        super().__init__(settings)
        self.figures: dict[Embed, Figure | FigureError] = {}
        self.page = PageOrigin()

    def find_origin(self, md: Parser, text: str) -> PageOrigin:
        """Return the page that is converted now."""
        return self.page

    def start_page(self) -> None:
        """Keep the figures of other pages: whoever converts the site begins and ends the build."""

    def end_page(self) -> None:
        """Keep the processes for the next page."""

    def find_figure(self, embed: Embed) -> Figure | FigureError:
        """Return what an embed shows; wait for it."""
        if embed not in self.figures:
            self.figures[embed] = super().find_figure(embed)
        return self.figures[embed]

    def _warn(self, message: str) -> None:
        """Say nothing: the checks report it."""


def read_zensical_config(path: Path) -> SiteConfig | None:
    """Return a configuration as Zensical reads it; None where it is not installed.

    Raises:
        ValueError: Zensical cannot read it.
    """
    try:
        config_module = import_module("zensical.config")
    except ModuleNotFoundError:
        return None
    try:
        config = config_module.parse_config(str(path))
    except Exception as error:  # of several libraries
        raise ValueError(getattr(error, "message", None) or str(error)) from error
    docs = path.parent / str(config["docs_dir"])
    uses_folders = bool(config.get("use_directory_urls", True))
    return SiteConfig(docs, config["markdown_extensions"], config["mdx_configs"], uses_folders)


def convert_pages(config: SiteConfig, host: RecordingHost, root: Path) -> Iterator[ConvertedPage]:
    """Yield the pages of a site in the order of their names, with their figures."""
    extensions = [*config.extensions, *([] if NAME in config.extensions else [NAME])]
    extensions = [extension for extension in extensions if _is_installed(extension)]
    configs: dict[str, Any] = {name: dict(values or {}) for name, values in (config.configs or {}).items()}
    configs[NAME] = {"host": host}
    for file in sorted(config.docs.rglob("*.md")):
        source = file.read_text(encoding="utf-8-sig", errors="replace").replace("\r\n", "\n")
        name = file.relative_to(config.docs).as_posix()
        matter = _FRONT_MATTER.match(source)
        text = source[matter.end() :] if matter else source
        path = file.relative_to(root).as_posix() if file.is_relative_to(root) else str(file)
        url = name_address(name, uses_folders=config.uses_folders)
        cut = source[: len(source) - len(text)].count("\n")
        host.page = SitePage(path, cut, name, url, uses_folders=config.uses_folders)
        html = Markdown(extensions=extensions, extension_configs=configs).convert(text)
        embeds = tuple(host.places.find_embeds(html))
        front_matter = (matter[1] or "") if matter else ""
        yield ConvertedPage(path, name, source, front_matter, html, host.places.restore(html), embeds)


def _is_installed(extension: Any) -> bool:
    """Return whether an extension can be loaded; what needs a running site is left out."""
    if not isinstance(extension, str):
        return not type(extension).__module__.startswith("zensical.")
    try:
        Markdown(extensions=[extension])
    except Exception:  # whatever an extension needs
        return False
    return True


def list_files(config: SiteConfig) -> frozenset[str]:
    """Return the names of all files below the docs folder."""
    return frozenset(
        posixpath.normpath(file.relative_to(config.docs).as_posix())
        for file in config.docs.rglob("*")
        if file.is_file()
    )
