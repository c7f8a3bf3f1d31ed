"""The manifests as scripts read them: labels are derived from them and follow their changes."""

import pytest
from live_diagrams.engine.pipeline import Pipeline
from live_diagrams.model.settings import Settings
from live_diagrams_kube import ManifestFolder

from tests.support import write

from ..shop import READING_SCRIPT, WEB_MANIFESTS


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
