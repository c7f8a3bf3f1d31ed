from diagrams import Diagram, Node

with Diagram("Web", show=False):
    (
        Node("as it is published", nodeid="published", href="guide/pod/")
        >> Node("no heading", nodeid="heading", href="guide/pod.md#steady")
        >> Node("misspelt", nodeid="misspelt", href="guide/pods.md")
        >> Node("above the site", nodeid="above", href="../pod.md")
    )
