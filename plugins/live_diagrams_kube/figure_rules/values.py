"""The values that a text states: addresses, ports, hosts, paths, weights, shares and types. Pure."""

from __future__ import annotations

import html
import ipaddress
import re
from collections.abc import Iterator
from typing import NamedTuple

SERVICE_TYPES = ("ClusterIP", "NodePort", "LoadBalancer", "ExternalName")

_VALUES = re.compile(
    r"https?://(?P<host_1>[a-z*][\w.*-]*)(?::(?P<port_1>\d+))?(?P<path_1>/[^\s`),]*)?"
    r"|(?<![\w.])(?P<address_1>\d{1,3}(?:\.\d{1,3}){3})(?P<range>/\d+)?(?::(?P<port_2>\d{1,5}))?(?!\.?\w)"
    r"|(?<![\w:])\[?(?P<address_2>[0-9a-f]{0,4}(?::[0-9a-f]{0,4}){2,7})\]?(?::(?P<port_3>\d{1,5}))?(?!\w)"
    r"|(?<![\d:]):(?P<port_4>\d{2,5})\b|\b[a-z]*[pP]orts?:? (?P<port_5>\d{1,5})\b(?! ?[\d%])"
    r"|(?<![\d.])(?P<port_6>\d{1,5})/(?:TCP|UDP)\b"
    r"|(?<![\w@/.*-])(?P<host_2>(?:\*\.)?[a-z0-9][a-z0-9-]*(?:\.[a-z0-9-]+)*\.[a-z]{2,})(?![\w-])(?!/v\d)"
    r"(?P<path_2>/[\w.*-][\w./*-]*)?"
    r"|(?<![\w/.:<*~$])(?P<path_3>/[\w-][\w./*-]*)|(?:\bpaths? `?|`)(?P<path_4>/)(?![\w/])"
    r"|\bweight(?: of|:)? (?P<weight>\d+)\b|(?<![\w.])(?P<share>\d+(?:\.\d+)?)\s*(?:%|per ?cent\b)"
    rf"|\b(?P<type>{'|'.join(SERVICE_TYPES)})\b"
)
"""Each group is named for the kind of its value."""
_NO_HOST = re.compile(
    r"(?:^|\.)(?:k8s|kubernetes|openshift|traefik)\.io$|\.(?:ya?ml|py|md|json|crt|key)$|^(?:spec|status|metadata|data)\."
)
_LOOPBACK = ("localhost", "127.0.0.1", "::1")


class Value(NamedTuple):
    """A value in a text, and its kind."""

    kind: str
    text: str

    @property
    def key(self) -> str:
        """The value as entities have it: a weight or a share is no port of the same number."""
        return f"{self.kind} {self.text}" if self.kind in ("weight", "share") else self.text


def remove_markup(label: str) -> str:
    """Return a label as readers see it, on one line."""
    if label.startswith("<"):
        label = html.unescape(re.sub(r"<[^>]*>", " ", label))
    return " ".join(re.sub(r"\\[nlr]", " ", label).split())


def read_values(text: str) -> Iterator[Value]:
    """Yield the values that a text states, without ranges of addresses and loopback addresses."""
    for match in _VALUES.finditer(remove_markup(text)):
        for group, value in match.groupdict().items():
            kind = group.partition("_")[0]
            if value is None or kind == "range" or (kind == "address" and match["range"]):
                continue
            if group == "address_2":
                try:
                    value = str(ipaddress.IPv6Address(value))
                except ValueError:
                    continue
            value = value.rstrip(".") or "/"
            if value not in _LOOPBACK and not (kind == "host" and _NO_HOST.search(value)):
                yield Value(kind, value)
