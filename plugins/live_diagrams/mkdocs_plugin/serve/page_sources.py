"""The files that MkDocs watches while it serves a site, and which of them have changed since its build."""

from __future__ import annotations

import contextlib
import itertools
import os
import stat
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from mkdocs.structure.files import Files
from mkdocs.structure.pages import Page

_Stamp = tuple[int, int]


@dataclass(frozen=True)
class DocsChanges:
    """What has changed: the texts of pages, and whether anything else has."""

    pages: tuple[Page, ...] = ()
    has_others: bool = False


class PageSources:
    """The files of one build.

    Args:
        watched: The docs folder, and then other folders and files that the site is built from.
        files: The files as all plugins have left them.
        texts: The text of each page as the build read it, by its name below the docs folder.
    """

    def __init__(self, watched: Sequence[str], files: Files, texts: Mapping[str, str]) -> None:
        self._watched = watched
        pages = _list_pages(watched[0], files)
        self._pages = {path: page for path, page in pages if page.file.src_uri in texts}
        self._texts = {path: texts[page.file.src_uri] for path, page in self._pages.items()}
        # Pages may have changed while the site was built: each is read once more at the first look.
        self._stamps = {
            path: (0, 0) if path in self._pages else stamp for path, stamp in _list_stamps(watched)
        }

    def find_changes(self) -> DocsChanges:
        """Return what has changed since the last call, or since the build."""
        stamps = dict(_list_stamps(self._watched))
        touched = [path for path, stamp in stamps.items() if self._stamps.get(path) != stamp]
        others = len(stamps.keys() | self._stamps.keys()) - len(stamps.keys() & self._stamps.keys())
        self._stamps = stamps
        changed = []
        for path in touched:
            page = self._pages.get(path)
            if page is None:
                others += 1
                continue
            try:
                text = page.file.content_string
            except (OSError, ValueError):  # it is being replaced, or it is not text: the whole build says so
                others += 1
                continue
            if text != self._texts[path]:
                self._texts[path] = text
                changed.append(page)
        return DocsChanges(tuple(changed), others > 0)


def _list_pages(folder: str, files: Files) -> Iterable[tuple[str, Page]]:
    """Yield the pages whose text is a file below the docs folder; plugins may have made others."""
    inside = os.path.join(folder, "")
    for file in files.documentation_pages():
        path = file.abs_src_path
        if file.page and path and file.generated_by is None and path.startswith(inside):
            yield path, file.page


def _list_stamps(watched: Sequence[str]) -> Iterable[tuple[str, _Stamp]]:
    """Yield files, and those below folders, with what differs after a change."""
    paths = itertools.chain(watched, *(_list_files(path) for path in watched))
    for path in dict.fromkeys(paths):
        with contextlib.suppress(OSError):
            status = os.stat(path)
            if not stat.S_ISDIR(status.st_mode):
                yield path, (status.st_mtime_ns, status.st_size)


def _list_files(folder: str) -> Iterable[str]:
    for parent, _, names in os.walk(folder, followlinks=True):
        yield from (os.path.join(parent, name) for name in names)
