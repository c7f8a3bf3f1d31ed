"""Content checks for documentation about Kubernetes: its manifests are held against Kubernetes' own rules.

`manifests` reads the YAML files of a folder; `rules` lists every rule and is what `live_diagrams` calls.
A rule is a pure function of the `Manifests` and the `Options`; each family has a module of its own.
"""
