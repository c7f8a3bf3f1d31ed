"""The C library, for calls of the system that Python has no function for (Linux)."""

from __future__ import annotations

import os
from functools import cache
from typing import Any


@cache  # in every child, loading it again would create its classes again
def load_libc() -> Any:
    """Return the C library of this process."""
    import ctypes

    return ctypes.CDLL(None, use_errno=True)


def check_result(result: int) -> int:
    """Return the result of a call that has just been made, where it is no failure.

    Raises:
        OSError: The call failed; the error has its reason.
    """
    import ctypes

    if result < 0:
        code = ctypes.get_errno()
        raise OSError(code, os.strerror(code))
    return result
