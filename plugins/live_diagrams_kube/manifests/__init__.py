"""Manifests: YAML with lines, objects, the collection of them, schemas and routing."""
