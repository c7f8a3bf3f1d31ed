"""Delivery by pull: the pipeline writes to Git, the cluster follows."""

from diagrams import Cluster, Diagram, Edge
from diagrams.k8s.compute import Deployment
from diagrams.onprem.ci import GithubActions
from diagrams.onprem.client import User
from diagrams.onprem.gitops import ArgoCD
from diagrams.onprem.monitoring import Prometheus
from diagrams.onprem.registry import Harbor
from diagrams.onprem.security import Trivy
from diagrams.onprem.vcs import Git, Github
from live_diagrams import choice

strategy = choice("Strategy", ["Rolling", "Blue-green", "Canary"])
versions = {
    "Rolling": ("web\nPods replaced in turn",),
    "Blue-green": ("web-blue\nall users", "web-green\nno users yet"),
    "Canary": ("web-stable\n95 % of requests", "web-canary\n5 % of requests"),
}[strategy]

with Diagram("From commit to cluster", direction="TB", show=False):
    developer = User("Developer")
    with Cluster("Build"):
        code = Github("Code")
        pipeline = GithubActions("Test, build, sign")
        scan = Trivy("Scan")
        registry = Harbor("Images")
    with Cluster("Delivery"):
        config = Git("Configuration")
        argo = ArgoCD("Argo CD")
    with Cluster("Production cluster"):
        deployments = [Deployment(label) for label in versions]
        metrics = Prometheus("Error rate,\nlatency")

    developer >> Edge(label="merge") >> code >> pipeline
    pipeline >> scan >> Edge(label="push") >> registry
    pipeline >> Edge(label="new digest") >> config
    config << Edge(label="watches", style="dashed") << argo
    argo >> Edge(label="applies") >> deployments
    deployments << Edge(label="pulls", style="dashed") << registry
    deployments >> metrics
