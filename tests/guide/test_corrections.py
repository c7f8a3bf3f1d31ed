"""What the guide once showed wrongly, and must not show again."""

import re

import pytest

from tests.support import ROOT

SCRIPTS = sorted(path for path in (ROOT / "diagram_src").glob("*.py"))
TEXTS = {path: path.read_text(encoding="utf-8") for path in ROOT.glob("docs/**/*.md")}
CALLERS = {"user", "Pod/api-1"}
"""They open connections and accept none in the figures of a Service's types."""


def drawn(guide, name):
    """The ends of every edge of a figure, in all its drawings."""
    pages = [html for html in guide.articles.values() if f'data-diagram="{name}"' in html]
    figure = re.search(rf'<figure[^>]*data-diagram="{name}".*?</figure>', pages[0], re.DOTALL)[0]
    return set(re.findall(r'<g class="edge[^>]*data-from="([^"]*)" data-to="([^"]*)"', figure))


def find_bare_commands(text):
    """The commands that install or upgrade Traefik without the setting that makes `Prefix` mean `Prefix`."""
    commands = re.findall(r"helm (?:install|upgrade) traefik(?:.*\\\n)*.*", text)
    return [command for command in commands if "kubernetesIngress.strictPrefixMatching=true" not in command]


def test_every_installation_of_traefik_matches_paths_by_their_elements():
    assert [path.name for path, text in TEXTS.items() if find_bare_commands(text)] == []
    assert (
        sum("helm install traefik" in text or "helm upgrade traefik" in text for text in TEXTS.values()) > 1
    )
    assert find_bare_commands("$ helm upgrade traefik traefik/traefik \\\n    --set a=b") != []


def test_each_rule_of_the_kernel_leads_straight_to_pods(guide):
    edges = drawn(guide, "service-types")
    rules = {"node-port", "virtual-ip"}
    assert {start for start, _ in edges} >= rules
    assert all(end.startswith("Pod/") for start, end in edges if start in rules)


@pytest.mark.parametrize("figure", ["service-types", "service", "pod", "policy"])
def test_nobody_connects_to_a_caller(guide, figure):
    edges = drawn(guide, figure)
    assert edges
    assert [edge for edge in edges if edge[1] in CALLERS] == []


def test_kernel_rules_are_inside_a_node(guide):
    for name in ("service", "request"):
        words = re.sub(r"<[^>]*>", " ", guide.articles[f"guide/{name}/index.html"])
        assert re.search(r"node-\d, which holds(?:(?!which holds).)*kernel rule", words, re.DOTALL)


def test_no_node_is_drawn_twice(guide):
    drawings = [
        re.findall(r'data-cluster="(?:Node )?(node-\d)', drawing)
        for article in guide.articles.values()
        for drawing in re.findall(r"<svg [^>]*live-diagram__drawing.*?</svg>", article, re.DOTALL)
    ]
    assert sum(map(bool, drawings)) > 20
    assert [nodes for nodes in drawings if len(nodes) > len(set(nodes))] == []


@pytest.mark.parametrize("figure", ["ingress", "service", "flow"])
def test_whoever_follows_an_endpointslice_is_joined_to_it(guide, figure):
    assert any(end.startswith("EndpointSlice/") for _, end in drawn(guide, figure))


def test_the_client_reaches_the_router_through_the_load_balancer(guide):
    assert {("user", "load-balancer"), ("load-balancer", "router")} <= drawn(guide, "route")
    assert ("user", "router") not in drawn(guide, "route")


@pytest.mark.parametrize("script", SCRIPTS, ids=lambda path: path.stem)
def test_no_arrow_has_two_heads(script):
    if script.stem != "path-of-data":  # there the cache is read and written
        assert not re.search(r"\b(?:forward|reverse)=True|dir=.both", script.read_text(encoding="utf-8"))


def test_the_table_of_manifests_is_complete():
    text = (ROOT / "docs/guide/index.md").read_text(encoding="utf-8")
    linked = set(re.findall(r"\(\.\./manifests/([\w-]+\.yaml)\)", text))
    assert linked == {path.name for path in (ROOT / "docs/manifests").glob("*.yaml")}


def test_the_health_check_of_local_is_no_node_port():
    text = (ROOT / "docs/manifests/service-local.yaml").read_text(encoding="utf-8")
    (check,) = re.findall(r"healthCheckNodePort: (\d+)", text)
    assert check not in re.findall(r"nodePort: (\d+)", text)
    assert check in (ROOT / "docs/guide/outside.md").read_text(encoding="utf-8")
