"""The shop of the guide: its manifests, what is declared outside of them, and cards that show them."""

from __future__ import annotations

from typing import Any

from live_diagrams_kube import Manifests

shop = Manifests("docs/manifests", outside="diagram_src/outside.yaml")
user, balancer_at, proxy = shop["user"], shop["load-balancer"], shop["ingress-controller"]


def at(what: str, view: Any) -> str:
    """What something is, above its address."""
    return f"{what}\n{view.address}"


def endpoint(pod: Any) -> str:
    """A Pod, above its address and port."""
    return f"{pod}\n{pod.address}:{pod.port}"
