"""Rules on hosts and paths, which are the same for Ingresses and routes of all kinds. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterator

from ..manifests.context import Context
from ..manifests.objects import KubeObject
from ..manifests.yaml_lines import FieldPath
from .manifest_check import Finding, manifest_check

_HOST = r"(?=.{1,253}$)(?P<wildcard>\*\.)?[a-z0-9]([-a-z0-9]*[a-z0-9])?(\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*"
_IP_ADDRESS = r"[0-9]+(\.[0-9]+){3}"


@manifest_check(
    "manifest-host",
    holds="A host is a DNS name in lower case; a wildcard is its whole first label, and not in a Route.",
    why="The API server refuses a host with a scheme, a port, a path or an IP address.",
    source="https://kubernetes.io/docs/concepts/services-networking/ingress/#hostname-wildcards",
)
def find_wrong_hosts(context: Context) -> Iterator[Finding]:
    for obj in context.manifests.find_all("Ingress", "Route", "HTTPRoute", "Gateway"):
        for path in _iterate_host_paths(obj):
            host = obj.get_string(*path)
            if host and (hint := _explain_wrong_host(host, obj.kind)):
                yield obj, f"{obj}: `{host}` is not a valid host; {hint}", path


def _explain_wrong_host(host: str, kind: str) -> str:
    """Return how to fix a host, or an empty string where it is valid."""
    match = re.fullmatch(_HOST, host)
    is_address = re.fullmatch(_IP_ADDRESS, host)
    if match and not is_address and not (match["wildcard"] and kind == "Route"):
        return ""
    if re.match(r"\w+://", host) or ":" in host or "/" in host:
        return "leave out scheme, port and path"
    if "*" in host:
        if match:
            return "a Route has no wildcards"
        return "a wildcard is the whole first label: *.example.com"
    if is_address:
        return "it is an IP address, and a host is a DNS name"
    return "it has to be a DNS name of lowercase letters, digits, `-` and `.`"


def _iterate_host_paths(obj: KubeObject) -> Iterator[FieldPath]:
    if obj.kind == "Route":
        yield ("spec", "host")
    for field, name in (("rules", "host"), ("listeners", "hostname")):
        for path, _ in obj.get_mappings("spec", field):
            yield (*path, name)
    yield from (path for path, _ in obj.get_strings("spec", "hostnames"))
    for path, _ in obj.get_mappings("spec", "tls"):
        yield from (host_path for host_path, _ in obj.get_strings(*path, "hosts"))


@manifest_check(
    "manifest-path",
    holds="A path begins with `/`, unless it is a regular expression.",
    why="The API server refuses any other path.",
    source="https://kubernetes.io/docs/concepts/services-networking/ingress/#path-types",
)
def find_wrong_paths(context: Context) -> Iterator[Finding]:
    for obj in context.manifests.find_all("Ingress", "Route", "HTTPRoute"):
        for path, is_required in _iterate_url_paths(obj):
            url_path = obj.get(*path)
            if is_required and url_path is None:
                yield obj, f"{obj} has a path of the type Exact or Prefix, and no `path`", path[:-1]
            elif isinstance(url_path, str) and not url_path.startswith("/") and (url_path or is_required):
                yield obj, f"{obj}: the path `{url_path}` does not begin with `/`", path


def _iterate_url_paths(obj: KubeObject) -> Iterator[tuple[FieldPath, bool]]:
    """Yield where an object has URL paths, and whether the path is required there."""
    if obj.kind == "Route":
        yield ("spec", "path"), False
    for rule, _ in obj.get_mappings("spec", "rules"):
        for path, http_path in obj.get_mappings(*rule, "http", "paths"):
            if http_path.get("pathType") in ("Exact", "Prefix"):
                yield (*path, "path"), True
        for match, _ in obj.get_mappings(*rule, "matches"):
            if obj.get(*match, "path", "type") in (None, "Exact", "PathPrefix"):
                yield (*match, "path", "value"), False
