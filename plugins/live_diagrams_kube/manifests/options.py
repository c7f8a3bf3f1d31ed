"""The options of the checks, which are under `checks: kube:` in the site's configuration. Pure."""

from __future__ import annotations

import fnmatch
import ipaddress
import posixpath
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, fields
from typing import Any

from .objects import selector_matches
from .outside import SENTENCE_KEY

Network = ipaddress.IPv4Network | ipaddress.IPv6Network

_OUTSIDE = re.compile(r"(?:(?P<namespace>[a-z0-9.-]+)/)?(?P<kind>[A-Z]\w*)/(?P<name>\S+)")


@dataclass(frozen=True)
class OutsideObject:
    """An object outside the manifests, written `[namespace/]Kind/name`, where the name is a pattern (`*`).

    A Pod can have labels in place of a name: `Pod/app=web,tier=front`. Anything that is no object, such as
    a user, has no kind. `facts` are the author's: those under the key `is` are a sentence.
    """

    kind: str
    name: str
    namespace: str = ""
    facts: Mapping[str, Any] = field(default_factory=dict, hash=False)

    @property
    def labels(self) -> dict[str, str]:
        """The labels by which a Pod is declared, if it is."""
        return dict(re.findall(r"([^=,]+)=([^,]*)", self.name)) if self.kind == "Pod" else {}


@dataclass(frozen=True)
class Options:
    """All options; each field is the option of that name."""

    manifests: str = "docs/manifests"
    """The folder of the manifests, relative to `mkdocs.yml`."""
    version: str = ""
    """The Kubernetes version that the manifests are for, such as `1.37`; empty: the newest one."""
    namespace: str = "default"
    """The namespace of objects that name none."""
    service_range: tuple[Network, ...] = ()
    """The ranges of the addresses of Services, in CIDR notation; empty: not checked."""
    pod_range: tuple[Network, ...] = ()
    """The ranges of the addresses of Pods, in CIDR notation; empty: not checked."""
    outside: tuple[OutsideObject, ...] = ()
    """Objects and others that manifests or figures refer to, and no manifest describes; or a file of them."""
    variants: tuple[str, ...] = ()
    """Files below `manifests` whose objects replace those of the same name in other files."""
    kinds: tuple[str, ...] = ()
    """Kinds, as `group/Kind`, that have no schema here and are not validated."""
    prose: tuple[str, ...] = ("*",)
    """Pages whose text is checked: patterns of paths below the docs folder; `!` excludes."""
    known: tuple[str, ...] = ()
    """Addresses, hosts, ports and names that the text may use although no manifest and no figure has them."""

    @property
    def folder(self) -> str:
        """The folder of the manifests as messages name it, empty for the folder of the configuration."""
        path = posixpath.normpath(self.manifests)
        return "" if path == "." else path

    def is_outside(self, kind: str, name: str, namespace: str | None = None) -> bool:
        """Return whether `outside` declares an object, in any namespace where `namespace` is None."""
        return any(
            entry.kind == kind
            and (namespace is None or entry.namespace in ("", namespace))
            and fnmatch.fnmatchcase(name, entry.name)
            for entry in self.outside
        )

    def selects_outside_pods(self, selector: Mapping[str, str], namespace: str) -> bool:
        """Return whether a selector matches Pods that `outside` declares by their labels."""
        return any(
            bool(entry.labels)
            and entry.namespace in ("", namespace)
            and selector_matches(selector, entry.labels)
            for entry in self.outside
        )


class OptionError(ValueError):
    """An option that cannot be used. `option` is its name, empty where the error is not in a single one."""

    def __init__(self, option: str, message: str) -> None:
        super().__init__(message)
        self.option = option


def parse_options(raw: object) -> Options:
    """Return the options in plain data.

    Raises:
        OptionError: An option does not exist, or has a value of the wrong type.
    """
    if not isinstance(raw, Mapping):
        raise OptionError("", "`kube` has to be a mapping of options")
    names = [field.name for field in fields(Options)]
    values: dict[str, Any] = {}
    for name, value in raw.items():
        if name not in names:
            raise OptionError(str(name), f"there is no option `{name}`; there are {', '.join(names)}")
        try:
            values[name] = _PARSERS[name](value)
        except ValueError as error:
            raise OptionError(name, f"`{name}` {error}") from error
    return Options(**values)


def _parse_string(value: object) -> str:
    if not isinstance(value, str) or not value.strip():
        raise ValueError(f"is `{value}`; it has to be a text")
    return value


def _parse_strings(value: object) -> tuple[str, ...]:
    return tuple(map(_parse_string, value)) if isinstance(value, list) else (_parse_string(value),)


def _parse_version(value: object) -> str:
    if not isinstance(value, str) or not re.fullmatch(r"1\.\d+", value):
        raise ValueError(f"is `{value}`; write it as a text such as '1.37', or YAML drops a final 0")
    return value


def _parse_ranges(value: object) -> tuple[Network, ...]:
    try:
        return tuple(map(ipaddress.ip_network, _parse_strings(value)))
    except ValueError as error:
        raise ValueError(f"has to be a range in CIDR notation, such as 10.96.0.0/12: {error}") from error


def _parse_outside(value: object) -> tuple[OutsideObject, ...]:
    objects = []
    described = value.items() if isinstance(value, dict) else ()
    facts = {str(name): _parse_facts(fact) for name, fact in described}
    for text in facts or _parse_strings(value):
        match = _OUTSIDE.fullmatch(text)
        if match:
            namespace = match["namespace"] or ""
            objects.append(OutsideObject(match["kind"], match["name"], namespace, facts.get(text, {})))
        elif text in facts and re.fullmatch(r"[^\s/]+", text):
            objects.append(OutsideObject("", text, facts=facts[text]))
        else:
            raise ValueError(f"has `{text}`; write [namespace/]Kind/name, or Pod/label=value")
    return tuple(objects)


def _parse_facts(value: object) -> Mapping[str, Any]:
    """Return the facts of an entry, which may be a sentence."""
    return value if isinstance(value, dict) and value else {SENTENCE_KEY: _parse_string(value)}


def _parse_kinds(value: object) -> tuple[str, ...]:
    kinds = _parse_strings(value)
    for text in kinds:
        if not re.fullmatch(r"[a-z0-9.-]+/[A-Z]\w*", text):
            raise ValueError(f"has `{text}`; write group/Kind, such as cert-manager.io/Certificate")
    return kinds


_PARSERS: Mapping[str, Callable[[object], Any]] = {
    "manifests": _parse_string,
    "version": _parse_version,
    "namespace": _parse_string,
    "service_range": _parse_ranges,
    "pod_range": _parse_ranges,
    "outside": _parse_outside,
    "variants": _parse_strings,
    "kinds": _parse_kinds,
    "prose": _parse_strings,
    "known": _parse_strings,
}
