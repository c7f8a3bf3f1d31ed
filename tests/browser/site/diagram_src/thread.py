"""Nodes that stand for objects."""

from diagrams import Diagram
from diagrams.k8s.compute import Pod
from diagrams.k8s.network import Service
from diagrams.onprem.client import User

with Diagram("Thread", show=False):
    (
        User("client", nodeid="client")
        >> Service("web", nodeid="Service/web")
        >> Pod("web-1", nodeid="Pod/web-1")
    )
