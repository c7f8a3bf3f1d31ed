"""What every rule about manifests is given: the objects, and the options that say what lies outside. Pure."""

from __future__ import annotations

from dataclasses import dataclass

from .collection import Manifests
from .options import Options


@dataclass(frozen=True)
class Context:
    """The manifests of a site, and its options for them."""

    manifests: Manifests
    options: Options

    def explain_missing(self, kind: str, name: str, namespace: str = "") -> str:
        """Return why an object is missing; empty where a manifest describes it, or `outside` declares it."""
        if self.options.is_outside(kind, name, namespace):
            return ""
        if self.manifests.find_object(kind, name, namespace):
            return ""
        place = f" in the namespace `{namespace}`" if namespace else ""
        return f"there is no {kind} `{name}`{place}; {self.manifests.suggest_name(kind, name, namespace)}"
