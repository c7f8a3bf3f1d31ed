"""Figures that we cannot have made: each is refused with a reason, and one of the cache is a miss."""

from __future__ import annotations

import base64
import io
from collections.abc import Callable
from dataclasses import replace

import pytest
from live_diagrams.engine.validation import validate_encoded_icons, validate_figures, validate_icon
from live_diagrams.model.codec import encode
from live_diagrams.model.figure import Description, Drawing, RenderedFigure
from live_diagrams.model.graph.graph import Cluster, Edge, Graph, Node, Step
from live_diagrams.model.graph.icons import make_icon_key
from live_diagrams.model.graph.parameters import Parameter
from PIL import Image

GRAPH = Graph("g", "g", nodes=(Node("a", "A"), Node("b", "B")), edges=(Edge("e", "a", "b"),))
DRAWING = Drawing('<g transform="translate(4 4)"></g>', (0.0, 0.0, 10.0, 10.0))


def figure(graph: Graph = GRAPH, drawing: Drawing = DRAWING, **changes: object) -> RenderedFigure:
    made = RenderedFigure(
        "g",
        "g",
        1,
        "A",
        Description(((0, "A"), (1, "B"), (0, "C"))),
        {"wide": drawing},
        encode(graph).decode(),
    )
    return replace(made, **changes)  # type: ignore[arg-type]


def test_a_good_figure_is_accepted() -> None:
    validate_figures((figure(),))


RING = (Cluster("c", "c", "d"), Cluster("d", "d", "c"))
DEEP = tuple(Cluster(f"c{n}", "c", f"c{n - 1}" if n else "") for n in range(200))
REFUSED: dict[str, tuple[RenderedFigure, ...]] = {
    "no figure": (),
    "it has the drawings none": (figure(drawings={}),),
    "it has the drawings wide, other": (figure(drawings={"wide": DRAWING, "other": DRAWING}),),
    "0 x 10 pixels": (figure(drawing=replace(DRAWING, view_box=(0.0, 0.0, 0.0, 10.0))),),
    "1e\\+300 x 10 pixels": (figure(drawing=replace(DRAWING, view_box=(0.0, 0.0, 1e300, 10.0))),),
    "text of 0": (figure(drawing=replace(DRAWING, smallest_text=0.0)),),
    "<script>": (figure(drawing=replace(DRAWING, body="<script>")),),
    "other icons than it shows": (figure(drawing=replace(DRAWING, icons=("../../secret",))),),
    "outline": (figure(description=Description(((3, "deep"),))),),
    "the choice `x` has no default": (figure(parameters=(Parameter("x", (), 0),)),),
    "has no default": (figure(parameters=(Parameter("x", ("a", "b"), 7),)),),
    "no Graph": (figure(graph_json="{"),),
    "two parts": (figure(replace(GRAPH, nodes=(Node("a", "A"), Node("a", "B")))),),
    "a part that it does not have": (figure(replace(GRAPH, edges=(Edge("e", "a", "x"),))),),
    "it does not have": (figure(replace(GRAPH, nodes=(Node("a", "A", cluster="x"),), edges=())),),
    "does not have": (figure(replace(GRAPH, steps=(Step("s", edges=("x",)),))),),
    "more than 100 deep": (figure(replace(GRAPH, clusters=RING)),),
    "nested more than": (figure(replace(GRAPH, clusters=DEEP)),),
}


@pytest.mark.parametrize("reason", REFUSED)
def test_a_figure_that_we_cannot_have_made_is_refused(reason: str) -> None:
    with pytest.raises(ValueError, match=reason):
        validate_figures(REFUSED[reason])


def make_png(*size: int) -> bytes:
    out = io.BytesIO()
    Image.new("P", size).save(out, "PNG")
    return out.getvalue()


def test_a_good_icon_is_accepted() -> None:
    png = make_png(9, 9)
    validate_encoded_icons({make_icon_key(png): base64.b64encode(png).decode()})


@pytest.mark.parametrize(
    "content", [b"", b"GIF89a" + bytes(30), make_png(2000, 9), make_png(9, 9) + bytes(2**20)]
)
def test_an_icon_that_is_no_small_png_is_refused(content: bytes) -> None:
    with pytest.raises(ValueError, match="icon"):
        validate_icon(make_icon_key(content), content)


@pytest.mark.parametrize("change", [str.lower, lambda text: text + '"/><script>', lambda text: text[:-7]])
def test_an_icon_that_is_not_its_keys_is_refused(change: Callable[[str], str]) -> None:
    png = make_png(9, 9)
    with pytest.raises(ValueError, match="icon"):
        validate_encoded_icons({make_icon_key(png): change(base64.b64encode(png).decode())})
