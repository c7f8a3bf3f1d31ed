"""What readers do with a figure: by keys, by mouse and by touch, with script and without."""

import re
import xml.etree.ElementTree as ET

import pytest

from tests.support import settle

pytestmark = pytest.mark.browser

FIGURES = "pages/figures/"
BUTTON = "#fig-shop .live-diagram__open"
DRAWING = "#fig-shop svg.live-diagram__drawing--wide"
PANE = "dialog .live-diagram__pane"


@pytest.fixture
def page(open_page, readers):
    """The page with the figures, on a desk."""
    return open_page(readers("material").address + FIGURES)


def scale(page):
    """How much larger than natural the large view's drawing is."""
    return page.evaluate(f"document.querySelector('{PANE} > svg').getScreenCTM().a")


def tab_to(page, selector):
    """Go on by the Tab key until an element has the focus."""
    for _ in range(80):
        page.keyboard.press("Tab")
        if page.evaluate(f"document.activeElement?.matches('{selector}')"):
            return
    pytest.fail(f"no key leads to {selector}")


def walk_to(page, drawing, node):
    """Go into a drawing by keys, and on to a node."""
    tab_to(page, drawing)
    page.keyboard.press("Enter")
    for _ in range(12):
        if page.evaluate("document.activeElement.dataset.node") == node:
            return
        page.keyboard.press("ArrowDown")
    pytest.fail(f"no key leads to {node}")


def closed(page):
    """Wait until the large view is gone; browsers tell a page of that a moment later."""
    page.locator("dialog").wait_for(state="detached")
    return True


def tip(page):
    shown = page.locator(".live-diagram__tip")
    return shown.text_content() if shown.count() else ""


# By keys alone.


def test_by_keys_a_reader_opens_zooms_closes_and_is_back(page):
    tab_to(page, BUTTON)
    page.keyboard.press("Enter")
    assert page.locator("dialog[open]").count() == 1
    assert page.evaluate(f"document.activeElement.matches('{PANE}')")
    before = scale(page)
    page.keyboard.press("+")
    page.keyboard.press("+")
    assert scale(page) == pytest.approx(before * 1.69, rel=0.01)
    page.keyboard.press("-")
    assert scale(page) == pytest.approx(before * 1.3, rel=0.01)
    left = page.evaluate(f"document.querySelector('{PANE} > svg').getBoundingClientRect().left")
    page.keyboard.press("ArrowLeft")
    moved = page.evaluate(f"document.querySelector('{PANE} > svg').getBoundingClientRect().left")
    assert moved - left == pytest.approx(40, abs=1)
    page.keyboard.press("0")
    assert scale(page) == pytest.approx(before, rel=0.01)
    page.keyboard.press("Escape")
    assert closed(page)
    assert page.evaluate(f"document.activeElement.matches('{BUTTON}')")
    assert page.locator("#fig-shop svg.live-diagram__drawing--wide").is_visible()


def test_by_keys_a_reader_follows_the_link_of_a_node(page):
    walk_to(page, DRAWING, "web")
    page.keyboard.press("Enter")
    page.wait_for_url("**/pages/other/#pods")


def test_by_keys_a_reader_follows_a_link_from_the_large_view(page):
    tab_to(page, BUTTON)
    page.keyboard.press("Space")
    walk_to(page, f"{PANE} > svg", "gateway")
    page.keyboard.press("Enter")
    page.wait_for_url("**/pages/other/")


def test_the_focus_of_a_node_can_be_seen(page):
    walk_to(page, DRAWING, "web")
    card = "getComputedStyle(document.querySelector('#fig-shop [data-node=web] :is(rect, path)'))"
    assert page.evaluate(f"{card}.strokeWidth") == "3px"
    assert page.evaluate(f"{card}.stroke") == "rgb(194, 65, 12)"


def test_the_focus_stays_in_the_large_view(page):
    tab_to(page, BUTTON)
    page.keyboard.press("Enter")
    for _ in range(14):
        page.keyboard.press("Tab")
        # From the last one the focus may pass through the browser's own bar, where it is nowhere on the page.
        assert page.evaluate(
            "document.activeElement === document.body || !!document.activeElement.closest('dialog')"
        )


# By mouse and by touch.


def test_the_wheel_zooms_where_it_points(page):
    page.click(BUTTON)
    node = page.locator(f"{PANE} [data-node=web]")
    box = node.bounding_box()
    at = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
    before = scale(page)
    page.mouse.move(*at)
    page.mouse.wheel(0, -200)
    page.wait_for_function(f"document.querySelector('{PANE} > svg').getScreenCTM().a > {before * 1.1}")
    box = node.bounding_box()
    now = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
    assert now == pytest.approx(at, abs=2)


