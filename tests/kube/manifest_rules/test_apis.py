"""The table of retired APIs, held against the schemas of each Kubernetes version that is installed."""

import pytest
from live_diagrams_kube.manifest_rules.apis import RETIRED
from live_diagrams_kube.manifests import schemas

VERSIONS = schemas.list_versions()


@pytest.mark.parametrize(("api", "kind"), [pytest.param(*key, id=" ".join(key)) for key in RETIRED])
def test_an_api_has_schemas_until_it_is_retired_and_its_heir_has_one_today(api, kind):
    since, now = RETIRED[api, kind]
    served = [
        int(version.partition(".")[2]) for version in VERSIONS if schemas.has_schema(version, api, kind)
    ]
    oldest = int(VERSIONS[0].partition(".")[2])
    assert served[-1:] == ([since - 1] if since > oldest else [])
    assert now == "nowhere" or schemas.has_schema(VERSIONS[-1], now, kind)
