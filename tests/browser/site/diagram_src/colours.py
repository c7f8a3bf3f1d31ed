"""Colours that an author chose: some of them cannot be read on a dark page, some not on a light one."""

from diagrams import Cluster, Diagram, Edge, Node

with Diagram("Colours", show=False):
    with Cluster("navy", graph_attr={"bgcolor": "navy", "fontcolor": "white"}):
        one = Node("on navy", style="filled", fillcolor="navy")
    two = Node("pale", style="filled", fillcolor="#fff8dc", fontcolor="#997700")
    three = Node("yellow words", fontcolor="yellow")
    one >> Edge(label="red", color="red", fontcolor="red") >> two
    two >> Edge(label="yellow", color="yellow", fontcolor="gold") >> three
    one >> Edge(label="black", color="black", style="dashed") >> three
