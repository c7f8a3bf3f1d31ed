"""Checks for documentation about Kubernetes, and the manifests as figures' scripts read them."""

from .manifests.manifest_folder import ManifestFolder

__all__ = ["ManifestFolder"]
