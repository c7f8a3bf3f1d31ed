"""A figure: the drawings of a diagram, its words, and what readers can choose in it.

The graph that the script described is encoded in it. Few pages need it, so it is decoded on demand.
"""

from __future__ import annotations

import copy
from collections.abc import Callable, Hashable, Mapping
from dataclasses import dataclass, field, fields, replace
from functools import cached_property
from typing import TYPE_CHECKING, Any

from .dependency import UndeclaredInput
from .errors import FigureError
from .graph.icons import MissingIcon
from .graph.parameters import Parameter
from .graph.walkthrough import Question, Step

if TYPE_CHECKING:
    from .graph.graph import Graph


WORD_SEPARATOR = " · "
"""Separates the labels in a search text."""

READABLE_SIZE = 11.0
"""The size in CSS pixels below which text cannot be read."""
SMALLEST_SIZE = 9.0
"""The size in CSS pixels below which text is not scaled down: the drawing scrolls instead."""


@dataclass(frozen=True)
class Drawing:
    """One SVG of a graph.

    `body` is the content of the `<svg>` element. Every element id in it begins with `<>`, which XML cannot
    contain: a page replaces it, so that it can show a drawing twice. `view_box` is left, top, width and
    height in CSS pixels at natural size. `icons` are the keys of the icons that it refers to.
    `smallest_text` is the size of its smallest text in the same pixels.
    """

    body: str
    view_box: tuple[float, float, float, float]
    icons: tuple[str, ...] = ()
    smallest_text: float = 13.0

    @property
    def readable_width(self) -> float:
        """The width in CSS pixels below which its smallest text cannot be read."""
        return compute_readable_width(self.view_box[2], self.smallest_text)


def compute_readable_width(width: float, smallest_text: float) -> float:
    """Return the width below which the smallest text of a drawing cannot be read. All in CSS pixels."""
    return width * READABLE_SIZE / smallest_text


@dataclass(frozen=True)
class Description:
    """A drawing in words.

    `outline` has the clusters and nodes, each with the number of clusters around it. `connections` are
    sentences on the edges.
    """

    outline: tuple[tuple[int, str], ...] = ()
    connections: tuple[str, ...] = ()


@dataclass(frozen=True)
class FigureHead:
    """What every build asks of a figure, also where it is shown as before: a part of `RenderedFigure`.

    `icon_keys` and `has_links` are what its methods of that kind return.
    """

    name: str
    filename: str
    line: int
    parameters: tuple[Parameter, ...] = ()
    missing_icons: tuple[MissingIcon, ...] = ()
    undeclared: tuple[UndeclaredInput, ...] = ()
    icon_keys: tuple[str, ...] = ()
    has_links: bool = False


@dataclass(frozen=True)
class RenderedFigure:
    """One diagram of a script, as one run of the script rendered it. It crosses a pipe and is cached.

    `name`, `filename` and `line` are the graph's. `search_text` is its labels in one line. `drawings` are
    by variant: `wide`, as its author wants it; `column`, which fits the page's column, and `narrow`, for a
    phone, where those are other ones. They are in this order. `graph_json` is the graph, encoded: few
    pages need it. `steps` are those of the walkthrough, and `questions` those that readers answer.
    `parameters` are what readers can choose. `missing_icons` are those that placeholders stand for.
    `undeclared` is what the script asked that cannot be followed, and that it did not declare.
    """

    name: str
    filename: str
    line: int
    search_text: str
    description: Description
    drawings: Mapping[str, Drawing]
    graph_json: str
    steps: tuple[Step, ...] = ()
    questions: tuple[Question, ...] = ()
    parameters: tuple[Parameter, ...] = ()
    missing_icons: tuple[MissingIcon, ...] = ()
    undeclared: tuple[UndeclaredInput, ...] = ()

    @cached_property
    def graph(self) -> Graph:
        """The graph that the script described."""
        from .codec import decode
        from .graph.graph import Graph

        return decode(self.graph_json, Graph)

    @property
    def has_links(self) -> bool:
        """Whether a node is a link."""
        return any("<a " in drawing.body for drawing in self.drawings.values())

    @property
    def head(self) -> FigureHead:
        """What is known of the figure while the rest is in the cache."""
        known = (self.name, self.filename, self.line, self.parameters, self.missing_icons, self.undeclared)
        return FigureHead(*known, self.list_icon_keys(), self.has_links)

    def list_icon_keys(self) -> tuple[str, ...]:
        """Return the keys of the icons that its own drawings refer to, each once."""
        return tuple(dict.fromkeys(key for drawing in self.drawings.values() for key in drawing.icons))


