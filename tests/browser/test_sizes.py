"""Figures of any size: the drawing for the column, the break-out, what scrolls, and tall walkthroughs."""

import pytest
from live_diagrams.model.graph.parameters import Parameter

from tests.support import settle

from .sizes import COLUMN, NARROW, WIDE, draw_grid, make_figure, write_page

pytestmark = pytest.mark.browser

THEMES = ["material", "mkdocs", "readthedocs"]
ALL = {"wide": WIDE, "column": COLUMN, "narrow": NARROW}
MEASURE = """() => {
  const figure = document.querySelector("figure.live-diagram");
  const stage = figure.querySelector(".live-diagram__stage");
  const drawings = [...stage.querySelectorAll("svg.live-diagram__drawing")];
  const shown = drawings.filter((svg) => svg.getClientRects().length);
  const { left, right, width } = figure.getBoundingClientRect();
  return {
    shown: shown.map((svg) => svg.getAttribute("class").split("--")[1]),
    text: 13 * shown[0].getScreenCTM().a,
    left, right, width,
    column: figure.parentElement.querySelector("p").getBoundingClientRect().width,
    scrolls: stage.scrollWidth > stage.clientWidth + 1,
    more: stage.dataset.more?.trim(),
    page: document.scrollingElement.scrollWidth,
  };
}"""
NODES = """() => [...document.querySelectorAll(".node.is-highlighted")]
  .filter((node) => node.getClientRects().length)
  .map((node) => node.getBoundingClientRect())
  .map(({ left, right, top, bottom }) => ({ left, right, top, bottom }))"""


@pytest.fixture
def open_site(open_page, readers):
    """Returns a function that opens a page of the readers' site in a window of a width."""

    def open_(theme, path, width, **options):
        page = open_page(readers(theme).address + path, width, 800, **options)
        page.locator(".live-diagram__open").first.wait_for(state="attached")
        page.evaluate(TWO_FRAMES)
        return page

    return open_


TWO_FRAMES = "new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))"


def measure_at(page, width):
    """Return what a page measures in a window of that width."""
    page.set_viewport_size({"width": width, "height": 800})
    page.evaluate(TWO_FRAMES)
    return page.evaluate(MEASURE)


def write(readers, theme, name, *figures, **options):
    return write_page(readers(theme).folder, name, *figures, **options)


@pytest.mark.parametrize("theme", THEMES)
def test_a_column_shows_the_drawing_that_can_be_read_in_it(open_site, readers, theme):
    path = write(readers, theme, "sizes", make_figure(ALL))
    page = open_site(theme, path, 320)
    for width, target in ((320, "narrow"), (360, "narrow"), (1000, "column"), (1280, "column")):
        measured = measure_at(page, width)
        assert measured["shown"] == [target]
        assert measured["text"] >= 11
        assert measured["page"] <= width


def test_a_wide_drawing_is_shown_where_the_column_has_room_for_it(open_site, readers):
    path = write(readers, "material", "room", make_figure({**ALL, "wide": draw_grid(850, 200, 6)}))
    assert open_site("material", path, 1280).evaluate(MEASURE)["shown"] == ["column"]  # 688 px, needs 719
    assert open_site("material", path, 800).evaluate(MEASURE)["shown"] == ["wide"]  # 768 px


def test_a_ribbon_is_not_shown_beside_a_desk(open_site, readers):
    path = write(readers, "material", "ribbon", make_figure({"wide": WIDE, "narrow": NARROW}))
    page = open_site("material", path, 500)
    for width, target in ((500, "narrow"), (530, "wide"), (768, "wide"), (1280, "wide")):
        assert measure_at(page, width)["shown"] == [target]


def test_a_drawing_is_scaled_down_to_nine_pixels_before_it_scrolls(open_site, readers):
    path = write(readers, "material", "scaled", make_figure({"wide": draw_grid(900, 200, 6)}))
    measured = open_site("material", path, 1280).evaluate(MEASURE)
    assert (9 <= measured["text"] < 11, measured["scrolls"], measured["more"]) == (True, False, None)
    measured = open_site("material", path, 600).evaluate(MEASURE)
    assert measured["text"] == pytest.approx(9, abs=0.05)
    assert (measured["scrolls"], measured["more"], measured["page"]) == (True, "after", 600)


