"""The manifests as scripts read them: labels are derived from them and follow their changes."""

import pytest
from live_diagrams.engine.pipeline import Pipeline
from live_diagrams.model.settings import Settings
from live_diagrams_kube import ManifestFolder

from tests.support import write

from ..shop import READING_SCRIPT, WEB_MANIFESTS
from .shop import read_shop


@pytest.fixture
def project(tmp_path):
    return write(tmp_path, {"docs/manifests/web.yaml": WEB_MANIFESTS})


def test_a_figure_is_rendered_again_when_a_manifest_changes_that_its_script_reads(project):
    write(project, {"diagram_src/shop.py": READING_SCRIPT})

    def label():
        pipeline = Pipeline(Settings(project))
        try:
            return pipeline.render_figure("shop").graph.nodes[0].label
        finally:
            pipeline.close()

    assert label() == "Service web\n10.96.0.20:80"
    write(project, {"docs/manifests/web.yaml": WEB_MANIFESTS.replace("10.96.0.20", "10.96.0.33")})
    assert label() == "Service web\n10.96.0.33:80"
    other = "apiVersion: v1\nkind: Service\nmetadata: {name: web}\nspec: {ports: [{port: 81}]}\n"
    write(project, {"docs/manifests/other.yaml": other})
    with pytest.raises(Exception, match=r"do not agree on `spec\.ports\.0\.port` of Service/web") as failed:
        label()
    assert failed.value.line == 7


def test_a_folder_has_objects_with_their_fields_pods_and_weights(project):
    shop = ManifestFolder(str(project / "docs/manifests"))
    web = shop["Service/web"]
    assert (str(web), web.id, web.kind, web.name) == ("Service web", "Service/web", "Service", "web")
    assert web["spec.ports.0.nodePort"] == 30080
    assert [(pod.id, pod.address, pod.port, pod.is_ready) for pod in web.pods] == [
        ("Pod/web-1", "10.244.1.7", 8080, True),
        ("Pod/web-2", "10.244.1.8", 8080, False),
    ]
    assert shop["Pod/web-2"] == web.pods[1]
    assert (shop["HTTPRoute/shop"].weight("web"), shop["HTTPRoute/shop"].share("web")) == (3, 75.0)


@pytest.mark.parametrize(
    ("ask", "message"),
    [
        (lambda shop: shop["Service/wep"], "has no Service/wep; did you mean Service/web?"),
        (lambda shop: shop["Pod/web-3"], "has no Pod/web-3; did you mean Pod/web-"),
        (lambda shop: shop["Service/web"]["spec.x"], "Service/web has no `spec.x`"),
        (lambda shop: shop["HTTPRoute/shop"].weight("db"), "does not lead to a Service `db`"),
    ],
)
def test_a_missing_object_or_field_is_named_with_a_similar_one(project, ask, message):
    with pytest.raises(LookupError, match=message):
        ask(ManifestFolder(str(project / "docs/manifests")))


@pytest.fixture(scope="module")
def shop(tmp_path_factory):
    return read_shop(tmp_path_factory.mktemp("shop"))


def test_what_is_declared_is_read_like_an_object(shop):
    user, api = shop["user"], shop["Pod/api-1"]
    assert (str(user), user.kind, user.name, user.address) == ("user", "", "user", "198.51.100.7")
    assert (str(api), api.address, api.port, api.is_ready, api.node.address) == (
        "Pod api-1",
        "10.244.2.9",
        8080,
        True,
        "192.0.2.12",
    )
    assert (api.workload.id, shop["Pod/web-1"].node.id) == ("Deployment/api", "Node/node-1")


def test_a_service_without_slices_has_the_pods_that_it_selects(shop):
    def list_pods(service):
        return [pod.name for pod in shop[f"Service/{service}"].endpoints()]

    assert list_pods("web") == list_pods("web-headless") == ["web-1", "web-2"]
    assert list_pods("api") == ["api-1"]
    assert list_pods("web-canary") == list_pods("payments") == []


def test_a_variant_is_one_of_several_files(shop):
    web = shop["Service/web"]
    assert web.variant("service-local.yaml").get("spec.externalTrafficPolicy") == "Local"
    assert web.get("spec.x", 3) == 3
    with pytest.raises(LookupError, match=r"do not agree on `spec\.type` of Service/web; choose one"):
        web["spec.type"]
    with pytest.raises(LookupError, match="does not describe Service/web; did you mean"):
        web.variant("service-lokal.yaml")


@pytest.mark.parametrize(
    ("name", "answer"),
    [
        ("web", ["10.96.0.20"]),
        ("web.shop.svc.cluster.local", ["10.96.0.20"]),
        ("web-headless", ["10.244.1.7", "10.244.2.5"]),
        ("payments", ["payments.example.net"]),
        ("shop.example.com", ["203.0.113.10"]),
    ],
)
def test_what_dns_answers(shop, name, answer):
    assert shop.resolve(name) == answer


def test_nobody_has_a_name_or_an_address_that_is_not_there(shop):
    with pytest.raises(LookupError, match=r"DNS does not know nowhere\.example\.com"):
        shop.resolve("nowhere.example.com")
    with pytest.raises(LookupError, match=r"nobody has the address 10\.0\.0\.1"):
        shop.find_owner("10.0.0.1")
    assert shop.find_owner("10.96.0.20").id == "Service/web"
    assert shop.find_owner("10.244.2.5").id == "Pod/web-2"


@pytest.mark.parametrize("text", ["user: 3", "[user]", "user: {}", "user: {a: 1"])
def test_a_file_of_another_form_is_refused(tmp_path, text):
    write(tmp_path, {"outside.yaml": text, "manifests/web.yaml": WEB_MANIFESTS})
    with pytest.raises(ValueError, match=r"outside\.yaml"):
        ManifestFolder(str(tmp_path / "manifests"), str(tmp_path / "outside.yaml"))


POLICY = """\
apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
metadata: {name: web-only}
spec: {podSelector: {}, ingress: [{from: [{podSelector: {matchLabels: {app: web}}}]}]}
---
apiVersion: v1
kind: Pod
metadata: {name: db-1, labels: {app: db}}
spec: {containers: [{name: db}]}
---
apiVersion: v1
kind: Service
metadata: {name: db}
spec: {selector: {app: db}, ports: [{port: 5432}]}
"""


def test_a_listed_pod_has_the_labels_of_its_workload_and_a_service_the_pods_with_a_manifest(project):
    write(project, {"docs/manifests/policy.yaml": POLICY})
    shop = ManifestFolder(str(project / "docs/manifests"))
    assert shop["Pod/web-1"].workload.id == "Deployment/web"
    assert shop["NetworkPolicy/web-only"].allows(shop["Pod/web-1"])
    assert not shop["NetworkPolicy/web-only"].allows(shop["Pod/db-1"])
    assert [pod.id for pod in shop["Service/db"].pods] == ["Pod/db-1"]
