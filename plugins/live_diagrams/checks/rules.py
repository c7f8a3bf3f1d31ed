"""Content checks: what a page or a figure gets wrong that no build would fail for. Pure.

A check looks at the whole `Site`, applies one rule or several, and yields problems. Other packages add
checks by the entry point group `live_diagrams.checks`: a function that takes a `Site` and yields
`Problem`s. The entry point's name is that of its options, which it finds in `Site.extra`; where a site
has none for it, it does not run, nor is it imported.
"""

from __future__ import annotations

import difflib
import fnmatch
import posixpath
import re
from collections.abc import Container, Iterator
from html.parser import HTMLParser
from importlib import metadata

from ..model.embed import Embed
from ..model.errors import FigureError
from ..model.figure import Figure
from ..pages import fences
from .encoding import encoding
from .site import Check, Page, Problem, Rule, Site, applied, applies, counted, detailed

__all__ = ["Check", "Page", "Problem", "Rule", "Site", "applies", "line", "problems", "rules"]

GROUP = "live_diagrams.checks"
"""The entry points of other packages' rules."""


def problems(site: Site) -> list[Problem]:
    """What every rule finds, sorted by file and line, each once."""
    return sorted({problem for check in checks(site.extra) for problem in check(site)})


def checks(families: Container[str] | None = None) -> list[Check]:
    """Our own checks, then those of the families of that name, or of all that other packages bring."""
    brought = metadata.entry_points(group=GROUP)
    wanted = [point.load() for point in brought if families is None or point.name in families]
    return [
        embeds,
        alternatives,
        node_links,
        node_references,
        missing_figures,
        unused_scripts,
        leftovers,
        encoding,
        *wanted,
    ]


def rules() -> list[Rule]:
    """Every rule that says what it is for, sorted by its id."""
    return sorted(applied(checks()), key=lambda rule: rule.id)


def counts(site: Site) -> list[str]:
    """How much there was to look at, in sentences, as far as checks say it."""
    return list(counted(checks(site.extra), site))


def details(site: Site) -> list[str]:
    """What there was to look at, a line each, as far as checks say it."""
    return list(detailed(checks(site.extra), site))


def _rule(name: str, why: str) -> Rule:
    return Rule(name, why, f"checks/#{name}")


def families() -> list[str]:
    """The names under which other packages bring rules, and take options."""
    return sorted(metadata.entry_points(group=GROUP).names)


@applies(
    _rule("unknown-figure", "Readers see an error where the page names a figure that no script draws."),
    _rule("script-failed", "Readers see an error where the script of a figure fails."),
    _rule("embed-option", "An option that means nothing would be ignored without a word."),
)
def embeds(site: Site) -> Iterator[Problem]:
    """An embed that cannot be shown as written."""
    for page, index, embed in _embeds(site):
        made = site.figures.get(embed)
        for error in made.combined if isinstance(made, Figure) else [made]:
            if not isinstance(error, FigureError):
                continue
            if error.kind == "unknown":
                yield Problem(page.path, line(page, index), "unknown-figure", error.message)
            else:
                yield Problem(error.script, error.line or 1, "script-failed", error.message)
        for option in embed.unknown:
            more = "alt, caption, name, " if embed.code else ""
            hint = f"options are {more}direction=TB|BT|LR|RL, narrow=auto|none|TB|BT|LR|RL, #id and .class"
            message = f"`{embed.name}` has no option `{option}`; {hint}"
            yield Problem(page.path, line(page, index), "embed-option", message)


@applies(
    _rule("alt-text", "A figure has to be told, in words of its own, to those who cannot see it."),
)
def alternatives(site: Site) -> Iterator[Problem]:
    """Alternative texts that are missing or say nothing."""
    for page, index, embed in _embeds(site):
        alt = " ".join(embed.alt.split()).casefold().rstrip(".")
        if not alt:
            why = "has no alternative text; say between the brackets what it shows"
        elif alt in ("diagram", "figure", "image", "picture", "a diagram"):
            why = f"has the alternative text “{embed.alt}”, which says nothing; say what it shows"
        elif alt == " ".join(embed.caption.split()).casefold().rstrip("."):
            why = "has its caption as alternative text, so a listener hears it twice; say what it shows"
        else:
            continue
        yield Problem(page.path, line(page, index), "alt-text", f"the figure `{embed.name}` {why}")