def test_a_drawing_that_scrolls_fades_where_it_goes_on_and_says_how_to_scroll(open_site, readers):
    path = write(readers, "material", "scrolls", make_figure({"wide": WIDE}))
    page = open_site("material", path, 600)
    stage = page.locator(".live-diagram__stage")
    mask = "s => getComputedStyle(s).maskImage"
    hint = "getComputedStyle(document.querySelector('.live-diagram__more'), '::before').content"
    assert stage.evaluate(mask).startswith("linear-gradient(to right, rgb(0, 0, 0), rgb(0, 0, 0)")
    assert "keys" in page.evaluate(hint)
    stage.locator("svg").first.focus()
    page.keyboard.press("ArrowRight")
    page.locator("[data-more='before after']").wait_for()
    stage.evaluate("s => s.scrollTo({ left: s.scrollWidth, behavior: 'instant' })")
    page.locator("[data-more='before ']").wait_for()
    assert stage.evaluate(mask).startswith("linear-gradient(to right, rgba(0, 0, 0, 0), rgb(0, 0, 0)")
    page.set_viewport_size({"width": 1500, "height": 800})
    page.add_style_tag(content=".md-grid { max-width: none } .md-sidebar { display: none !important }")
    page.locator(".live-diagram__stage:not([data-more])").wait_for()
    assert stage.evaluate(mask) == "none"
    assert page.evaluate(hint) == "none"
    touch = open_site("material", path, 360, has_touch=True, is_mobile=True)
    assert "swipe" in touch.evaluate(hint)


def test_without_script_a_drawing_that_scrolls_fades_too(open_page, readers):
    path = write(readers, "material", "quiet", make_figure({"wide": WIDE}))
    page = open_page(readers("material").address + path, 600, 800, java_script_enabled=False)
    masks = "getComputedStyle(document.querySelector('.live-diagram__stage')).maskImage"
    assert page.evaluate(masks).endswith("rgba(0, 0, 0, 0))")
    path = write(readers, "material", "quiet-small", make_figure({"wide": NARROW}))
    page.goto(readers("material").address + path)
    assert page.evaluate(masks).endswith("rgb(0, 0, 0))")


GALLERY = """() => [...document.querySelectorAll("figure.live-diagram")].map((figure) => {
  const drawings = [...figure.querySelectorAll("svg.live-diagram__drawing")];
  const drawing = drawings.find((svg) => svg.checkVisibility());
  const stage = drawing.closest(".live-diagram__stage");
  const words = [...drawing.querySelectorAll("text")];
  const sizes = words.map((text) => parseFloat(getComputedStyle(text).fontSize));
  const { width, height } = drawing.getBoundingClientRect();
  return {
    name: figure.dataset.diagram.replace("gallery/", ""),
    nodes: drawing.querySelectorAll(".node").length,
    text: Math.min(...sizes) * drawing.getScreenCTM().a,
    ratio: height / width,
    fits: width <= figure.clientWidth + 1 && stage.scrollWidth <= stage.clientWidth + 1,
  };
})"""


def test_the_systems_of_the_gallery_can_be_read_in_the_column_and_on_a_phone(browser, server):
    """On premises, in a cloud, and on Kubernetes: from 15 to 30 nodes, and no ribbon on a desktop."""
    page = browser.new_page(viewport={"width": 1280, "height": 900})
    page.goto(f"{server}handbook/gallery/")
    figures = {figure["name"]: figure for figure in page.evaluate(GALLERY)}
    assert {"aws-shop", "datacentre", "platform"} <= figures.keys()
    for figure in figures.values():
        if figure["nodes"] <= 30:
            assert figure["text"] >= 11 - 0.05, figure
            assert figure["ratio"] <= 2.2, figure
            assert figure["fits"], figure
    page.set_viewport_size({"width": 360, "height": 800})
    phone = {figure["name"]: figure for figure in page.evaluate(GALLERY)}
    for name in ("aws-shop", "datacentre", "platform"):
        assert figures[name]["nodes"] in range(15, 31)
        assert phone[name]["text"] >= 9 - 0.05, phone[name]  # it scrolls, or it were a tangle
    assert page.evaluate("document.scrollingElement.scrollWidth") <= 360
    page.close()


