"""Graphs of any size are laid out: no edge is lost, and almost no label is covered."""

import os
from dataclasses import replace

import pytest
from live_diagrams.layout import invariants
from live_diagrams.layout.candidates.candidate import Candidate
from live_diagrams.layout.candidates.choice import choose_candidates
from live_diagrams.layout.engines import isolated
from live_diagrams.layout.engines.binding import Binding
from live_diagrams.layout.engines.graphviz import lay_out
from live_diagrams.model.job import Job

from .random_graphs import create_graph

JOB = Job("script.py", "script.py", "/", "/nowhere", layout_budget=1.0)
DOT = "digraph { a -> b }"


@pytest.mark.parametrize(("size", "seed"), [(15, 3), (30, 2), (60, 9), (90, 2), (120, 4), (120, 7)])
def test_nothing_is_lost_or_covered_in_any_drawing(size, seed, capfd):
    """Of the four largest Graphviz loses edges, a node, edges, and on the last one it crashes."""
    graph = create_graph(seed, size, "LR" if seed % 2 else "TB")
    for candidate in choose_candidates(graph, JOB).values():
        assert not invariants.find_lost_nodes(candidate.layout, candidate.styled)
        assert not invariants.find_lost_edges(candidate.layout, candidate.styled)
        assert not invariants.find_covered_labels(candidate.layout, candidate.styled)
        assert not invariants.find_intruders(candidate.layout, candidate.styled)
    assert capfd.readouterr() == ("", "")


def test_graphviz_loses_edges_of_one_of_these_graphs():
    styled = Candidate(create_graph(9, 60, "LR")).styled
    with pytest.raises(ValueError, match="Graphviz lost 7 edges"):
        lay_out(styled)
    assert len(lay_out(styled, restores=True).added) == 7


def test_what_overruns_the_budget_costs_only_itself():
    graph = create_graph(2, 60, "TB")
    assert choose_candidates(graph, replace(JOB, layout_budget=0.0)).keys() == {"wide"}


@pytest.mark.parametrize("can_fork", [True, False])
def test_a_layout_in_a_process_of_its_own_is_the_same(can_fork, monkeypatch):
    monkeypatch.setattr(isolated, "CAN_FORK", can_fork)
    assert Binding().run_engine(DOT, "dot", 30) == Binding().run_engine(DOT, "dot")


@pytest.mark.parametrize("can_fork", [True, False])
def test_a_layout_that_takes_too_long_is_stopped(can_fork, monkeypatch):
    monkeypatch.setattr(isolated, "CAN_FORK", can_fork)
    with pytest.raises(ValueError, match="took too long"):
        Binding().run_engine(DOT, "dot", 0.0001)


@pytest.mark.skipif(not isolated.CAN_FORK, reason="needs a fork")
def test_a_crash_of_graphviz_is_an_error_of_one_layout():
    with pytest.raises(ValueError, match="ended without a layout"):
        isolated.run_engine(lambda *_: os.abort(), DOT, "dot", 10)
