"""What means the same in every figure.

A solid edge points from whoever opens a connection to whoever accepts it; the answer comes back over it.
A hollow head is an answer, where a figure shows answers. A thick green edge is encrypted, and its label
says TLS. A dashed edge is configuration. A cross is where packets end.
"""

from __future__ import annotations

from typing import Any

from diagrams import Edge, Node

CONFIG = {"style": "rounded,dashed", "labelloc": "b"}
"""The look of a box of configuration, whose title stays clear of what comes in from above."""
ENCRYPTED = {"color": "#1b8a4b", "penwidth": "2.4"}
"""The look of an encrypted connection."""
REFUSED = "#cf222e"
"""The colour of what does not get through."""


def packets(label: str = "", **attrs: str) -> Edge:
    """A connection, opened by the end without a head."""
    return Edge(label=label, **attrs)


def tls(label: str = "", **attrs: str) -> Edge:
    """An encrypted connection."""
    return Edge(label=label or "TLS", **{**ENCRYPTED, **attrs})


def dropped(label: str = "", **attrs: str) -> Edge:
    """A try to connect that ends at a cross."""
    return Edge(label=label, arrowhead="none", color=REFUSED, **attrs)


def cross(nodeid: str, label: str = "", **attrs: str) -> Node:
    """The end of packets that nobody accepts."""
    look = {"color": REFUSED, "fontcolor": REFUSED, **attrs}
    return Node(f"✕ {label}" if label else "✕", nodeid=nodeid, **look)


def hidden(**attrs: str) -> Edge:
    """No edge at all: it keeps the place of one that another choice shows."""
    return Edge(style="invis", **attrs)


def listed(pod: Any) -> Edge:
    """Configuration: an EndpointSlice lists a Pod, ready or not."""
    return read("ready" if pod.is_ready else "not ready")


def on_two_lines(shown: Any) -> str:
    """The kind of an object above its name."""
    return f"{shown.kind}\n{shown.name}"


def read(label: str = "", **attrs: str) -> Edge:
    """Configuration: one object names another, or a program reads or writes it."""
    return Edge(label=label, style="dashed", **attrs)
