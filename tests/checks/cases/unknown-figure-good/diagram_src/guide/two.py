from diagrams import Diagram, Node

with Diagram("One", filename="one", show=False):
    Node("web") >> Node("db")

with Diagram("Two", filename="second", show=False):
    Node("web") >> Node("db")
