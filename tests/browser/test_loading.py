"""A page that arrives in pieces, as over a slow connection: nothing that a reader sees moves."""

import threading
from contextlib import contextmanager
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer

import pytest

from tests.support import settle

pytestmark = pytest.mark.browser

PAGE = "pages/walk/"
OBSERVE = """window.shifts = [];
  const place = ({ x, y, width, height }) => [x, y, width, height].join(" ");
  new PerformanceObserver((list) => shifts.push(...list.getEntries().flatMap((entry) => entry.sources).map(
    ({ node, previousRect, currentRect }) =>
      `${node?.outerHTML?.slice(0, 200)}: ${place(previousRect)} -> ${place(currentRect)}`
  ))).observe({ type: "layout-shift", buffered: true });"""


@contextmanager
def serving_in_pieces(folder, cut):
    """Serve a site whose page pauses before `cut`; yields its address, and the event that lets it go on."""
    go_on = threading.Event()

    class Pieces(SimpleHTTPRequestHandler):
        def log_message(self, *arguments):
            pass

        def do_GET(self):
            if self.path != f"/{PAGE}":
                return super().do_GET()
            html = (folder / PAGE / "index.html").read_bytes()
            first, mark, rest = html.partition(cut)
            assert mark, f"the page does not hold {cut!r}"
            self.send_response(200)
            self.send_header("Content-Type", "text/html; charset=utf-8")
            self.end_headers()
            self.wfile.write(first)
            self.wfile.flush()
            go_on.wait(60)
            self.wfile.write(mark + rest)
            return None

    def handler(*arguments):
        return Pieces(*arguments, directory=folder)

    with ThreadingHTTPServer(("127.0.0.1", 0), handler) as http:
        threading.Thread(target=http.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{http.server_port}/{PAGE}", go_on
        go_on.set()
        http.shutdown()


@pytest.mark.parametrize(
    "cut",
    [
        b'<svg class="live-diagram__drawing',
        b'<div class="live-diagram__walk',
        b'<div class="live-diagram__more',
        b"<figcaption",
        b"</figure>",
    ],
)
def test_nothing_moves_as_the_rest_of_a_figure_arrives(browser, readers, cut):
    page = browser.new_page(viewport={"width": 1280, "height": 900})
    page.add_init_script(OBSERVE)
    with serving_in_pieces(readers("material").folder, cut) as (address, go_on):
        page.goto(address, wait_until="commit")
        page.get_by_text("Words before").wait_for()
        page.evaluate("new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))")
        go_on.set()
        page.get_by_text("Words after").wait_for()
        settle(page)
        assert page.evaluate("shifts") == []
    page.close()
