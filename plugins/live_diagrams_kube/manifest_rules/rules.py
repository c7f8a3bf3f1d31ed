"""All rules on manifests. Pure."""

from __future__ import annotations

from live_diagrams.checks import Check, Diagnostic

from ..manifests.context import Context
from . import addresses, api_versions, gateways, hosts, ingresses, ports, routes, services, structure

_MODULES = (structure, api_versions, ports, services, addresses, hosts, ingresses, routes, gateways)

CHECKS: tuple[Check[Context], ...] = tuple(
    value for module in _MODULES for value in vars(module).values() if isinstance(value, Check)
)


def find_diagnostics(context: Context) -> list[Diagnostic]:
    """Return what any rule finds in the manifests, each diagnostic once, sorted by file and line."""
    return sorted({diagnostic for check in CHECKS for diagnostic in check.find(context)})
