"""The rule on edges that a figure leaves out: what it shows of one thing, it shows of all alike. Pure."""

from __future__ import annotations

from collections.abc import Iterator

from live_diagrams.checks import Diagnostic
from live_diagrams.model.graph import Edge

from .edges import REFERENCES, unnamed
from .figures import Drawn
from .things import Thing


def gaps(figure: Drawn) -> Iterator[Diagnostic]:
    """`figure-edge`: of two ends alike, readers take the one that no edge joins for one that is not reached.

    A Service that leads to one ready Pod leads to all that the figure shows, and an object that is joined to
    one that it names is joined to all. A walkthrough follows one request, so it may leave ends out, and an
    edge to the outline of a box stands for all in it.

    Source: https://kubernetes.io/docs/concepts/services-networking/service/
    """
    if figure.graph.steps or any({"lhead", "ltail"} & edge.attrs.keys() for edge in figure.graph.edges):
        return
    for thing in figure.things:
        beside = figure.beside(thing)
        joined = {end.id for _, end in beside}
        for other in figure.things:
            if other.id in joined or other.id not in figure.nodes or other.id.count("/") != 1:
                continue
            if like := _alike(thing, other, beside):
                edge, end = like
                message = f"`{thing.id}` is joined to {end}, and not to {other}, to which it leads too"
                yield figure.problem(edge.line, "figure-edge", message)


def _alike(thing: Thing, other: Thing, beside: list[tuple[Edge, Thing]]) -> tuple[Edge, Thing] | None:
    """The edge, with its end, that joins a thing to one just like another that it leads to."""
    if other.kind == "Pod":
        services = {thing.name} if thing.kind == "Service" else thing.services
        if thing.kind == "Pod" or not other.ready or not services & other.services:
            return None
        pods = (each for each in beside if each[1].kind == "Pod")
        return next((each for each in pods if services & each[1].services), None)
    if (thing.kind, other.kind) not in REFERENCES or not thing.objects or unnamed(thing, other):
        return None
    return next((each for each in beside if each[1].kind == other.kind), None)
