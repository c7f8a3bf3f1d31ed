"""The guide's mutants: each changes what it says, and a small sample is found by the rules that should."""

import logging

import pytest

from tests.mutation import guide, kinds
from tests.mutation.__main__ import is_right
from tests.mutation.mutant import Mutant
from tests.support import ROOT

MUTANTS = kinds.list_mutants(ROOT)
SAMPLE = (
    *("apiVersion", "selector", "targetPort", "port out of range", "backend", "Secret", "readiness"),
    *("packet of a step", "answer to a question", "source of a label", "id of a node"),
    *("declared address", "declared Node", "address in the text", "name in the text"),
)
"""Kinds, a mutant of each of which is tried here; `python -m tests.mutation` tries all of them."""
SECOND = ("readiness", "answer to a question", "declared Node", "address in the text")
"""Kinds whose first mutant survives: it changes what no figure shows, or to what is true elsewhere."""


@pytest.fixture(scope="module")
def copy(tmp_path_factory):
    logging.disable(logging.WARNING)
    try:
        with guide.open_guide(ROOT, tmp_path_factory.mktemp("mutation")) as made:
            yield made
    finally:
        logging.disable(logging.NOTSET)


def test_there_are_enough_and_each_changes_its_line():
    assert len(MUTANTS) >= 300
    for mutant in MUTANTS:
        before = mutant.read(ROOT)
        assert mutant.apply_to(before) != before
        assert mutant.rules


def test_a_line_that_reads_otherwise_is_refused():
    with pytest.raises(ValueError, match="the line reads 'kind: Pod'"):
        Mutant("a.yaml", 1, "Service", "Servicf", ("manifest-api",), "kind").apply_to("kind: Pod")


def test_the_guide_itself_has_no_problem(copy):
    assert [str(problem) for problem in copy.problems] == []


@pytest.mark.parametrize("what", SAMPLE)
def test_a_change_is_found_by_a_right_rule(copy, what):
    mutant = [mutant for mutant in MUTANTS if mutant.what == what][what in SECOND]
    assert is_right((mutant, {problem.rule for problem in copy.diagnose(mutant)})), str(mutant)


def test_a_change_is_undone(copy):
    copy.diagnose(MUTANTS[0])
    assert MUTANTS[0].read(copy.root) == MUTANTS[0].read(ROOT)
