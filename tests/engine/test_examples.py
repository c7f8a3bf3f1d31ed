"""Scripts as authors of `diagrams` write them, from many providers: each is rendered with every icon."""

import base64
import io
import re
from dataclasses import dataclass
from html import unescape

import pytest
from live_diagrams.engine.pipeline import Pipeline
from live_diagrams.model.settings import Settings
from PIL import Image

from tests.support import Page, write


@dataclass(frozen=True)
class Example:
    """A script, and how many nodes, edges, clusters and nodes with an icon it draws."""

    script: str
    nodes: int
    edges: int
    clusters: int
    icons: int


def example(script, nodes, edges, clusters=0, icons=None):
    return Example(script.lstrip(), nodes, edges, clusters, nodes if icons is None else icons)


EXAMPLES = {
    "aws_web_service": example(
        """
from diagrams import Cluster, Diagram
from diagrams.aws.compute import EC2, Lambda
from diagrams.aws.database import RDS, ElastiCache
from diagrams.aws.network import ELB, Route53
from diagrams.aws.storage import S3

with Diagram("Shop on AWS", show=False):
    dns = Route53("shop.example.com")
    balancer = ELB("balancer")
    with Cluster("Web"):
        web = [EC2(f"web{n}") for n in range(1, 4)]
    with Cluster("Data"):
        primary = RDS("orders")
        primary - [RDS("replica")]
        cache = ElastiCache("sessions")
    dns >> balancer >> web
    web >> primary
    web >> cache
    primary >> Lambda("export") >> S3("archive")
""",
        nodes=10,
        edges=13,
        clusters=2,
    ),
    "gcp_messages": example(
        """
from diagrams import Cluster, Diagram
from diagrams.gcp.analytics import BigQuery, Dataflow, PubSub
from diagrams.gcp.compute import AppEngine, Functions
from diagrams.gcp.database import Bigtable
from diagrams.gcp.iot import IotCore
from diagrams.gcp.storage import GCS

with Diagram("Messages", direction="TB", show=False):
    inbox = PubSub("inbox")
    with Cluster("Sources"):
        [IotCore("roof"), IotCore("cellar")] >> inbox
    with Cluster("Targets"):
        with Cluster("Flow"):
            flow = Dataflow("flow")
        with Cluster("Lake"):
            flow >> [BigQuery("tables"), GCS("files")]
        with Cluster("Events"):
            flow >> AppEngine("api") >> Bigtable("rows")
            flow >> Functions("alert")
    inbox >> flow
""",
        nodes=9,
        edges=8,
        clusters=5,
    ),
    "azure_hub": example(
        """
from diagrams import Cluster, Diagram, Edge
from diagrams.azure.compute import VM, FunctionApps
from diagrams.azure.database import SQLDatabases
from diagrams.azure.network import ApplicationGateway, VirtualNetworks
from diagrams.azure.security import KeyVaults

with Diagram("Hub and spoke", show=False, graph_attr={"fontsize": "20", "bgcolor": "transparent"}):
    with Cluster("Hub", graph_attr={"bgcolor": "lightblue"}):
        gate = ApplicationGateway("gate")
        vault = KeyVaults("keys")
    with Cluster("Spoke"):
        net = VirtualNetworks("10.1.0.0/16")
        VM("jump") - Edge(style="dotted") - net
        app = FunctionApps("app")
    gate >> Edge(label="443", color="darkgreen") >> app >> SQLDatabases("data")
    app << Edge(label="secrets", style="bold") << vault
""",
        nodes=6,
        edges=4,
        clusters=2,
    ),
    "k8s_stateful": example(
        """
from diagrams import Cluster, Diagram
from diagrams.k8s.clusterconfig import HPA
from diagrams.k8s.compute import Deployment, Pod, ReplicaSet, StatefulSet
from diagrams.k8s.network import Ingress, Service
from diagrams.k8s.storage import PV, PVC, StorageClass

with Diagram("State", show=False):
    pods = [Pod("web-1"), Pod("web-2")]
    Ingress("shop") >> Service("web") >> pods << ReplicaSet("rs") << Deployment("dp") << HPA("hpa")
    with Cluster("Apps"):
        service = Service("db")
        state = StatefulSet("sts")
        for n in range(2):
            pod = Pod(f"db-{n}")
            claim = PVC(f"claim-{n}")
            pod - state - claim
            service >> pod >> claim
    claim << PV("disk") << StorageClass("fast")
""",
        nodes=15,
        edges=17,
        clusters=1,
    ),
    "onprem_shop": example(
        """
from diagrams import Cluster, Diagram, Edge
from diagrams.onprem.aggregator import Fluentd
from diagrams.onprem.analytics import Spark
from diagrams.onprem.client import User
from diagrams.onprem.compute import Server
from diagrams.onprem.database import PostgreSQL
from diagrams.onprem.inmemory import Redis
from diagrams.onprem.monitoring import Grafana, Prometheus
from diagrams.onprem.network import Nginx
from diagrams.onprem.queue import Kafka

with Diagram("In our own cellar", show=False):
    entry = Nginx("entry")
    metric = Prometheus("metric")
    metric << Edge(color="firebrick", style="dashed") << Grafana("boards")
    with Cluster("Services"):
        services = [Server("app1"), Server("app2")]
    with Cluster("Sessions"):
        first = Redis("session")
        first - Edge(color="brown", style="dashed") - Redis("copy") << Edge(label="collect") << metric
        services >> Edge(color="brown") >> first
    with Cluster("Data"):
        data = PostgreSQL("users")
        services >> Edge(color="black") >> data
    logs = Fluentd("logs")
    logs >> Edge(label="parse") >> Kafka("stream") >> Spark("sums")
    User("visitor") >> entry >> Edge(color="darkgreen") >> services >> Edge(color="darkorange") >> logs
""",
        nodes=12,
        edges=14,
        clusters=3,
    ),
    "generic_and_saas": example(
        """
from diagrams import Diagram
from diagrams.generic.device import Mobile
from diagrams.generic.network import Firewall
from diagrams.generic.place import Datacenter
from diagrams.generic.virtualization import Vmware
from diagrams.saas.alerting import Pagerduty
from diagrams.saas.cdn import Cloudflare
from diagrams.saas.chat import Slack
from diagrams.saas.identity import Auth0

with Diagram("From the phone", show=False, curvestyle="curved"):
    Mobile("phone") >> Cloudflare("edge") >> Firewall("wall") >> Datacenter("rooms") >> Vmware("machines")
    Auth0("who") << Firewall("wall 2")
    Pagerduty("wake") >> Slack("talk")
""",
        nodes=9,
        edges=6,
    ),
    "programming": example(
        """
from diagrams import Diagram
from diagrams.programming.flowchart import Decision, InputOutput, StartEnd
from diagrams.programming.framework import Django, React
from diagrams.programming.language import Go, Python, Rust
from diagrams.programming.runtime import Dapr

with Diagram("Choice", show=False, outformat=["svg", "png"], filename="out/choice"):
    start = StartEnd("start")
    choice = Decision("fast?")
    start >> InputOutput("read") >> choice
    choice >> [Rust("yes"), Go("yes too")]
    choice >> Python("no") >> Django("pages") >> React("screens") >> Dapr("calls")
""",
        nodes=9,
        edges=8,
    ),
    "c4": example(
        """
from diagrams import Diagram
from diagrams.c4 import Container, Database, Person, Relationship, System, SystemBoundary

with Diagram("Bank", direction="TB", show=False, graph_attr={"splines": "spline"}):
    customer = Person(name="Customer", description="Has an account & a <card>.")
    with SystemBoundary("Banking"):
        web = Container(name="Web", technology="Java and Spring", description="Shows balances.")
        data = Database(name="Accounts", technology="PostgreSQL", description="Holds balances.")
    mail = System(name="Mail", description="Sends letters.", external=True)
    customer >> Relationship("Looks at balances [HTTPS]") >> web
    web >> Relationship("Reads and writes") >> data
    web >> Relationship("Sends by") >> mail >> Relationship("Tells") >> customer
""",
        nodes=4,
        edges=4,
        clusters=1,
        icons=0,
    ),
    "custom": example(
        """
from pathlib import Path

from diagrams import Cluster, Diagram, Node
from diagrams.custom import Custom

HERE = Path(__file__).parent

with Diagram("Our own icons", show=False):
    with Cluster("Licences"):
        one = Custom("beside the script", "own.png")
        two = Custom("by its whole path", str(HERE / "icons" / "other.jpg"))
    one >> two >> Node("no icon") >> Custom("from the root", "./shared/own.gif")
""",
        nodes=4,
        edges=3,
        clusters=1,
        icons=3,
    ),
    "more_clouds": example(
        """
from diagrams import Diagram
from diagrams.alibabacloud.compute import ECS
from diagrams.digitalocean.compute import Droplet
from diagrams.elastic.elasticsearch import Kibana
from diagrams.firebase.develop import Firestore
from diagrams.gis.server import Geoserver
from diagrams.ibm.network import LoadBalancer
from diagrams.oci.compute import VM
from diagrams.openstack.compute import Nova
from diagrams.outscale.compute import Compute

with Diagram("Everywhere", show=False, direction="BT"):
    nodes = [ECS("a"), Droplet("b"), Kibana("c"), Firestore("d"), Geoserver("e"), LoadBalancer("f")]
    VM("g") >> nodes
    nodes - Nova("h")
    Compute("i").connect(nodes[0], __import__("diagrams").Edge(label="by hand"))
""",
        nodes=9,
        edges=13,
    ),
    "several_and_attributes": example(
        """
import sys

from diagrams import Diagram, Edge, Node
from diagrams.aws.compute import EC2

print("a script may print", file=sys.stderr)
NODES = {"fontsize": "18", "fontcolor": "#2D3436"}
EDGES = {"penwidth": "3"}

with Diagram("First", show=False, filename="first", node_attr=NODES, edge_attr=EDGES) as first:
    EC2("a", width="2", height="2.4", fixedsize="true") >> Edge(xlabel="beside", minlen="2") >> EC2("b")
    first.dot.node("raw", shape="cylinder", label="made by hand")

with Diagram("Second", show=False, strict=True, autolabel=True):
    EC2("only")
""",
        nodes=3,
        edges=1,
        icons=2,
    ),
}

