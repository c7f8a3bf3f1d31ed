"""Rules on addresses: a figure or a sentence that repeats one can only be as right as the manifest. Pure."""

from __future__ import annotations

import ipaddress
from collections.abc import Iterator

from live_diagrams.checks import Diagnostic

from ..manifests.collection import Manifests
from ..manifests.objects import KubeObject
from ..manifests.options import Network, Options
from ..manifests.yaml_lines import FieldPath
from .rule import report_problem


def addresses(manifests: Manifests, options: Options) -> Iterator[Diagnostic]:
    """`manifest-address`: an address that is none, or that the cluster could not have given.

    A Service's is held against `service_range`, a Pod's in an EndpointSlice against `pod_range`.

    Source: https://kubernetes.io/docs/concepts/services-networking/cluster-ip-allocation/
    """
    owners: dict[str, KubeObject] = {}
    for service in manifests.find_all("Service"):
        places: list[FieldPath] = [
            ("spec", "clusterIP"),
            *(path for path, _ in service.get_strings("spec", "clusterIPs")),
        ]
        for path in places:
            text = service.get_string(*path)
            if text in ("", "None"):
                continue
            if why := _fault(text, options.service_range, "service_range"):
                yield report_problem(service, "manifest-address", f"{service}: {why}", *path)
            owner = owners.setdefault(text, service)
            if (owner.name, owner.namespace) != (service.name, service.namespace):
                message = f"{service}: the address {text} belongs to {owner} in {owner.file} already"
                yield report_problem(service, "manifest-address", message, *path)
    for slice_ in manifests.find_all("EndpointSlice"):
        family = slice_.get_string("addressType")
        if family not in ("IPv4", "IPv6"):
            continue
        for path, endpoint in slice_.get_mappings("endpoints"):
            ranges = options.pod_range if _of_pod(endpoint) else ()
            for at, text in slice_.get_strings(*path, "addresses"):
                why = _fault(text, ranges, "pod_range")
                if not why and f"IPv{ipaddress.ip_address(text).version}" != family:
                    why = f"{text} is no {family} address, which `addressType` says it is"
                if why:
                    yield report_problem(slice_, "manifest-address", f"{slice_}: {why}", *at)


def _of_pod(endpoint: dict[str, object]) -> bool:
    """Whether an endpoint says that it is a Pod; others may have any address."""
    target = endpoint.get("targetRef")
    return isinstance(target, dict) and target.get("kind") == "Pod"


def _fault(text: str, ranges: tuple[Network, ...], option: str) -> str:
    """Why a text is not the address that it should be."""
    try:
        address = ipaddress.ip_address(text)
    except ValueError:
        return f"`{text}` is no IP address"
    if address.is_loopback or address.is_link_local or address.is_unspecified or address.is_multicast:
        return f"{text} is an address that no other host can reach"
    near = [each for each in ranges if each.version == address.version]
    if near and not any(address in each for each in near):
        return f"{text} is outside of {' and '.join(map(str, near))} (option `{option}`)"
    return ""
