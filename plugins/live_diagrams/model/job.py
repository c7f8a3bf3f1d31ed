"""A job: one script to run in a separate process. Imports nothing heavy."""

from __future__ import annotations

from dataclasses import dataclass

from .graph.parameters import Combination


@dataclass(frozen=True)
class Job:
    """A script to run, and how to lay out its graphs.

    `script` is its path and `display_path` the path that messages name; inline `code` begins at `line` of
    the page that they then name. `direction` is that of the layout (empty for the author's), `narrow`
    that of the drawing for narrow columns: `auto`, `none`, or a direction. `width` is that of the page's
    column in CSS pixels, `engine` the layout engine: `auto`, `graphviz` or `graphlay`. `layout_budget` is
    in seconds: what better layouts may take after the first. `dot_program` is the `dot` to lay out with in
    place of the binding, or empty. `store` is the folder of the cache, which has the icons; it is empty for a
    script in the sandbox, which does not get it. `missing_icons`
    says whether a missing icon is a `placeholder` or an `error`. `combination` has the values of the
    script's parameters; it is empty for their defaults.
    """

    script: str
    display_path: str
    root: str
    store: str
    code: str = ""
    line: int = 1
    direction: str = ""
    narrow: str = "auto"
    width: int = 688
    engine: str = "auto"
    layout_budget: float = 2.0
    dot_program: str = ""
    missing_icons: str = "placeholder"
    combination: Combination = ()

    @property
    def is_sandboxed(self) -> bool:
        """Whether the script runs in the sandbox."""
        return not self.store