EVERY = """
import importlib
import inspect
import pkgutil

import diagrams
from diagrams import Cluster, Diagram, Node

with Diagram("One of each", show=False, graph_attr={"layout": "osage"}):
    for provider in sorted(m.name for m in pkgutil.iter_modules(diagrams.__path__) if m.ispkg):
        if provider in ("base", "c4", "custom"):
            continue
        package = importlib.import_module(f"diagrams.{provider}")
        with Cluster(provider):
            for module in pkgutil.iter_modules(package.__path__):
                members = importlib.import_module(f"diagrams.{provider}.{module.name}")
                for name, value in sorted(vars(members).items()):
                    is_node = inspect.isclass(value) and issubclass(value, Node)
                    # The library does not ship the icon of `Mapnik`.
                    if is_node and not name.startswith("_") and name != "Mapnik":
                        value(f"{module.name}.{name}")
                        break
"""


@pytest.fixture(scope="module")
def engine(tmp_path_factory):
    root = write(
        tmp_path_factory.mktemp("examples"),
        {
            **{f"diagram_src/{name}.py": example.script for name, example in EXAMPLES.items()},
            "diagram_src/every.py": EVERY,
            "diagram_src/icons/README": "",
            "shared/README": "",
        },
    )
    image = Image.new("RGB", (90, 60), (180, 40, 40))
    for path in ("diagram_src/own.png", "diagram_src/icons/other.jpg", "shared/own.gif"):
        image.save(root / path)
    engine = Pipeline(Settings(root=root, timeout=60))
    engine.request_all()
    yield engine
    engine.close()


