"""One thread: a node, the words that name it and the YAML that declares it light up together."""

import pytest

pytestmark = pytest.mark.browser

LIT = """() => ({
  nodes: [...document.querySelectorAll("svg:not([class*=narrow]) .node.is-highlighted")]
    .map((n) => n.dataset.node),
  words: [...document.querySelectorAll("a.is-highlighted")].map((a) => a.textContent),
  lines: [...document.querySelectorAll("pre .is-highlighted")].map((l) => l.textContent.trim()),
})"""
SERVICE = ["# in front", "apiVersion: v1", "kind: Service", "metadata:", "name: web", "spec:",
           "ports: [{ port: 80 }]"]  # fmt: skip
POD = ["apiVersion: v1", "kind: Pod", "metadata:", "name: web-1"]
NOTHING = {"nodes": [], "words": [], "lines": []}


@pytest.fixture(params=["material", "mkdocs"])
def page(open_page, readers, request):
    page = open_page(readers(request.param).address + "pages/thread/", 1280, 1400, reduced_motion="reduce")
    page.locator(".live-diagram__open").wait_for()
    return page


def test_from_the_words(page):
    page.get_by_role("link", name="The Service").hover()
    assert page.evaluate(LIT) == {"nodes": ["Service/web"], "words": ["The Service"], "lines": SERVICE}
    page.hover("h1")
    assert page.evaluate(LIT) == NOTHING


def test_from_the_lines(page):
    page.get_by_text("web-1", exact=False).locator("visible=true").last.hover()
    assert page.evaluate(LIT) == {"nodes": ["Pod/web-1"], "words": ["the Pod"], "lines": POD}


def test_from_the_node(page):
    page.hover("#fig-thread [data-node='Service/web']")
    lit = page.evaluate(LIT)
    assert (lit["words"], lit["lines"]) == (["The Service"], SERVICE)
    assert lit["nodes"] == ["client", "Service/web", "Pod/web-1"]  # with what it is joined to


def test_by_keys(page):
    page.get_by_role("link", name="the Pod").focus()
    assert page.evaluate(LIT) == {"nodes": ["Pod/web-1"], "words": ["the Pod"], "lines": POD}


def test_by_touch(open_page, readers):
    page = open_page(readers("material").address + "pages/thread/", 360, 1400, has_touch=True, is_mobile=True)
    page.locator(".live-diagram__open").wait_for()
    page.locator("pre .live-diagram__line").last.tap()
    assert page.evaluate(LIT)["lines"] == POD
