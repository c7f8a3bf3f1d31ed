"""Whatever stands at any place of a manifest, the rules give problems, never an exception."""

import copy
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from live_diagrams_kube.figure_rules import things
from live_diagrams_kube.manifest_rules import rules
from live_diagrams_kube.manifests.collection import Manifests, parse_manifests
from live_diagrams_kube.manifests.context import Context
from live_diagrams_kube.manifests.objects import KubeObject
from live_diagrams_kube.manifests.options import OptionError, parse_options
from live_diagrams_kube.manifests.yaml_lines import Document

from .case import read_case

GOOD = {
    path.stem: case.files
    for path in sorted((Path(__file__).parent / "cases").glob("*-good*.yaml"))
    if "mkdocs.yml" not in (case := read_case(path)).files
}
CHOSEN = parse_options(
    {"service_range": "10.96.0.0/12", "pod_range": "10.244.0.0/16", "outside": ["Pod/a=b"]}
)
ODD = [None, True, 0, -1, 10**20, 1.5, "", "x", "9" * 300, "é", [], [[]], [None], ["x"], {}, {"x": {}}]


def places(value, path=()):
    """The path of everything in a value."""
    yield path
    if isinstance(value, dict | list):
        for key in value if isinstance(value, dict) else range(len(value)):
            yield from places(value[key], (*path, key))


def with_odd(value, path, odd):
    """The value with something else at a path."""
    if not path:
        return odd
    value = copy.copy(value)
    value[path[0]] = with_odd(value[path[0]], path[1:], odd)
    return value


@pytest.mark.parametrize("case", GOOD)
def test_every_place_may_hold_anything(case):
    parsed = parse_manifests(GOOD[case])
    count = 0
    for index, one in enumerate(parsed.objects):
        for number, path in enumerate(places(one.data)):
            odd = ODD[(number + index) % len(ODD)]
            document = Document(with_odd(one.data, path, odd), one.document.lines)
            changed = KubeObject(one.file, document)
            if isinstance(changed.data, dict):
                others = [o for o in parsed.objects if o is not one]
                among = Manifests((*others, changed))
                rules.find_diagnostics(Context(among, CHOSEN))
                known = things.Known(among, CHOSEN)
                for id_ in known.ids:
                    known.thing(id_)
                _ = known.texts
                count += 1
    assert count > 5


@settings(max_examples=200, deadline=None)
@given(st.text(alphabet="ab:-[]{}&*<!|>'\"#%@`,\t\n 1~?.\0\ufeff", max_size=60))
def test_any_text_is_read(text):
    parsed = parse_manifests({"a.yaml": text})
    rules.find_diagnostics(Context(parsed, CHOSEN))


@settings(max_examples=100, deadline=None)
@given(
    st.recursive(
        st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
        lambda each: (
            st.lists(each)
            | st.dictionaries(
                st.sampled_from(["manifests", "version", "outside", "variants", "pod_range", "x"]), each
            )
        ),
    )
)
def test_any_options_are_read_or_refused(raw):
    try:
        parse_options(raw)
    except OptionError as error:
        assert str(error)


@pytest.mark.parametrize(
    "text",
    [
        "[" * 100_000,
        "{a: " * 5_000,
        "a: &b [x, x]\n"
        + "".join(f"key-{c}: &{c} [*{b}, *{b}, *{b}]\n" for b, c in pairwise("bcdefghijklm")),
        "a: &a [*a]",
        "\n".join(f"k{n}: v" for n in range(100_001)),
    ],
    ids=["open", "deep", "laughs", "self", "long"],
)
def test_a_text_that_would_take_too_much_is_a_problem(text):
    assert parse_manifests({"a.yaml": text}).errors
