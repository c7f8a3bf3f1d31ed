"""Documentation whose figures are programs.

Scripts in `diagram_src/` draw with the `diagrams` library; pages embed what they draw with
`![alternative text](diagram:NAME "caption")`.
"""

from typing import TYPE_CHECKING, Any

from .script.choices import choice, number, toggle
from .script.depends import depends
from .version import __version__

if TYPE_CHECKING:
    from .script.questions import ask as ask
    from .script.steps import Step as Step

__all__ = ["Step", "__version__", "ask", "choice", "depends", "number", "toggle"]


def __getattr__(name: str) -> Any:
    if name == "Step":  # needs `diagrams`, which a build does not
        from .script.steps import Step

        return Step
    if name == "ask":
        from .script.questions import ask

        return ask
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
