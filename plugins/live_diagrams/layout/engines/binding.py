"""Graphviz inside this process, as the wheel of `pygraphviz` carries it. Imported only by `graphviz`."""

from __future__ import annotations

import contextlib
import os
import sys
import tempfile
from collections.abc import Callable, Iterator
from functools import cache
from typing import IO, Any

from pygraphviz import graphviz as gv

from ..dot import DotCluster, DotEdge, DotGroup, DotNode, DotSource, drop_default_label, own_attributes
from . import fonts, isolated


class Binding:
    """Graphviz's libraries."""

    def read_dot(self, source: str) -> DotSource:
        """Return the graph of a DOT source.

        Raises:
            ValueError: Graphviz cannot parse it.
        """
        with _parse_dot(source) as graph:
            clusters: dict[str, DotCluster] = {}
            groups: list[DotGroup] = []
            innermost: dict[str, str] = {}
            _read_subgraphs(graph, "", clusters, groups, innermost)
            nodes = {
                name: DotNode(
                    drop_default_label(_read_attributes(node, gv.AGNODE, graph)), innermost.get(name, "")
                )
                for node in _iterate_nodes(graph)
                for name in [_read_name(node)]
            }
            edges = [
                DotEdge(
                    _read_name(gv.agtail(edge)),
                    _read_name(gv.aghead(edge)),
                    _read_attributes(edge, gv.AGEDGE, graph),
                )
                for node in _iterate_nodes(graph)
                for edge in _iterate_edges(graph, node)
            ]
            attrs = _read_attributes(graph, gv.AGRAPH, graph)
            return DotSource(bool(gv.agisstrict(graph)), attrs, nodes, edges, clusters, groups)

    def run_engine(self, source: str, engine: str, seconds: float | None = None) -> str:
        """Return the layout of a DOT source as an SVG document.

        Raises:
            ValueError: Graphviz refuses the source, or takes more than these seconds.
        """
        if seconds is not None:
            return isolated.run_engine(self.run_engine, source, engine, seconds)
        with _parse_dot(source) as graph, _hide_fonts(), _discard_noise():
            if gv.gvLayout(_create_context(), graph, engine.encode()):
                raise ValueError("Graphviz could not lay this graph out")
            _, data = gv.gvRenderData(_create_context(), graph, b"svg")
            gv.gvFreeLayout(_create_context(), graph)
        return data.decode() if isinstance(data, bytes) else str(data)


@cache
def _create_context() -> Any:
    """Return Graphviz's context, which lists its plugins; created once a process."""
    return gv.gvContextWithBuiltins()


@contextlib.contextmanager
def _hide_fonts() -> Iterator[None]:
    """Keep the machine's fonts from Graphviz, and only from it: an author's script may need them.

    Fontconfig reads this variable once, when the binding first lays out a label.
    """
    before = os.environ.get(fonts.VARIABLE)
    os.environ[fonts.VARIABLE] = fonts.NO_FONTS
    try:
        yield
    finally:
        if before is None:
            del os.environ[fonts.VARIABLE]
        else:
            os.environ[fonts.VARIABLE] = before


@contextlib.contextmanager
def _discard_noise() -> Iterator[None]:
    """Keep Graphviz's messages on a layout from the author, who can do nothing about most of them."""
    with contextlib.suppress(Exception):  # a script may have replaced it
        sys.stderr.flush()
    try:
        before = os.dup(2)
    except OSError:  # a script has closed it
        yield
        return
    null = os.open(os.devnull, os.O_WRONLY)
    os.dup2(null, 2)
    try:
        yield
    finally:
        os.dup2(before, 2)
        os.close(before)
        os.close(null)


@contextlib.contextmanager
def _parse_dot(source: str) -> Iterator[Any]:
    """Yield a handle of Graphviz on the graph of a DOT source, and close it afterwards.

    Raises:
        ValueError: Graphviz cannot parse it.
    """
    with _open_memory_file() as file:
        file.write(source)
        file.flush()
        file.seek(0)
        try:
            graph = gv.agread(file, None)
        except ValueError:
            raise ValueError("it is not valid DOT") from None
    try:
        yield graph
    finally:
        gv.agclose(graph)


def _open_memory_file() -> IO[str]:
    """Return a file for Graphviz to read from; in memory where the system has such files."""
    if hasattr(os, "memfd_create"):
        return os.fdopen(os.memfd_create("dot"), "w+", encoding="utf-8")
    return tempfile.TemporaryFile("w+", encoding="utf-8")


def _read_subgraphs(
    graph: Any,
    parent: str,
    clusters: dict[str, DotCluster],
    groups: list[DotGroup],
    innermost: dict[str, str],
) -> None:
    """Add the clusters and groups inside a graph, and the innermost cluster of each node in them."""
    around = _read_attributes(graph, gv.AGRAPH, graph)
    for subgraph in _iterate(gv.agfstsubg, lambda _, last: gv.agnxtsubg(last), graph):
        name = (gv.agnameof(subgraph) or b"").decode()
        own = own_attributes(_read_attributes(subgraph, gv.AGRAPH, subgraph), around)
        members = [_read_name(node) for node in _iterate_nodes(subgraph)]
        cluster = parent
        if name.startswith("cluster"):
            cluster = name
            clusters.setdefault(name, DotCluster(parent, own))
        elif own:
            groups.append(DotGroup(own, tuple(members)))
        if cluster:
            innermost.update(dict.fromkeys(members, cluster))
        _read_subgraphs(subgraph, cluster, clusters, groups, innermost)


def _read_attributes(part: Any, kind: int, graph: Any) -> dict[str, str]:
    """Return the attributes of a graph, node or edge that are not empty, defaults included."""
    symbols = _iterate(
        lambda root: gv.agnxtattr(root, kind, None),
        lambda root, last: gv.agnxtattr(root, kind, last),
        gv.agroot(graph),
    )
    pairs = ((gv.agattrname(symbol), gv.agxget(part, symbol)) for symbol in symbols)
    return {name.decode(): value.decode() for name, value in pairs if value}


def _read_name(part: Any) -> str:
    # Not `gv.agnameof`, which returns none for a name that begins with `%`.
    name: bytes = gv._graphviz.agnameof(part) or b""
    return name.decode()


def _iterate_nodes(graph: Any) -> Iterator[Any]:
    return _iterate(gv.agfstnode, gv.agnxtnode, graph)


def _iterate_edges(graph: Any, node: Any) -> Iterator[Any]:
    """Yield the edges that leave a node."""
    return _iterate(lambda owner: gv.agfstout(owner, node), gv.agnxtout, graph)


def _iterate(first: Callable[[Any], Any], following: Callable[[Any, Any], Any], owner: Any) -> Iterator[Any]:
    """Yield the items of one of Graphviz's lists, which the binding ends by an exception."""
    try:
        item = first(owner)
        while item is not None:
            yield item
            item = following(owner, item)
    except (StopIteration, KeyError):
        return
