"""How a script becomes a figure on a page: one way, and remembered where nothing has changed."""

from diagrams import Cluster, Diagram, Edge, Node
from diagrams.generic.storage import Storage
from diagrams.onprem.client import User
from diagrams.programming.language import Python

with Diagram("The path of data", show=False, direction="LR", graph_attr={"nodesep": "0.3", "ranksep": "0.45"}):
    with Cluster("A process of its own for each script"):
        script = Python("script", nodeid="script")
        graph = Node("graph\nno coordinates", nodeid="graph")
        dot = Node("DOT\nhouse look", nodeid="dot")
        svg = Node("SVG\nby Graphviz", nodeid="svg")
        drawing = Node("drawing\nids, icons, words", nodeid="drawing")
    with Cluster("The build"):
        cache = Storage("cache", nodeid="cache")
        figure = Node("figure\nHTML", nodeid="figure")
        page = User("page", nodeid="page")

    script >> Edge(label="run") >> graph
    graph >> Edge(label="look", constraint="false") >> dot
    dot >> Edge(label="layout") >> svg
    svg >> Edge(label="dress", constraint="false") >> drawing
    drawing >> Edge(label="remember", style="dashed") >> cache
    drawing >> Edge(label="compose") >> figure >> Edge(label="settle") >> page
    cache >> Edge(style="dashed", constraint="false") >> figure
    script >> Edge(style="invis") >> dot