@dataclass(frozen=True)
class Figure(RenderedFigure):
    """A figure as pages show it: with its icons, and with its like for each combination of values.

    `icons` maps the key of each icon that the drawings refer to to its PNG, as base64. `combinations`
    are the figure for each combination of the parameters' values, in the order of
    `parameters.iterate_combinations`, or the error that kept it from being rendered. `origin` identifies the
    figure in the cache, without its combinations: two with the same look the same. It is empty where it is
    not in the cache.
    """

    icons: Mapping[str, str] = field(default_factory=dict)
    combinations: tuple[Figure | FigureError, ...] = ()
    origin: str = field(default="", compare=False)

    @classmethod
    def from_rendered(cls, rendered: RenderedFigure, icons: Mapping[str, str]) -> Figure:
        """Return a rendered figure with the icons that it refers to."""
        values = {field.name: getattr(rendered, field.name) for field in fields(RenderedFigure)}
        return cls(**values, icons=icons)

    def with_combinations(self, combinations: tuple[Figure | FigureError, ...]) -> Figure:
        """Return the figure with its like for each combination of values."""
        return replace(self, combinations=combinations)

    def list_combinations(self) -> list[Figure]:
        """Return the figures of all combinations, each that differs once; itself where there is no choice."""
        figures = [figure for figure in self.combinations if isinstance(figure, Figure)]
        return list({figure.appearance: figure for figure in figures}.values()) or [self]

    def list_missing_icons(self) -> list[MissingIcon]:
        """Return the icons that placeholders stand for in any combination, each once."""
        figures = [self, *(figure for figure in self.combinations if isinstance(figure, Figure))]
        return list(dict.fromkeys(icon for figure in figures for icon in figure.missing_icons))

    def list_undeclared(self) -> list[UndeclaredInput]:
        """Return what the script did not declare in any combination, each once."""
        figures = [self, *(figure for figure in self.combinations if isinstance(figure, Figure))]
        return list(dict.fromkeys(input_ for figure in figures for input_ in figure.undeclared))

    @property
    def appearance(self) -> Hashable:
        """A key that is equal for figures that look the same on a page."""
        return self.name, tuple(self.drawings.items()), self.steps, self.questions, self.description


LoadFigure = Callable[[], RenderedFigure]
"""Returns a figure from the cache."""


class StoredFigure(Figure):
    """A figure whose drawings and words are in the cache: they are read when somebody asks for them.

    Thousands of them would fill the memory of a build.

    Args:
        head: What is known of it.
        icons: The PNG of icons, as base64, by their keys.
        origin: What identifies it; see `Figure.origin`.
        load: Returns the whole figure; called again and again.
    """

    def __init__(self, head: FigureHead, icons: Mapping[str, str], origin: str, load: LoadFigure) -> None:
        # The class is frozen.
        known = {"name": head.name, "filename": head.filename, "line": head.line}
        known |= {name: getattr(head, name) for name in ("parameters", "missing_icons", "undeclared")}
        self.__dict__.update(known, icons=icons, combinations=(), origin=origin, _head=head, _load=load)

    @property
    def has_links(self) -> bool:
        """Whether a node is a link."""
        return bool(self.__dict__["_head"].has_links)

    def list_icon_keys(self) -> tuple[str, ...]:
        """Return the keys of the icons that its own drawings refer to, each once."""
        keys: tuple[str, ...] = self.__dict__["_head"].icon_keys
        return keys

    def with_combinations(self, combinations: tuple[Figure | FigureError, ...]) -> Figure:
        """Return the figure with its like for each combination of values."""
        figure = copy.copy(self)
        figure.__dict__["combinations"] = combinations
        return figure


def _make_property(name: str) -> property:
    def read(figure: Any) -> Any:
        return getattr(figure.__dict__["_load"](), name)

    return property(read)


_KNOWN = {field.name for field in fields(FigureHead)}
for _field in fields(RenderedFigure):
    if _field.name not in _KNOWN:
        setattr(StoredFigure, _field.name, _make_property(_field.name))
StoredFigure.graph = _make_property("graph")  # type: ignore[assignment]
