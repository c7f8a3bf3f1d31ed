from diagrams import Diagram, Node

with Diagram("Web", show=False):
    Node("web") >> Node("db")