@pytest.mark.parametrize("theme", THEMES)
def test_a_figure_breaks_out_of_the_column_and_stays_in_the_window(open_site, readers, theme):
    path = write(readers, theme, "breakout", make_figure(ALL, steps=3), classes="wide")
    page = open_site(theme, path, 320)
    for width in (320, 360, 480, 768, 1000, 1280, 1600):
        measured = measure_at(page, width)
        assert measured["page"] <= width
        assert 0 <= measured["left"] <= measured["right"] <= width
        assert measured["text"] >= 9
        if width <= 480:
            assert measured["width"] <= measured["column"]
        if width == 1600 or (width == 1280 and theme != "readthedocs"):
            assert measured["shown"] == ["wide"]
            assert measured["width"] > measured["column"] + 250


def test_a_figure_that_breaks_out_is_no_wider_than_its_drawing(open_site, readers):
    small = make_figure({"wide": draw_grid(760, 200, 6)})
    path = write(readers, "material", "little", small, classes="wide")
    measured = open_site("material", path, 1280).evaluate(MEASURE)
    assert measured["width"] == pytest.approx(760, abs=1)
    assert measured["left"] + measured["right"] == pytest.approx(1280, abs=1)  # centred, as the column is
    path = write(readers, "material", "least", make_figure({"wide": draw_grid(400, 200, 6)}), classes="wide")
    measured = open_site("material", path, 1280).evaluate(MEASURE)
    assert measured["width"] == measured["column"]


@pytest.mark.parametrize(("theme", "link"), [("material", ".md-nav__link"), ("mkdocs", ".bs-sidebar a")])
def test_the_navigation_beside_a_figure_that_breaks_out_can_be_reached(open_site, readers, theme, link):
    path = write(readers, theme, "beside", make_figure(ALL), classes="wide")
    page = open_site(theme, path, 1280)
    page.add_style_tag(content="figure.live-diagram { margin-top: -6em !important }")
    visible = page.locator(f"{link}:visible").last
    visible.focus()
    page.keyboard.press("Shift+Tab")
    page.keyboard.press("Tab")
    assert visible.evaluate("""link => {
      const { left, top, width, height } = link.getBoundingClientRect();
      return link.contains(document.elementFromPoint(left + width / 3, top + height / 2));
    }""")


LONG = (
    Parameter("service.spec.externalTrafficPolicyOfTheLoadBalancer", ("Local", "Cluster")),
    Parameter("Kind of server", ("a.very.long.name.without.any.place.to.break.it", *map(str, range(12)))),
    Parameter("With_a_cache_in_front_of_each_of_the_servers_of_the_site", ("off", "on")),
)


@pytest.mark.parametrize("width", [320, 360, 390])
@pytest.mark.parametrize("theme", THEMES)
def test_a_page_never_scrolls_sideways_because_of_choices(open_site, readers, theme, width):
    figure = make_figure(ALL, steps=2)
    path = write(readers, theme, "choices-long", make_figure(ALL, 2, LONG, [figure] * 52), figure)
    page = open_site(theme, path, width)
    fits = "document.scrollingElement.scrollWidth <= innerWidth"
    inside = """[...document.querySelectorAll(".live-diagram__choices *")].every((part) =>
      !part.closest("figure") ||
      part.getBoundingClientRect().right <= part.closest("figure").getBoundingClientRect().right + 1)"""
    assert page.evaluate(fits)
    assert page.evaluate(inside)
    page.get_by_role("radio").nth(1).check()
    page.locator(".live-diagram__words:visible > summary").first.click()
    assert page.evaluate(fits)
    page.add_style_tag(content=".live-diagram__variant > summary { display: block !important }")
    assert page.evaluate(fits)  # as on paper, and without script


@pytest.mark.parametrize("name", ["service", "outside", "breaks", "request"])
def test_no_page_of_the_guide_scrolls_sideways_on_a_phone(open_page, server, name):
    page = open_page(f"{server}guide/{name}/", 320, 800)
    for option in (None, *page.locator(".live-diagram__choices input").all()):
        if option:
            option.click()
        for width in (320, 360, 390):
            page.set_viewport_size({"width": width, "height": 800})
            assert page.evaluate("document.scrollingElement.scrollWidth <= innerWidth")


