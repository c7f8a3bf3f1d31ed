from diagrams import Diagram, Node

with Diagram("Web", show=False):
    (
        Node("page", href="guide/pod.md")
        >> Node("heading", href="guide/pod.md#ready")
        >> Node("this page", href="#home")
        >> Node("elsewhere", href="https://example.org/")
        >> Node("no link")
    )
