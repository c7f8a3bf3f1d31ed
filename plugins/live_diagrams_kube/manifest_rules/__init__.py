"""Rules that hold manifests against what Kubernetes accepts."""
