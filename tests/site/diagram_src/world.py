from diagrams import Cluster, Diagram, Edge, Node
from diagrams.onprem.compute import Server

with Diagram("Wörld & <script>alert(1)</script>", show=False):
    with Cluster("مجموعة"):
        one = Server("你好，世界")
        two = Node("<script>alert(1)</script>", href="javascript:alert(1)")
    one >> Edge(label='R&D "quoted"') >> two >> Server("🚀 launch", href="https://example.org/?a=1&b=2")
