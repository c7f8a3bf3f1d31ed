"""Choices through the engine: every combination is rendered and cached by itself, and fails by itself."""

from __future__ import annotations

import json

import pytest
from live_diagrams.model.errors import FigureError
from live_diagrams.model.figure import Figure

from tests.project import Site

KINDS = """\
from diagrams import Diagram, Node
from live_diagrams import choice, number, toggle
kind = choice("Kind", ["small", "large"])
local = toggle("Local")
count = number("Count", 1, 3, default=2)
with Diagram("Kinds", show=False):
    for place in range(count):
        Node(kind + str(place)) >> Node("local" if local and count > 1 else "any")
"""


def list_labels(outcome: Figure | FigureError) -> list[str]:
    assert isinstance(outcome, Figure), outcome
    return sorted({node.label for node in outcome.graph.nodes})


def test_every_combination_is_rendered_and_cached(site: Site) -> None:
    site.script("kinds", KINDS)
    build = site.build()
    (figure,) = build.figures("kinds")
    assert [parameter.label for parameter in figure.parameters] == ["Kind", "Local", "Count"]
    assert list_labels(figure) == ["any", "small0", "small1"]
    assert [list_labels(outcome) for outcome in figure.combinations] == [
        ["any", "small0"],
        ["any", "small0", "small1"],
        ["any", "small0", "small1", "small2"],
        ["any", "small0"],
        ["local", "small0", "small1"],
        ["local", "small0", "small1", "small2"],
        ["any", "large0"],
        ["any", "large0", "large1"],
        ["any", "large0", "large1", "large2"],
        ["any", "large0"],
        ["large0", "large1", "local"],
        ["large0", "large1", "large2", "local"],
    ]
    assert (build.statistics.rendered, build.ran) == (12, ["kinds"] * 12)

    again = site.build()
    assert (again.statistics.rendered, again.statistics.from_cache, again.ran) == (0, 12, [])
    assert again.figures("kinds")[0].combinations == figure.combinations


def test_combinations_that_look_alike_are_stored_once(site: Site) -> None:
    site.script("kinds", KINDS)
    (figure,) = site.build().figures("kinds")
    assert len(figure.list_combinations()) == 10
    stored = [path for path in (site.store / "figures").rglob("*") if path.is_file()]
    assert len(stored) == 10


def test_a_change_renders_only_the_combinations_that_it_affects(site: Site) -> None:
    site.write("large.txt", "one")
    site.script(
        "kinds",
        """\
        from pathlib import Path
        from diagrams import Diagram, Node
        from live_diagrams import choice
        kind = choice("Kind", ["small", "large"])
        with Diagram("Kinds", show=False):
            Node(Path("large.txt").read_text() if kind == "large" else kind)
        """,
    )
    site.build()
    site.write("large.txt", "two")
    build = site.build()
    assert (build.statistics.rendered, build.statistics.from_cache) == (1, 1)
    assert [list_labels(outcome) for outcome in build.figures("kinds")[0].combinations] == [
        ["small"],
        ["two"],
    ]


def test_a_combination_that_fails_has_an_error_and_the_others_are_rendered(site: Site) -> None:
    site.write(
        "kinds.py",
        """\
        from diagrams import Diagram, Node
        from live_diagrams import choice
        kind = choice("Kind", ["small", "large", "huge"])
        with Diagram("Kinds", show=False):
            assert kind != "large", "there is no large one"
            Node(kind)
        """,
    )
    (figure,) = site.build().figures("kinds")
    small, large, huge = figure.combinations
    assert (list_labels(small), list_labels(huge)) == (["small"], ["huge"])
    assert str(large) == ("diagram_src/kinds.py:5: with Kind: large: AssertionError: there is no large one")


