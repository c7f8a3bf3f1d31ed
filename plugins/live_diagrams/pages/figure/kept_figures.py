"""Figures as HTML that were composed before: an unchanged figure is neither read nor composed again.

What is kept depends on all that `compose_figure` is called with, and on our code. It is not checked when it
is read, as drawings are; so it only counts with a signature that nobody but this user can make. Of figures
with choices, with links, or with their script, nothing is kept: they depend on more.
"""

from __future__ import annotations

import contextlib
import hashlib
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path

import markdown

from ...cache import own_secret
from ...cache.fingerprints import compute_fingerprint, digest_package
from ...cache.store import Store
from ...model import codec, package
from ...model.embed import Embed
from ...model.figure import Figure
from ...model.words import Words

KIND = "pages"
_ROOMS = ("pages", "formats")
"""The parts of our package that decide, beside those of `compute_fingerprint`, how a figure is written."""


@dataclass(frozen=True)
class KeptFigure:
    """The HTML of a figure without its icons and the token of its place, and its graph as JSON."""

    html: str
    graph: str


class KeptFigures:
    """The figures that a project has kept.

    Args:
        folder: The folder of its cache.
        options: What the graphs of figures depend on besides.
    """

    def __init__(self, folder: Path, *options: object) -> None:
        secret = own_secret.read_secret()
        self._store = Store(folder, secret=secret) if secret else None
        self._options = options

    def compute_key(
        self, embed: Embed, figure: Figure, prefix: str, source: str, words: Words, *, details: bool
    ) -> str:
        """Return the key of a figure's HTML with all that it depends on; empty where it is not kept."""
        if self._store is None or not figure.origin or figure.combinations or embed.show_source:
            return ""
        if figure.has_links:
            return ""
        shown = replace(embed, code="", page="", line=0)
        parts = (_compute_fingerprint(), self._options, shown, figure.origin, prefix, source, details)
        return hashlib.sha256(codec.encode((*parts, _digest_words(words)))).hexdigest()

    def find(self, key: str) -> KeptFigure | None:
        """Return what was kept under a key."""
        content = self._store.get(KIND, key) if self._store else None
        with contextlib.suppress(codec.CodecError):
            return codec.decode(content, KeptFigure) if content else None
        return None

    def keep(self, key: str, figure: KeptFigure) -> None:
        """Keep a figure; an error of the disk is that of the cache as well, which reports it."""
        if self._store:
            self._store.put(KIND, key, codec.encode(figure))


@cache
def _compute_fingerprint() -> str:
    return f"{digest_package(package.FOLDER, _ROOMS)} {compute_fingerprint()} {markdown.__version__}"


def _digest_words(words: Words) -> str:
    return hashlib.sha256(codec.encode(sorted(words.messages.items()))).hexdigest() if words.messages else ""
