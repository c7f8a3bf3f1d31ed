"""Values that are as good as another to the eye, and are another."""

from __future__ import annotations

import re


def change_value(value: str) -> str:
    """Return another value of the same shape: another number at its end, or else another last letter.

    Numbers grow by 2, which is neither a neighbour of a guide's counted names nor out of their range.
    """
    number = re.search(r"\d+$", value)
    if number:
        return f"{value[: number.start()]}{int(number[0]) + 2}"
    letter = "r" if value[-1:] != "r" else "t"
    return f"{value[:-1]}{letter}"
