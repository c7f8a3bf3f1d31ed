"""Rules on embeds: that each becomes a figure, and that the figure has a text alternative."""

from __future__ import annotations

import re
from collections.abc import Iterator
from html.parser import HTMLParser

from ..model.errors import ErrorKind, FigureError
from .check import Check
from .diagnostic import Diagnostic
from .site import Page, Site, find_embed_line, find_script, find_text_line

_OPTIONS = (
    "direction=TB|BT|LR|RL, narrow=auto|none|TB|BT|LR|RL, width=PIXELS, engine=auto|graphviz|graphlay, "
    "show_source=true|false, #id and .class"
)
_LEFTOVER_HINT = "write ![alt text](diagram:NAME) outside raw HTML"
_ANYWHERE = {ErrorKind.TIMEOUT, ErrorKind.MEMORY, ErrorKind.CRASH}
_EMPTY_WORDS = ("diagram", "figure", "image", "picture", "a diagram")


def _iterate_errors(site: Site) -> Iterator[tuple[Page, int, FigureError]]:
    """Yield every error in place of a figure, with the page and the index of the embed."""
    for page, index, embed in site.iterate_embeds():
        for error in site.list_errors(embed):
            yield page, index, error


def _find_unknown_figures(site: Site) -> Iterator[Diagnostic]:
    for page, index, error in _iterate_errors(site):
        if error.kind is ErrorKind.UNKNOWN:
            yield Diagnostic(page.path, find_embed_line(page, index), "unknown-figure", error.message)


def _find_failed_scripts(site: Site) -> Iterator[Diagnostic]:
    """Yield a diagnostic for each fault of a script, however many embeds and choices run into it."""
    shown = {embed.name for _, _, embed in site.iterate_embeds() if not embed.code}
    seen = set()
    for page, index, error in _iterate_errors(site):
        embed = page.embeds[index]
        script = (find_script(site, embed, page), embed.line)
        # Where a process is stopped or ends, its line differs from run to run.
        line = 0 if error.kind in _ANYWHERE else error.line
        fault = (script, error.script, error.kind, line)
        if error.kind is not ErrorKind.UNKNOWN and fault not in seen:
            seen.add(fault)
            yield Diagnostic(error.script, error.line or 1, "script-failed", error.message)
    level = "error" if site.unused_scripts else "warning"
    for name, errors in site.failures.items():
        if not any(n == name or n.startswith(f"{name}/") for n in shown):
            error = errors[0]
            yield Diagnostic(error.script, error.line or 1, "script-failed", error.message, level)


def _find_unknown_options(site: Site) -> Iterator[Diagnostic]:
    for page, index, embed in site.iterate_embeds():
        for option in embed.unknown_options:
            more = "alt, caption, name, " if embed.code else ""
            hint = f"options are {more}{_OPTIONS}"
            message = f"`{embed.name}` has no option `{option}`; {hint}"
            yield Diagnostic(page.path, find_embed_line(page, index), "embed-option", message)


def _find_empty_alternatives(site: Site) -> Iterator[Diagnostic]:
    for page, index, embed in site.iterate_embeds():
        alt = " ".join(embed.alt.split()).casefold().rstrip(".")
        if not alt:
            problem = "has no alternative text; say between the brackets what it shows"
        elif alt in _EMPTY_WORDS:
            problem = f"has the alternative text “{embed.alt}”, which says nothing; say what it shows"
        elif alt == " ".join(embed.caption.split()).casefold().rstrip("."):
            problem = "has its caption as alternative text, so a listener hears it twice; say what it shows"
        else:
            continue
        message = f"the figure `{embed.name}` {problem}"
        yield Diagnostic(page.path, find_embed_line(page, index), "alt-text", message)


def _find_leftovers(site: Site) -> Iterator[Diagnostic]:
    for name, embeds in site.survivors.items():
        for embed in dict.fromkeys(embeds):
            message = f"the figure `{embed}` is not in its place; a plugin took the text before it was a page"
            yield Diagnostic(f"site/{name}", 1, "leftover-embed", message)
    for page in site.pages:
        if "diagram:" in page.html or "::: diagram" in page.html:
            parser = _LeftoverParser()
            parser.feed(page.html)
            for text in parser.leftovers:
                line = find_text_line(page, text) or find_text_line(page, "diagram:") or 1
                message = f"`{text}` is no embed here, so readers see it as it is; {_LEFTOVER_HINT}"
                yield Diagnostic(page.path, line, "leftover-embed", message)


class _LeftoverParser(HTMLParser):
    """Collects embed syntax from a page's text and images, but not from its code."""

    def __init__(self) -> None:
        super().__init__()
        self.leftovers: list[str] = []
        self._skipped: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        source = dict(attrs).get("src") or ""
        if source.startswith("diagram:"):
            self.leftovers.append(f'src="{source}"')
        if tag in ("code", "pre", "script", "style", "textarea", "svg"):
            self._skipped.append(tag)

    def handle_endtag(self, tag: str) -> None:
        if self._skipped and self._skipped[-1] == tag:
            self._skipped.pop()

    def handle_data(self, data: str) -> None:
        if not self._skipped:
            self.leftovers += re.findall(r"!?\[[^\]]*\]\s?\(diagram:[^)\s]*\)?|:{3}\s*diagram\b[^\n]*", data)


CHECKS = (
    Check(
        "unknown-figure",
        holds="Every figure that a page names is drawn by a script.",
        why="Readers see an error in place of a figure that no script draws.",
        find=_find_unknown_figures,
        help="checks/#unknown-figure",
    ),
    Check(
        "script-failed",
        holds="Every script runs to its end, also one that no page shows.",
        why="Readers see an error in place of a figure whose script fails.",
        find=_find_failed_scripts,
        help="checks/#script-failed",
    ),
    Check(
        "embed-option",
        holds="Every option of an embed exists.",
        why="A misspelt option would be ignored without a warning.",
        find=_find_unknown_options,
        help="checks/#embed-option",
    ),
    Check(
        "alt-text",
        holds="Every figure has an alternative text that says what it shows.",
        why="Readers who cannot see the figure learn nothing of what it shows.",
        find=_find_empty_alternatives,
        help="checks/#alt-text",
    ),
    Check(
        "leftover-embed",
        holds="No embed syntax is left in the text of a page.",
        why="Readers see the syntax in place of a figure.",
        find=_find_leftovers,
        help="checks/#leftover-embed",
    ),
)
