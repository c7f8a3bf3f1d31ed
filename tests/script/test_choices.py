"""What a script can let readers choose: what it is given, plainly and by the engine, and what is wrong."""

import re
import subprocess
import sys
from math import prod

import pytest
from hypothesis import given
from hypothesis import strategies as st
from live_diagrams import choice, number, toggle
from live_diagrams.model.graph import parameters
from live_diagrams.model.graph.parameters import Parameter
from live_diagrams.pages.figure.choice_form import format_combinations
from live_diagrams.script import choices


@pytest.fixture(autouse=True)
def fresh():
    choices.start_run({})
    yield
    choices.start_run({})


def test_in_plain_python_each_returns_its_default():
    assert choice("Kind", ["a", "b"]) == "a"
    assert choice("Other kind", ["a", "b"], default="b") == "b"
    assert toggle("Local") is False
    assert toggle("Ready", default=True) is True
    assert number("Pods", 1, 5) == 1
    assert number("Nodes", 1, 5, default=3) == 3
    assert [
        (parameter.label, parameter.options, parameter.default) for parameter in choices.list_parameters()
    ] == [
        ("Kind", ("a", "b"), 0),
        ("Other kind", ("a", "b"), 1),
        ("Local", ("off", "on"), 0),
        ("Ready", ("off", "on"), 1),
        ("Pods", ("1", "2", "3", "4", "5"), 0),
        ("Nodes", ("1", "2", "3", "4", "5"), 2),
    ]


def test_the_engine_passes_what_is_chosen_as_the_script_has_it():
    choices.start_run({"Kind": "b", "Local": "on", "Pods": "4", "Size": "2.5"})
    assert choice("Kind", ["a", "b"]) == "b"
    assert toggle("Local") is True
    assert number("Pods", 1, 5) == 4
    assert choice("Size", [1.5, 2.5]) == 2.5


def test_the_same_choice_twice_is_one():
    assert choice("Kind", ["a", "b"]) == choice(" Kind\n", ("a", "b"))
    assert len(choices.list_parameters()) == 1


@pytest.mark.parametrize(
    ("ask", "message"),
    [
        (lambda: choice("Kind", []), "nothing to choose: it needs two options"),
        (lambda: choice("Kind", ["a"]), "nothing to choose: it needs two options"),
        (lambda: number("Pods", 3, 3), "nothing to choose: it needs two options"),
        (lambda: number("Pods", 3, 1), "nothing to choose: it needs two options"),
        (lambda: number("Pods", 1, 3, default=4), "has no option 4 to be its default"),
        (lambda: choice("Kind", ["a", "b"], default="c"), "has no option 'c' to be its default"),
        (lambda: choice("Kind", ["a", "b", " a "]), "two options that readers see as “a”"),
        (lambda: choice("Kind", [1, "1"]), "two options that readers see as “1”"),
        (lambda: choice("", ["a", "b"]), "needs a label"),
        (lambda: (toggle("Kind"), choice("Kind", ["a", "b"])), "“Kind” is asked for twice"),
        (lambda: (toggle("Kind"), toggle("Kind", default=True)), "“Kind” is asked for twice"),
    ],
)
def test_what_cannot_be_chosen_is_an_error(ask, message):
    with pytest.raises(ValueError, match=re.escape(message)):
        ask()


def test_an_option_that_another_choice_took_away_is_an_error():
    choices.start_run({"Kind": "gone"})
    with pytest.raises(ValueError, match="no option “gone” now, but has it by default: ask for the same"):
        choice("Kind", ["a", "b"])


def test_a_script_with_choices_runs_by_itself(tmp_path):
    script = tmp_path / "plain.py"
    script.write_text(
        "from live_diagrams import choice, number, toggle\n"
        "print(choice('Kind', ['a', 'b']), toggle('Local'), number('Pods', 2, 3))\n"
    )
    done = subprocess.run([sys.executable, script], capture_output=True, text=True, check=True)
    assert done.stdout == "a False 2\n"


SETS = st.lists(st.integers(2, 4), min_size=1, max_size=4).map(
    lambda sizes: [
        Parameter(f"p{at}", tuple(f"{at}-{n}" for n in range(size)), size - 1)
        for at, size in enumerate(sizes)
    ]
)


@given(SETS)
def test_combinations_are_all_and_each_once(found):
    every = list(parameters.iterate_combinations(found))
    assert len(every) == len(set(every)) == parameters.count_combinations(found)
    assert every[parameters.find_default(found)] == tuple((p.label, p.options[p.default]) for p in found)


@given(SETS, st.data())
def test_titles_name_just_the_combinations_that_are_meant(found, data):
    count = parameters.count_combinations(found)
    places = data.draw(st.lists(st.integers(0, count - 1), min_size=1, unique=True))
    title = format_combinations(found, places)
    meant = set()
    for combination in title.split("; "):
        parts = dict(part.split(": ") for part in combination.split(", ")) if ": " in combination else {}
        allowed = [parts[p.label].split(" or ") if p.label in parts else p.options for p in found]
        meant |= {
            place
            for place, way in enumerate(parameters.iterate_combinations(found))
            if all(option in options for (_, option), options in zip(way, allowed, strict=True))
        }
    assert meant == set(places)
    assert prod(len(p.options) for p in found) == count