BAD = {
    "more than are drawn": (
        'choice("Kind", range(1000))',
        "diagram_src/bad.py:3: the choices make 1000 combinations, 1000 (Kind), and at most 32 are drawn; "
        "offer fewer values, or raise the option `combinations`",
    ),
    "more than are drawn, together": (
        '[number(name, 1, 4) for name in ("a", "b", "c")]',
        "diagram_src/bad.py:3: the choices make 64 combinations, 4 (a) × 4 (b) × 4 (c), and at most 32",
    ),
    "one option": ('choice("Kind", ["a"])', "diagram_src/bad.py:3: ValueError: choice “Kind” leaves nothing"),
}


@pytest.mark.parametrize("case", BAD)
def test_a_bad_choice_is_an_error_of_the_figure(site: Site, case: str) -> None:
    line, message = BAD[case]
    draw = 'with Diagram("Bad", show=False): Node("a")\n'
    head = "from diagrams import Diagram, Node\nfrom live_diagrams import choice, number\n"
    site.write("bad.py", f"{head}{line}\n{draw}")
    build = site.build()
    assert str(build.error("bad")).startswith(message)
    assert build.statistics.requested == 1


def test_the_option_lets_more_be_drawn(site: Site) -> None:
    site.script("kinds", KINDS)
    assert "at most 11 are drawn" in str(site.build(combinations=11).error("kinds"))
    assert len(site.build(combinations=12).figures("kinds")[0].combinations) == 12


@pytest.mark.parametrize(
    "then", ['toggle("More")', 'choice("Other", ["a", "c"])', 'choice("Other", ["a", "b"], "b")']
)
def test_choices_that_depend_on_one_another_are_an_error_of_that_combination(site: Site, then: str) -> None:
    site.write(
        "kinds.py",
        f"""\
        from diagrams import Diagram, Node
        from live_diagrams import choice, toggle
        kind = choice("Kind", ["small", "large"])
        {then} if kind == "large" else choice("Other", ["a", "b"])
        with Diagram("Kinds", show=False):
            Node(kind)
        """,
    )
    (figure,) = site.build().figures("kinds")
    assert [isinstance(outcome, Figure) for outcome in figure.combinations[:2]] == [True, True]
    for outcome in figure.combinations[2:]:
        assert isinstance(outcome, FigureError)
        assert "ask for the same choices, with the same options, whatever is chosen" in str(outcome)
        assert str(outcome).startswith("diagram_src/kinds.py:")


def test_each_of_several_diagrams_has_its_counterparts(site: Site) -> None:
    site.write(
        "two.py",
        """\
        from diagrams import Diagram, Node
        from live_diagrams import toggle
        more = toggle("More")
        for name in ("first",) if more else ("first", "second"):
            with Diagram(f"{name} {more}", show=False):
                Node(name)
        """,
    )
    first, second = site.build().figures("two")
    assert [outcome.name for outcome in first.combinations if isinstance(outcome, Figure)] == [
        "first False",
        "first True",
    ]
    assert str(second.combinations[1]) == "diagram_src/two.py: with More: on: the script draws fewer diagrams"


def test_the_choices_of_a_script_do_not_reach_the_next(site: Site) -> None:
    site.script("kinds", KINDS)
    site.script("plain", 'from diagrams import Diagram, Node\nwith Diagram("p", show=False): Node("a")\n')
    build = site.build(workers=1)
    (plain,) = build.figures("plain")
    assert (plain.parameters, plain.combinations) == ((), ())
    assert json.loads(plain.graph_json)["name"] == "p"


def test_a_figure_has_the_icons_of_all_its_combinations(site: Site) -> None:
    site.script(
        "icons",
        "from diagrams import Diagram\nfrom diagrams.k8s.compute import Deploy, Job, Pod\n"
        "from live_diagrams import choice\n"
        'kind = choice("Kind", ["Pod", "Job", "Deploy"])\n'
        'with Diagram("Icons", show=False):\n    {"Pod": Pod, "Job": Job, "Deploy": Deploy}[kind]("one")\n',
    )
    for build in (site.build(), site.build()):  # rendered, and from the cache
        (figure,) = build.figures("icons")
        keys = {key for combination in figure.list_combinations() for key in combination.list_icon_keys()}
        assert len(keys) == 3
        assert keys <= figure.icons.keys()
