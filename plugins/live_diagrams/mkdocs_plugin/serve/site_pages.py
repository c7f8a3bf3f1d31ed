"""The pages of a served site by the paths that browsers ask for: those in memory, and those in its folder."""

from __future__ import annotations

import posixpath
from pathlib import Path


class SitePages:
    """The pages of a site.

    Args:
        folder: Where the site is built.
        mount: The path of the site on the server, with a slash at both ends.
    """

    def __init__(self, folder: str, mount: str) -> None:
        self.fresh: dict[str, bytes] = {}
        """Pages that are newer than the last build, by path. They are served also while MkDocs builds."""
        self.shown: dict[str, int] = {}
        """A digest of each page that a browser has loaded, as it is now."""
        self._folder, self._mount = Path(folder), mount

    def read_page(self, path: str) -> bytes | None:
        """Return the page of a path; None where there is none."""
        if path in self.fresh:
            return self.fresh[path]
        if not path.startswith(self._mount):
            return None
        name = posixpath.normpath("/" + path.removeprefix(self._mount)).lstrip("/")
        if path.endswith("/"):
            name = posixpath.join(name, "index.html")
        try:
            return (self._folder / name).read_bytes()
        except OSError:
            return None

    def note_shown(self, path: str, page: bytes) -> None:
        """Note what a browser shows."""
        self.shown[path] = hash(page)

    def list_changed(self) -> list[str]:
        """Return the paths of pages that browsers have loaded, and that differ now; note how they are."""
        changed = []
        for path, digest in list(self.shown.items()):
            page = self.read_page(path)
            if page is None:
                del self.shown[path]
                changed.append(path)
            elif hash(page) != digest:
                self.note_shown(path, page)
                changed.append(path)
        return changed
