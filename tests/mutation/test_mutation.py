"""The guide's mutants: each changes what it says, and a small sample is found by the rules that should."""

import logging

import pytest

from tests.mutation import guide, kinds
from tests.mutation.__main__ import is_right
from tests.mutation.mutant import Mutant
from tests.support import ROOT

MUTANTS = kinds.list_mutants(ROOT)
TOGETHER = ("apiVersion", "selector", "targetPort", "port out of range", "backend", "Secret")
"""Kinds that rules on manifests find, a mutant of each of which is made at once: a changed manifest has
every figure of the guide drawn anew."""
SAMPLE = (
    *("readiness", "packet of a step", "answer to a question", "source of a label", "id of a node"),
    *("declared address", "address in the text", "name in the text"),
)
"""Kinds, a mutant of each of which is tried here; `python -m tests.mutation` tries all of them."""
SECOND = ("readiness", "answer to a question", "address in the text")
"""Kinds whose first mutant survives: it changes what no figure shows, or to what is true elsewhere."""


def find_mutant(what):
    return [mutant for mutant in MUTANTS if mutant.what == what][what in SECOND]


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
    mutant = find_mutant(what)
    before = mutant.read(ROOT)
    assert is_right((mutant, {problem.rule for problem in copy.diagnose(mutant)})), str(mutant)
    assert mutant.read(copy.root) == before  # the change is undone


def test_changes_of_manifests_are_found_in_their_files(copy):
    mutants = [find_mutant(what) for what in TOGETHER]
    problems = copy.diagnose(*mutants)
    for mutant in mutants:
        found = {problem.rule for problem in problems if problem.file == mutant.path}
        assert found & set(mutant.rules), str(mutant)
