from diagrams import Diagram, Node

with Diagram("First", filename="first", show=False):
    Node("one", nodeid="one")

with Diagram("Second", filename="second", show=False):
    Node("two", nodeid="two")
