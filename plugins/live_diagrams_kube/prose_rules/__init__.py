"""Rules that hold the text of pages against the manifests."""
