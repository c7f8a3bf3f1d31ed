"""The names of drawn parts: `n0` is the first node of a graph, `e0` its first edge, `cluster0` a cluster.

DOT, the SVG that a layout engine writes, and everything that reads it call a part by this name. Nothing of an
author's is in it, so no label or id can break the syntax of DOT, and every part of an SVG can be identified.
"""

from __future__ import annotations

import re
from enum import Enum
from functools import lru_cache


class PartKind(Enum):
    """The kinds of parts, each with the prefix of its names."""

    NODE = "n"
    EDGE = "e"
    CLUSTER = "cluster"


_NAME = re.compile(r"(n|e|cluster)(\d+)")


def name_part(kind: PartKind, index: int) -> str:
    """Return the name of a part by its place among those of its kind."""
    return f"{kind.value}{index}"


@lru_cache(maxsize=4096)  # every layout of a graph has the same names
def part_kind(name: str) -> PartKind | None:
    """Return the kind of the part that has this name; none where no part has."""
    match = _NAME.fullmatch(name)
    return PartKind(match[1]) if match else None


def part_index(name: str) -> int:
    """Return the place of a part among those of its kind, from its name.

    Raises:
        ValueError: It is not the name of a part.
    """
    match = _NAME.fullmatch(name)
    if not match:
        raise ValueError(f"not the name of a drawn part: {name!r}")
    return int(match[2])
