from diagrams import Diagram, Node


def ports():
    return 80 / 0


with Diagram("Web", show=False):
    Node("web")
    ports()
