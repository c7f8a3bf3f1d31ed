"""One page of a built site, rendered again: by MkDocs' own steps, in the state of the last build.

Every plugin sees the events of that page in their order. What concerns the whole site stays as the build
left it: the files, the navigation, the templates, and what plugins do in `on_env` and `on_post_build`.
"""

from __future__ import annotations

from dataclasses import dataclass

import jinja2
from mkdocs.commands import build
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import Files, InclusionLevel
from mkdocs.structure.nav import Navigation
from mkdocs.structure.pages import Page


@dataclass(frozen=True)
class BuiltSite:
    """What a build of MkDocs knew when it had rendered its pages."""

    config: MkDocsConfig
    files: Files
    navigation: Navigation
    templates: jinja2.Environment

    def render_page(self, page: Page) -> None:
        """Render a page from its source, and write it into the site.

        Raises:
            Exception: MkDocs, a plugin or an extension cannot render it; the page is as it was before.
        """
        before = vars(page).copy()
        try:
            build._populate_page(page, self.config, self.files)
            pages = self.files.documentation_pages(inclusion=InclusionLevel.is_in_serve)
            excluded = page.file.inclusion.is_excluded()  # type: ignore[no-untyped-call]
            build._build_page(page, self.config, pages, self.navigation, self.templates, excluded=excluded)
        except BaseException:
            vars(page).clear()
            vars(page).update(before)
            raise
        page.validate_anchor_links(files=self.files, log_level=self.config.validation.links.anchors)