def test_a_drag_moves_the_drawing(page):
    page.click(BUTTON)
    svg = page.locator(f"{PANE} > svg")
    before = svg.bounding_box()
    page.mouse.move(640, 850)
    page.mouse.down()
    page.mouse.move(700, 820, steps=3)
    page.mouse.up()
    after = svg.bounding_box()
    assert (after["x"] - before["x"], after["y"] - before["y"]) == pytest.approx((60, -30), abs=1)


def test_buttons_zoom_and_close(page):
    page.click(BUTTON)
    before = scale(page)
    page.click("dialog button[aria-label='Zoom in']")
    assert scale(page) == pytest.approx(before * 1.3, rel=0.01)
    page.click("dialog button[aria-label='Zoom out']")
    assert scale(page) == pytest.approx(before, rel=0.01)
    page.click("dialog button[aria-label='Zoom in']")
    page.click("dialog button[aria-label='Fit to the window']")
    assert scale(page) == pytest.approx(before, rel=0.01)
    page.click("dialog button[aria-label='Close']")
    assert closed(page)


def test_two_fingers_zoom_on_a_phone(open_page, readers):
    page = open_page(readers("material").address + FIGURES, 360, 740, has_touch=True, is_mobile=True)
    assert page.locator("#fig-shop svg.live-diagram__drawing--narrow").is_visible()
    page.tap(BUTTON)
    before = scale(page)
    touch = page.context.new_cdp_session(page)

    def fingers(kind, *places):
        points = [{"x": x, "y": y, "id": i} for i, (x, y) in enumerate(places)]
        touch.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": points})

    fingers("touchStart", (150, 400), (210, 400))
    for step in range(1, 7):
        fingers("touchMove", (150 - 10 * step, 400), (210 + 10 * step, 400))
    fingers("touchEnd")
    assert scale(page) == pytest.approx(before * 3, rel=0.1)
    page.tap("dialog button[aria-label='Close']")
    assert closed(page)
    assert page.locator("#fig-shop svg.live-diagram__drawing--narrow").is_visible()


def test_a_large_window_shows_the_wide_drawing_of_a_narrow_column(page):
    page.set_viewport_size({"width": 1280, "height": 900})
    page.add_style_tag(content="#fig-shop { width: 300px !important }")
    assert page.locator("#fig-shop svg.live-diagram__drawing--narrow").is_visible()
    page.click(BUTTON)
    assert page.locator(f"{PANE} svg.live-diagram__drawing--wide").is_visible()
    page.keyboard.press("Escape")
    assert closed(page)
    assert page.locator("#fig-shop svg.live-diagram__drawing--narrow").is_visible()
    assert page.locator("#fig-shop svg.live-diagram__drawing--wide").count() == 1


# Tooltips, and what a node is joined to.


def test_a_tooltip_comes_with_the_mouse_and_goes_with_escape(page):
    page.hover("#fig-shop [data-node=client]")
    assert tip(page) == "Anyone with a browser"
    page.hover(".live-diagram__tip")
    assert tip(page) == "Anyone with a browser"  # it can be read with the pointer on it
    page.keyboard.press("Escape")
    assert tip(page) == ""
    page.hover("#fig-shop [data-node=gateway]")
    assert tip(page) == ""


def test_a_tooltip_comes_with_the_focus_and_goes_with_it(browser, readers):
    page = browser.new_page()  # in which no mouse rests on anything
    page.goto(readers("material").address + FIGURES)
    walk_to(page, DRAWING, "client")
    assert tip(page) == "Anyone with a browser"
    tab_to(page, BUTTON)
    assert tip(page) == ""
    page.close()


def test_escape_closes_a_tooltip_first_and_then_the_large_view(page):
    page.click(BUTTON)
    page.hover(f"{PANE} [data-node=client]")
    assert tip(page) == "Anyone with a browser"
    page.keyboard.press("Escape")
    assert (tip(page), page.locator("dialog[open]").count()) == ("", 1)
    page.keyboard.press("Escape")
    assert closed(page)


def test_what_a_node_is_joined_to_lights_up(page):
    page.hover("#fig-shop [data-node=gateway]")
    svg = "#fig-shop svg.live-diagram__drawing--wide"
    lit = page.evaluate(
        f"[...document.querySelectorAll('{svg} .node.is-highlighted')].map((n) => n.dataset.node).sort()"
    )
    assert lit == ["client", "gateway", "web"]
    assert page.locator(f"{svg} .edge.is-highlighted").count() == 2
    page.mouse.move(5, 5)
    page.hover("h1")
    assert page.locator(".is-highlighted").count() == 0


