"""What Ingresses and routes send to: a Service of the manifests, or one declared outside. Pure."""

from __future__ import annotations

from ..manifests.collection import Manifests
from ..manifests.objects import KubeObject
from ..manifests.options import Options


def fault(
    manifests: Manifests, options: Options, name: str, namespace: str, port: str | int | None = None
) -> tuple[str, str] | None:
    """What there is none of, the Service (`name`) or its `port`, and why; nothing where both are there.

    A port is the Service's own: its `port` as a number, or its `name` as a text.
    """
    if options.is_outside("Service", name, namespace):
        return None
    service = manifests.find_object("Service", name, namespace)
    if service is None:
        hint = manifests.suggest_name("Service", name, namespace)
        return "name", f"there is no Service `{name}` in the namespace `{namespace}`; {hint}"
    field = "name" if isinstance(port, str) else "port"
    if port is None or any(one.get(field) == port for _, one in service.get_mappings("spec", "ports")):
        return None
    return "port", f"the Service `{name}` has no port `{port}`; it has {ports(service)}"


def ports(service: KubeObject) -> str:
    """A Service's ports in words."""
    found = [
        f"{one.get('port')} (`{one['name']}`)" if one.get("name") else str(one.get("port"))
        for _, one in service.get_mappings("spec", "ports")
    ]
    return " and ".join(found) or "none"
