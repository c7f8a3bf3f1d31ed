"""Options are read or refused with a message, and all of them are explained."""

import dataclasses

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from live_diagrams_kube.manifests.options import OptionError, Options, parse_options
from live_diagrams_kube.site_manifests import read_options

from tests.support import ROOT, write

HANDBOOK = ROOT / "docs/handbook/kubernetes-checks.md"


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


@pytest.mark.parametrize("option", [field.name for field in dataclasses.fields(Options)])
def test_every_option_is_in_the_handbook(option):
    assert f"\n| `{option}` |" in HANDBOOK.read_text(encoding="utf-8")


def test_what_is_outside_may_be_in_a_file(tmp_path):
    write(tmp_path, {"outside.yaml": "user: {address: 198.51.100.7}\nPod/api-1: {node: node-2}\n"})
    options, texts = read_options({"outside": "outside.yaml"}, str(tmp_path))
    assert [(o.kind, o.name, dict(o.facts)) for o in options.outside] == [
        ("", "user", {"address": "198.51.100.7"}),
        ("Pod", "api-1", {"node": "node-2"}),
    ]
    assert list(texts) == ["outside.yaml"]


@pytest.mark.parametrize("text", [None, "[user]", "user: 3", "user: {"])
def test_a_file_that_cannot_be_read_is_refused(tmp_path, text):
    write(tmp_path, {} if text is None else {"outside.yaml": text})
    with pytest.raises(OptionError, match="`outside` cannot be read"):
        read_options({"outside": "outside.yaml"}, str(tmp_path))
