"""The search of a site reads the words of figures in place of their drawings.

Plugins for the search read a page's content while the page is put together, others at the same time. So
only they, by their names, see the content with words; for everybody else it has whole figures.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.pages import Page

from ..pages import document
from ..pages.places import replace_figures

_WORDS = re.compile(r'<figure class="live-diagram" data-live-words="(\d+)">[^<]*</figure>')


def wrap_search_plugins(config: MkDocsConfig) -> None:
    """Let the plugins for the search see words in place of drawings."""
    events = config.plugins.events.get("page_context", [])
    names = {id(plugin): name for name, plugin in config.plugins.items()}
    for index, event in enumerate(events):
        name = names.get(id(getattr(event, "__self__", None)), "")
        if "search" in name:
            events[index] = _wrap_event(event)


def _wrap_event(event: Callable[..., Any]) -> Callable[..., Any]:
    def on_page_context(context: Any, *, page: Page, **kwargs: Any) -> Any:
        content = page.content
        if not content or not document.has_figures(content):
            return event(context, page=page, **kwargs)
        page.content, figures = replace_drawings(content)
        try:
            return event(context, page=page, **kwargs)
        finally:
            page.content = restore_drawings(page.content or "", figures)

    return on_page_context


def replace_drawings(content: str) -> tuple[str, list[str]]:
    """Return a page's content with the words of its figures, and the figures."""
    figures: list[str] = []

    def write_words(figure: str) -> str:
        figures.append(figure)
        number = len(figures) - 1
        words = document.read_labels(figure)
        return f'<figure class="live-diagram" data-live-words="{number}">{words}</figure>'

    return replace_figures(content, write_words), figures


def restore_drawings(content: str, figures: list[str]) -> str:
    """Return the content with its figures again, and with whatever else has changed in it."""
    return _WORDS.sub(lambda match: figures[int(match[1])], content)
