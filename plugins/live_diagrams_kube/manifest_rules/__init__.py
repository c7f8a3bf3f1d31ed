"""Rules on manifests: what a cluster would refuse, or accept and then not do."""
