"""Rules on how the kubelet asks a container whether it works. Pure."""

from __future__ import annotations

from collections.abc import Iterator

from live_diagrams.checks import Diagnostic

from ..manifests.collection import Manifests
from ..manifests.options import Options
from .rule import report_problem

_PROBES = ("startupProbe", "readinessProbe", "livenessProbe")
_HANDLERS = ("httpGet", "tcpSocket")


def probe(manifests: Manifests, options: Options) -> Iterator[Diagnostic]:
    """`container-probe`: a probe of a port that its container does not have fails for ever.

    Only names are looked at: a container may listen on a number that it does not declare.

    Source: https://kubernetes.io/docs/tasks/configure-pod-container/configure-liveness-readiness-startup-probes/
    """
    for one in manifests.objects:
        for path, container in one.containers:
            names = [port.get("name") for _, port in one.get_mappings(*path, "ports")]
            for kind in _PROBES:
                for handler in _HANDLERS:
                    where = (*path, kind, handler, "port")
                    name = one.get(*where)
                    if isinstance(name, str) and name not in names:
                        has = " and ".join(f"`{known}`" for known in names if known) or "none with a name"
                        message = (
                            f"the {kind} of `{container.get('name')}` in {one} asks the port `{name}`; "
                            f"the container has {has}"
                        )
                        yield report_problem(one, "container-probe", message, *where)