def missing_icons(figure):
    """Return the icons that a figure refers to and that are no images."""
    page = Page(figure.drawings["wide"].body)
    missing = []
    for href in page.all("use", "href"):
        data = figure.icons.get(href.removeprefix("#ld-icon-"))
        try:
            Image.open(io.BytesIO(base64.b64decode(data))).load()
        except Exception as error:
            missing.append(f"{href}: {error}")
    return missing


@pytest.mark.parametrize("name", EXAMPLES)
def test_an_example_has_every_icon(engine, name):
    example, figure = EXAMPLES[name], engine.render_figure(name)
    page = Page(figure.drawings["wide"].body)
    counts = (
        len(page.each("g", "node")),
        len(page.each("g", "edge")),
        len(page.each("g", "cluster")),
        len(page.all("use", "href")),
    )
    assert counts == (example.nodes, example.edges, example.clusters, example.icons)
    assert not missing_icons(figure)


LABEL = re.compile(r'\b(?:label|name|description)="([^"]+)"|\b(?!Diagram)[A-Z]\w+\("([^"]+)"\)')


@pytest.mark.parametrize("name", EXAMPLES)
def test_an_example_shows_every_label(engine, name):
    figures = engine.request_figures(engine.scripts.get_script(name)).result()
    body = "".join(figure.drawings["wide"].body for figure in figures)
    drawn = "".join(unescape("".join(re.findall(r"<(?:text|tspan)[^>]*>([^<]*)<", body))).split())
    labels = [keyword or argument for keyword, argument in LABEL.findall(EXAMPLES[name].script)]
    assert not [label for label in labels if "".join(label.split()) not in drawn]


def test_one_icon_of_every_module_of_every_provider(engine):
    figure = engine.render_figure("every")
    page = Page(figure.drawings["wide"].body)
    nodes = page.each("g", "node")
    assert len(nodes) > 200
    assert len(page.all("use", "href")) == len(nodes)
    assert not missing_icons(figure)


def test_the_second_diagram_of_a_script(engine):
    figure = engine.render_figure("several_and_attributes/second")
    assert (figure.name, figure.search_text) == ("Second", "EC2 only")


def test_no_example_leaves_a_file(engine):
    engine.render_figure("programming")
    names = {path.name for path in engine.settings.root.rglob("*") if ".cache" not in path.parts}
    assert not {name for name in names if name.endswith((".svg", ".dot")) or name in ("choice.png", "out")}
