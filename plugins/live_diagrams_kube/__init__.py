"""Checks for documentation about Kubernetes, and the manifests as figures' scripts read them."""

from .routing.manifest_folder import ManifestFolder
from .routing.traces import Dropped

Manifests = ManifestFolder

__all__ = ["Dropped", "ManifestFolder", "Manifests"]
