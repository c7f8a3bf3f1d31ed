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

    def has_object(self, kind: str, name: str, namespace: str = "") -> bool:
        """Return whether a manifest describes an object, or `outside` declares it."""
        return self.options.is_outside(kind, name, namespace) or bool(
            self.manifests.find_object(kind, name, namespace)
        )

    def suggest_name(self, kind: str, name: str, namespace: str = "") -> str:
        """Return the advice for an object that is missing."""
        return self.manifests.suggest_name(kind, name, namespace)
