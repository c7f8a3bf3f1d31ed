"""Plugins that put pages into other documents: mkdocs-print-site joins them, others write PDFs of them.

As in `search`, only they, by their names, see another content: links of nodes that they lead elsewhere as
links in the text, and drawings that contain their icons.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.pages import Page

from ..pages import document, portable
from .built_files import link_stylesheet

_JOINING = ("print-site",)
_PRINTING = ("to-pdf", "with-pdf", "pdf-export")
"""Plugins that print with WeasyPrint."""
_STYLESHEET = re.compile(r"<link[^>]*live-diagrams/figures\.css[^>]*>")


def wrap_joining_plugins(config: MkDocsConfig) -> None:
    """Let plugins that join and print pages see figures that they can move."""
    names = {id(plugin): name for name, plugin in config.plugins.items()}
    for kind, wanted, wrap in (
        ("page_content", _JOINING, _wrap_content),
        ("post_page", _PRINTING, _wrap_page),
    ):
        events = config.plugins.events.get(kind, [])
        for index, event in enumerate(events):
            if names.get(id(getattr(event, "__self__", None)), "") in wanted:
                events[index] = wrap(event)


def _wrap_content(event: Callable[..., Any]) -> Callable[..., Any]:
    def on_page_content(html: str, **kwargs: Any) -> Any:
        return _call(event, html, portable.expose_links(html), kwargs)

    return on_page_content


def _wrap_page(event: Callable[..., Any]) -> Callable[..., Any]:
    def on_post_page(output: str, *, page: Page, **kwargs: Any) -> Any:
        # Such plugins print all pages with the stylesheets of the first one.
        has_figures = document.has_figures(output)
        text = portable.embed_icons(output) if has_figures else link_stylesheet(output, page.url)
        result = _call(event, output, text, {**kwargs, "page": page})
        if not isinstance(result, str) or result is output:
            return result
        return portable.share_icons(result) if has_figures else _STYLESHEET.sub("", result)

    return on_post_page


def _call(event: Callable[..., Any], html: str, text: str, options: dict[str, Any]) -> Any:
    result = event(text, **options)
    return html if result == text else result
