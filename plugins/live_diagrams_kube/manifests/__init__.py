"""Manifests: YAML with lines, objects, schemas and routes, and what scripts read from them."""
