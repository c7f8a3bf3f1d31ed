"""From a script and a page to a page with figures. Edge labels are modules of `live_diagrams`."""

from diagrams import Cluster, Diagram, Edge, Node
from diagrams.programming.language import Python

spacing = {"newrank": "true", "ranksep": "0.4", "nodesep": "0.9"}

with Diagram("The path of data", show=False, direction="TB", graph_attr=spacing) as diagram:
    with Cluster("The script's own process"):
        script = Python("script", nodeid="script")
        graph = Node("graph", nodeid="graph")
        dot = Node("DOT", nodeid="dot")
        svg = Node("SVG", nodeid="svg")
        drawing = Node("drawing", nodeid="drawing")
    with Cluster("The build"):
        memory = Node("memory", nodeid="memory", shape="cylinder")
        figure = Node("figure", nodeid="figure")
        page = Node("page in\nMarkdown", nodeid="page", group="page")
        places = Node("page with\nplaces", nodeid="places", group="page")
        figures = Node("page with\nfigures", nodeid="figures", group="page")

    script >> Edge(label="capture") >> graph
    graph >> Edge(label="look, dot") >> dot
    dot >> Edge(label="layout") >> svg
    svg >> Edge(label="svg") >> drawing
    drawing >> Edge(label="pipeline") >> figure
    memory >> Edge(label="cache", style="dashed", forward=True, reverse=True, minlen="2") >> figure
    page >> Edge(label="extension", minlen="2") >> places
    places >> Edge(label="html", minlen="2") >> figures
    figure >> Edge(label="html") >> figures

    with diagram.dot.subgraph() as row:
        row.attr(rank="same")
        for node in ("drawing", "figure", "figures"):
            row.node(node)
