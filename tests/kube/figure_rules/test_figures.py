"""Values in texts, entities of declarations, and what is counted."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from live_diagrams.checks import Page, Site
from live_diagrams.engine.pipeline import Pipeline
from live_diagrams.model.embed import Embed
from live_diagrams.model.settings import Settings
from live_diagrams_kube import coverage
from live_diagrams_kube.figure_rules.entities import EntityIndex, find_references
from live_diagrams_kube.figure_rules.rules import find_diagnostics
from live_diagrams_kube.figure_rules.values import read_values
from live_diagrams_kube.manifests.collection import parse_manifests
from live_diagrams_kube.manifests.options import OptionError, parse_options

from tests.programs import program
from tests.support import write

from ..shop import READING_SCRIPT, WEB_MANIFESTS


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ("Pod web-1\n10.244.1.7:8080", {("address", "10.244.1.7"), ("port", "8080")}),
        ("fd00::7", {("address", "fd00::7")}),
        ("[fd00:0::7]:80", {("address", "fd00::7"), ("port", "80")}),
        ("Pods have 10.244.0.0/16", set()),
        ("localhost:8080 and 127.0.0.1", {("port", "8080")}),
        ("localhost\n:8080", {("port", "8080")}),
        ("node port 30080", {("port", "30080")}),
        ("80/TCP", {("port", "80")}),
        ("at 10:30 in 2026", set()),
        ("calls http://web", {("host", "web")}),
        ("https://shop.example.com/cart.", {("host", "shop.example.com"), ("path", "/cart")}),
        ("networking.k8s.io/v1", set()),
        ("kept in web.yaml", set()),
        ("path /", {("path", "/")}),
        ("and/or", set()),
        ("weight 90", {("weight", "90")}),
        ("HTTP, 45 %", {("share", "45")}),
        ("12.5 per cent", {("share", "12.5")}),
        ("a NodePort is a ClusterIP", {("type", "NodePort"), ("type", "ClusterIP")}),
        ("<b>10.0.0.1</b><br/>:80", {("address", "10.0.0.1"), ("port", "80")}),
    ],
)
def test_a_text_states_values(text, values):
    assert set(read_values(text)) == values


@given(st.text(alphabet="0123456789.:/ →->[]ab%`<>&;\n", max_size=40))
def test_any_text_can_be_read(text):
    assert list(read_values(text)) == list(read_values(text))


@pytest.mark.parametrize(
    ("text", "references"),
    [
        ("Service web", [("Service", "web")]),
        ("Service/web and Pod `web-1`", [("Service", "web"), ("Pod", "web-1")]),
        ("EndpointSlice\nweb-abc", [("EndpointSlice", "web-abc")]),
        ("Services are many", []),
    ],
)
def test_a_text_names_objects(text, references):
    assert find_references(text) == references


def index(outside):
    return EntityIndex(parse_manifests({"web.yaml": WEB_MANIFESTS}), parse_options({"outside": outside}))


def test_a_pod_has_the_address_of_its_endpoint_and_the_port_of_its_workload():
    pod = index({"user": "A browser."}).find("Pod/web-1")
    assert {"10.244.1.7", "8080"} <= pod.values
    assert "10.244.1.8" not in pod.values
    assert (pod.is_ready, pod.node_name, pod.workload.id) == (True, "node-1", "Deployment/web")


def test_a_declaration_has_the_values_of_the_objects_that_it_names():
    rule = index({"virtual-ip": "The rule for Service/web."}).find("virtual-ip")
    assert {"10.96.0.20", "80", "30080"} <= rule.values
    assert rule.services == {"web"}


def test_a_declared_pod_belongs_to_the_workload_and_the_node_that_are_named():
    facts = {"of": "Deployment/web", "address": "10.244.1.9", "node": "node-1"}
    pod = index({"Pod/web-9": facts}).find("Pod/web-9")
    assert "10.244.1.9" in pod.values
    assert (pod.node_name, pod.services) == ("node-1", {"web"})


def test_a_container_is_one_of_the_workload():
    entities = index({"user": "A browser."})
    assert entities.find("Pod/web-1/web")
    assert entities.find("Pod/web-1/sidecar") is None


@pytest.mark.parametrize("outside", [{"user": ""}, {"a user": "x"}, {"user": 3}, {"user": None}])
def test_a_declaration_that_says_nothing_is_refused(outside):
    with pytest.raises(OptionError, match="`outside`"):
        parse_options({"outside": outside})


def test_a_declaration_that_names_what_is_nowhere_is_refused():
    outside = {"Pod/web-9": "Of Deployment/wep."}
    site = Site((), scripts={}, figures={})
    with pytest.raises(OptionError, match="Deployment/wep; did you mean `Deployment/web`"):
        find_diagnostics(
            site, parse_manifests({"web.yaml": WEB_MANIFESTS}), parse_options({"outside": outside})
        )


@pytest.fixture
def project(tmp_path):
    return write(tmp_path, {"docs/manifests/web.yaml": WEB_MANIFESTS})


def site_of(project, script):
    """A site of one figure."""
    write(project, {"diagram_src/shop.py": script})
    engine = Pipeline(Settings(project))
    try:
        embed = Embed("shop")
        page = Page("docs/index.md", "index.md", "", embeds=(embed,))
        return Site(
            (page,), {"shop": "diagram_src/shop.py"}, {embed: engine.render_figure("shop")}, root=str(project)
        )
    finally:
        engine.close()


CHOOSING = """\
from diagrams import Diagram
from diagrams.k8s.compute import Pod
from live_diagrams import choice
pod = choice("Pod", ["web-1", "web-2", "web-3"])
with Diagram("Shop", show=False):
    Pod(f"Pod {pod}", nodeid=f"Pod/{pod}")
