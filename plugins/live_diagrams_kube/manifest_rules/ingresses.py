"""Rules on Ingresses and on the TLS Secrets that they use. Pure."""

from __future__ import annotations

from collections.abc import Iterator

from ..manifests.context import Context
from ..manifests.objects import KubeObject
from ..manifests.yaml_lines import FieldPath
from .manifest_check import Finding, manifest_check
from .references import TLS_TYPE, find_missing_backend, find_missing_secret, list_missing_keys

_DEFAULT_CLASS = "ingressclass.kubernetes.io/is-default-class"
_OLD_CLASS = "kubernetes.io/ingress.class"


@manifest_check(
    "ingress-backend",
    holds="A backend of an Ingress is a Service of its namespace, by a port that the Service has.",
    why="For a Service or a port that does not exist, a controller answers with an error.",
    source="https://kubernetes.io/docs/concepts/services-networking/ingress/#the-ingress-resource",
)
def find_missing_backends(context: Context) -> Iterator[Finding]:
    # Backends are Services of the Ingress's own namespace, each with a port of the Service.
    for ingress in context.manifests.find_all("Ingress"):
        for path in _iterate_backend_paths(ingress):
            if isinstance(ingress.get(*path), dict):
                yield from _check_backend(context, ingress, path)


def _check_backend(context: Context, ingress: KubeObject, path: FieldPath) -> Iterator[Finding]:
    name = ingress.get_string(*path, "service", "name")
    number, port_name = (ingress.get(*path, "service", "port", field) for field in ("number", "name"))
    if not name:
        if not isinstance(ingress.get(*path, "resource"), dict):
            yield ingress, f"{ingress} has a backend with neither a `service` nor a `resource`", path
    elif (number is None) == (port_name is None):
        message = f"{ingress} has to name the port of `{name}` by either `number` or `name`"
        yield ingress, message, (*path, "service", "port")
    else:
        port = port_name if number is None else number
        if missing := find_missing_backend(context, name, ingress.namespace, port):
            field, reason = missing
            yield ingress, f"{ingress}: {reason}", (*path, "service", field)


def _iterate_backend_paths(ingress: KubeObject) -> Iterator[FieldPath]:
    yield ("spec", "defaultBackend")
    for rule, _ in ingress.get_mappings("spec", "rules"):
        for path, _ in ingress.get_mappings(*rule, "http", "paths"):
            yield (*path, "backend")


@manifest_check(
    "ingress-class",
    holds="An Ingress names an IngressClass that exists, or one is the default.",
    why="An Ingress whose class no controller has taken does nothing at all.",
    source="https://kubernetes.io/docs/concepts/services-networking/ingress/#ingress-class",
)
def find_missing_classes(context: Context) -> Iterator[Finding]:
    for ingress in context.manifests.find_all("Ingress"):
        name = ingress.get_string("spec", "ingressClassName")
        if ingress.get_string("metadata", "annotations", _OLD_CLASS):
            message = f"the annotation `{_OLD_CLASS}` is deprecated; write `spec.ingressClassName`"
            yield ingress, message, ("metadata", "annotations", _OLD_CLASS)
        elif not (reason := context.explain_missing("IngressClass", name)):
            continue
        elif name:
            yield ingress, f"{ingress}: {reason}", ("spec", "ingressClassName")
        elif not any(map(_is_default, context.manifests.find_all("IngressClass"))):
            message = f"{ingress} has no `ingressClassName`, and no IngressClass is the default"
            yield ingress, message, ("spec",)


def _is_default(ingress_class: KubeObject) -> bool:
    return ingress_class.get_string("metadata", "annotations", _DEFAULT_CLASS) == "true"


@manifest_check(
    "tls-secret",
    holds="A TLS Secret exists, with certificate and key, and its hosts are hosts of the rules.",
    why="Without the Secret, a controller serves a certificate of its own, which browsers refuse.",
    source="https://kubernetes.io/docs/concepts/services-networking/ingress/#tls",
)
def find_wrong_certificates(context: Context) -> Iterator[Finding]:
    for secret in context.manifests.find_all("Secret"):
        if secret.get_string("type") == TLS_TYPE:
            for key in list_missing_keys(secret):
                yield secret, f"{secret} is of the type {TLS_TYPE} and lacks `{key}`", ("type",)
    for ingress in context.manifests.find_all("Ingress"):
        hosts = {ingress.get_string(*path, "host") for path, _ in ingress.get_mappings("spec", "rules")}
        for path, _ in ingress.get_mappings("spec", "tls"):
            name = ingress.get_string(*path, "secretName")
            if name and (reason := find_missing_secret(context, name, ingress.namespace)):
                yield ingress, f"{ingress}: {reason}", (*path, "secretName")
            for host_path, host in ingress.get_strings(*path, "hosts"):
                if hosts and host not in hosts and not _covers(host, hosts):
                    message = f"{ingress} has a certificate for `{host}`, and no rule for that host"
                    yield ingress, message, host_path


def _covers(host: str, hosts: set[str]) -> bool:
    """Return whether a host is a wildcard that matches one of some hosts; it matches a single label."""
    return host.startswith("*.") and any(other.partition(".")[2] == host[2:] for other in hosts)
