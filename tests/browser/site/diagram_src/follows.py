"""A figure that has one choice in common with another."""

from diagrams import Diagram
from diagrams.generic.storage import Storage
from live_diagrams import choice

kind = choice("Kind", ["large", "small"])

with Diagram(f"A {kind} store", show=False):
    Storage(f"{kind} store", nodeid="store")
