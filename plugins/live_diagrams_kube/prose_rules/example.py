"""The example that a guide goes through: its addresses, hosts, ports and objects, as its text has them. Pure.

Manifests and figures say what there is, and a page's code blocks what it shows beside. What the text names
has to be among that.
"""

from __future__ import annotations

import difflib
import html
import ipaddress
import re
from collections.abc import Iterable, Iterator, Mapping

from live_diagrams.checks import Diagnostic, Page, iterate_outside_lines
from live_diagrams.model.figure import Figure
from live_diagrams.model.graph import Graph

from ..manifests.collection import API_GROUPS, parse_manifests
from .pages import Pages

DOCUMENTATION = tuple(map(ipaddress.ip_network, ("192.0.2.0/24", "198.51.100.0/24", "203.0.113.0/24")))
"""Addresses that are nobody's, for examples (RFC 5737)."""
MADE = {"Pod", "ReplicaSet", "EndpointSlice"}
"""Kinds that controllers make and name: looked for only where manifests or figures have one of them."""

_ADDRESS = r"(?<![\w.-])(\d{1,3}(?:\.\d{1,3}){3})(?![\w/]|\.\d)"
_HOST = r"(?<![\w.-])((?:[a-z0-9-]+\.)*example\.(?:com|net|org)|(?:[a-z0-9-]+\.)+example)(?![\w-])"
_NAMED: Mapping[str, tuple[re.Pattern[str], re.Pattern[str]]] = {
    "address": (re.compile(_ADDRESS), re.compile(_ADDRESS)),
    "host": (re.compile(_HOST), re.compile(_HOST)),
    "port": (
        re.compile(r"(?:\bports? |\d\.\d{1,3}:)(\d{4,5})(?![\w.]\d|\d)", re.IGNORECASE),
        re.compile(r"(?<![\w.])(\d{4,5})(?!\d)"),
    ),
}
"""How a text names something, and how manifests and figures do. Ports below 1000 are known to everybody."""
_OBJECT = re.compile(rf"\b({'|'.join(API_GROUPS)})s? `([a-z0-9][a-z0-9.-]*)`")
_CODE = re.compile(r"<pre\b.*?</pre>", re.DOTALL)


def addresses(pages: Pages) -> Iterator[Diagnostic]:
    """`text-address`: an address, host or port that nothing has sends readers where nothing is.

    Source: https://www.rfc-editor.org/rfc/rfc5737
    """
    told = "\n".join(
        (*pages.manifests.values(), *(said for graph in _graphs(pages) for said in _told(graph)))
    )
    for page in pages.selected:
        lines = list(iterate_outside_lines(page.source))
        shown = f"{told}\n{_code(page)}"
        for what, (names, has) in _NAMED.items():
            known = set(has.findall(shown))
            if not known:  # the example has none of these, so the text means something else
                continue
            known |= set(pages.options.known)
            for number, text in lines:
                for said in names.findall(text):
                    if said not in known and _is_ours(what, said, pages, known):
                        yield Diagnostic(page.path, number, "text-address", _message(what, said, known))


def objects(pages: Pages) -> Iterator[Diagnostic]:
    """`text-object`: an object that the text names and nothing has is looked for in vain.

    Source: https://kubernetes.io/docs/concepts/overview/working-with-objects/names/
    """
    known = {(one.kind, one.name) for one in parse_manifests(pages.manifests).objects}
    for graph in _graphs(pages):
        known |= {(kind, name) for node in graph.nodes for kind, _, name in [node.id.partition("/")]}
    kinds = {kind for kind, _ in known} | (set(API_GROUPS) - MADE if known else set())
    for page in pages.selected:
        code = set(re.findall(r"[\w.-]+", _code(page)))
        for number, text in iterate_outside_lines(page.source):
            for kind, name in _OBJECT.findall(text):
                if kind not in kinds or (kind, name) in known or pages.options.is_outside(kind, name):
                    continue
                if name in code or name in pages.options.known:
                    continue
                alike = {other for of, other in known if of == kind}
                yield Diagnostic(page.path, number, "text-object", _message(kind, name, alike))


def _message(what: str, said: str, known: Iterable[str]) -> str:
    near = difflib.get_close_matches(said, sorted(known), 1)
    hint = f"did you mean `{near[0]}`?" if near else "mend it, or name it in the option `known`"
    return f"neither manifests nor figures have the {what} `{said}`; {hint}"


def _is_ours(what: str, said: str, pages: Pages, known: Iterable[str]) -> bool:
    """Whether something of the example is meant: an address of its ranges, a host that is below no other."""
    if what == "host":
        return not any(said.endswith(f".{host}") for host in known)
    if what == "port":
        return True
    try:
        one = ipaddress.ip_address(said)
    except ValueError:
        return True
    ranges = (*DOCUMENTATION, *pages.options.service_range, *pages.options.pod_range)
    return any(one in network and one != network.network_address for network in ranges)


def _graphs(pages: Pages) -> Iterator[Graph]:
    for figure in pages.site.figures.values():
        if isinstance(figure, Figure):
            yield from (one.graph for one in figure.list_combinations())


def _told(graph: Graph) -> Iterator[str]:
    """Everything that a figure says."""
    for node in graph.nodes:
        yield from (node.id, node.label, *map(str, node.attrs.values()))
    for edge in graph.edges:
        yield from (edge.label, *map(str, edge.attrs.values()))
    yield from (cluster.label for cluster in graph.clusters)
    for step in graph.steps:
        yield from (step.text, step.note)


def _code(page: Page) -> str:
    """The code blocks of a page as readers see them, included files among them."""
    return "\n".join(html.unescape(re.sub(r"<[^>]*>", "", code)) for code in _CODE.findall(page.content))
