"""What means the same in every figure: solid carries packets both ways, dashed is only read."""

from diagrams import Edge


def data(label: str = "", **attrs: str) -> Edge:
    """A connection: the request goes one way, the answer comes back the same way."""
    return Edge(label=label, forward=True, reverse=True, **attrs)


def config(label: str = "", **attrs: str) -> Edge:
    """Configuration: read or watched, never crossed by a packet."""
    return Edge(label=label, style="dashed", **attrs)


def below() -> Edge:
    """No arrow: only puts one thing below another."""
    return Edge(style="invis")


LAYOUT = {"compound": "true", "nodesep": "0.3", "ranksep": "0.5"}
