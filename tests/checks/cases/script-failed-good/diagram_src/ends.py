from diagrams import Diagram, Node

with Diagram("Web", show=False):
    Node("web") >> Node("db")

print("drawn")
raise SystemExit(0)
