"""Texts of pages that change while the site is served: which have changed, and when MkDocs builds the site.

A page whose text was changed is rendered alone. The rest of the site (other pages' navigation, the search)
follows when its author pauses: MkDocs waits as long as a build takes, so that the next save need not wait.
"""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING

from mkdocs.structure.pages import Page

from .page_renderer import BuiltSite
from .page_sources import DocsChanges, PageSources
from .served_page import compute_path

if TYPE_CHECKING:
    from mkdocs.livereload import LiveReloadServer

log = logging.getLogger("mkdocs.plugins.live_diagrams")

SHORTEST_PAUSE, LONGEST_PAUSE = 0.5, 10.0
"""Seconds without a change after which MkDocs builds the site: as long as a build takes, within these."""


class LiveTexts:
    """The texts of the pages of one site."""

    def __init__(self) -> None:
        self.faults: dict[str, str] = {}
        """Why pages could not be rendered, by their paths."""
        self.site_fault = ""
        """Why the site could not be built."""
        self._site: BuiltSite | None = None
        self._sources: PageSources | None = None
        self._server: LiveReloadServer | None = None
        self._usual_delay = 0.0
        self._pause = SHORTEST_PAUSE

    def start(self, server: LiveReloadServer) -> None:
        """Take over when the server builds the site."""
        self._server, self._usual_delay = server, server.build_delay
        server.build_delay = self._pause

    def end_build(self, site: BuiltSite | None, sources: PageSources | None, seconds: float) -> list[str]:
        """Go on with the pages of a build; without a site no page can be rendered alone.

        Returns:
            The paths of pages whose faults are gone.
        """
        self._site, self._sources = site, sources
        self._pause = min(max(seconds, SHORTEST_PAUSE), LONGEST_PAUSE)
        repaired = list(self.faults)
        self.faults.clear()
        return repaired

    def find_changes(self) -> DocsChanges:
        """Return what has changed, and choose when MkDocs builds the site."""
        changes = self._sources.find_changes() if self._sources else DocsChanges()
        if self._server:
            if changes.has_others or not self._sources:
                self._server.build_delay = self._usual_delay
            elif changes.pages:
                self._server.build_delay = self._pause
        return changes

    def render_page(self, page: Page) -> str:
        """Render a page and write it into the site; return its path, or raise nothing and note the fault."""
        assert self._site
        path = compute_path(self._site.config, page)
        try:
            self._site.render_page(page)
        except (Exception, SystemExit) as error:  # the author sees it on the page, and goes on
            self.faults[path] = f"{page.file.src_uri}: {error}" if str(error) else repr(error)
            log.warning("The page %s stays as it was: %s", page.file.src_uri, self.faults[path])
        else:
            self.faults.pop(path, None)
        return path

    def describe_fault(self, path: str) -> str:
        """Return why a page cannot be shown as its author wrote it; empty where it can."""
        return self.faults.get(path) or self.site_fault
