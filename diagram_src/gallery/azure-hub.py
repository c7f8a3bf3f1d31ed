"""Hub and spokes: traffic between networks passes one firewall."""

from diagrams import Cluster, Diagram, Edge
from diagrams.azure.compute import AKS, ContainerRegistries, VMWindows
from diagrams.azure.database import SQLManagedInstances
from diagrams.azure.identity import ActiveDirectory
from diagrams.azure.monitor import LogAnalyticsWorkspaces
from diagrams.azure.network import (
    ApplicationGateway,
    DNSPrivateZones,
    ExpressrouteCircuits,
    Firewall,
    FrontDoors,
    PrivateEndpoint,
    VirtualNetworkGateways,
)
from diagrams.azure.networking import Bastions
from diagrams.azure.security import KeyVaults
from diagrams.onprem.client import Users
from diagrams.onprem.compute import Server

with Diagram("Hub and spokes on Azure", direction="TB", show=False):
    users = Users("Customers")
    staff = Users("Operators")
    door = FrontDoors("Front Door")
    with Cluster("Own data centre"):
        mainframe = Server("Ledger")
        circuit = ExpressrouteCircuits("ExpressRoute")
    with Cluster("Hub network 10.10.0.0/16"):
        gateway = VirtualNetworkGateways("Gateway")
        firewall = Firewall("Firewall")
        bastion = Bastions("Bastion")
        resolver = DNSPrivateZones("Private DNS")
    with Cluster("Spoke: applications 10.20.0.0/16"):
        entry = ApplicationGateway("Application\nGateway, WAF")
        cluster = AKS("AKS")
    with Cluster("Spoke: data 10.30.0.0/16"):
        endpoint = PrivateEndpoint("Private\nendpoints")
        database = SQLManagedInstances("SQL Managed\nInstance")
    with Cluster("Spoke: management 10.40.0.0/16"):
        jump = VMWindows("Jump host")
    with Cluster("Shared services"):
        identity = ActiveDirectory("Entra ID")
        vault = KeyVaults("Key Vault")
        images = ContainerRegistries("Images")
        logs = LogAnalyticsWorkspaces("Logs")

    users >> Edge(label="HTTPS") >> door >> entry >> cluster
    mainframe >> circuit >> gateway >> firewall
    cluster >> Edge(label="all egress") >> firewall
    firewall >> database
    firewall >> endpoint >> [vault, images]
    staff >> bastion >> jump
    cluster >> Edge(style="dotted") >> resolver
    cluster >> Edge(style="dotted") >> identity
    firewall >> Edge(style="dotted") >> logs
