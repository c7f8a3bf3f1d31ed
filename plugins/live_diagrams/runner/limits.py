"""Limits on what one script may write, and those that the system enforces."""

from __future__ import annotations

import contextlib

FILE_LIMIT = 2**28
"""Bytes of one file that a script writes."""
OUTPUT_LIMIT = 8 * 2**20
"""Bytes that a script may print."""
RESULT_LIMIT = 64 * 2**20
"""Bytes of the result that a script's process sends."""
OUTPUT_KEPT = 2**14
"""Bytes of a script's output that are kept, to find the line of a crash in."""
OUTPUT_REPORTED = 2**12
"""Characters of a script's output that its author sees."""


def limit_process(memory: int) -> None:
    """Limit this process's memory, file sizes and core dumps, where the system has such limits."""
    try:
        import resource
    except ImportError:  # Windows
        return

    def set_limit(kind: int, amount: int) -> None:
        _, hard = resource.getrlimit(kind)
        soft = amount if hard == resource.RLIM_INFINITY else min(amount, hard)
        with contextlib.suppress(ValueError, OSError):
            resource.setrlimit(kind, (soft, hard))

    set_limit(resource.RLIMIT_CORE, 0)
    set_limit(resource.RLIMIT_FSIZE, FILE_LIMIT)
    if memory:
        # Data rather than address space: large files that are only mapped do no harm.
        set_limit(resource.RLIMIT_DATA, memory)
