"""The guide's figures: no fact is typed in a script, and what they ask and state is right."""

import pytest

from tests.guide import figures
from tests.support import ROOT

TYPED = '''
"""Pod web-1 at 10.0.0.1"""
web = shop["Service/web"]
Pod(f"{web}\\n10.244.1.7", nodeid="Pod/web-1")
Edge(label=":8080")
ask(f"Who is web-2?", because="It calls http://web/cart.")
cards = {"web-3": Node("weight 90")}
'''


@pytest.mark.parametrize("path", figures.list_scripts(), ids=lambda path: path.stem)
def test_no_fact_is_typed_in_a_script(path):
    assert list(figures.find_typed(path.read_text(encoding="utf-8"))) == []


def test_what_is_typed_would_be_found():
    assert [value for _, value in figures.find_typed(TYPED)] == [
        "10.244.1.7",
        "8080",
        "web-2",
        "web",
        "/cart",
        "90",
    ]


PAGE = (ROOT / "docs/guide/request.md").read_text(encoding="utf-8")


def test_the_tables_of_the_walkthrough_have_the_addresses_of_its_steps():
    (flow,) = figures.render_figures()["flow"]
    assert PAGE.count("198.51.100.7:51812") > 2
    assert list(figures.find_wrong_rows(PAGE, flow)) == []
    assert list(figures.find_wrong_rows(PAGE.replace("198.51.100.7:51812 |", "198.51.100.7:51813 |"), flow))
    assert list(figures.find_wrong_rows("no table", flow))


def test_every_step_of_the_request_has_a_state():
    (flow,) = figures.render_figures()["flow"]
    assert len(flow.steps) >= 10
    assert [step.text for step in flow.steps if not step.state] == []


def test_the_guide_asks_and_answers_as_its_authors_have_checked():
    assert len(figures.read_checked_answers()) >= 8
    assert figures.collect_answers(figures.render_figures()) == figures.read_checked_answers()
