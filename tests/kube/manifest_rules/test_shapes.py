"""Manifests of the shapes that published documentation shows are valid, and each of their fields is known.

In `shapes/`, `# shape:` names the page that shows the shape of the objects below it, and `# outside:` names
the objects that such a page leaves to its reader.
"""

import re
from dataclasses import dataclass
from pathlib import Path

import pytest
from live_diagrams_kube.manifest_rules import rules
from live_diagrams_kube.manifest_rules.structure import find_schema_violations
from live_diagrams_kube.manifests import schemas
from live_diagrams_kube.manifests.collection import Manifests, parse_manifests
from live_diagrams_kube.manifests.context import Context
from live_diagrams_kube.manifests.objects import KubeObject
from live_diagrams_kube.manifests.options import Options, parse_options
from live_diagrams_kube.manifests.yaml_lines import Document


@dataclass(frozen=True)
class Shape:
    """Some objects, the page that shows their shape, and the names of the objects that they lack."""

    page: str
    text: str
    outside: tuple[str, ...]

    @property
    def manifests(self):
        return parse_manifests({"shape.yaml": self.text})


def read_shapes(path):
    for part in re.split(r"^(?=# shape: )", path.read_text(encoding="utf-8"), flags=re.MULTILINE)[1:]:
        outside = re.search(r"^# outside: (.*)$", part, re.MULTILINE)
        page = part.partition("\n")[0].removeprefix("# shape: ")
        yield Shape(page, part, tuple(outside[1].split()) if outside else ())


SHAPES = [
    pytest.param(shape, id=f"{path.stem}-{number}")
    for path in sorted((Path(__file__).parent / "shapes").glob("*.yaml"))
    for number, shape in enumerate(read_shapes(path), 1)
]
OBJECTS = [obj for param in SHAPES for obj in param.values[0].manifests.objects]


def find_diagnostics(shape, outside):
    return rules.find_diagnostics(Context(shape.manifests, parse_options({"outside": list(outside)})))


@pytest.mark.parametrize("shape", SHAPES)
def test_nothing_is_found_in_what_documentation_shows(shape):
    assert re.fullmatch(r"https://\S+", shape.page)
    assert shape.manifests.objects
    assert [str(diagnostic) for diagnostic in find_diagnostics(shape, shape.outside)] == []


@pytest.mark.parametrize("shape", SHAPES)
def test_an_object_that_a_shape_lacks_is_reported_unless_it_is_outside(shape):
    for name in shape.outside:
        assert find_diagnostics(shape, set(shape.outside) - {name}), name


def test_there_are_many_shapes_and_a_schema_for_each_kind():
    assert len(SHAPES) >= 58
    assert all(schemas.has_schema("1.37", obj.api_version, obj.kind) for obj in OBJECTS)


FREE = {"labels", "annotations", "matchLabels", "data", "requests", "limits"}
"""Fields whose keys may be anything."""


def find_keys(value, path=()):
    """The path of every key that has to be a known field."""
    if isinstance(value, dict):
        for key, below in value.items():
            yield (*path, key)
            if key not in FREE and (*path[-1:], key) != ("spec", "selector"):
                yield from find_keys(below, (*path, key))
    elif isinstance(value, list):
        for index, item in enumerate(value):
            yield from find_keys(item, (*path, index))


def misspell(value, path):
    """A copy of the value whose key at a path has a letter too many."""
    key, *rest = path
    if isinstance(value, list):
        return [misspell(item, rest) if index == key else item for index, item in enumerate(value)]
    if not rest:
        return {f"{name}s" if name == key else name: below for name, below in value.items()}
    return {name: misspell(below, rest) if name == key else below for name, below in value.items()}


@pytest.mark.parametrize("shape", SHAPES)
def test_every_misspelt_field_is_found(shape):
    for original in shape.manifests.objects:
        for path in find_keys(original.data):
            document = Document(misspell(original.data, path), original.document.lines)
            changed = Manifests((KubeObject(original.file, document),))
            diagnostics = find_schema_violations.find(Context(changed, Options()))
            assert any(path[-1] in diagnostic.message for diagnostic in diagnostics), path
