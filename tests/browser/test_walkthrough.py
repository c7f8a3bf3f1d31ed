"""Walkthroughs: by keys, by touch, by link, played, in the large view, on paper and without script."""

from pathlib import Path

import axe_playwright_python
import pytest

from tests.support import settle

pytestmark = pytest.mark.browser

WALK = "pages/walk/"
STEPS = [
    "Asks for the address",
    "Gets 203.0.113.10",
    "Calls the server",
    "Asks both databases",
    "Answers",
]
LIT = [
    (["client", "dns"], 1),
    (["client", "dns"], 1),
    (["client", "server"], 1),
    (["db-1", "db-2", "server"], 2),
    (["client", "server"], 1),
]
AXE = """axe.run("figure.live-diagram", { preload: false }).then(({ violations }) =>
  violations.flatMap(({ id, nodes }) => nodes.map((node) => `${id}: ${node.failureSummary} ${node.html}`)))"""


@pytest.fixture
def page(open_page, readers):
    return open_page(readers("material").address + WALK, reduced_motion="reduce")


def seen(page):
    """The steps that a reader sees."""
    return page.evaluate("""[...document.querySelectorAll(".live-diagram__walk li")]
      .filter((item) => item.checkVisibility({ visibilityProperty: true }))
      .map((item) => item.querySelector("p").textContent)""")


def lit(page, where="#fig-walk svg.live-diagram__drawing--wide"):
    """The nodes that are lit, and the number of edges."""
    nodes = page.evaluate(
        f"[...document.querySelectorAll('{where} .node.is-highlighted')].map((n) => n.dataset.node).sort()"
    )
    return nodes, page.locator(f"{where} .edge.is-highlighted").count()


def test_every_step_by_keys_alone(page):
    assert seen(page) == STEPS[:1]
    assert lit(page) == ([], 0)
    page.focus("#fig-walk [aria-label='Next step']")
    for number, step in enumerate(STEPS, 1):
        page.keyboard.press("ArrowRight")
        assert seen(page) == [step]
        assert lit(page) == LIT[number - 1]
        assert page.locator(".live-diagram__steps a").text_content() == f"{number} of 5"
        heard = page.locator("#fig-walk [role=status]").text_content()
        assert heard.startswith(f"Step {number} of 5: {step}")
    page.keyboard.press("ArrowRight")
    assert seen(page) == STEPS[4:]
    page.keyboard.press("ArrowLeft")
    assert seen(page) == STEPS[3:4]
    page.keyboard.press("Enter")
    assert seen(page) == STEPS[4:]


def test_arrow_keys_belong_to_the_page_while_the_focus_is_elsewhere(page):
    page.keyboard.press("ArrowRight")
    assert lit(page) == ([], 0)


def test_pointing_at_a_node_comes_and_goes_and_the_step_stays(page):
    page.click("#fig-walk [aria-label='Next step']")
    page.hover("#fig-walk [data-node=server]")
    assert lit(page)[0] == ["client", "db-1", "db-2", "server"]
    page.hover("h1")
    assert lit(page) == LIT[0]


@pytest.mark.parametrize("number", [1, 3, 5])
def test_a_link_leads_to_a_step_and_shows_its_drawing(page, number):
    page.goto("about:blank")
    page.go_back()
    page.evaluate(f"location.hash = 'fig-walk-step-{number}'")
    page.get_by_text(f"{number} of 5", exact=True).wait_for()
    assert seen(page) == [STEPS[number - 1]]
    assert lit(page) == LIT[number - 1]
    assert page.locator("#fig-walk svg.live-diagram__drawing--wide").bounding_box()["y"] > -5


def test_a_page_can_open_at_a_step(open_page, readers):
    page = open_page(readers("material").address + WALK + "#fig-walk-step-4")
    page.wait_for_function("document.querySelector('.is-now')")
    assert seen(page) == [STEPS[3]]


@pytest.mark.parametrize("hash_", ["#fig-walk-step-99", "#fig-walk-step-0", "#%E0%A4%A"])
def test_a_link_to_a_step_that_is_not_there_changes_nothing(open_page, readers, hash_):
    page = open_page(readers("material").address + WALK + hash_)
    page.locator(".live-diagram__steps").wait_for()
    assert seen(page) == STEPS[:1]
    assert lit(page) == ([], 0)