def test_words_and_the_node_that_they_name_light_up_together(page):
    words = page.get_by_role("link", name="the gateway")
    words.hover()
    nodes = "[...document.querySelectorAll('#fig-shop svg.live-diagram__drawing--wide .node.is-highlighted')]"
    assert page.evaluate(f"{nodes}.map((n) => n.dataset.node)") == ["gateway"]
    page.hover("h1")
    assert page.locator(".is-highlighted").count() == 0
    page.hover("#fig-shop [data-node=gateway]")
    assert "is-highlighted" in words.get_attribute("class")
    page.hover("#fig-shop [data-node=client]")
    assert "is-highlighted" not in words.get_attribute("class")
    words.focus()
    assert page.evaluate(f"{nodes}.length") == 1
    page.keyboard.press("Enter")
    page.wait_for_url("**#fig-shop")


# Without script, and with settings of one's own.


def test_without_script_the_figure_its_words_and_its_links_are_there(open_page, readers):
    page = open_page(readers("material").address + FIGURES, java_script_enabled=False)
    assert page.locator("#fig-shop svg.live-diagram__drawing--wide").is_visible()
    assert not page.locator("#fig-shop svg.live-diagram__drawing--narrow").is_visible()
    assert page.locator("button.live-diagram__open").count() == 0
    summary = page.locator("#fig-shop summary")
    summary.click()
    assert page.get_by_text("gateway leads to web: HTTP.").is_visible()
    assert page.get_by_text("client: Anyone with a browser").is_visible()
    page.locator("#fig-shop [data-node=web] a").first.click()
    page.wait_for_url("**/pages/other/#pods")


@pytest.mark.parametrize(("motion", "moves"), [("reduce", False), ("no-preference", True)])
def test_reduced_motion_is_honoured(open_page, readers, motion, moves):
    page = open_page(readers("material").address + FIGURES, reduced_motion=motion)
    page.click(BUTTON)
    timed = page.evaluate("""[...document.querySelectorAll(".live-diagram, .live-diagram *")].filter((e) => {
      const { transitionDuration, animationName } = getComputedStyle(e);
      return transitionDuration.split(", ").some((t) => parseFloat(t) > 0) || animationName !== "none";
    }).length""")
    assert bool(timed) == moves


def test_a_figure_shifts_nothing_as_it_comes(browser, readers):
    context = browser.new_context(viewport={"width": 1280, "height": 900})
    page = context.new_page()
    # Of what moves, the theme's own frame (header, tabs, sidebars) is not the figures' doing.
    page.add_init_script("""window.shifts = [];
      const isOurs = ({ node }) => !node || Boolean(
        (node.nodeType === 1 ? node : node.parentElement)?.closest(".md-content"));
      const place = ({ x, y, width, height }) => [x, y, width, height].join(" ");
      const describe = ({ node, previousRect, currentRect }) =>
        `${node?.outerHTML?.slice(0, 200)}: ${place(previousRect)} -> ${place(currentRect)}`;
      new PerformanceObserver((list) => shifts.push(
        ...list.getEntries().flatMap((e) => e.sources).filter(isOurs).map(describe)
      )).observe({ type: "layout-shift", buffered: true });""")
    for width in (1280, 360):
        page.set_viewport_size({"width": width, "height": 900})
        page.goto(readers("material").address + FIGURES)
        page.wait_for_function("document.querySelector('.live-diagram__open')")
        settle(page)
        assert page.evaluate("shifts") == []
    context.close()


# The drawing as a file, and its script.


def test_the_drawing_can_be_saved_and_stands_alone(page, browser, tmp_path):
    page.click(BUTTON)
    with page.expect_download() as saved:
        page.click("dialog button[aria-label='Save as SVG']")
    assert saved.value.suggested_filename == "shop.svg"
    path = tmp_path / "shop.svg"
    saved.value.save_as(path)
    root = ET.fromstring(path.read_text(encoding="utf-8"))
    ids = {element.get("id") for element in root.iter()}
    uses = [e.get("{http://www.w3.org/1999/xlink}href") for e in root.iter() if e.tag.endswith("}use")]
    assert len(uses) == 6
    assert {use.removeprefix("#") for use in uses} <= ids
    assert not re.findall(r"https?://(?!www\.w3\.org)", path.read_text(encoding="utf-8"))
    # As an image it has no stylesheet and no page around it, and is painted all the same.
    alone = browser.new_page()
    alone.goto(path.as_uri())
    shot = alone.screenshot()
    alone.close()
    from io import BytesIO

    from PIL import Image

    assert len(Image.open(BytesIO(shot)).convert("RGB").getcolors(100_000)) > 50


def test_a_reader_can_see_the_script_where_the_author_lets_them(page):
    page.click(BUTTON)
    address = page.locator("dialog a", has_text="Script").get_attribute("href")
    script = page.request.get(page.evaluate(f"new URL('{address}', location).href"))
    assert script.ok
    assert 'Diagram("Shop"' in script.text()
