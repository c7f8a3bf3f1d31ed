"""Plugins that write a page as Markdown, such as mkdocs-llmstxt, read words and Mermaid in place of drawings.

They drop every drawing. As in `search`, only they, by their names, see another content.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.pages import Page

from ..pages import document
from ..pages.plain_figure import replace_figures

if TYPE_CHECKING:
    from .build import SiteBuild


def wrap_markdown_plugins(config: MkDocsConfig, build: SiteBuild) -> None:
    """Let the plugins that write Markdown see figures as text."""
    events = config.plugins.events.get("page_content", [])
    names = {id(plugin): name for name, plugin in config.plugins.items()}
    for index, event in enumerate(events):
        if "llmstxt" in names.get(id(getattr(event, "__self__", None)), ""):
            events[index] = _wrap_event(event, build)


def _wrap_event(event: Callable[..., Any], build: SiteBuild) -> Callable[..., Any]:
    def on_page_content(html: str, *, page: Page, **kwargs: Any) -> Any:
        if not document.has_figures(html):
            return event(html, page=page, **kwargs)
        figures = [
            (embed, build.find_figure(embed), build.read_script(embed) if embed.show_source else "")
            for embed in build.find_embeds(page)
        ]
        text = replace_figures(html, figures)
        result = event(text, page=page, **kwargs)
        return html if result == text else result

    return on_page_content
