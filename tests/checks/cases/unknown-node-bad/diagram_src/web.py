from diagrams import Diagram, Node

with Diagram("Web", show=False):
    Node("client", nodeid="client") >> Node("web", nodeid="Service/web")
