"""Rules on the hosts and paths by which requests are told apart, the same for all kinds of routes. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterator

from live_diagrams.checks import Diagnostic

from ..manifests.collection import Manifests
from ..manifests.objects import KubeObject
from ..manifests.options import Options
from ..manifests.yaml_lines import FieldPath
from .rule import report_problem

_HOST = r"(?=.{1,253}$)(?P<wild>\*\.)?[a-z0-9]([-a-z0-9]*[a-z0-9])?(\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*"
_ADDRESS = r"[0-9]+(\.[0-9]+){3}"


def hosts(manifests: Manifests, options: Options) -> Iterator[Diagnostic]:
    """`manifest-host`: a host is a DNS name in small letters: no scheme, no port, no path, no IP address.

    A wildcard stands for one label, is the first one, and is nothing that a Route can have.

    Source: https://kubernetes.io/docs/concepts/services-networking/ingress/#hostname-wildcards
    """
    for one in manifests.find_all("Ingress", "Route", "HTTPRoute", "Gateway"):
        for path in _hosts(one):
            host = one.get_string(*path)
            match = re.fullmatch(_HOST, host)
            if not host or (
                match and not re.fullmatch(_ADDRESS, host) and not (match["wild"] and one.kind == "Route")
            ):
                continue
            if re.match(r"\w+://", host) or ":" in host or "/" in host:
                hint = "leave out scheme, port and path"
            elif "*" in host:
                hint = (
                    "a Route has no wildcards"
                    if match
                    else "a wildcard is the whole first label: *.example.com"
                )
            elif re.fullmatch(_ADDRESS, host):
                hint = "it is an IP address, and a host is a DNS name"
            else:
                hint = "it has to be a DNS name of small letters, digits, `-` and `.`"
            yield report_problem(one, "manifest-host", f"{one}: `{host}` is no host; {hint}", *path)


def _hosts(one: KubeObject) -> Iterator[FieldPath]:
    """Where an object names hosts."""
    if one.kind == "Route":
        yield ("spec", "host")
    for field, name in (("rules", "host"), ("listeners", "hostname")):
        for path, _ in one.get_mappings("spec", field):
            yield (*path, name)
    yield from (path for path, _ in one.get_strings("spec", "hostnames"))
    for path, _ in one.get_mappings("spec", "tls"):
        yield from (at for at, _ in one.get_strings(*path, "hosts"))


def paths(manifests: Manifests, options: Options) -> Iterator[Diagnostic]:
    """`manifest-path`: a path begins with `/`, or the API server refuses it; a regular expression need not.

    Source: https://kubernetes.io/docs/concepts/services-networking/ingress/#path-types
    """
    for one in manifests.find_all("Ingress", "Route", "HTTPRoute"):
        for path, needed in _paths(one):
            text = one.get(*path)
            if needed and text is None:
                message = f"{one} has a path of the type Exact or Prefix, and no `path`"
                yield report_problem(one, "manifest-path", message, *path[:-1])
            elif isinstance(text, str) and not text.startswith("/") and (text or needed):
                yield report_problem(
                    one, "manifest-path", f"{one}: the path `{text}` does not begin with `/`", *path
                )


def _paths(one: KubeObject) -> Iterator[tuple[FieldPath, bool]]:
    """Where an object names paths, and whether there has to be one."""
    if one.kind == "Route":
        yield ("spec", "path"), False
    for rule, _ in one.get_mappings("spec", "rules"):
        for path, each in one.get_mappings(*rule, "http", "paths"):
            if each.get("pathType") in ("Exact", "Prefix"):
                yield (*path, "path"), True
        for match, _ in one.get_mappings(*rule, "matches"):
            if one.get(*match, "path", "type") in (None, "Exact", "PathPrefix"):
                yield (*match, "path", "value"), False
