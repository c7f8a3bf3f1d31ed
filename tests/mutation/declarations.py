"""Mutants of what is declared outside of the manifests: addresses, ports, Nodes, workloads, names."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from live_diagrams_kube.manifests.yaml_lines import parse_yaml

from .mutant import DERIVED, Mutant
from .words import change_value

FILE = "diagram_src/outside.yaml"
KINDS = {
    "address": "declared address",
    "port": "declared port",
    "ports": "declared port",
    "nodePort": "declared port",
    "picks": "declared port",
    "node": "declared Node",
    "of": "declared object",
    "for": "declared object",
}
"""The kind of fact of each key."""
RULES = (
    "figure-value",
    "figure-object",
    "figure-edge",
    "figure-walkthrough",
    "kube-options",
    "text-address",
    *DERIVED,
)


def iterate_mutants(root: Path) -> Iterator[Mutant]:
    """Each fact of a declaration changed, and each name."""
    lines = (root / FILE).read_text(encoding="utf-8").split("\n")
    (document,), _ = parse_yaml("\n".join(lines))
    for id_, facts in document.value.items():
        line = document.find_line((id_,))
        if lines[line - 1].startswith(f"{id_}:"):
            yield Mutant(FILE, line, f"{id_}:", f"{change_value(id_)}:", RULES, "declared name")
        for key, value in facts.items():
            if key in KINDS and not isinstance(value, list):
                old = f"{key}: {value}"
                yield Mutant(FILE, line, old, f"{key}: {change_value(str(value))}", RULES, KINDS[key])
