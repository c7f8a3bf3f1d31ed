"""What an author wrote in a page to embed a figure. Frozen data."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Embed:
    """A figure asked for.

    `name` is the figure's; `code` is set instead of a script of that name where the script stands in
    the page, and `page` and `line` then say where it begins. `id` and `classes` go to the figure;
    `unknown` are the options that mean nothing here.
    """

    name: str
    alt: str = ""
    caption: str = ""
    direction: str = ""
    narrow: str = ""
    id: str = ""
    classes: str = ""
    unknown_options: tuple[str, ...] = ()
    code: str = ""
    page: str = ""
    line: int = 0
