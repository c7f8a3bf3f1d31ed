"""The names of drawn parts say which part they name."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from live_diagrams.model.graph.parts import PartKind, name_part, part_index, part_kind


def test_the_names_are_those_that_stylesheets_and_scripts_never_see_changed():
    assert [name_part(kind, 7) for kind in PartKind] == ["n7", "e7", "cluster7"]


@given(st.sampled_from(PartKind), st.integers(0, 10**6))
def test_a_name_is_read_back(kind, index):
    name = name_part(kind, index)
    assert (part_kind(name), part_index(name)) == (kind, index)


@pytest.mark.parametrize("name", ["", "n", "node1", "graph0", "cluster", "n1x", "x1", "cluster_1", "e-1"])
def test_no_other_text_names_a_part(name):
    assert part_kind(name) is None
    with pytest.raises(ValueError, match="not the name"):
        part_index(name)
