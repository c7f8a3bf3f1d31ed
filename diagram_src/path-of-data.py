"""From a script and a page to a page with figures. Edge labels are folders of `live_diagrams`."""

from diagrams import Cluster, Diagram, Edge, Node
from diagrams.programming.language import Python

spacing = {"newrank": "true", "ranksep": "0.4", "nodesep": "0.9"}

with Diagram("The path of the data", show=False, direction="TB", graph_attr=spacing) as diagram:
    with Cluster("The script's own process"):
        script = Python("script", nodeid="script")
        graph = Node("graph", nodeid="graph")
        layout = Node("layout", nodeid="layout")
        drawing = Node("drawing", nodeid="drawing")
    with Cluster("The build"):
        cache = Node("cache", nodeid="cache", shape="cylinder")
        figure = Node("figure", nodeid="figure")
        page = Node("page in\nMarkdown", nodeid="page", group="page")
        placeholders = Node("page with\nplaceholders", nodeid="placeholders", group="page")
        figures = Node("page with\nfigures", nodeid="figures", group="page")

    script >> Edge(label="script") >> graph
    graph >> Edge(label="layout") >> layout
    layout >> Edge(label="svg") >> drawing
    drawing >> Edge(label="engine") >> figure
    cache >> Edge(label="cache", style="dashed", forward=True, reverse=True, minlen="2") >> figure
    page >> Edge(label="pages", minlen="2") >> placeholders
    placeholders >> Edge(label="pages", minlen="2") >> figures
    figure >> Edge(label="pages") >> figures

    with diagram.dot.subgraph() as row:
        row.attr(rank="same")
        for node in ("drawing", "figure", "figures"):
            row.node(node)
