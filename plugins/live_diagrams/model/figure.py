"""What a page needs of a diagram: its drawings, and its words.

Frozen data and nothing else. It crosses a pipe and is remembered on disk as JSON. What the script
described, node by node, is `graph`; few pages need it, and reading it is left until one does.
"""

from __future__ import annotations

import json
from collections.abc import Hashable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, Any

from .errors import FigureError
from .parameters import Parameter

if TYPE_CHECKING:
    from .graph import Graph


WORD_SEPARATOR = " · "
"""Between the words that a search finds."""

READABLE_SIZE = 11.0
"""CSS pixels of the smallest text that a page paints."""


@dataclass(frozen=True)
class Drawing:
    """A graph laid out and dressed.

    `body` is what stands inside the `<svg>` element. Where an element id begins it has `<>`, which
    no XML can hold, so that one drawing can stand on a page twice. `box` is the view box: left,
    top, width and height in CSS pixels at natural size. `icons` are the keys of the icons used.
    `smallest` is the size of the smallest text, in the same pixels.
    """

    body: str
    view_box: tuple[float, float, float, float]
    icons: tuple[str, ...] = ()
    smallest_text: float = 13.0

    @property
    def readable_width(self) -> float:
        """The width in CSS pixels below which its smallest text could not be read."""
        return compute_readable_width(self.view_box[2], self.smallest_text)


def compute_readable_width(width: float, smallest_text: float) -> float:
    """The width below which the smallest text of a drawing could not be read. All in CSS pixels."""
    return width * READABLE_SIZE / smallest_text


@dataclass(frozen=True)
class Description:
    """What a drawing shows, in words.

    `parts` are boxes and nodes, each with the number of boxes around it; `ways` say in sentences what
    leads to what.
    """

    outline: tuple[tuple[int, str], ...] = ()
    connections: tuple[str, ...] = ()


@dataclass(frozen=True)
class Figure:
    """One diagram of a script, as pages need it.

    `name`, `filename` and `line` are the graph's. `words` are its labels in one line, for the
    search. `drawings` are by variant: `wide`, and `narrow` where that is another.
    `icons` maps the key of each icon they refer to to its PNG, as base64. `described` is the graph
    as JSON, which few pages need whole. `steps` are those of the walkthrough: what happens, and more
    on it as HTML. `parameters` are what readers can choose, and `combined` is then the figure for each
    combination of their values, in the order of `parameters.combinations`, or what went wrong with it.
    """

    name: str
    filename: str
    line: int
    search_text: str
    description: Description
    drawings: Mapping[str, Drawing]
    graph_json: str
    icons: Mapping[str, str] = field(default_factory=dict)
    steps: tuple[tuple[str, str], ...] = ()
    parameters: tuple[Parameter, ...] = ()
    combinations: tuple[Figure | FigureError, ...] = ()

    @cached_property
    def graph(self) -> Graph:
        """What the script described."""
        from .graph import graph_from_json

        return graph_from_json(json.loads(self.graph_json))

    def list_combinations(self) -> list[Figure]:
        """Its like in every combination, each that differs once; itself where there is no choice."""
        made = [figure for figure in self.combinations if isinstance(figure, Figure)]
        return list({figure.appearance: figure for figure in made}.values()) or [self]

    @property
    def appearance(self) -> Hashable:
        """What a page shows of it: figures that look alike have it alike."""
        return self.name, tuple(self.drawings.items()), self.steps, self.description

    def list_icon_keys(self) -> tuple[str, ...]:
        """The icons that its own drawings refer to, each once."""
        return tuple(dict.fromkeys(key for drawing in self.drawings.values() for key in drawing.icons))


def figure_to_json(figure: Figure) -> dict[str, Any]:
    """A figure as plain data, without its icons."""
    drawings = {name: [d.body, d.view_box, d.icons, d.smallest_text] for name, d in figure.drawings.items()}
    return {
        key: value for key, value in vars(figure).items() if key not in ("icons", "graph", "combinations")
    } | {
        "drawings": drawings,
        "description": [figure.description.outline, figure.description.connections],
        "parameters": [[p.label, p.options, p.default, p.line] for p in figure.parameters],
    }


def figure_from_json(data: Mapping[str, Any]) -> Figure:
    """The inverse of `figure_to_json`; the icons are yet to come."""
    drawings = {
        name: Drawing(body, tuple(box), tuple(icons), smallest)
        for name, (body, box, icons, smallest) in data["drawings"].items()
    }
    steps = tuple((text, note) for text, note in data["steps"])
    parameters = tuple(
        Parameter(label, tuple(options), default, line)
        for label, options, default, line in data["parameters"]
    )
    parts, ways = data["description"]
    description = Description(tuple((depth, said) for depth, said in parts), tuple(ways))
    read = {"drawings": drawings, "description": description, "steps": steps, "parameters": parameters}
    return Figure(**{**data, **read})
