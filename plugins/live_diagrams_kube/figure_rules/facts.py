"""The facts that a text states: addresses, ports, hosts, paths, weights, and the objects it names. Pure.

Labels of figures, sentences of their steps and what the author declares are all read by this one reader.
"""

from __future__ import annotations

import html
import ipaddress
import re
from collections.abc import Iterable
from dataclasses import dataclass, fields

Ref = tuple[str, str]
"""Kind and name of an object."""

SERVICE_TYPES = ("ClusterIP", "NodePort", "LoadBalancer", "ExternalName")


@dataclass(frozen=True)
class Facts:
    """What is said of a thing, or what is true of it. `shares` are per cent; `pairs` are port and target."""

    addresses: frozenset[str] = frozenset()
    ports: frozenset[int] = frozenset()
    pairs: frozenset[tuple[int, int]] = frozenset()
    hosts: frozenset[str] = frozenset()
    paths: frozenset[str] = frozenset()
    weights: frozenset[int] = frozenset()
    shares: frozenset[float] = frozenset()
    types: frozenset[str] = frozenset()

    def __or__(self, other: Facts) -> Facts:
        return Facts(**{f.name: getattr(self, f.name) | getattr(other, f.name) for f in fields(Facts)})


NOTHING = Facts()


def united(facts: Iterable[Facts]) -> Facts:
    """Everything that any of them says."""
    found = Facts()
    for one in facts:
        found |= one
    return found


_URL = re.compile(r"\b(https?)://(?P<host>[\w.*-]+)(?::(?P<port>\d+))?(?P<path>/[^\s`),]*)?")
_ADDRESS = re.compile(r"(?<![\w.])(\d{1,3}(?:\.\d{1,3}){3})(/\d+)?(?::(\d{1,5}))?(?!\.?\w)")
_ADDRESS_6 = re.compile(r"(?<![\w:])\[?([0-9a-f]{0,4}(?::[0-9a-f]{0,4}){2,7})\]?(?::(\d{1,5}))?(?!\w)")
_PAIR = re.compile(r"(?<![\d.])(\d{1,5})\s*(?:->|→|⟶|➜)\s*:?(\d{1,5})(?![\d.]*\d)")
_PORT = re.compile(
    r"(?<![\w:.]):(\d{1,5})\b"
    r"|\b(?:[a-z][\w.-]*):(\d{2,5})\b"
    r"|\b[a-z]*[pP]orts?:? (\d{1,5})\b(?! ?[\d%])"
    r"|(?<![\d.])(\d{1,5})/(?:TCP|UDP)\b"
)
_HOST = re.compile(
    r"(?<![\w@/.*-])((?:\*\.)?[a-z0-9][a-z0-9-]*(?:\.[a-z0-9-]+)*\.[a-z]{2,})(?![\w-])(?!/v\d)(/[\w.*-][\w./*-]*)?"
)
_NO_HOST = re.compile(
    r"(?:^|\.)(?:k8s|kubernetes|openshift|traefik)\.io$|\.(?:ya?ml|py|md|json|crt|key)$|^(?:spec|status|metadata|data)\."
)
_PATH = re.compile(r"(?<![\w/.:<*~$])(/[\w-][\w./*-]*)|(?:\bpaths? `?|`)(/)(?![\w/])")
_WEIGHT = re.compile(r"\bweight(?: of|:)? (\d+)\b")
_SHARE = re.compile(r"(?<![\w.])(\d+(?:\.\d+)?)\s*(?:%|per ?cent\b)")
_TYPE = re.compile(rf"\b({'|'.join(SERVICE_TYPES)})\b|\b([hH]eadless)\b")
_OWN = ("localhost", "127.0.0.1", "::1")
"""What every network namespace has for itself."""


def plain(label: str) -> str:
    """A label as a reader sees it: without markup, its breaks as spaces."""
    if label.startswith("<"):
        label = html.unescape(re.sub(r"<[^>]*>", " ", label))
    return " ".join(re.sub(r"\\[nlr]", " ", label).split())


def read(text: str) -> Facts:
    """What a text states. What stands for no one thing, such as a range of addresses, is left out."""
    text = plain(text)
    hosts, ports, paths, addresses = set[str](), set[int](), set[str](), set[str]()
    for url in _URL.finditer(text):
        hosts.add(url["host"])
        ports.add(int(url["port"] or {"http": 80, "https": 443}[url[1]]))
        if url["path"]:
            paths.add(url["path"].rstrip("."))
    text = _URL.sub(lambda url: url["host"] if _address(url["host"]) else " ", text)
    for pattern in (_ADDRESS, _ADDRESS_6):
        for match in pattern.finditer(text):
            range_ = pattern is _ADDRESS and match[2]
            if not range_ and match[1] not in _OWN and (pattern is _ADDRESS or _address(match[1])):
                addresses.add(str(ipaddress.ip_address(match[1])) if _address(match[1]) else match[1])
            if port := match[match.re.groups]:
                ports.add(int(port))
        text = pattern.sub(" ", text)
    pairs = {(int(a), int(b)) for a, b in _PAIR.findall(text)}
    text = _PAIR.sub(" ", text)
    ports |= {int(next(filter(None, match.groups()))) for match in _PORT.finditer(text)}
    for match in _HOST.finditer(text):
        if not _NO_HOST.search(match[1]):
            hosts.add(match[1])
            paths |= {match[2].rstrip(".")} if match[2] else set()
    paths |= {(match[1] or match[2]).rstrip(".") for match in _PATH.finditer(text)}
    return Facts(
        addresses=frozenset(addresses),
        ports=frozenset(ports),
        pairs=frozenset(pairs),
        hosts=frozenset(host for host in hosts if host not in _OWN and not _address(host)),
        paths=frozenset(paths),
        weights=frozenset(map(int, _WEIGHT.findall(text))),
        shares=frozenset(map(float, _SHARE.findall(text))),
        types=frozenset(match[1] or "headless" for match in _TYPE.finditer(text)),
    )


def refs(text: str, kinds: Iterable[str]) -> list[Ref]:
    """The objects that a text names: `Kind/name`, `Kind name`, or a name between backticks after a kind."""
    words = "|".join(sorted(kinds, key=len, reverse=True))
    found = re.findall(rf"\b({words})(?:/| `?)([a-z0-9](?:[a-z0-9.-]*[a-z0-9])?)\b", plain(text))
    return [(kind, name) for kind, name in found]


def _address(text: str) -> bool:
    try:
        ipaddress.ip_address(text)
    except ValueError:
        return False
    return True
