from diagrams import Diagram, Node

with Diagram("Web", show=False):
    Node("web") >> Node("db")

with Diagram("Two", filename="second", show=False):
    Node("web") >> Node("db")