@applies(
    _rule(
        "node-link", "A node that leads to a page, file or heading which is not there leads readers nowhere."
    ),
)
def node_links(site: Site) -> Iterator[Problem]:
    """Links of nodes to what is not there."""
    for page, _, embed in _embeds(site):
        figure = site.figures.get(embed)
        every = figure.every() if isinstance(figure, Figure) else []
        nodes = [node for one in every if "<a " in one.drawings["wide"].body for node in one.graph.nodes]
        where = script_of(site, embed, page)
        for node in nodes:
            href = node.attrs.get("href") or node.attrs.get("URL") or ""
            if not href or re.match(r"[a-z][a-z0-9+.-]*:|/", href, re.IGNORECASE):
                continue
            path, _, anchor = href.partition("#")
            name = target(path, page.name) if path else page.name
            if name not in site.files:
                why = f"there is no `{name}`; name the file as it is called below the docs folder"
            elif anchor and anchor not in site.anchors(name):
                why = f"`{name}` has no `#{anchor}`"
            else:
                continue
            message = f"the node `{node.id}` leads to `{href}` as seen from {page.path}, but {why}"
            yield Problem(where, node.line or 1, "node-link", message)


@applies(
    _rule("unknown-node", "Words that point at a node which no figure of their page has point at nothing."),
)
def node_references(site: Site) -> Iterator[Problem]:
    """References in the text to nodes that its page does not show."""
    for page in site.pages:
        named = [
            (number, match[1], match[2])
            for number, text in fences.outside(page.source)
            for match in _REFERENCE.finditer(_CODE.sub("", text))
        ]
        shown = _nodes(site, page) if named else {}
        embedded = {embed.name for embed in page.embeds}
        for number, name, node in named:
            if name in embedded - shown.keys():
                continue  # its script fails, which is a problem of its own
            if name not in shown:
                why = f"the page does not show the figure `{name}`"
            elif node not in shown[name]:
                near = difflib.get_close_matches(node, shown[name], 1)
                why = f"`{name}` has no such node" + (f"; did you mean `{near[0]}`?" if near else "")
            else:
                continue
            message = f"the text refers to `{node}`, but {why}"
            yield Problem(page.path, number, "unknown-node", message)


def _nodes(site: Site, page: Page) -> dict[str, set[str]]:
    """The ids of the nodes that a page shows, by the names of their figures."""
    shown: dict[str, set[str]] = {}
    for embed in page.embeds:
        figure = site.figures.get(embed)
        if isinstance(figure, Figure):
            every = (node.id for one in figure.every() for node in one.graph.nodes)
            shown.setdefault(embed.name, set()).update(every)
    return shown


def target(href: str, page: str) -> str:
    """The file that a path in a page names, both below the docs folder."""
    return posixpath.normpath(posixpath.join(posixpath.dirname(page), href))


def script_of(site: Site, embed: Embed, page: Page) -> str:
    """The file that draws an embed's figure, as messages have it: a script, or the page itself."""
    return page.path if embed.code else site.scripts.get(_script(embed.name, site), page.path)


def _script(name: str, site: Site) -> str:
    """The script of a figure's name, which may go on with one of several diagrams."""
    return next((script for script in site.scripts if name == script or name.startswith(f"{script}/")), name)


