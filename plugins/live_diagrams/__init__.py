"""Documentation whose figures are programs.

Scripts in `diagram_src/` draw with the `diagrams` library; pages embed what they draw with
`![alternative text](diagram:NAME "caption")`.
"""

from .declare import depends
from .version import __version__

__all__ = ["__version__", "depends"]
