"""What means the same in every figure: solid edges carry packets both ways, dashed ones are configuration."""

from __future__ import annotations

from typing import Any

from diagrams import Edge

CONFIG = {"style": "rounded,dashed", "labelloc": "b"}
"""The look of a box of configuration, whose title stays clear of what comes in from above."""


def packets(label: str = "", **attrs: str) -> Edge:
    """The request one way, the answer the other."""
    return Edge(label=label, forward=True, reverse=True, **attrs)


def listed(pod: Any) -> Edge:
    """Configuration: an EndpointSlice lists a Pod, ready or not."""
    return read("ready" if pod.is_ready else "not ready")


def on_two_lines(shown: Any) -> str:
    """The kind of an object above its name."""
    return f"{shown.kind}\n{shown.name}"


def read(label: str = "", **attrs: str) -> Edge:
    """Configuration: one object names another, or somebody reads it."""
    return Edge(label=label, style="dashed", **attrs)