@applies(
    _rule(
        "missing-figure", "A page without the figure that it is declared to need has lost it in rewriting."
    ),
)
def missing_figures(site: Site) -> Iterator[Problem]:
    """Pages without a figure that they must show."""
    for page in site.pages:
        shown = {embed.name for embed in page.embeds}
        for name in page.declared:
            if name not in shown:
                message = f"the page is declared to need the figure `{name}` and does not show it"
                line_ = _line_of(page.source, "figures:") or 1
                yield Problem(page.path, line_, "missing-figure", message)
        if not shown and any(fnmatch.fnmatch(page.name, pattern) for pattern in site.require_figures):
            message = "the page must show a figure (option `require_figures`) and shows none"
            yield Problem(page.path, 1, "missing-figure", message)


@applies(
    _rule("unused-script", "A script that no page shows was forgotten, or its page is gone."),
)
def unused_scripts(site: Site) -> Iterator[Problem]:
    """Scripts that no page shows."""
    used = {embed.name for page in site.pages for embed in page.embeds if not embed.code}
    for name, path in site.scripts.items():
        if site.unused_scripts and not any(u == name or u.startswith(f"{name}/") for u in used):
            message = f"no page shows it; embed it with ![…](diagram:{name}), or begin its name with `_`"
            yield Problem(path, 1, "unused-script", message)


@applies(
    _rule("leftover-embed", "Embed syntax that was not understood stands on the page for readers to see."),
)
def leftovers(site: Site) -> Iterator[Problem]:
    """Embed syntax in the text that readers see."""
    for page in site.pages:
        if "diagram:" in page.html or "::: diagram" in page.html:
            reader = _Leftovers()
            reader.feed(page.html)
            for text in reader.found:
                line = _line_of(page.source, text) or _line_of(page.source, "diagram:") or 1
                message = f"`{text}` was not understood as an embed and stands on the page as it is"
                yield Problem(page.path, line, "leftover-embed", message)


class _Leftovers(HTMLParser):
    """Finds embed syntax in a page's text and images, but not in its code."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []
        self._quiet: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        source = dict(attrs).get("src") or ""
        if source.startswith("diagram:"):
            self.found.append(f'src="{source}"')
        if tag in ("code", "pre", "script", "style", "textarea", "svg"):
            self._quiet.append(tag)

    def handle_endtag(self, tag: str) -> None:
        if self._quiet and self._quiet[-1] == tag:
            self._quiet.pop()

    def handle_data(self, data: str) -> None:
        if not self._quiet:
            self.found += re.findall(r"!?\[[^\]]*\]\s?\(diagram:[^)\s]*\)?|:{3}\s*diagram\b[^\n]*", data)


_NAMED = re.compile(r"""\bdiagram:([^\s<>()\[\]"']+)""")
_REFERENCE = re.compile(
    r"(?:(?<!!)\[[^\]]*\]\(|^ {0,3}\[[^\]]+\]:\s*)<?diagram:([^)\s#>]+)#([^)\s>]+)", re.MULTILINE
)
"""A link to a node of a figure, in a line or defined on its own."""
_CODE = re.compile(r"(?<!`)(`+)(?!`).*?(?<!`)\1(?!`)")


def _embeds(site: Site) -> Iterator[tuple[Page, int, Embed]]:
    """Every embed with its page and its place among the page's embeds."""
    for page in site.pages:
        yield from ((page, index, embed) for index, embed in enumerate(page.embeds))


def line(page: Page, index: int) -> int:
    """The line of one of a page's embeds: where its figure is named outside code for the nth time.

    An embed by reference may stand where the name does not; the last line that names it is near.
    """
    embed = page.embeds[index]
    if embed.code:
        return max(1, embed.line - 1)
    named = [
        number
        for number, text in fences.outside(page.source)
        for match in _NAMED.finditer(_CODE.sub("", text))
        if match[1] == embed.name
    ]
    nth = sum(other.name == embed.name and not other.code for other in page.embeds[:index])
    return named[min(nth, len(named) - 1)] if named else 1


def _line_of(source: str, text: str) -> int:
    """The first line that holds a text, 0 where none does."""
    return next((n for n, line in enumerate(source.split("\n"), 1) if text in line), 0)
