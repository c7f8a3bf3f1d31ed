"""One run of the binding in a Python started for it: `python -m …binding_process ENGINE`, DOT in, SVG out.

`isolated` starts it where the system cannot fork safely.
"""

from __future__ import annotations

import sys

from .binding import Binding
from .isolated import encode_outcome


def main() -> None:
    """Lay out the DOT source on stdin, and write the outcome to stdout."""
    source = sys.stdin.buffer.read().decode()
    sys.stdout.buffer.write(encode_outcome(Binding().run_engine, source, sys.argv[1]))


if __name__ == "__main__":
    main()
