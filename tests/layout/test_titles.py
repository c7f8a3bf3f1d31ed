"""Titles of clusters move aside of the edges that pass their row."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st
from live_diagrams.layout.candidates.titles import CLEAR, find_shift, lower_titles, release_titles
from live_diagrams.layout.geometry import Box
from live_diagrams.model.graph.graph import Cluster, Graph

AROUND = Box(0, 0, 200, 100)
TITLE = Box(10, 5, 70, 20)


def down(x):
    """An edge straight down through everything."""
    return [(x, -50.0), (x, 150.0)]


@pytest.mark.parametrize(
    ("lines", "moved"),
    [
        ([], 0),
        ([down(150)], 0),
        ([[(0, 50), (200, 50)]], 0),  # below the row
        ([[(40, 30), (40, 150)]], 0),  # begins below the row
        ([down(40)], 40 + CLEAR - 10),  # to the right of it
        ([down(68)], -CLEAR - 2),  # a little to the left
        ([down(40), down(100)], 100 + CLEAR - 10),  # beyond both
        ([[(30, -10), (50, 40)]], 42 + CLEAR - 10),  # aslant; the row ends where it has come to 42
        ([[(0, 10), (200, 10)]], None),
        ([down(x) for x in range(0, 200, 50)], None),
    ],
)
def test_a_title_goes_to_the_nearest_place_that_is_free(lines, moved):
    shift = find_shift(TITLE, AROUND, lines)
    if moved is None:
        assert shift is None
    else:
        assert shift == pytest.approx(moved, abs=3)
        assert shift == 0 or moved


@given(
    st.lists(
        st.lists(st.tuples(st.floats(-50, 250), st.floats(-50, 150)), min_size=2, max_size=5), max_size=5
    )
)
def test_no_line_passes_where_it_goes(lines):
    shift = find_shift(TITLE, AROUND, lines)
    if shift is None:
        return
    own = TITLE.shift(shift, 0)
    assert own == TITLE or (own.left >= 0 and own.right <= 200)
    for line in lines:
        for (x0, y0), (x1, y1) in pairwise(line):
            for step in range(101):
                x, y = x0 + (x1 - x0) * step / 100, y0 + (y1 - y0) * step / 100
                assert not (own.left < x < own.right and own.top < y < own.bottom)


def test_other_words_in_the_row_are_obstacles_too():
    assert find_shift(TITLE, AROUND, [], [Box(20, 0, 100, 10)]) == pytest.approx(90 + CLEAR)
    assert find_shift(TITLE, AROUND, [], [Box(20, 30, 100, 40)]) == 0


def test_the_author_decides_on_the_side_of_a_title_but_not_in_a_narrow_drawing():
    graph = Graph(
        "", "g", clusters=(Cluster("a", "a"), Cluster("b", "b", attrs={"labelloc": "t", "color": "red"}))
    )
    assert [c.attrs for c in lower_titles(graph, {"a", "b"}).clusters] == [
        {"labelloc": "b"},
        {"labelloc": "t", "color": "red"},
    ]
    assert [c.attrs for c in release_titles(graph).clusters] == [{}, {"color": "red"}]
