"""The table of removed APIs agrees with the schemas of each Kubernetes version that is installed."""

import pytest
from live_diagrams_kube.manifest_rules.api_versions import REMOVED
from live_diagrams_kube.manifests import schemas

VERSIONS = schemas.list_versions()


@pytest.mark.parametrize(("api", "kind"), [pytest.param(*key, id=" ".join(key)) for key in REMOVED])
def test_an_api_has_schemas_until_it_is_removed_and_its_replacement_has_one_today(api, kind):
    since, replacement = REMOVED[api, kind]
    served = [
        int(version.partition(".")[2]) for version in VERSIONS if schemas.has_schema(version, api, kind)
    ]
    oldest = int(VERSIONS[0].partition(".")[2])
    assert served[-1:] == ([since - 1] if since > oldest else [])
    assert not replacement or schemas.has_schema(VERSIONS[-1], replacement, kind)
