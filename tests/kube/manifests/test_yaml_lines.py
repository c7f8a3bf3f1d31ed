"""Whatever a file contains, it is read or reported, and reading it takes little time and memory."""

from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from live_diagrams_kube.manifest_rules import rules
from live_diagrams_kube.manifests.collection import parse_manifests
from live_diagrams_kube.manifests.context import Context
from live_diagrams_kube.manifests.options import Options


@settings(max_examples=200, deadline=None)
@given(st.text(alphabet="ab:-[]{}&*<!|>'\"#%@`,\t\n 1~?.\0\ufeff", max_size=60))
def test_any_text_is_read(text):
    rules.find_diagnostics(Context(parse_manifests({"a.yaml": text}), Options()))


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
def test_a_text_that_would_take_too_much_is_reported(text):
    assert parse_manifests({"a.yaml": text}).errors
