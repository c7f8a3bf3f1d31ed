"""Figures in other surroundings: other themes, forced colours, paper, disk, and other plugins."""

import gzip
from io import BytesIO
from pathlib import Path

import axe_playwright_python
import pytest
from PIL import Image

from tests.support import ROOT, settle

pytestmark = pytest.mark.browser

HERE = Path(__file__).parent
FIGURES = "pages/figures/"
AXE = """axe.run("figure.live-diagram", { preload: false }).then(({ violations }) =>
  violations.flatMap(({ id, nodes }) => nodes.map((node) => `${id}: ${node.failureSummary} ${node.html}`)))"""
MEASURES = [
    *(
        "visible",
        "icons",
        "labels",
        "overlaps",
        "edges",
        "crossings",
        "small",
        "contrast",
        "lines",
        "pictures",
    )
]


@pytest.fixture
def opened(open_page):
    """Returns a function that opens a page and loads the measures."""

    def open_(*arguments, **options):
        page = open_page(*arguments, **options)
        return load_measures(page)

    return open_


def load_measures(page):
    for script in (HERE / "measure.js", HERE / "contrast.js"):
        page.add_script_tag(path=script)
    page.add_script_tag(path=Path(axe_playwright_python.__file__).with_name("axe.min.js"))
    return page


def faults(page, measures=MEASURES):
    return {name: result for name in measures if (result := page.evaluate(f"measure.{name}()"))}


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("theme", ["material", "mkdocs", "readthedocs"])
def test_figures_are_right_in_every_theme(opened, readers, theme, scheme):
    page = opened(readers(theme).address + FIGURES, 320, color_scheme=scheme)
    for width in (320, 768, 1280):
        page.set_viewport_size({"width": width, "height": 900})
        settle(page)
        assert (width, faults(page)) == (width, {})
        if width != 768:
            assert (width, page.evaluate(AXE)) == (width, [])


@pytest.mark.parametrize("theme", ["material", "mkdocs"])
def test_the_large_view_is_right_in_every_theme(opened, readers, theme):
    for scheme in ("light", "dark"):
        page = opened(readers(theme).address + FIGURES, color_scheme=scheme)
        page.click("#fig-shop .live-diagram__open")
        assert faults(page, ["icons", "labels", "small", "contrast", "lines", "pictures"]) == {}
        assert page.evaluate(AXE.replace("figure.live-diagram", "dialog.live-diagram")) == []


def levels(shot):
    """Dark and light as a reader sees them: the contrast between the extremes of a picture."""
    shades = sorted(Image.open(BytesIO(shot)).convert("L").tobytes())
    dark, light = (((s / 255 + 0.055) / 1.055) ** 2.4 for s in (shades[0], shades[-1]))
    return (light + 0.05) / (dark + 0.05)


def labels_of(page):
    """The boxes of all labels in the window."""
    return page.evaluate("""measure.every("text").map((text) => {
      const { x, y, width, height } = text.getBoundingClientRect();
      return { x, y, width, height, text: text.textContent };
    }).filter((box) => box.width > 3)""")


def unreadable(page):
    """Labels that are painted with less contrast than text needs, whatever the style says."""
    page.set_viewport_size({"width": 1280, "height": 3000})
    return [
        box["text"]
        for box in labels_of(page)
        if levels(page.screenshot(clip={key: box[key] for key in ("x", "y", "width", "height")})) < 4.5
    ]


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_figures_can_be_read_in_forced_colours(opened, readers, scheme):
    page = opened(readers("material").address + FIGURES, color_scheme=scheme, forced_colors="active")
    assert faults(page, ["visible", "contrast", "lines", "pictures"]) == {}
    assert unreadable(page) == []
    drawn = page.evaluate(
        "[...new Set(measure.every('.node :is(rect, path)').map((s) => getComputedStyle(s).fill))]"
    )
    assert len(drawn) <= 2  # the page's own ground, and white under icons: nothing is told by colour alone


