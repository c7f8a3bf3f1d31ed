"""An embed: the place of a page where its author asks for a figure."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Embed:
    """The request of a page for a figure.

    `name` is the figure's. `direction`, `narrow`, `width` (CSS pixels of the column) and `engine` override
    the settings; empty, or 0, where the author leaves them to those. With `show_source`,
    readers can switch from the drawing to its script. An inline script has its `code`, and begins
    at `line` of `page`. `id` and `classes` go to the figure's element; `unknown_options` are the author's
    options that do not exist.
    """

    name: str
    alt: str = ""
    caption: str = ""
    direction: str = ""
    narrow: str = ""
    width: int = 0
    engine: str = ""
    id: str = ""
    classes: str = ""
    show_source: bool = False
    unknown_options: tuple[str, ...] = ()
    code: str = ""
    page: str = ""
    line: int = 0
