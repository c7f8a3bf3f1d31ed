"""Rules on addresses: text and figures that repeat one can only be as right as the manifest. Pure."""

from __future__ import annotations

import ipaddress
from collections.abc import Iterator

from ..manifests.context import Context
from ..manifests.objects import KubeObject
from ..manifests.options import Network
from ..manifests.yaml_lines import FieldPath
from .manifest_check import Finding, manifest_check


@manifest_check(
    "manifest-address",
    holds="Addresses are in `service_range` and `pod_range`, and no two Services share one.",
    why="A cluster refuses such an address, or nobody can reach it.",
    source="https://kubernetes.io/docs/concepts/services-networking/cluster-ip-allocation/",
)
def find_wrong_addresses(context: Context) -> Iterator[Finding]:
    yield from _check_services(context)
    yield from _check_endpoints(context)


def _check_services(context: Context) -> Iterator[Finding]:
    owners: dict[str, KubeObject] = {}
    for service in context.manifests.find_all("Service"):
        paths: list[FieldPath] = [
            ("spec", "clusterIP"),
            *(path for path, _ in service.get_strings("spec", "clusterIPs")),
        ]
        for path in paths:
            address = service.get_string(*path)
            if address in ("", "None"):
                continue
            if reason := _explain_wrong_address(address, context.options.service_range, "service_range"):
                yield service, f"{service}: {reason}", path
            owner = owners.setdefault(address, service)
            if (owner.name, owner.namespace) != (service.name, service.namespace):
                message = f"{service}: the address {address} already belongs to {owner} in {owner.file}"
                yield service, message, path


def _check_endpoints(context: Context) -> Iterator[Finding]:
    for slice_ in context.manifests.find_all("EndpointSlice"):
        family = slice_.get_string("addressType")
        if family not in ("IPv4", "IPv6"):
            continue
        for path, endpoint in slice_.get_mappings("endpoints"):
            ranges = context.options.pod_range if _is_pod(endpoint) else ()
            for address_path, address in slice_.get_strings(*path, "addresses"):
                reason = _explain_wrong_address(address, ranges, "pod_range")
                if not reason and (version := f"IPv{ipaddress.ip_address(address).version}") != family:
                    reason = f"{address} is an {version} address, but `addressType` is {family}"
                if reason:
                    yield slice_, f"{slice_}: {reason}", address_path


def _is_pod(endpoint: dict[str, object]) -> bool:
    """Return whether an endpoint is a Pod; others may have any address."""
    target = endpoint.get("targetRef")
    return isinstance(target, dict) and target.get("kind") == "Pod"


def _explain_wrong_address(text: str, ranges: tuple[Network, ...], option: str) -> str:
    """Return why the cluster could not have assigned an address, or an empty string."""
    try:
        address = ipaddress.ip_address(text)
    except ValueError:
        return f"`{text}` is not an IP address"
    if address.is_loopback or address.is_link_local or address.is_unspecified or address.is_multicast:
        return f"{text} is an address that no other host can reach"
    same_family = [network for network in ranges if network.version == address.version]
    if same_family and not any(address in network for network in same_family):
        return f"{text} is outside of {' and '.join(map(str, same_family))} (option `{option}`)"
    return ""
