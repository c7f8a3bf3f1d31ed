"""References to Services and Secrets: why the object is missing, or may not be used. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, Literal

from ..manifests.context import Context
from ..manifests.objects import KubeObject
from .manifest_check import join_words

TLS_TYPE = "kubernetes.io/tls"
_GATEWAY_GROUP = "gateway.networking.k8s.io"


def find_missing_backend(
    context: Context, name: str, namespace: str, port: str | int | None = None
) -> tuple[Literal["name", "port"], str] | None:
    """Return which of a Service and its port is missing and why, or None where both exist.

    A port is that of the Service: its `port` as a number, or its `name` as a string.
    """
    if reason := context.explain_missing("Service", name, namespace):
        return "name", reason
    service = context.manifests.find_object("Service", name, namespace)
    if service is None or context.options.is_outside("Service", name, namespace):
        return None
    field = "name" if isinstance(port, str) else "port"
    ports = [port_entry for _, port_entry in service.get_mappings("spec", "ports")]
    if port is None or any(port_entry.get(field) == port for port_entry in ports):
        return None
    return "port", f"the Service `{name}` has no port `{port}`; it has {describe_ports(ports)}"


def describe_ports(ports: Iterable[Mapping[str, Any]], field: str = "port") -> str:
    """Return ports in words: the number, which is in a field, and the name."""
    return join_words(
        f"{port.get(field)} (`{port['name']}`)" if port.get("name") else str(port.get(field))
        for port in ports
    )


def find_missing_secret(context: Context, name: str, namespace: str) -> str:
    """Return why there is no complete TLS Secret of a name, or an empty string where there is one."""
    if reason := context.explain_missing("Secret", name, namespace):
        return reason
    secret = context.manifests.find_object("Secret", name, namespace)
    if secret is None or context.options.is_outside("Secret", name, namespace):
        return ""
    if secret.get_string("type") != TLS_TYPE and (missing := list_missing_keys(secret)):
        return f"the Secret `{name}` in {secret.file} lacks `{missing[0]}`"
    return ""


def list_missing_keys(secret: KubeObject) -> list[str]:
    """Return the keys of a TLS Secret that a Secret lacks."""
    data = secret.get_labels("data") | secret.get_labels("stringData")
    return [key for key in ("tls.crt", "tls.key") if not data.get(key)]


def is_granted(context: Context, obj: KubeObject, kind: str, name: str, namespace: str) -> bool:
    """Return whether an object may use one of another namespace, which a ReferenceGrant there allows."""
    if namespace == obj.namespace or context.options.is_outside("ReferenceGrant", "", namespace):
        return True
    source = (_GATEWAY_GROUP, obj.kind, obj.namespace)
    return any(
        grant.namespace == namespace
        and any(
            (ref.get("group"), ref.get("kind"), ref.get("namespace")) == source
            for _, ref in grant.get_mappings("spec", "from")
        )
        and any(
            (ref.get("group"), ref.get("kind")) == ("", kind) and ref.get("name") in (None, name)
            for _, ref in grant.get_mappings("spec", "to")
        )
        for grant in context.manifests.find_all("ReferenceGrant")
    )
