"""What a reader's browser transfers, cold and compressed; and that the figure waits for no script of ours."""

import gzip

import pytest

from tests.support import ROOT

LIMIT = 350_000
"""Bytes of a page with all that it loads, as a server sends them gzipped."""
PACKED = (".woff2", ".png", ".jpg", ".gz")
"""What is compressed already."""
PAGES = [
    "",
    *sorted(f"guide/{path.stem}/".replace("index/", "") for path in (ROOT / "docs/guide").glob("*.md")),
]
PAGES += ["blog/kubernetes-visual-guide/"]

pytestmark = pytest.mark.browser


@pytest.mark.parametrize("name", PAGES)
def test_a_page_is_light(browser, server, name):
    context = browser.new_context()
    page = context.new_page()
    sizes = {}

    def weigh(response):
        body = response.body()
        packed = response.url.endswith(PACKED)
        sizes[response.url.removeprefix(server)] = len(body if packed else gzip.compress(body, 6))

    page.on("response", weigh)
    page.goto(f"{server}{name}", wait_until="networkidle")
    context.close()
    assert sizes[name] > 5_000
    assert sum(sizes.values()) <= LIMIT, sorted(sizes.items(), key=lambda one: -one[1])


def test_the_figure_is_painted_though_our_script_never_comes(browser, server):
    """The largest paint of the landing page is there while the script is still being waited for."""
    context = browser.new_context(viewport={"width": 1280, "height": 900})
    page = context.new_page()
    page.route("**/live-diagrams/*.js", lambda route: None)  # never answered
    page.goto(server, wait_until="commit")
    page.wait_for_selector("svg.live-diagram__drawing", state="visible")
    painted = page.evaluate("""() => new Promise((done) => new PerformanceObserver((list) =>
      done(list.getEntries().at(-1).size)).observe({ type: "largest-contentful-paint", buffered: true }))""")
    assert painted > 0
    context.close()
