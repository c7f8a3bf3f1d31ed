"""Processes: the pools, the fork server, and the order of work in the child of one script."""
