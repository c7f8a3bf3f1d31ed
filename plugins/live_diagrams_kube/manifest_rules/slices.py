"""Rules on EndpointSlices: as the control plane would write them for their Service. Pure."""

from __future__ import annotations

from collections.abc import Iterator

from live_diagrams.checks import Diagnostic

from ..manifests.collection import Manifests
from ..manifests.objects import SERVICE_LABEL_PATH, KubeObject, get_service_name
from ..manifests.options import Options
from . import backends
from .rule import report_problem


def service(manifests: Manifests, options: Options) -> Iterator[Diagnostic]:
    """`endpointslice-service`: kube-proxy takes the endpoints of a Service from the slices that name it.

    Source: https://kubernetes.io/docs/concepts/services-networking/endpoint-slices/#ownership
    """
    for one in manifests.find_all("EndpointSlice"):
        name = get_service_name(one)
        if not name:
            message = f"{one} has no label `{SERVICE_LABEL_PATH[-1]}`, so its endpoints belong to no Service"
            yield report_problem(one, "endpointslice-service", message, "metadata")
        elif fault := backends.fault(manifests, options, name, one.namespace):
            yield report_problem(one, "endpointslice-service", f"{one}: {fault[1]}", *SERVICE_LABEL_PATH)


def port(manifests: Manifests, options: Options) -> Iterator[Diagnostic]:
    """`endpointslice-port`: an endpoint's port is the Pod's, as the `targetPort` of its Service says.

    Source: https://kubernetes.io/docs/concepts/services-networking/endpoint-slices/
    """
    for one in manifests.find_all("EndpointSlice"):
        owner = manifests.find_object("Service", get_service_name(one), one.namespace)
        if owner is None or not (
            owner.get_mappings("spec", "ports") and owner.get_labels("spec", "selector")
        ):
            continue
        for path, each in one.get_mappings("ports"):
            known = _numbers(manifests, owner, each.get("name"))
            if known is None:
                message = f"{one} has a port `{each.get('name') or ''}`; {owner} has {backends.ports(owner)}"
                yield report_problem(one, "endpointslice-port", message, *path, "name")
            elif known and each.get("port") not in known:
                has = " and ".join(map(str, sorted(known)))
                message = f"{one} has the port {each.get('port')}; {owner} leads to the Pods' port {has}"
                yield report_problem(one, "endpointslice-port", message, *path, "port")


def _numbers(manifests: Manifests, owner: KubeObject, name: object) -> set[int] | None:
    """The Pods' ports that the Service's port of that name leads to, or nothing where it has none."""
    named = [
        each for _, each in owner.get_mappings("spec", "ports") if (each.get("name") or "") == (name or "")
    ]
    if not named:
        return None
    return {number for each in named for number in manifests.resolve_target_port(owner, each)}
