"""Whatever the value of any field of a manifest, the rules report it and never raise."""

import copy

import pytest
from live_diagrams_kube.figure_rules.entities import EntityIndex
from live_diagrams_kube.manifest_rules import rules
from live_diagrams_kube.manifests.collection import Manifests, parse_manifests
from live_diagrams_kube.manifests.context import Context
from live_diagrams_kube.manifests.objects import KubeObject
from live_diagrams_kube.manifests.options import parse_options
from live_diagrams_kube.manifests.yaml_lines import Document

from .case import CASES

GOOD = {
    name: case.files
    for name, case in CASES.items()
    if case.case.name.startswith("good") and "mkdocs.yml" not in case.files
}
OPTIONS = parse_options(
    {"service_range": "10.96.0.0/12", "pod_range": "10.244.0.0/16", "outside": ["Pod/a=b"]}
)
ODD = [None, True, 0, -1, 10**20, 1.5, "", "x", "9" * 300, "é", [], [[]], [None], ["x"], {}, {"x": {}}]


def find_paths(value, path=()):
    """The path of every value in a value."""
    yield path
    if isinstance(value, dict | list):
        for key in value if isinstance(value, dict) else range(len(value)):
            yield from find_paths(value[key], (*path, key))


def replace_value(value, path, odd):
    """A copy of the value with another one at a path."""
    if not path:
        return odd
    value = copy.copy(value)
    value[path[0]] = replace_value(value[path[0]], path[1:], odd)
    return value


@pytest.mark.parametrize("case", GOOD)
def test_every_field_may_have_any_value(case):
    objects = parse_manifests(GOOD[case]).objects
    count = 0
    for index, original in enumerate(objects):
        for number, path in enumerate(find_paths(original.data)):
            odd = ODD[(number + index) % len(ODD)]
            document = Document(replace_value(original.data, path, odd), original.document.lines)
            changed = KubeObject(original.file, document)
            if isinstance(changed.data, dict):
                others = [obj for obj in objects if obj is not original]
                manifests = Manifests((*others, changed))
                rules.find_diagnostics(Context(manifests, OPTIONS))
                entities = EntityIndex(manifests, OPTIONS)
                for id_ in entities.ids:
                    entities.find(id_)
                _ = entities.values
                count += 1
    assert count > 5
