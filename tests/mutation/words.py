"""Values that are as good as another to the eye, and are another."""

from __future__ import annotations

import re


def another(value: str) -> str:
    """A value of the same shape: another number where it ends with one, another last letter else.

    Numbers grow by 2, which is neither a neighbour of a guide's counted names nor out of their range.
    """
    number = re.search(r"\d+$", value)
    if number:
        return f"{value[: number.start()]}{int(number[0]) + 2}"
    letter = "r" if value[-1:] != "r" else "t"
    return f"{value[:-1]}{letter}"
