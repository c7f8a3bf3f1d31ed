"""Graphviz as its program `dot`, for machines that have no wheel of the binding."""

from __future__ import annotations

import json
import os
import subprocess
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from ...model.errors import ErrorKind, FigureError
from ..dot import DotCluster, DotEdge, DotGroup, DotNode, DotSource, drop_default_label, own_attributes
from . import fonts, isolated

Pairs = Sequence[tuple[str, Any]]
"""A JSON object as it was written: an attribute may have the name of a member that Graphviz adds."""


@dataclass(frozen=True)
class Program:
    """The program at a path, or of a name that is on the PATH."""

    path: str

    def read_dot(self, source: str) -> DotSource:
        """Return the graph of a DOT source.

        Raises:
            ValueError: Graphviz cannot parse it.
            FigureError: The program does not run.
        """
        # Graphviz runs an engine even for a format without positions. `nop` stops at the first node without
        # one; the program then writes the graph all the same, but fails.
        done = self._run("nop", "dot_json", source)
        if not done.stdout.strip():
            message = _read_message(done)
            raise ValueError(message if message and "syntax error" not in message else "it is not valid DOT")
        decoder = json.JSONDecoder(object_pairs_hook=list, strict=False)
        try:
            graph, _ = decoder.raw_decode(done.stdout.decode("utf-8", "replace").lstrip())
            return _read_graph(graph)
        except (LookupError, TypeError, ValueError) as error:
            raise ValueError(f"{self.path} wrote no graph as JSON; is it Graphviz's `dot`?") from error

    def run_engine(self, source: str, engine: str, seconds: float | None = None) -> str:
        """Return the layout of a DOT source as an SVG document.

        Raises:
            ValueError: Graphviz refuses the source, or takes more than these seconds.
            FigureError: The program does not run.
        """
        done = self._run(engine, "svg", source, seconds)
        if done.returncode:
            raise ValueError(f"{self.path} ended with {done.returncode}: {_read_message(done)}")
        return done.stdout.decode()

    def _run(
        self, engine: str, output: str, source: str, seconds: float | None = None
    ) -> subprocess.CompletedProcess[bytes]:
        try:
            return subprocess.run(
                [self.path, f"-K{engine}", f"-T{output}"],
                input=source.encode(),
                capture_output=True,
                check=False,
                timeout=seconds and seconds * isolated.PATIENCE,
                env={**os.environ, fonts.VARIABLE: fonts.NO_FONTS},
            )
        except subprocess.TimeoutExpired:
            raise ValueError(isolated.TOOK_TOO_LONG) from None
        except OSError as error:
            message = (
                f"the layout program {self.path!r} does not run: {error.strerror}; "
                "change the option `dot`, or leave it out"
            )
            raise FigureError(message, kind=ErrorKind.LAYOUT) from error


def _read_message(done: subprocess.CompletedProcess[bytes]) -> str:
    """Return the standard error of a program, as one line."""
    return " ".join(done.stderr.decode("utf-8", "replace").split())


def _read_graph(graph: Pairs) -> DotSource:
    """Return the graph that Graphviz's format `dot_json` describes (graphviz.org/docs/outputs/json)."""
    members = _read_members(graph)
    objects: list[Pairs] = members.get("objects", [])
    first_node: int = members.get("_subgraph_cnt", 0)
    names = [str(_read_members(item).get("name", "")) for item in objects]
    attrs = _read_attributes(graph)
    attrs.pop("bb", None)  # a result of the layout
    clusters: dict[str, DotCluster] = {}
    groups: list[DotGroup] = []
    innermost: dict[int, str] = {}

    def read_subgraph(index: int, parent: str, around: Mapping[str, str]) -> None:
        subgraph = _read_members(objects[index])
        attrs = _read_attributes(objects[index])
        own = own_attributes(attrs, around)
        nodes: list[int] = subgraph.get("nodes", [])
        cluster = parent
        if names[index].startswith("cluster"):
            cluster = names[index]
            clusters.setdefault(cluster, DotCluster(parent, own))
        elif own:
            groups.append(DotGroup(own, tuple(names[node] for node in nodes)))
        if cluster:
            innermost.update(dict.fromkeys(nodes, cluster))
        for inside in subgraph.get("subgraphs", []):
            read_subgraph(inside, cluster, attrs)

    for index in _find_outermost(objects[:first_node]):
        read_subgraph(index, "", attrs)
    edges = [(_read_members(pairs), _read_attributes(pairs)) for pairs in members.get("edges", [])]
    # Graphviz's own order, which not every version writes: by tail, then by head.
    edges.sort(key=lambda edge: (edge[0]["tail"], edge[0]["head"]))
    return DotSource(
        strict=members["strict"],
        attrs=attrs,
        nodes={
            names[index]: DotNode(
                drop_default_label(_read_attributes(objects[index])), innermost.get(index, "")
            )
            for index in range(first_node, len(objects))
        },
        edges=[DotEdge(names[edge["tail"]], names[edge["head"]], attrs) for edge, attrs in edges],
        clusters=clusters,
        groups=groups,
    )


def _find_outermost(subgraphs: Sequence[Pairs]) -> Iterator[int]:
    """Yield the places of the subgraphs that are inside no other."""
    inside = {index for pairs in subgraphs for index in _read_members(pairs).get("subgraphs", [])}
    return (index for index in range(len(subgraphs)) if index not in inside)


def _read_members(pairs: Pairs) -> dict[str, Any]:
    """Return the members that Graphviz adds: the name, which comes first, and all that are no text."""
    members: dict[str, Any] = {}
    for key, value in pairs:
        if not isinstance(value, str) or (key == "name" and key not in members):
            members[key] = value
    return members


def _read_attributes(pairs: Pairs) -> dict[str, str]:
    """Return the attributes that are not empty: all members that are text, but for a part's name."""
    texts = [(key, value) for key, value in pairs if isinstance(value, str)]
    is_named = bool(texts) and texts[0][0] == "name" and "tail" not in _read_members(pairs)
    return {key: value for key, value in texts[is_named:] if value}