# Tall figures.

TALL = make_figure({"wide": draw_grid(600, 2400, 2)}, steps=11)


@pytest.mark.parametrize("theme", THEMES)
@pytest.mark.parametrize("width", [360, 1280])
def test_the_buttons_stay_in_sight_while_a_tall_figure_is(open_site, readers, theme, width):
    path = write(readers, theme, "tall", TALL)
    page = open_site(theme, path, width)
    buttons, text = page.locator(".live-diagram__steps"), page.locator(".live-diagram__walk li.is-now")
    page.evaluate("document.querySelector('figure').scrollIntoView({ behavior: 'instant' })")
    for _ in range(3):
        page.locator("[aria-label='Next step']").click()
        at = page.evaluate("scrollY")
        for locator in (buttons, text):
            box = locator.bounding_box()
            assert 0 <= box["y"] <= box["y"] + box["height"] <= 800
        settle(page)
        assert page.evaluate("scrollY") == at  # the page stays where its reader put it
        page.evaluate("scrollBy({ top: 300, behavior: 'instant' })")
    page.evaluate("scrollTo({ top: 1e6, behavior: 'instant' })")
    page.evaluate(
        "document.querySelector('figcaption').scrollIntoView({ block: 'center', behavior: 'instant' })"
    )
    walk, drawing = (
        page.locator(".live-diagram__walk").bounding_box(),
        page.locator("svg.live-diagram__drawing").bounding_box(),
    )
    assert walk["y"] >= drawing["y"] + drawing["height"]  # at the end it has its place below the drawing


@pytest.mark.parametrize("motion", ["reduce", "no-preference"])
@pytest.mark.parametrize("size", [(600, 2400, 2), (3000, 300, 12)])
def test_the_large_view_brings_the_nodes_of_a_step_into_sight(open_site, readers, size, motion):
    path = write(
        readers, "material", "large", make_figure({"wide": draw_grid(*size), "narrow": NARROW}, steps=11)
    )
    page = open_site("material", path, 1280, reduced_motion=motion)
    page.click(".live-diagram__open")
    assert page.locator("dialog svg.live-diagram__drawing--wide").count() == 1
    pane = page.locator(".live-diagram__pane").bounding_box()
    for _ in range(11):
        page.click("dialog [aria-label='Next step']")
        settle(page)
        boxes = page.evaluate(NODES)
        assert len(boxes) == 2
        for box in boxes:
            assert pane["x"] - 1 <= box["left"] <= box["right"] <= pane["x"] + pane["width"] + 1
            assert pane["y"] - 1 <= box["top"] <= box["bottom"] <= pane["y"] + pane["height"] + 1
        assert page.evaluate("13 * document.querySelector('dialog svg').getScreenCTM().a") >= 8.9


def test_a_frame_that_scrolls_brings_the_nodes_of_a_step_into_sight(open_site, readers):
    path = write(readers, "material", "frame", make_figure({"wide": draw_grid(1600, 100, 12)}, steps=11))
    page = open_site("material", path, 600, reduced_motion="reduce")
    for _ in range(11):
        page.click("[aria-label='Next step']")
        assert all(16 <= box["left"] <= box["right"] <= 584 for box in page.evaluate(NODES))
        assert page.evaluate("scrollX") == 0


def test_the_large_view_of_a_phone_shows_the_drawing_of_the_phone(open_site, readers):
    path = write(readers, "material", "phone", make_figure(ALL))
    page = open_site("material", path, 360)
    page.click(".live-diagram__open")
    assert page.locator("dialog svg.live-diagram__drawing--narrow").count() == 1


def test_on_paper_a_drawing_is_whole(open_site, readers):
    path = write(readers, "material", "paper", make_figure({"wide": WIDE}))
    page = open_site("material", path, 700)
    page.emulate_media(media="print")
    measured = page.evaluate(MEASURE)
    assert not measured["scrolls"]
    assert page.locator(".live-diagram__stage").evaluate("s => getComputedStyle(s).maskImage") == "none"
