"""All rules on manifests. Pure."""

from __future__ import annotations

from live_diagrams.checks import Check, Diagnostic

from ..manifests.context import Context
from . import (
    addresses,
    api_versions,
    gateways,
    hosts,
    ingresses,
    ports,
    routes,
    services,
    structure,
)

CHECKS: tuple[Check[Context], ...] = (
    *structure.CHECKS,
    *api_versions.CHECKS,
    *ports.CHECKS,
    *services.CHECKS,
    *addresses.CHECKS,
    *hosts.CHECKS,
    *ingresses.CHECKS,
    *routes.CHECKS,
    *gateways.CHECKS,
)


def find_diagnostics(context: Context) -> list[Diagnostic]:
    """Return what any rule finds in the manifests, each diagnostic once, sorted by file and line."""
    return sorted({diagnostic for check in CHECKS for diagnostic in check.find(context)})
