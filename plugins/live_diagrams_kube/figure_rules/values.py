"""The values that a text states: addresses, ports, hosts, paths, weights, shares and types. Pure.

One reader for labels of figures, sentences of their steps, and declarations.
"""

from __future__ import annotations

import html
import ipaddress
import re
from collections.abc import Iterator
from typing import NamedTuple

SERVICE_TYPES = ("ClusterIP", "NodePort", "LoadBalancer", "ExternalName")

_PATTERNS = tuple(
    map(
        re.compile,
        (
            r"\bhttps?://(?P<host>[a-z*][\w.*-]*)(?::(?P<port>\d+))?(?P<path>/[^\s`),]*)?",
            r"(?<![\w.])(?P<address>\d{1,3}(?:\.\d{1,3}){3})(?P<range>/\d+)?(?::(?P<port>\d{1,5}))?(?!\.?\w)",
            r"(?<![\w:])\[?(?P<address6>[0-9a-f]{0,4}(?::[0-9a-f]{0,4}){2,7})\]?(?::(?P<port>\d{1,5}))?(?!\w)",
            r"(?<![\w:.]):(?P<port>\d{1,5})\b",
            r"\b[a-z][\w.-]*:(?P<port>\d{2,5})\b",
            r"\b[a-z]*[pP]orts?:? (?P<port>\d{1,5})\b(?! ?[\d%])",
            r"(?<![\d.])(?P<port>\d{1,5})/(?:TCP|UDP)\b",
            r"(?<![\w@/.*-])(?P<host>(?:\*\.)?[a-z0-9][a-z0-9-]*(?:\.[a-z0-9-]+)*\.[a-z]{2,})(?![\w-])(?!/v\d)"
            r"(?P<path>/[\w.*-][\w./*-]*)?",
            r"(?<![\w/.:<*~$])(?P<path>/[\w-][\w./*-]*)",
            r"(?:\bpaths? `?|`)(?P<path>/)(?![\w/])",
            r"\bweight(?: of|:)? (?P<weight>\d+)\b",
            r"(?<![\w.])(?P<share>\d+(?:\.\d+)?)\s*(?:%|per ?cent\b)",
            rf"\b(?P<type>{'|'.join(SERVICE_TYPES)})\b",
        ),
    )
)
"""In the order in which they consume a text; each group is named for the kind of its value."""
_NO_HOST = re.compile(
    r"(?:^|\.)(?:k8s|kubernetes|openshift|traefik)\.io$|\.(?:ya?ml|py|md|json|crt|key)$|^(?:spec|status|metadata|data)\."
)
_LOOPBACK = ("localhost", "127.0.0.1", "::1")
"""Every network namespace has these."""


class Value(NamedTuple):
    """A value in a text; `kind` is the name of its group in the patterns."""

    kind: str
    text: str


def remove_markup(label: str) -> str:
    """Return a label as readers see it, on one line."""
    if label.startswith("<"):
        label = html.unescape(re.sub(r"<[^>]*>", " ", label))
    return " ".join(re.sub(r"\\[nlr]", " ", label).split())


def read_values(text: str) -> Iterator[Value]:
    """Yield the values that a text states, without ranges of addresses and loopback addresses."""
    text = remove_markup(text)
    for pattern in _PATTERNS:
        for match in pattern.finditer(text):
            groups = match.groupdict()
            for kind, value in groups.items():
                if value is not None and not (kind == "address" and groups["range"]):
                    yield from _clean(kind, value)
        text = pattern.sub(" ", text)


def _clean(kind: str, value: str) -> Iterator[Value]:
    if kind == "address6":
        try:
            kind, value = "address", str(ipaddress.IPv6Address(value))
        except ValueError:
            return
    if kind == "path":
        value = value.rstrip(".") or "/"
    if kind != "range" and value not in _LOOPBACK and not (kind == "host" and _NO_HOST.search(value)):
        yield Value(kind, value)
