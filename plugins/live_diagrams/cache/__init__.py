"""The cache: figures that were rendered before, and whether they are still valid."""
