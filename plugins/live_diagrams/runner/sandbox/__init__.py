"""A sandbox for scripts of strangers: what a process may still do is decided by the kernel (Linux)."""
