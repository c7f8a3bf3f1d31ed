"""The rules on addresses, hosts, ports and objects in the text of pages: each exists in the example. Pure.

The example is what the manifests and figures of the site contain, and the code blocks of the page itself.
"""

from __future__ import annotations

import difflib
import html
import ipaddress
import re
from collections.abc import Iterable, Iterator, Mapping

from live_diagrams.checks import Diagnostic, Page, iterate_outside_lines
from live_diagrams.model.figure import Figure
from live_diagrams.model.graph.graph import Graph

from ..manifests.collection import API_GROUPS, parse_manifests
from .pages import Pages

DOCUMENTATION = tuple(map(ipaddress.ip_network, ("192.0.2.0/24", "198.51.100.0/24", "203.0.113.0/24")))
"""Addresses for examples (RFC 5737)."""
CREATED_KINDS = {"Pod", "ReplicaSet", "EndpointSlice"}
"""Kinds that controllers create and name: checked only where manifests or figures have one of them."""

_ADDRESS = r"(?<![\w.-])(\d{1,3}(?:\.\d{1,3}){3})(?![\w/]|\.\d)"
_HOST = r"(?<![\w.-])((?:[a-z0-9-]+\.)*example\.(?:com|net|org)|(?:[a-z0-9-]+\.)+example)(?![\w-])"
_PATTERNS: Mapping[str, tuple[re.Pattern[str], re.Pattern[str]]] = {
    "address": (re.compile(_ADDRESS), re.compile(_ADDRESS)),
    "host": (re.compile(_HOST), re.compile(_HOST)),
    "port": (
        re.compile(r"(?:\bports? |\d\.\d{1,3}:)(\d{4,5})(?![\w.]\d|\d)", re.IGNORECASE),
        re.compile(r"(?<![\w.])(\d{4,5})(?!\d)"),
    ),
}
"""How sentences write a value, and how manifests and figures do. Ports below 1000 are well known."""
_OBJECT = re.compile(rf"\b({'|'.join(API_GROUPS)})s? `([a-z0-9][a-z0-9.-]*)`")
_CODE = re.compile(r"<pre\b.*?</pre>", re.DOTALL)


def check_values(pages: Pages) -> Iterator[Diagnostic]:
    """Yield the addresses, hosts and ports in the text that the example does not contain.

    A page with a figure that fails is left alone: the figure may show them.
    """
    graphs = (text for graph in _iterate_graphs(pages) for text in _iterate_texts(graph))
    site = "\n".join((*pages.manifests.values(), *graphs))
    for page in pages.complete:
        example = f"{site}\n{_extract_code(page)}"
        for kind, (in_text, in_example) in _PATTERNS.items():
            known = set(in_example.findall(example))
            if not known:  # the example has none of these, so the text means something else
                continue
            known |= set(pages.options.known)
            for number, line in iterate_outside_lines(page.source):
                for value in in_text.findall(line):
                    if value not in known and _belongs_to_example(kind, value, pages, known):
                        message = _describe(kind, value, known)
                        yield Diagnostic(page.path, number, "text-address", message)


def check_objects(pages: Pages) -> Iterator[Diagnostic]:
    """Yield the objects in the text, named by kind and name, that the example does not contain."""
    known = {(o.kind, o.name) for o in parse_manifests(pages.manifests).objects}
    for graph in _iterate_graphs(pages):
        known |= {(kind, name) for node in graph.nodes for kind, _, name in [node.id.partition("/")]}
    kinds = {kind for kind, _ in known} | (set(API_GROUPS) - CREATED_KINDS if known else set())
    for page in pages.complete:
        words = {*re.findall(r"[\w.-]+", _extract_code(page)), *pages.options.known}
        for number, line in iterate_outside_lines(page.source):
            for kind, name in _OBJECT.findall(line):
                exists = (kind, name) in known or name in words or pages.options.is_outside(kind, name)
                if kind in kinds and not exists:
                    message = _describe(kind, name, {other for of, other in known if of == kind})
                    yield Diagnostic(page.path, number, "text-object", message)


def _describe(kind: str, value: str, known: Iterable[str]) -> str:
    near = difflib.get_close_matches(value, sorted(known), 1)
    hint = f"did you mean `{near[0]}`?" if near else "correct it, or name it in the option `known`"
    return f"neither manifests nor figures have the {kind} `{value}`; {hint}"


def _belongs_to_example(kind: str, value: str, pages: Pages, known: Iterable[str]) -> bool:
    """Return whether a value is meant as one of the example: by its range, or by the domain of a host."""
    if kind == "host":
        return not any(value.endswith(f".{host}") for host in known)
    if kind == "port":
        return True
    try:
        address = ipaddress.ip_address(value)
    except ValueError:
        return True
    networks = (*DOCUMENTATION, *pages.options.service_range, *pages.options.pod_range)
    return any(address in network and address != network.network_address for network in networks)


def _iterate_graphs(pages: Pages) -> Iterator[Graph]:
    for figure in pages.site.figures.values():
        if isinstance(figure, Figure):
            yield from (combination.graph for combination in figure.list_combinations())


def _iterate_texts(graph: Graph) -> Iterator[str]:
    for node in graph.nodes:
        yield from (node.id, node.label, *map(str, node.attrs.values()))
    for edge in graph.edges:
        yield from (edge.label, *map(str, edge.attrs.values()))
    yield from (cluster.label for cluster in graph.clusters)
    for step in graph.steps:
        yield from (step.text, step.note)


def _extract_code(page: Page) -> str:
    """Return the code blocks of a page as readers see them, with included files."""
    return "\n".join(html.unescape(re.sub(r"<[^>]*>", "", code)) for code in _CODE.findall(page.content))
