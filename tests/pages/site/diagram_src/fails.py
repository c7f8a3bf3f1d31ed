from diagrams import Diagram, Node

with Diagram("Fails", show=False):
    Node("a")
    print(1 / 0)
