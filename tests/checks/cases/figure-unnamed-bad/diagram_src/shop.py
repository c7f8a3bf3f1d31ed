from diagrams import Diagram, Node

with Diagram("Shop", show=False):
    Node("user") >> Node("server") >> Node("orders database")
