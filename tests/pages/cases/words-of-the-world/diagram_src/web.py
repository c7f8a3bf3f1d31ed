from diagrams import Cluster, Diagram, Edge, Node

with Diagram("Wörld", show=False):
    with Cluster("مجموعة"):
        one = Node("你好 <script>")
    one >> Edge(label="R&D") >> Node('🚀 "quoted"')
