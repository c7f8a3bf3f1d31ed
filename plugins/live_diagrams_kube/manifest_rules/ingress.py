"""Rules on Ingresses and on TLS Secrets. Pure."""

from __future__ import annotations

from collections.abc import Iterator

from live_diagrams.checks import Diagnostic

from ..manifests.collection import Manifests
from ..manifests.objects import KubeObject
from ..manifests.options import Options
from ..manifests.yaml_lines import FieldPath
from . import backends
from .rule import report_problem

DEFAULT_CLASS = "ingressclass.kubernetes.io/is-default-class"
OLD_CLASS = "kubernetes.io/ingress.class"
_TLS = "kubernetes.io/tls"


def backend(manifests: Manifests, options: Options) -> Iterator[Diagnostic]:
    """`ingress-backend`: for a Service or a port that does not exist, a controller answers with an error.

    An Ingress sends to Services of its own namespace only, by the Service's port.

    Source: https://kubernetes.io/docs/concepts/services-networking/ingress/#the-ingress-resource
    """
    for ingress in manifests.find_all("Ingress"):
        for path in _backends(ingress):
            if not isinstance(ingress.get(*path), dict):
                continue
            name = ingress.get_string(*path, "service", "name")
            number, word = (ingress.get(*path, "service", "port", field) for field in ("number", "name"))
            if not name:
                if not isinstance(ingress.get(*path, "resource"), dict):
                    message = f"{ingress} has a backend with neither a `service` nor a `resource`"
                    yield report_problem(ingress, "ingress-backend", message, *path)
            elif (number is None) == (word is None):
                message = f"{ingress} has to name the port of `{name}` by either `number` or `name`"
                yield report_problem(ingress, "ingress-backend", message, *path, "service", "port")
            else:
                port = word if number is None else number
                if missing := backends.fault(manifests, options, name, ingress.namespace, port):
                    field, why = missing
                    yield report_problem(
                        ingress, "ingress-backend", f"{ingress}: {why}", *path, "service", field
                    )


def _backends(ingress: KubeObject) -> Iterator[FieldPath]:
    """Where an Ingress names what it sends to."""
    yield ("spec", "defaultBackend")
    for rule, _ in ingress.get_mappings("spec", "rules"):
        for path, _ in ingress.get_mappings(*rule, "http", "paths"):
            yield (*path, "backend")


def ingress_class(manifests: Manifests, options: Options) -> Iterator[Diagnostic]:
    """`ingress-class`: an Ingress whose class no controller has taken does nothing at all.

    Source: https://kubernetes.io/docs/concepts/services-networking/ingress/#ingress-class
    """
    for ingress in manifests.find_all("Ingress"):
        name = ingress.get_string("spec", "ingressClassName")
        if ingress.get_string("metadata", "annotations", OLD_CLASS):
            message = f"the annotation `{OLD_CLASS}` is deprecated; write `spec.ingressClassName`"
            yield report_problem(ingress, "ingress-class", message, "metadata", "annotations", OLD_CLASS)
        elif options.is_outside("IngressClass", name, ""):
            continue
        elif name and not manifests.find_object("IngressClass", name, ""):
            hint = manifests.suggest_name("IngressClass", name, "")
            message = f"{ingress}: there is no IngressClass `{name}`; {hint}"
            yield report_problem(ingress, "ingress-class", message, "spec", "ingressClassName")
        elif not name and not any(
            one.get_string("metadata", "annotations", DEFAULT_CLASS) == "true"
            for one in manifests.find_all("IngressClass")
        ):
            message = f"{ingress} has no `ingressClassName`, and no IngressClass is the default one"
            yield report_problem(ingress, "ingress-class", message, "spec")


def tls(manifests: Manifests, options: Options) -> Iterator[Diagnostic]:
    """`tls-secret`: without its certificate or key, a controller serves one that browsers refuse.

    The hosts under `tls` have to be hosts of the rules, or the certificate is of no use.

    Source: https://kubernetes.io/docs/concepts/services-networking/ingress/#tls
    """
    for secret in manifests.find_all("Secret"):
        if secret.get_string("type") == _TLS:
            for key in _lacking(secret):
                message = f"{secret} is of the type {_TLS} and lacks `{key}`"
                yield report_problem(secret, "tls-secret", message, "type")
    for ingress in manifests.find_all("Ingress"):
        hosts = {ingress.get_string(*path, "host") for path, _ in ingress.get_mappings("spec", "rules")}
        for path, _ in ingress.get_mappings("spec", "tls"):
            name = ingress.get_string(*path, "secretName")
            if name and (why := secret_fault(manifests, options, name, ingress.namespace)):
                yield report_problem(ingress, "tls-secret", f"{ingress}: {why}", *path, "secretName")
            for at, host in ingress.get_strings(*path, "hosts"):
                if hosts and host not in hosts and not _under(host, hosts):
                    message = (
                        f"{ingress} has a certificate for `{host}`, which is a host of none of its rules"
                    )
                    yield report_problem(ingress, "tls-secret", message, *at)


def secret_fault(manifests: Manifests, options: Options, name: str, namespace: str) -> str:
    """Why there is no TLS Secret of that name; empty if there is, or if it is outside."""
    if options.is_outside("Secret", name, namespace):
        return ""
    secret = manifests.find_object("Secret", name, namespace)
    if secret is None:
        hint = manifests.suggest_name("Secret", name, namespace)
        return f"there is no Secret `{name}` in the namespace `{namespace}`; {hint}"
    if secret.get_string("type") != _TLS and (missing := _lacking(secret)):
        return f"the Secret `{name}` in {secret.file} lacks `{missing[0]}`"
    return ""


def _lacking(secret: KubeObject) -> list[str]:
    """What a Secret lacks to be one for TLS."""
    return [
        key
        for key in ("tls.crt", "tls.key")
        if not (secret.get_labels("data") | secret.get_labels("stringData")).get(key)
    ]


def _under(host: str, hosts: set[str]) -> bool:
    """Whether a wildcard of a certificate stands for a host of the rules: one label, not more."""
    return host.startswith("*.") and any(
        isinstance(h, str) and h.partition(".")[2] == host[2:] for h in hosts
    )
