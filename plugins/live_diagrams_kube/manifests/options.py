"""The options of the checks, as they stand under `checks: kube:` in the site's configuration. Pure.

What the manifests leave to others, and what no manifest can say, is declared here.
"""

from __future__ import annotations

import fnmatch
import ipaddress
import posixpath
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, fields
from typing import Any

from .objects import selector_matches

Network = ipaddress.IPv4Network | ipaddress.IPv6Network

_OUTSIDE = re.compile(r"(?:(?P<namespace>[a-z0-9.-]+)/)?(?P<kind>[A-Z]\w*)/(?P<name>\S+)")


@dataclass(frozen=True)
class OutsideObject:
    """An object that no manifest holds: `[namespace/]Kind/name`, where the name is a pattern (`*`).

    For a Pod, labels may take the name's place: `Pod/app=web,tier=front`. What is no object at all, such as
    a user, has no kind. `told` is what the author says of it.
    """

    kind: str
    name: str
    namespace: str = ""
    description: str = ""

    @property
    def labels(self) -> dict[str, str]:
        """A Pod's labels, where these are declared."""
        return dict(re.findall(r"([^=,]+)=([^,]*)", self.name)) if self.kind == "Pod" else {}


@dataclass(frozen=True)
class Options:
    """What an author can set; each field is an option of that name."""

    manifests: str = "docs/manifests"
    """The folder of the manifests, relative to `mkdocs.yml`."""
    version: str = ""
    """The Kubernetes version that the manifests are for, such as `1.37`; empty for the newest known."""
    namespace: str = "default"
    """The namespace of objects that name none."""
    service_range: tuple[Network, ...] = ()
    """Where Services have their addresses, in CIDR notation; empty: not checked."""
    pod_range: tuple[Network, ...] = ()
    """Where Pods have their addresses, in CIDR notation; empty: not checked."""
    outside: tuple[OutsideObject, ...] = ()
    """What no manifest holds, and manifests or figures name all the same; a mapping says what each is."""
    variants: tuple[str, ...] = ()
    """Files below `manifests` whose objects take the place of those of the same name in other files."""
    kinds: tuple[str, ...] = ()
    """Kinds, as `group/Kind`, that have no schema here and are taken as they are."""

    prose: tuple[str, ...] = ("*",)
    """Pages that are held to the rules on text: patterns of paths below the docs folder; `!` takes out."""
    known: tuple[str, ...] = ()
    """Addresses, hosts, ports and names that the text may name though no manifest and no figure has them."""

    @property
    def folder(self) -> str:
        """The folder of the manifests as messages have it, empty for that of the configuration itself."""
        path = posixpath.normpath(self.manifests)
        return "" if path == "." else path

    def is_outside(self, kind: str, name: str, namespace: str | None = None) -> bool:
        """Whether such an object is declared to exist outside the manifests; in any namespace without one."""
        return any(
            one.kind == kind
            and (namespace is None or one.namespace in ("", namespace))
            and fnmatch.fnmatchcase(name, one.name)
            for one in self.outside
        )

    def selects_outside_pods(self, selector: Mapping[str, str], namespace: str) -> bool:
        """Whether a selector selects Pods that are declared to exist outside the manifests."""
        return any(
            bool(one.labels) and one.namespace in ("", namespace) and selector_matches(selector, one.labels)
            for one in self.outside
        )


class OptionError(ValueError):
    """An option that means nothing. `option` is its name, empty for all of them together."""

    def __init__(self, option: str, message: str) -> None:
        super().__init__(message)
        self.option = option


def parse_options(raw: object) -> Options:
    """Options from plain data.

    Raises:
        OptionError: One is unknown or of the wrong kind.
    """
    if not isinstance(raw, Mapping):
        raise OptionError("", "`kube` has to be a mapping of options")
    known = [one.name for one in fields(Options)]
    values: dict[str, Any] = {}
    for name, value in raw.items():
        if name not in known:
            raise OptionError(str(name), f"there is no option `{name}`; there are {', '.join(known)}")
        try:
            values[name] = _READERS[name](value)
        except ValueError as error:
            raise OptionError(name, f"`{name}` {error}") from error
    return Options(**values)


def _word(value: object) -> str:
    if not isinstance(value, str) or not value.strip():
        raise ValueError(f"is `{value}`; it has to be a text")
    return value


def _words(value: object) -> tuple[str, ...]:
    return tuple(map(_word, value)) if isinstance(value, list) else (_word(value),)


def _patterns(value: object) -> tuple[str, ...]:
    return () if value == [] else _words(value)


def _version(value: object) -> str:
    if not isinstance(value, str) or not re.fullmatch(r"1\.\d+", value):
        raise ValueError(f"is `{value}`; write it as a text such as '1.37', or YAML drops a final 0")
    return value


def _range(value: object) -> tuple[Network, ...]:
    try:
        return tuple(map(ipaddress.ip_network, _words(value)))
    except ValueError as error:
        raise ValueError(f"has to be a range in CIDR notation, such as 10.96.0.0/12: {error}") from error


def _outside(value: object) -> tuple[OutsideObject, ...]:
    found = []
    told = {str(name): _word(said) for name, said in value.items()} if isinstance(value, dict) else {}
    for text in told or _words(value):
        match = _OUTSIDE.fullmatch(text)
        if match:
            found.append(
                OutsideObject(match["kind"], match["name"], match["namespace"] or "", told.get(text, ""))
            )
        elif text in told and re.fullmatch(r"[^\s/]+", text):
            found.append(OutsideObject("", text, description=told[text]))
        else:
            raise ValueError(f"has `{text}`; write [namespace/]Kind/name, or Pod/label=value")
    return tuple(found)


def _kinds(value: object) -> tuple[str, ...]:
    for text in (found := _words(value)):
        if not re.fullmatch(r"[a-z0-9.-]+/[A-Z]\w*", text):
            raise ValueError(f"has `{text}`; write group/Kind, such as cert-manager.io/Certificate")
    return found


_READERS: Mapping[str, Callable[[object], Any]] = {
    "manifests": _word,
    "version": _version,
    "namespace": _word,
    "service_range": _range,
    "pod_range": _range,
    "outside": _outside,
    "variants": _words,
    "kinds": _kinds,
    "prose": _patterns,
    "known": _words,
}
