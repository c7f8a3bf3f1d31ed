"""Choices: by mouse and by keys, in the address, back and forward, without script, and without a shift."""

from pathlib import Path

import axe_playwright_python
import pytest

pytestmark = pytest.mark.browser

PAGE = "pages/choices/"
AXE = """axe.run("figure.live-diagram", { preload: false }).then(({ violations }) =>
  violations.flatMap(({ id, nodes }) => nodes.map((node) => `${id}: ${node.failureSummary} ${node.html}`)))"""


@pytest.fixture
def page(open_page, readers):
    return open_page(readers("material").address + PAGE)


def drawn(page, figure="fig-kinds"):
    """The nodes of the drawings that a reader sees."""
    return page.evaluate(f"""[...document.querySelectorAll("#{figure} svg.live-diagram__drawing .node")]
      .filter((node) => node.checkVisibility()).map((node) => node.textContent.trim()).sort()""")


def comes(page, nodes):
    """Wait until a reader sees these nodes."""
    page.wait_for_function(
        """(nodes) => [...document.querySelectorAll("#fig-kinds svg.live-diagram__drawing .node")]
          .filter((node) => node.checkVisibility())
          .map((node) => node.textContent.trim()).sort().join() === nodes""",
        arg=",".join(nodes),
    )


def shifts(page):
    """Watch for what moves by itself."""
    page.evaluate("""window.moved = []; new PerformanceObserver((list) => {
      for (const entry of list.getEntries()) if (!entry.hadRecentInput) moved.push(entry.value);
    }).observe({ type: "layout-shift", buffered: true })""")


def test_every_value_changes_the_drawing_without_the_network_and_without_a_shift(page):
    page.wait_for_load_state("networkidle")
    shifts(page)
    asked = []
    page.on(
        "request", lambda request: asked.append(request.url)
    )  # Chromium looks for the icon of each address
    assert drawn(page) == ["User", "small server 1"]
    top = page.locator("#fig-kinds .live-diagram__choices").bounding_box()
    for kind in ("large", "off", "small"):
        page.get_by_role("radio", name=kind).first.check()
        cache = ["Cache 1"] if kind == "large" else []
        assert drawn(page) == [*cache, "User", f"{kind} server 1"]
        assert page.locator("#fig-kinds .live-diagram__choices").bounding_box() == top
    page.get_by_role("radio", name="2").check()
    assert drawn(page) == ["User", "small server 1", "small server 2"]
    page.get_by_role("radio", name="large").first.check()
    page.get_by_role("checkbox").uncheck()
    assert drawn(page) == ["User", "large server 1", "large server 2"]
    assert [url for url in asked if not url.endswith("favicon.png")] == []
    assert page.evaluate("moved") == []


def test_another_figure_with_that_choice_follows(page):
    assert drawn(page, "fig-follows") == ["large store"]  # its own default
    page.get_by_role("radio", name="small").last.check()
    assert drawn(page, "fig-follows") == ["small store"]
    page.get_by_role("radio", name="large").first.check()
    assert drawn(page, "fig-follows") == ["large store"]
    page.get_by_role("radio", name="off").check()  # which the other does not have
    assert drawn(page) == ["User", "off server 1"]
    assert drawn(page, "fig-follows") == ["large store"]


def test_by_keys_alone(page):
    page.get_by_role("radio", name="small").first.focus()
    page.keyboard.press("ArrowRight")
    assert drawn(page) == ["Cache 1", "User", "large server 1"]
    page.keyboard.press("Tab")
    page.keyboard.press("Space")
    assert drawn(page) == ["User", "large server 1"]
    page.keyboard.press("Enter")  # sends no form
    assert drawn(page) == ["User", "large server 1"]


def test_back_and_forward_and_reload(page):
    start = page.url
    page.get_by_role("radio", name="large").first.check()
    page.get_by_role("radio", name="2").check()
    page.get_by_role("checkbox").uncheck()
    assert page.url == f"{start}?Kind=large&Servers=2&Cached=off"
    page.go_back()
    assert drawn(page) == ["Cache 1", "Cache 2", "User", "large server 1", "large server 2"]
    assert page.get_by_role("checkbox").is_checked()
    page.go_back()
    page.go_back()
    assert page.url == start
    assert drawn(page) == ["User", "small server 1"]
    page.go_forward()
    page.go_forward()
    page.reload()
    assert drawn(page) == ["Cache 1", "Cache 2", "User", "large server 1", "large server 2"]
    assert page.get_by_role("radio", name="2").is_checked()


@pytest.mark.parametrize(
    ("query", "nodes"),
    [
        ("?Kind=large&Cached=off", ["User", "large server 1"]),
        ("?Kind=huge&Servers=2", ["User", "small server 1", "small server 2"]),
        ("?Servers=", ["User", "small server 1"]),
        ("?Cached=<script>&Kind=%22%5D", ["User", "small server 1"]),
        ("?Kind=large&Servers=2#fig-kinds-choice-8-step-2", None),
    ],
)
def test_a_link_opens_a_choice_and_one_that_is_not_there_is_passed_over(open_page, readers, query, nodes):
    page = open_page(readers("material").address + PAGE + query)
    page.locator(".live-diagram__open").first.wait_for(state="attached")
    if nodes is not None:
        assert drawn(page) == nodes


