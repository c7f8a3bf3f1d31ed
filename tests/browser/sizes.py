"""Figures of chosen sizes, made by hand, and pages of the readers' small site that show them."""

import itertools
import re
from collections.abc import Iterable, Sequence
from pathlib import Path

from live_diagrams.model.embed import Embed
from live_diagrams.model.figure import Description, Drawing, Figure
from live_diagrams.model.graph.parameters import Parameter
from live_diagrams.model.graph.walkthrough import Step
from live_diagrams.pages.figure.markup import compose_figure

NODES = 12
_FIGURE = re.compile(r'<figure class="live-diagram".*</figure>', re.DOTALL)


def draw_grid(width: int, height: int, columns: int) -> Drawing:
    """Return a drawing of that size in pixels: a chain of nodes in rows of so many columns, 13 px letters."""
    rows = -(-NODES // columns)
    across, down = (width - 90) / max(1, columns - 1), (height - 40) / max(1, rows - 1)
    places = [(index % columns * across, index // columns * down) for index in range(NODES)]
    surface, line, ink = "var(--ld-surface,#fff)", "var(--ld-line,#5b6b7b)", "var(--ld-ink,#1f2933)"
    nodes = "".join(
        f'<g class="node" id="<>-{index}" data-node="n{index}">'
        f'<rect x="{x:.1f}" y="{y:.1f}" width="90" height="40" rx="6" fill="{surface}" stroke="{line}"/>'
        f'<text x="{x + 45:.1f}" y="{y + 25:.1f}" text-anchor="middle" fill="{ink}">node {index}</text></g>'
        for index, (x, y) in enumerate(places)
    )
    edges = "".join(
        f'<g class="edge" data-from="n{index}" data-to="n{index + 1}" data-steps="{index + 1}">'
        f'<path d="M{x + 45:.1f},{y + 20:.1f} L{u + 45:.1f},{v + 20:.1f}" fill="none" stroke="{line}"/></g>'
        for index, ((x, y), (u, v)) in enumerate(itertools.pairwise(places))
    )
    return Drawing(edges + nodes, (0, 0, width, height))


def make_figure(
    drawings: dict[str, Drawing],
    steps: int = 0,
    parameters: Iterable[Parameter] = (),
    combinations: Sequence[Figure] = (),
) -> Figure:
    return Figure(
        *("Sizes", "sizes", 1, "words", Description(((0, "a node"),)), drawings, "{}"),
        steps=tuple(Step(f"Goes to node {number}") for number in range(1, steps + 1)),
        parameters=tuple(parameters),
        combinations=tuple(combinations),
    )


WIDE = draw_grid(1400, 300, 6)
"""Can be read in 1,185 px, and is not scaled to less than 970 px."""
COLUMN = draw_grid(689, 620, 4)
"""Can be read in 583 px."""
NARROW = draw_grid(200, 1200, 2)


def write_page(site: Path, name: str, *figures: Figure, classes: str = "") -> str:
    """Write a page with figures into a built site; return its path in the site."""
    page = (site / "pages/figures/index.html").read_text(encoding="utf-8")
    html = "<p>Words between.</p>".join(
        compose_figure(
            Embed("sizes", alt="Nodes in a chain", caption="A caption", classes=classes),
            figure,
            f"fig-{at}",
            {},
        )
        for at, figure in enumerate(figures)
    )
    folder = site / "pages" / name
    folder.mkdir(exist_ok=True)
    (folder / "index.html").write_text(_FIGURE.sub(lambda _: html, page, count=1), encoding="utf-8")
    return f"pages/{name}/"
