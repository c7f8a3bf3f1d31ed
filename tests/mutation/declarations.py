"""Mutants of the option `outside`: what the configuration says of things that no manifest holds."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

from live_diagrams_kube.manifests.yaml_lines import parse_yaml

from .mutant import Mutant
from .words import change_value

FILE = "mkdocs.yml"


def iterate_mutants(root: Path) -> Iterator[Mutant]:
    """Each fact that a declaration states, changed, and each name."""
    lines = (root / FILE).read_text(encoding="utf-8").split("\n")
    (document,), _ = parse_yaml("\n".join(lines))
    for path, line in document.lines.items():
        if path[-2:-1] != ("outside",) or not isinstance(path[-1], str):
            continue
        text = lines[line - 1]
        for address in re.findall(r"\d+(?:\.\d+){3}", text):
            yield Mutant(
                FILE,
                line,
                address,
                change_value(address),
                ("figure-value", "kube-options"),
                "declared address",
            )
        for kind, name in re.findall(r"(?<=of )(Service|Deployment)/([a-z-]+)", text, re.IGNORECASE):
            old = f"{kind}/{name}"
            yield Mutant(
                FILE, line, old, f"{kind}/{change_value(name)}", ("kube-options",), "declared object"
            )
        for node in re.findall(r"on Node/([a-z0-9-]+)", text):
            yield Mutant(
                FILE, line, node, change_value(node), ("kube-options", "figure-object"), "declared Node"
            )
        yield Mutant(
            FILE,
            line,
            f"{path[-1]}:",
            f"{change_value(path[-1])}:",
            ("figure-object", "kube-options", "figure-value"),
            "declared name",
        )
