"""Where requests go: what scripts read of the manifests, the rules that match, and the ways of packets."""
