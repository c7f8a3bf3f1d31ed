"""Rules on links: those of nodes to pages, and those of the text to nodes."""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterator, Mapping
from urllib.parse import unquote

from ..model.figure import Figure
from ..pages.syntax import fences
from .check import Check
from .diagnostic import Diagnostic
from .site import Page, Site, find_script, resolve_path

_REFERENCE = re.compile(
    r"(?:(?<!!)\[[^\]]*\]\(|^ {0,3}\[[^\]]+\]:\s*)<?diagram:([^)\s#>]+)#([^)\s>]+)", re.MULTILINE
)
"""A link to a node of a figure, in a line or as a definition."""


def _find_dead_node_links(site: Site) -> Iterator[Diagnostic]:
    for page, _, embed in site.iterate_embeds():
        figure = site.figures.get(embed)
        combinations = figure.list_combinations() if isinstance(figure, Figure) else []
        linked = (c.graph for c in combinations if c.has_links)
        script = find_script(site, embed, page)
        for node in (node for graph in linked for node in graph.nodes):
            href = node.attrs.get("href") or node.attrs.get("URL") or ""
            if problem := _explain_dead_link(site, page, href):
                seen = "" if href.startswith("/") else f" as seen from {page.path}"
                message = f"the node `{node.id}` leads to `{href}`{seen}, but {problem}"
                yield Diagnostic(script, node.line or 1, "node-link", message)


def _explain_dead_link(site: Site, page: Page, href: str) -> str:
    """Return why a link to a file of the site leads nowhere, or nothing."""
    if not href or re.match(r"[a-z][a-z0-9+.-]*:", href, re.IGNORECASE):
        return ""
    path, _, anchor = href.partition("#")
    name = resolve_path(path, page.name) if path else page.name
    if not name:  # an address of the server
        return ""
    if name not in site.files:
        return f"there is no `{name}`; name the file as it is called below the docs folder"
    if anchor and anchor not in site.anchors(name):
        return f"`{name}` has no `#{anchor}`"
    return ""


def _find_unknown_nodes(site: Site) -> Iterator[Diagnostic]:
    for page in site.pages:
        references = [
            (number, match[1], match[2])
            for number, text in fences.iterate_outside_lines(page.source)
            for match in _REFERENCE.finditer(fences.remove_code_spans(text))
        ]
        nodes = _collect_nodes(site, page) if references else {}
        embedded = {embed.name for embed in page.embeds}
        for number, name, node in references:
            if name in embedded - nodes.keys():
                continue  # its script fails, which is reported by another rule
            if name not in nodes:
                problem = f"the page does not show the figure `{name}`"
            elif node not in nodes[name]:
                problem = f"`{name}` has no such node{_suggest_node(node, nodes[name])}"
            else:
                continue
            message = f"the text refers to `{node}`, but {problem}"
            yield Diagnostic(page.path, number, "unknown-node", message)


def _suggest_node(written: str, nodes: Mapping[str, str]) -> str:
    """Return a question that names the node with the most similar id or label, or nothing."""
    near = difflib.get_close_matches(written, nodes, 1)
    if near:
        return f"; did you mean `{near[0]}`?"
    labels = {label.casefold(): node for node, label in reversed([*nodes.items()]) if label}
    words = re.sub(r"[-_+\s]+", " ", unquote(written)).casefold()
    near = difflib.get_close_matches(words, labels, 1)
    node = labels[near[0]] if near else ""
    return f"; did you mean `{node}`, the node “{nodes[node]}”?" if near else ""


def _collect_nodes(site: Site, page: Page) -> dict[str, dict[str, str]]:
    """Return the labels of the nodes that a page shows by their ids, by the names of their figures."""
    nodes: dict[str, dict[str, str]] = {}
    for embed in page.embeds:
        figure = site.figures.get(embed)
        if isinstance(figure, Figure):
            labels = nodes.setdefault(embed.name, {})
            for node in (node for c in figure.list_combinations() for node in c.graph.nodes):
                labels.setdefault(node.id, " ".join(node.label.split()))
    return nodes


CHECKS = (
    Check(
        "node-link",
        holds="Every link of a node leads to a page, file or heading of the site.",
        why="Readers who follow the link find nothing.",
        find=_find_dead_node_links,
        help="checks/#node-link",
    ),
    Check(
        "unknown-node",
        holds="Every node that the text refers to is part of a figure of the page.",
        why="Readers point at the words, and nothing lights up.",
        find=_find_unknown_nodes,
        help="checks/#unknown-node",
    ),
)