def test_each_drawing_has_its_own_steps(page):
    page.get_by_role("radio", name="2").check()
    page.get_by_role("radio", name="large").first.check()
    shown = page.locator("#fig-kinds details[open] .live-diagram__walk")
    shown.get_by_role("button", name="Next step").click()
    shown.get_by_role("button", name="Next step").click()
    assert shown.get_by_text("2 of 2", exact=True).is_visible()
    assert shown.locator("li.is-now").text_content() == "Asks large server 2"
    address = page.url + shown.locator(".live-diagram__steps a").get_attribute("href")
    page.goto("about:blank")
    page.goto(address)
    page.locator("#fig-kinds details[open] .is-now").wait_for()
    assert page.locator("#fig-kinds details[open] .is-now").text_content() == "Asks large server 2"


def test_what_is_chosen_is_looked_at_closer(page):
    page.get_by_role("radio", name="large").first.check()
    page.locator("#fig-kinds details[open] .live-diagram__open").click()
    assert page.locator("dialog svg .node").all_text_contents() == ["User", "large server 1", "Cache 1"]
    page.keyboard.press("Escape")
    page.locator("dialog").wait_for(state="detached")
    assert drawn(page) == ["Cache 1", "User", "large server 1"]


def test_words_lead_to_a_node_in_what_is_chosen(page):
    page.get_by_role("radio", name="2").check()
    page.locator(".live-diagram__ref").hover()
    lit = page.evaluate("""[...document.querySelectorAll("#fig-kinds .node.is-highlighted")]
      .filter((node) => node.checkVisibility()).map((node) => node.dataset.node)""")
    assert lit == ["server-2"]


def test_without_script_every_drawing_can_be_reached(open_page, readers):
    page = open_page(readers("material").address + PAGE, java_script_enabled=False)
    assert not page.locator(".live-diagram__choices").first.is_visible()
    figure = page.locator("#fig-kinds")
    summaries = figure.locator("details[data-of] > summary")
    assert summaries.all_text_contents() == [
        "Kind: small, Servers: 1",
        "Kind: small, Servers: 2",
        "Kind: large, Cached: off, Servers: 1",
        "Kind: large, Cached: off, Servers: 2",
        "Kind: large, Cached: on, Servers: 1",
        "Kind: large, Cached: on, Servers: 2",
        "Kind: off, Servers: 1",
        "Kind: off, Servers: 2",
    ]
    assert figure.locator("svg.live-diagram__drawing--wide:visible").count() == 1
    summaries.nth(5).click()
    assert figure.locator("svg.live-diagram__drawing--wide:visible").count() == 1  # the other is closed
    shown = figure.locator("details[open] svg.live-diagram__drawing--wide .node").all_text_contents()
    assert shown == ["User", "large server 1", "Cache 1", "large server 2", "Cache 2"]


def test_on_paper_it_says_what_is_chosen(page):
    page.get_by_role("radio", name="large").first.check()
    page.emulate_media(media="print")
    assert not page.locator(".live-diagram__choices").first.is_visible()
    summaries = page.locator("#fig-kinds details[data-of] > summary")
    shown = [summary.text_content() for summary in summaries.all() if summary.is_visible()]
    assert shown == ["Kind: large, Cached: on, Servers: 1"]


def test_back_and_forward_with_instant_navigation(open_page, readers):
    page = open_page(readers("instant").address + PAGE)
    page.get_by_role("radio", name="large").first.check()
    page.get_by_role("radio", name="2").check()
    chosen = drawn(page)
    assert chosen == ["Cache 1", "Cache 2", "User", "large server 1", "large server 2"]
    page.get_by_role("link", name="Another page").click()
    page.wait_for_url("**/other/")
    page.go_back()
    comes(page, chosen)
    assert page.url.endswith("?Kind=large&Servers=2")
    page.go_back()
    comes(page, ["Cache 1", "User", "large server 1"])
    assert page.url.endswith("/choices/?Kind=large")


def test_from_disk(open_page, readers):
    page = open_page((readers("offline").folder / "pages" / "choices.html").as_uri())
    page.get_by_role("radio", name="large").first.check()
    assert drawn(page) == ["Cache 1", "User", "large server 1"]
    page.reload()
    assert drawn(page) == ["Cache 1", "User", "large server 1"]


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("theme", ["material", "mkdocs", "readthedocs"])
def test_axe_finds_nothing_in_any_state(open_page, readers, theme, scheme):
    for width in (320, 1280):
        page = open_page(readers(theme).address + PAGE, width, color_scheme=scheme)
        page.add_script_tag(path=Path(axe_playwright_python.__file__).with_name("axe.min.js"))
        for name in ("small", "large", "off"):
            page.get_by_role("radio", name=name).first.check()
            assert page.evaluate(AXE) == []
        assert page.evaluate("document.scrollingElement.scrollWidth <= innerWidth")
