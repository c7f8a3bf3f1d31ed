"""Well-known public examples are valid, so no rule may find anything in one.

Each file says in its first line which page it was typed after, and in `# Outside:` what that page
leaves to the reader.
"""

import re
from pathlib import Path

import pytest
from live_diagrams_kube import rules
from live_diagrams_kube.manifests import schemas
from live_diagrams_kube.manifests.collection import Manifests, parse_manifests
from live_diagrams_kube.manifests.objects import KubeObject
from live_diagrams_kube.manifests.options import Options, parse_options
from live_diagrams_kube.manifests.yaml_lines import Document

EXAMPLES = sorted(Path(__file__).parent.glob("*.yaml"))


@pytest.mark.parametrize("path", EXAMPLES, ids=lambda path: path.stem)
def test_no_problem_is_found_in_a_public_example(path):
    text = path.read_text(encoding="utf-8")
    assert re.match(r"# Typed after https://\S+\n", text)
    outside = re.search(r"^# Outside: (.*)$", text, re.MULTILINE)
    chosen = parse_options({"outside": outside[1].split() if outside else []})
    found = parse_manifests({path.name: text})
    assert found.objects
    assert [str(problem) for problem in rules.check_manifests(found, chosen)] == []


@pytest.mark.parametrize("path", EXAMPLES, ids=lambda path: path.stem)
def test_what_is_declared_outside_is_needed(path):
    text = path.read_text(encoding="utf-8")
    outside = re.search(r"^# Outside: (.*)$", text, re.MULTILINE)
    names = outside[1].split() if outside else []
    for name in names:
        chosen = parse_options({"outside": [other for other in names if other != name]})
        assert rules.check_manifests(parse_manifests({path.name: text}), chosen), name


def test_there_are_many_and_each_kind_has_a_schema(capsys):
    found = [
        one for path in EXAMPLES for one in parse_manifests({path.name: path.read_text("utf-8")}).objects
    ]
    kinds = sorted({one.kind for one in found})
    assert all(schemas.has_schema("1.37", one.api_version, one.kind) for one in found)
    with capsys.disabled():
        print(f"\n{len(EXAMPLES)} public examples, {len(found)} objects of {len(kinds)} kinds")
    assert len(EXAMPLES) >= 30


FREE = {"labels", "annotations", "matchLabels", "data", "requests", "limits"}
"""Fields whose keys may be anything."""


def keys(value, path=()):
    """The path of every key that has to be a known field."""
    if isinstance(value, dict):
        for key, below in value.items():
            yield (*path, key)
            if key not in FREE and (*path[-1:], key) != ("spec", "selector"):
                yield from keys(below, (*path, key))
    elif isinstance(value, list):
        for index, item in enumerate(value):
            yield from keys(item, (*path, index))


def misspelt(value, path):
    """A copy of the value whose key at a path has a letter too many."""
    key, *rest = path
    if isinstance(value, list):
        return [misspelt(item, rest) if index == key else item for index, item in enumerate(value)]
    if not rest:
        return {f"{name}s" if name == key else name: below for name, below in value.items()}
    return {name: misspelt(below, rest) if name == key else below for name, below in value.items()}


@pytest.mark.parametrize("path", EXAMPLES, ids=lambda path: path.stem)
def test_every_misspelt_field_is_found(path):
    for one in parse_manifests({path.name: path.read_text(encoding="utf-8")}).objects:
        for at in keys(one.data):
            document = Document(misspelt(one.data, at), one.document.lines)
            changed = Manifests((KubeObject(one.file, document),))
            found = rules.RULES["manifest-schema"](changed, Options())
            assert any(at[-1] in problem.message for problem in found), at
