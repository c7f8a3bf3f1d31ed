"""Pages in other languages than English, and those that are read from right to left."""

from html import escape

import pytest
from live_diagrams.pages.languages import choose_words, write_script_words

from tests.support import settle

pytestmark = pytest.mark.browser

WALK = "pages/walk/"
MEASURE = """() => {
  const find = (selector) => document.querySelector(`#fig-walk ${selector}`).getBoundingClientRect();
  const { left, right } = find("svg.live-diagram__drawing--wide");
  const nodes = [...document.querySelectorAll("#fig-walk svg.live-diagram__drawing--wide g.node")];
  return {
    nodes: nodes.map((node) => Math.round(node.getBoundingClientRect().left - left)),
    texts: nodes.map((node) => Math.round(node.querySelector("text").getBoundingClientRect().left - left)),
    opener: find(".live-diagram__open").left < (left + right) / 2 ? "left" : "right",
    back: find(".live-diagram__steps button").left < find(".live-diagram__steps a").left ? "left" : "right",
  };
}"""


@pytest.fixture
def open_walk(open_page, readers):
    """Returns a function that opens the page with a walkthrough, with other HTML."""
    address = readers("material").address + WALK
    html = (readers("material").folder / WALK / "index.html").read_text(encoding="utf-8")

    opened = []

    def open_changed(old, new):
        assert old in html
        page = open_page("about:blank", reduced_motion="reduce")
        opened.append(page)
        page.route(
            address, lambda route: route.fulfill(body=html.replace(old, new), content_type="text/html")
        )
        page.goto(address)
        settle(page)
        return page

    yield open_changed
    for page in opened:
        page.unroute(address)


def test_buttons_and_what_is_heard_are_in_the_language_of_the_figure(open_walk):
    words = escape(write_script_words(choose_words("de"))["data-words"])
    page = open_walk(' id="fig-walk"', f' id="fig-walk" data-words="{words}"')
    assert page.locator("#fig-walk .live-diagram__steps a").text_content() == "5 Schritte"
    page.click("#fig-walk [aria-label='Nächster Schritt']")
    assert page.locator("#fig-walk .live-diagram__steps a").text_content() == "1 von 5"
    assert page.locator("#fig-walk [role=status]").text_content().startswith("Schritt 1 von 5: ")
    page.click("#fig-walk .live-diagram__open")
    assert page.locator("dialog [title]").evaluate_all("(all) => all.map((one) => one.title)")[:3] == [
        "Verkleinern",
        "Vergrößern",
        "In das Fenster einpassen",
    ]
    page.focus("dialog svg")
    page.keyboard.press("Enter")
    assert "; führt zu " in page.evaluate("document.activeElement.ariaLabel")


def test_from_right_to_left_the_drawing_stays_and_the_controls_follow(open_walk):
    page = open_walk(' dir="ltr"', ' dir="ltr"')
    left_to_right = page.evaluate(MEASURE)
    assert (left_to_right["opener"], left_to_right["back"]) == ("right", "left")
    page = open_walk(' dir="ltr"', ' dir="rtl"')
    right_to_left = page.evaluate(MEASURE)
    assert right_to_left == {**left_to_right, "opener": "left", "back": "right"}
    count = page.locator("#fig-walk .live-diagram__steps a")
    page.focus("#fig-walk .live-diagram__steps button")
    page.keyboard.press("ArrowLeft")
    page.keyboard.press("ArrowLeft")
    assert count.text_content() == "2 of 5"
    page.keyboard.press("ArrowRight")
    assert count.text_content() == "1 of 5"
    page.click("#fig-walk .live-diagram__open")
    assert page.evaluate("""() => {
      const pane = document.querySelector("dialog .live-diagram__pane");
      const [around, svg] = [pane, pane.firstElementChild].map((element) => element.getBoundingClientRect());
      return svg.left >= around.left && svg.right <= around.right;
    }""")
