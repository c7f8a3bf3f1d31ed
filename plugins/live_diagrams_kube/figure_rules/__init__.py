"""Rules that hold figures against the manifests."""