def test_figures_can_be_read_on_paper_without_colours(opened, readers):
    page = opened(readers("material").address + FIGURES, 718, 1000, color_scheme="dark")
    page.emulate_media(media="print", color_scheme="dark")
    assert faults(page, ["visible", "labels", "edges", "small", "contrast", "lines"]) == {}
    assert not page.locator(".live-diagram__open").first.is_visible()
    assert not page.locator(".live-diagram__words summary").first.is_visible()
    inks = page.evaluate(
        """[...new Set(measure.every("#fig-shop text").map((t) => getComputedStyle(t).fill))]"""
    )
    assert inks in ([], ["rgb(0, 0, 0)"])
    assert unreadable(page) == []
    assert len(page.pdf()) > 10_000


def test_an_unreadable_label_would_be_found(opened, readers):
    page = opened(readers("material").address + FIGURES)
    page.add_style_tag(content="#fig-shop [data-node=client] text { fill: #ddd !important; stroke: none }")
    assert unreadable(page) == ["client"]


def test_instant_navigation_brings_style_and_script_along(open_page, readers):
    page = open_page(readers("instant").address)
    page.evaluate("window.stayed = true")
    page.click("article a")
    page.wait_for_url(f"**/{FIGURES}")
    page.locator("#fig-shop .live-diagram__open").wait_for()
    assert page.evaluate("window.stayed")
    assert (
        page.evaluate("getComputedStyle(document.querySelector('#fig-shop .live-diagram__stage')).overflowX")
        == "auto"
    )
    page.click("#fig-shop .live-diagram__open")
    page.keyboard.press("Escape")
    page.locator("dialog").wait_for(state="detached")
    page.click("article a")  # home, and here again
    page.wait_for_url(lambda url: not url.endswith(FIGURES))
    page.go_back()
    page.wait_for_url(f"**/{FIGURES}")
    page.locator("#fig-shop .live-diagram__open").wait_for()
    assert page.locator("#fig-shop .live-diagram__open").count() == 1
    page.hover("#fig-shop [data-node=client]")
    assert page.locator(".live-diagram__tip").count() == 1


def test_the_site_works_from_disk_with_offline_privacy_and_lightbox_plugins(opened, readers):
    site = readers("offline").folder
    page = opened((site / "pages/figures.html").as_uri())
    assert faults(page) == {}
    page.click("#fig-shop .live-diagram__open")
    assert page.locator("dialog svg.live-diagram__drawing--wide").is_visible()
    page.keyboard.press("Escape")
    page.locator("dialog").wait_for(state="detached")
    page.locator("#fig-shop [data-node=web] a").first.click()
    page.wait_for_url("**/pages/other.html#pods")


# Weight.


@pytest.mark.parametrize("name", ["figures.css", "figures.js"])
def test_style_and_script_are_small(readers, name):
    published = readers("material").folder / "assets/live-diagrams" / name
    size = len(gzip.compress(published.read_bytes(), 9))
    print(f"{name}: {size / 1000:.1f} kB gzipped")
    assert (
        size <= 8900
    )  # of the script, 600 for questions, 900 for walking by keys, 300 each for languages and grounds


@pytest.mark.parametrize("name", ["figures.css", "figures.js"])
def test_style_and_script_are_published_as_they_are(readers, name):
    written = ROOT / "plugins/live_diagrams/assets" / name
    published = readers("material").folder / "assets/live-diagrams" / name
    assert published.read_bytes() == written.read_bytes()


def test_pages_without_figures_load_neither(browser, readers):
    context = browser.new_context()
    page = context.new_page()
    asked = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto(readers("material").address)
    assert not [url for url in asked if "live-diagrams" in url]
    page.goto(readers("material").address + FIGURES)
    assert sorted(url.rpartition("/")[2] for url in asked if "live-diagrams" in url) == [
        "figures.css",
        "figures.js",
    ]
    context.close()
