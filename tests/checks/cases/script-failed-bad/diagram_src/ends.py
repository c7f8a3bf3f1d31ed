import sys

from diagrams import Diagram, Node

with Diagram("x", show=False):
    Node("a")
    sys.exit(3)