def test_it_plays_and_pauses_and_ends(browser, readers):
    page = browser.new_page(reduced_motion="reduce")
    page.clock.install()
    page.goto(readers("material").address + WALK)
    page.click("#fig-walk [aria-label=Play]")
    assert seen(page) == STEPS[:1]
    page.clock.run_for(3600)
    assert seen(page) == STEPS[1:2]
    page.click("#fig-walk [aria-label=Pause]")
    page.clock.run_for(9000)
    assert seen(page) == STEPS[1:2]
    page.click("#fig-walk [aria-label=Play]")
    page.clock.run_for(20_000)
    assert seen(page) == STEPS[4:]
    assert page.locator("#fig-walk [aria-label=Play]").count() == 1
    page.close()


def test_in_the_large_view_too(page):
    page.click("#fig-walk .live-diagram__open")
    page.click("dialog [aria-label='Next step']")
    page.keyboard.press("ArrowRight")
    page.keyboard.press("ArrowRight")
    assert seen(page) == STEPS[2:3]
    assert lit(page, "dialog svg") == LIT[2]
    page.keyboard.press("Escape")
    page.locator("dialog").wait_for(state="detached")
    assert page.locator("#fig-walk .live-diagram__walk li.is-now").count() == 1
    assert lit(page) == LIT[2]


def test_by_touch_in_the_narrow_drawing(open_page, readers):
    page = open_page(readers("material").address + WALK, 320, 740, has_touch=True, is_mobile=True)
    for number, step in enumerate(STEPS, 1):
        page.tap("#fig-walk [aria-label='Next step']")
        assert seen(page) == [step]
        assert lit(page, "#fig-walk svg.live-diagram__drawing--narrow") == LIT[number - 1]


@pytest.mark.parametrize(("motion", "goes"), [("reduce", 0), ("no-preference", 2)])
def test_something_goes_along_the_edges_unless_motion_is_reduced(open_page, readers, motion, goes):
    page = open_page(readers("material").address + WALK + "#fig-walk-step-3", reduced_motion=motion)
    page.focus("#fig-walk [aria-label='Next step']")
    page.keyboard.press("Enter")
    page.wait_for_function(f"document.querySelectorAll('.live-diagram__dot').length === {goes}")
    page.wait_for_function("!document.querySelector('.live-diagram__dot')")


def test_a_reply_goes_back(open_page, readers):
    page = open_page(readers("material").address + WALK)
    edge = page.locator("#fig-walk svg.live-diagram__drawing--wide [data-steps='1 -2']")
    ends = edge.locator("path").evaluate("p => [0, 1e6].map((at) => p.getPointAtLength(at).x)")
    assert edge.get_attribute("data-from") == "client"
    assert ends[0] < ends[1]


def test_paper_and_no_script_have_every_step(open_page, readers, page):
    page.emulate_media(media="print")
    assert seen(page) == STEPS
    assert not page.locator(".live-diagram__steps").is_visible()
    without = open_page(readers("material").address + WALK, java_script_enabled=False)
    for step in STEPS:
        assert without.get_by_text(step, exact=True).is_visible()


def test_a_note_is_markdown_but_no_html(page):
    noted = "[...document.querySelectorAll('.live-diagram__walk p + p')].map((p) => p.innerHTML)"
    notes = page.evaluate(noted)
    assert notes == [
        "The answer is kept for <em>a while</em>: see <code>TTL</code>.",
        "&lt;img src=x onerror=alert(1)&gt; is text.",
    ]


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_nothing_keeps_people_out_in_any_step(open_page, readers, scheme):
    page = open_page(readers("mkdocs").address + WALK, color_scheme=scheme)
    page.add_script_tag(path=Path(axe_playwright_python.__file__).with_name("axe.min.js"))
    assert page.evaluate(AXE) == []
    for _ in STEPS:
        page.click("#fig-walk [aria-label='Next step']")
        settle(page)
        assert page.evaluate(AXE) == []


def test_nothing_shifts_as_steps_go_on(page):
    page.evaluate("""window.shifts = [];
      new PerformanceObserver((list) => shifts.push(...list.getEntries().map((e) => e.value)))
        .observe({ type: "layout-shift", buffered: true });""")
    before = page.get_by_text("Words after").bounding_box()["y"]
    for _ in STEPS:
        page.click("#fig-walk [aria-label='Next step']")
    assert page.get_by_text("Words after").bounding_box()["y"] == before
    assert page.evaluate("shifts") == []
