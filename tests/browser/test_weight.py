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


@pytest.fixture(scope="module")
def weights(browser, server):
    """The bytes of each response by its address, for each page: all are opened, then waited for."""
    opened = {}
    for name in PAGES:
        page = browser.new_context().new_page()
        responses = []
        page.on("response", lambda response, responses=responses: responses.append(response))
        page.goto(f"{server}{name}", wait_until="commit")
        opened[name] = page, responses
    return {name: weigh(page, responses, server) for name, (page, responses) in opened.items()}


def weigh(page, responses, server):
    page.wait_for_load_state("networkidle")
    sizes = {}
    for response in responses:
        body = response.body()
        packed = response.url.endswith(PACKED)
        sizes[response.url.removeprefix(server)] = len(body if packed else gzip.compress(body, 6))
    page.context.close()
    return sizes


@pytest.mark.parametrize("name", PAGES)
def test_a_page_is_light(weights, name):
    sizes = weights[name]
    assert sizes[name] > 5_000
    assert sum(sizes.values()) <= LIMIT, sorted(sizes.items(), key=lambda item: -item[1])


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
