"""The network of an office: two providers, two cores, two floors."""

from diagrams import Cluster, Diagram, Edge
from diagrams.generic.device import Mobile, Tablet
from diagrams.generic.network import VPN, Firewall, Router, Switch
from diagrams.onprem.client import Client, Users
from diagrams.onprem.compute import Server
from diagrams.onprem.network import Internet

TRUNK = {"color": "#b45309", "penwidth": "2"}

with Diagram("The network of an office", direction="TB", show=False):
    internet = Internet("Internet")
    remote = Users("At home")
    with Cluster("Border"):
        routers = [Router("Provider A\nBGP 64496"), Router("Provider B\nBGP 64497")]
        firewall = Firewall("Firewall\npair")
        tunnel = VPN("WireGuard")
    with Cluster("Core"):
        cores = [Switch("core-1"), Switch("core-2")]
    with Cluster("Servers, VLAN 20"):
        rack = Switch("rack-1")
        servers = [Server("Files"), Server("Directory"), Server("Phones")]
    with Cluster("Floor 1, VLAN 110"):
        first = Switch("floor-1")
        first - [Client("Desks 1"), Mobile("Phones 1")]
    with Cluster("Floor 2, VLAN 120"):
        second = Switch("floor-2")
        second - [Client("Desks 2"), Tablet("Rooms 2")]

    internet - routers
    routers >> Edge() >> firewall
    remote >> Edge(label="UDP 51820", style="dashed") >> tunnel >> firewall
    firewall >> Edge(**TRUNK) >> cores
    for core in cores:
        core - Edge(**TRUNK) - rack
        core - Edge(**TRUNK) - first
        core - Edge(**TRUNK) - second
    rack - servers
