"""Questions and states: by keys, by touch, without script, on paper, and for screen readers."""

from pathlib import Path

import axe_playwright_python
import pytest

from tests.support import settle

from .test_walkthrough import AXE, WALK

pytestmark = pytest.mark.browser

ASKS = "pages/asks/"
FIRST, SECOND = "#fig-asks form:nth-of-type(1)", "#fig-asks form:nth-of-type(2)"
DRAWING = "#fig-asks svg.live-diagram__drawing--wide"


@pytest.fixture
def page(open_page, readers):
    page = open_page(readers("material").address + ASKS, reduced_motion="reduce")
    page.locator("output").first.wait_for(state="attached")
    return page


def read_classes(page, name, where=DRAWING):
    """Return the nodes with a class."""
    return page.evaluate(f"[...document.querySelectorAll('{where} .node.{name}')].map((n) => n.dataset.node)")


def test_a_reader_picks_by_keys_and_sees_what_is_right(page):
    page.focus(f"{FIRST} input")
    page.keyboard.press("Space")
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    page.keyboard.press("Space")
    assert read_classes(page, "is-picked") == ["client", "server-2"]
    assert page.locator(f"{FIRST} output").text_content() == ""
    page.focus(f"{FIRST} summary")
    page.keyboard.press("Enter")
    page.locator(f"{FIRST} details[open]").wait_for()
    page.wait_for_function("document.querySelector('form output').textContent")
    assert page.locator(f"{FIRST} output").text_content() == "Not quite."
    assert sorted(read_classes(page, "is-highlighted")) == ["server-1", "server-2"]
    for node in ("client", "server-1"):
        page.locator(f"{FIRST} input[data-node={node}]").press("Space")
    assert page.locator(f"{FIRST} output").text_content() == "Right."
    page.focus(f"{FIRST} summary")
    page.keyboard.press("Enter")
    page.wait_for_function("!document.querySelector('form output').textContent")
    assert read_classes(page, "is-highlighted") == []


def test_a_reader_picks_nodes_in_the_drawing_until_the_answer_is_shown(page):
    page.click(f"{DRAWING} [data-node=server-2]")
    page.click(f"{DRAWING} [data-node=server-3]")
    page.click(f"{DRAWING} [data-node=server-3]")
    assert read_classes(page, "is-picked") == ["server-2"]
    page.click(f"{FIRST} summary")
    page.wait_for_function("document.querySelector('form output').textContent")
    page.click(f"{DRAWING} [data-node=server-3]")
    assert read_classes(page, "is-picked") == ["server-2"]
    page.hover(f"{DRAWING} [data-node=server-3]")
    page.hover("h1")
    assert sorted(read_classes(page, "is-highlighted")) == ["server-1", "server-2"]


def test_a_node_that_is_a_link_still_leads_there(page):
    page.click(f"{DRAWING} [data-node=client]")
    page.wait_for_url("**/pages/other/")


def test_one_of_several_words(page):
    page.locator(f"{SECOND} label").get_by_text("80", exact=True).click()
    page.locator(f"{SECOND} label").get_by_text("443", exact=True).click()
    assert page.locator(f"{SECOND} :checked").count() == 1
    page.click(f"{SECOND} summary")
    page.locator(f"{SECOND} output").get_by_text("Right.").wait_for()
    assert page.locator(f"{SECOND} details").inner_text().split("\n")[-1] == "<b>TLS</b> is there."


def test_by_touch_in_the_narrow_drawing(open_page, readers):
    page = open_page(readers("material").address + ASKS, 320, 740, has_touch=True, is_mobile=True)
    for number in (1, 2):
        page.locator(f"#fig-asks svg [data-node=server-{number}]:visible").tap()
    page.tap(f"{FIRST} summary")
    page.locator(f"{FIRST} output").get_by_text("Right.").wait_for()


def test_without_script_and_on_paper_the_answer_is_there(open_page, readers, page):
    answer = "server 1 and server 2."
    assert not page.get_by_text(answer, exact=True).is_visible()
    page.emulate_media(media="print")
    assert page.get_by_text(answer, exact=True).is_visible()
    assert page.evaluate("document.querySelector('form details p').getBoundingClientRect().height") > 8
    assert not page.locator("form input").first.is_visible()
    without = open_page(readers("material").address + ASKS, java_script_enabled=False)
    assert not without.locator("form input").first.is_visible()
    without.click(f"{FIRST} summary")
    assert without.get_by_text(answer, exact=True).is_visible()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_nothing_keeps_people_out_before_and_after_the_answer(open_page, readers, scheme):
    page = open_page(readers("mkdocs").address + ASKS, color_scheme=scheme)
    page.add_script_tag(path=Path(axe_playwright_python.__file__).with_name("axe.min.js"))
    assert page.evaluate(AXE) == []
    page.click(f"{DRAWING} [data-node=server-1]")
    page.click(f"{FIRST} summary")
    page.locator(f"{FIRST} output").get_by_text("Not quite.").wait_for()
    settle(page)
    assert page.evaluate(AXE) == []


def test_a_step_tells_what_has_changed_to_eyes_and_to_screen_readers(page, readers):
    page.goto(readers("material").address + WALK + "#fig-walk-step-3")
    page.get_by_text("3 of 5", exact=True).wait_for()
    state = page.locator("#fig-walk-step-3 .live-diagram__state")
    assert " ".join(state.inner_text().split()) == "To: server was client Address: unknown By: TLS new"
    heard = page.locator("#fig-walk [role=status]").text_content()
    assert heard == "Step 3 of 5: Calls the server To: server was client By: TLS new"


def test_no_tooltip_covers_the_words_of_a_step(page, readers):
    page.goto(readers("material").address + WALK)
    buttons = page.locator("#fig-walk .live-diagram__steps button")
    buttons.first.wait_for()
    assert [button.get_attribute("title") for button in buttons.all()] == [None] * 3
    assert [button.get_attribute("aria-label") for button in buttons.all()] == [
        "Previous step",
        "Play",
        "Next step",
    ]
