"""The rule on addresses, hosts and ports in the text of pages: each exists in the example. Pure."""

from __future__ import annotations

import ipaddress
import re
from collections.abc import Iterable, Iterator, Mapping

from live_diagrams.checks import Diagnostic, iterate_outside_lines

from .example import describe_unknown, extract_code, iterate_graphs, iterate_texts
from .pages import Pages

DOCUMENTATION = tuple(map(ipaddress.ip_network, ("192.0.2.0/24", "198.51.100.0/24", "203.0.113.0/24")))
"""Addresses for examples (RFC 5737)."""

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


def check_values(pages: Pages) -> Iterator[Diagnostic]:
    """Yield the addresses, hosts and ports in the text that the example does not contain.

    A page with a figure that fails is left alone: the figure may show them.
    """
    graphs = (text for graph in iterate_graphs(pages) for text in iterate_texts(graph))
    site = "\n".join((*pages.manifests.values(), *graphs))
    for page in pages.complete:
        example = f"{site}\n{extract_code(page)}"
        for kind, (in_text, in_example) in _PATTERNS.items():
            known = set(in_example.findall(example))
            if not known:  # the example has none of these, so the text means something else
                continue
            known |= set(pages.options.known)
            for number, line in iterate_outside_lines(page.source):
                for value in in_text.findall(line):
                    if value not in known and _belongs_to_example(kind, value, pages, known):
                        message = describe_unknown(kind, value, known)
                        yield Diagnostic(page.path, number, "text-address", message)


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
