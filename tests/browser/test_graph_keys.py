"""A reader walks through the graph of a figure by keys: every node and edge is reached, and said in words."""

from pathlib import Path

import axe_playwright_python
import pytest

from .test_walkthrough import AXE

pytestmark = pytest.mark.browser

DRAWING = "#fig-shop svg.live-diagram__drawing--wide"
WALK = """() => {
  const part = document.activeElement.closest("g.node, g.edge");
  return part && (part.dataset.node ?? `${part.dataset.from} > ${part.dataset.to}`);
}"""
LABEL = "document.activeElement.getAttribute('aria-label')"


@pytest.fixture
def page(open_page, readers):
    page = open_page(readers("material").address + "pages/figures/")
    page.locator("#fig-shop[data-ready]").wait_for()
    return page


def press(page, *keys):
    """Press keys, and return the part that has the focus then."""
    for key in keys:
        page.keyboard.press(key)
    return page.evaluate(WALK)


def test_a_figure_is_one_stop_besides_its_buttons(page):
    page.locator("#fig-shop").evaluate("figure => { figure.tabIndex = -1; figure.focus(); }")
    stops = []
    for _ in range(4):
        page.keyboard.press("Tab")
        stops.append(
            page.evaluate("document.activeElement.closest('#fig-shop') && document.activeElement.tagName")
        )
    assert stops[:3] == ["svg", "SUMMARY", "BUTTON"]
    assert stops[3] is None


def test_arrows_follow_edges_from_node_to_node(page):
    page.focus(DRAWING)
    assert press(page, "Enter") == "client"
    assert page.evaluate(LABEL) == "client; Anyone with a browser; leads to gateway"
    assert press(page, "ArrowRight") == "client > gateway"
    assert page.evaluate(LABEL) == "client to gateway: HTTPS"
    assert press(page, "ArrowRight") == "gateway"
    assert page.evaluate(LABEL) == "gateway; in Namespace shop; leads to web; from client"
    assert press(page, "ArrowRight", "ArrowRight") == "web"
    first = press(page, "ArrowRight")
    assert press(page, "ArrowDown") != first
    assert press(page, "ArrowUp") == first
    assert press(page, "ArrowLeft") == "web"
    assert press(page, "ArrowLeft") == "gateway > web"
    assert press(page, "Escape") is None
    assert page.evaluate("document.activeElement.matches('svg.live-diagram__drawing')")


def test_every_node_and_edge_is_reached(page):
    page.focus(DRAWING)
    seen = [press(page, "Enter")]
    expected = page.evaluate(
        f"""[...document.querySelectorAll('{DRAWING} :is(g.node, g.edge)')]
        .map((part) => part.dataset.node ?? `${{part.dataset.from}} > ${{part.dataset.to}}`)"""
    )
    for _ in range(len(expected)):
        node = seen[-1]
        first = edge = press(page, "ArrowRight")
        while edge != node:
            seen.append(edge)
            edge = press(page, "ArrowDown")
            if edge == first:
                press(page, "ArrowLeft")
                break
        seen.append(press(page, "ArrowDown"))
    assert set(seen) == set(expected)


def test_enter_follows_the_link_of_a_node(page):
    page.focus(DRAWING)
    assert press(page, "Enter", "ArrowRight", "ArrowRight") == "gateway"
    page.keyboard.press("Enter")
    page.wait_for_url("**/pages/other/")


def test_arrows_stay_with_the_page_while_the_focus_is_elsewhere(page):
    page.set_viewport_size({"width": 1500, "height": 300})
    assert press(page, "ArrowDown") is None
    page.wait_for_function("scrollY > 0")
    page.focus(DRAWING)
    before = page.evaluate("scrollY")
    press(page, "ArrowDown")
    page.wait_for_function(f"scrollY > {before}")


def test_axe_finds_nothing_while_a_reader_walks(page):
    page.focus(DRAWING)
    press(page, "Enter", "ArrowRight")
    page.add_script_tag(path=Path(axe_playwright_python.__file__).with_name("axe.min.js"))
    assert page.evaluate(AXE) == []