"""


def test_every_combination_is_checked_and_counted(project):
    site = site_of(project, CHOOSING)
    chosen = parse_options({})
    among = parse_manifests({"web.yaml": WEB_MANIFESTS})
    (node,) = set(find_diagnostics(site, among, chosen))
    assert str(node).startswith("diagram_src/shop.py:6: figure-object: the node `Pod/web-3` is no object")
    entities = EntityIndex(among, chosen)
    assert list(coverage.describe_figures(site, entities)) == [
        "figure shop (diagram_src/shop.py, 3 combinations): "
        "nodes: 2 in the manifests, 0 declared, 1 unknown; edges: 0 between known ends, 0 not"
    ]
    assert list(coverage.summarize_figures(site, entities)) == [
        "1 figure that shows objects: 2 of 3 nodes and 0 of 0 edges known, 0 nodes as declared."
    ]


SHARING = """\
from diagrams import Diagram, Edge
from diagrams.k8s.compute import Pod
from diagrams.onprem.client import User
with Diagram("Shop", show=False):
    User("Controller", nodeid="controller") >> Edge(label="75 %") >> Pod("Pod web-1", nodeid="Pod/web-1")
"""


def test_a_share_is_checked_although_another_backend_does_not_exist(project):
    chosen = parse_options({"outside": {"controller": {"reads": "HTTPRoute/shop"}}})
    among = parse_manifests({"web.yaml": WEB_MANIFESTS})
    assert list(find_diagnostics(site_of(project, SHARING), among, chosen)) == []
    (wrong,) = find_diagnostics(site_of(project, SHARING.replace("75 %", "60 %")), among, chosen)
    assert "states the share `60`" in str(wrong)


def test_the_command_counts_what_is_known(project):
    write(
        project,
        {
            "mkdocs.yml": "site_name: Shop\nplugins:\n- live-diagrams:\n    checks: {kube: {}}\n",
            "docs/index.md": "# Shop\n\n![A Service that calls itself Service web](diagram:shop)\n",
            "diagram_src/shop.py": READING_SCRIPT,
        },
    )
    count = "1 figure that shows objects: 1 of 1 node"
    assert count in program("live-diagrams", "check", cwd=project).stderr
    lines = program("live-diagrams", "check", "--verbose", cwd=project).stderr.splitlines()
    assert lines[-2] == (
        "figure shop (diagram_src/shop.py): "
        "nodes: 1 in the manifests, 0 declared, 0 unknown; edges: 0 between known ends, 0 not"
    )
    assert count in lines[-1]
