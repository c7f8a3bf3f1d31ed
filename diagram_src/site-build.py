"""How this site is built: one figure's way from its script to the page, step by step."""

from diagrams import Cluster, Diagram, Node
from diagrams.programming.language import Python
from live_diagrams import Step, ask

with Diagram("How this site is built", show=False, graph_attr={"ranksep": "0.4", "nodesep": "0.4"}):
    manifests = Node("manifests", nodeid="manifests", shape="folder")
    with Cluster("A child process"):
        script = Python("script", nodeid="script")
        graph = Node("graph", nodeid="graph")
        layout = Node("layout", nodeid="layout")
        drawing = Node("drawing", nodeid="drawing")
    checks = Node("checks", nodeid="checks")
    page = Node("page", nodeid="page", shape="note")

    manifests >> Step("The script reads names, addresses and ports from manifests") >> script
    (
        script
        >> Step("It runs, and what it draws is recorded as a graph", "It is stopped when it takes too long.")
        >> graph
    )
    (
        graph
        >> Step("Checks compare the graph with the manifests", "What differs fails a strict build.")
        >> checks
    )
    graph >> Step("A layout engine finds places for it, for wide columns and for phones") >> layout
    layout >> Step("The layout is painted as SVG, with colours that follow the reader's scheme") >> drawing
    drawing >> Step("The drawing becomes a part of the page, with its steps and questions") >> page
    ask(
        "Somebody changes a port in a manifest. What has to be edited in the figure?",
        answer="nothing",
        among=["the label", "the script", "nothing"],
        because="The script reads the port from the manifest, and the cache knows that it did.",
    )
