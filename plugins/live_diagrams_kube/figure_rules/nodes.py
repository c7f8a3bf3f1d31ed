"""The rule on nodes: each is an object or declared, has its name, and is in the right cluster. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterator

from live_diagrams.checks import Diagnostic
from live_diagrams.model.graph.graph import Node

from .entities import REFERENCE, Entity, find_references
from .figures import FigureView
from .values import remove_markup


def check_nodes(figure: FigureView) -> Iterator[Diagnostic]:
    """Yield the nodes without an entity, with another name, or in the cluster of another Node or Pod."""
    for node in figure.graph.nodes:
        entity = figure.index.find(node.id)
        message = _check_placement(figure, node, entity) if entity else _describe_unknown(figure, node)
        label, name = remove_markup(node.label), node.id.rpartition("/")[2]
        if entity and not message and label and entity.kind not in ("", label) and not _contains(label, name):
            message = f"the node `{node.id}` reads “{label}”, which does not name `{name}`"
        if message:
            yield figure.report(node.line, "figure-object", message)


def _describe_unknown(figure: FigureView, node: Node) -> str:
    match = REFERENCE.fullmatch(node.id)
    hint = figure.index.suggest(node.id)
    if match and match["container"] and figure.index.find(pod := node.id.rpartition("/")[0]):
        return f"{pod} has no container `{match['container']}`; {hint}"
    what = "no object of the manifests" if match else "neither an object (`Kind/name`) nor declared"
    return f"the node `{node.id}` is {what}; {hint}"


def _check_placement(figure: FigureView, node: Node, entity: Entity) -> str:
    """Return why a node cannot be in one of the clusters around it, or nothing."""
    for cluster in figure.iterate_clusters(node):
        for kind, name in find_references(cluster.label):
            if kind == "Node" and entity.node_name not in ("", name):
                return f"`{node.id}` is in the cluster of Node `{name}`, and runs on `{entity.node_name}`"
            if kind == entity.kind == "Pod" and entity.name != name:
                return f"`{node.id}` is in the cluster of Pod `{name}`, and belongs to `{entity.name}`"
    return ""


def _contains(text: str, name: str) -> bool:
    return bool(re.search(rf"(?<![\w.-]){re.escape(name)}(?![\w-]|\.\w)", text))
