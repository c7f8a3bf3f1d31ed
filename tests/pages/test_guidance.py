"""States and questions in a page: words for everybody, and nothing of an author's runs."""

import re
import xml.etree.ElementTree as ET
from dataclasses import replace

from live_diagrams.model.graph.walkthrough import Option, Question, Step

from tests.support import Page

from .drawn import show, simple, xml

EVIL = '<img src=x onerror="alert(1)">&'


def test_a_changed_value_says_what_it_was():
    states = [{"To": "a", "By": "c"}, {"To": "b", "By": "c", "On": "d"}]
    figure = replace(simple(), steps=tuple(Step("does", state=tuple(s.items())) for s in states))
    lists = list(xml(show(figure)).iter("dl"))
    assert [" ".join("".join(row.itertext()) for row in each) for each in lists] == [
        "To: a By: c",
        "To: b was a By: c On: d new",
    ]
    assert [row.get("class") for row in lists[1]] == ["is-changed", None, "is-changed"]


def test_a_question_has_options_and_an_answer_that_opens_without_a_script():
    options = (Option("A", node="a"), Option("B", True, "b"), Option("both", True))
    figure = replace(simple(), questions=(Question("Who?", options, "It *listens*."),))
    page = show(figure)
    assert [(e["type"], e.get("data-node"), "data-right" in e) for e in Page(page).each("input")] == [
        ("checkbox", "a", False),
        ("checkbox", "b", True),
        ("checkbox", None, True),
    ]
    form = re.search("<form.*</form>", page)[0].replace(" data-search-exclude", "")
    form = ET.fromstring(re.sub("<input[^>]*>", "", form))
    assert form.find("fieldset/legend").text == "Who?"
    answer = form.find("details")
    assert ["".join(part.itertext()) for part in answer] == ["Answer", "B and both.", "It listens."]
    assert answer.get("open") is None


def test_one_right_option_is_chosen_from_one_group():
    questions = [Question("Who?", (Option("A", True), Option("B"))), Question("When?", (Option("C", True),))]
    inputs = Page(show(replace(simple(), questions=tuple(questions)))).each("input")
    assert [(e["type"], e["name"]) for e in inputs] == [
        ("radio", "fig-web-ask-1"),
        ("radio", "fig-web-ask-1"),
        ("radio", "fig-web-ask-2"),
    ]


def test_nothing_that_an_author_writes_becomes_markup():
    evil = Question(EVIL, (Option(EVIL, True, EVIL), Option("b")), EVIL)
    states = tuple(Step(EVIL, state=((EVIL, value),)) for value in ("a", EVIL, "b"))
    page = Page(show(replace(simple(), questions=(evil,), steps=states)))
    assert page.each("img") == []
    assert not [e for tag in ("input", "dl", "div", "form", "li") for e in page.each(tag) if "onerror" in e]
