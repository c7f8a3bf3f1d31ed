"""Options are read or refused with a message, and all of them are explained."""

import dataclasses

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from live_diagrams_kube.manifests.options import OptionError, Options, parse_options

from tests.support import ROOT

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
