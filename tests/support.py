"""What several tests need: reading pages, small projects."""

from __future__ import annotations

import re
from collections.abc import Mapping
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

from tests.programs import program as program

ROOT = Path(__file__).parent.parent


class Page(HTMLParser):
    """What the tests ask of an HTML page: elements, ids, the drawings' parts."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.elements: list[tuple[str, dict[str, str]]] = []
        self.feed(html)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, {key.removeprefix("xlink:"): value or "" for key, value in attrs}))

    @property
    def ids(self) -> list[str]:
        return [attrs["id"] for _, attrs in self.elements if "id" in attrs]

    def each(self, tag: str, name: str = "") -> list[dict[str, str]]:
        """The attributes of each element of that tag and class."""
        return [a for t, a in self.elements if t == tag and (not name or name in a.get("class", "").split())]

    def all(self, tag: str, attribute: str) -> list[str]:
        return [a[attribute] for t, a in self.elements if t == tag and attribute in a]


_FIGURE = re.compile(r'<figure class="live-diagram[\s"].*?</figure>', re.DOTALL)
_SVG = re.compile(r"<svg\b.*?</svg>", re.DOTALL)


def figures(html: str) -> list[str]:
    """The figures of a page, as they stand there."""
    return _FIGURE.findall(html)


def drawings(html: str) -> list[str]:
    """The drawings of a page, without sprites."""
    return [svg for svg in _SVG.findall(html) if "live-diagram__drawing" in svg]


def body(drawing: str) -> str:
    """A drawing without what depends on its place in the page."""
    prefix = re.search(r'aria-details="([^"]*)-words"', drawing)
    assert prefix
    return drawing.replace(prefix[1], "")


def elided(html: str) -> str:
    """A page with each drawing in one line, and each sprite by the number of its icons."""

    def tell(match: re.Match[str]) -> str:
        page = Page(match[0])
        if "live-diagram__drawing" not in match[0]:
            return f"[{len(page.each('symbol'))} icons]" if "live-diagram__icons" in match[0] else match[0]
        (svg,) = page.each("svg")
        shape = "wide" if float(svg["width"]) > float(svg["height"]) else "tall"
        nodes = ", ".join(a["data-node"] for a in page.each("g", "node"))
        return f"[{shape} drawing “{svg['aria-label']}” of {nodes}]"

    short = re.sub(r"<style>.*?</style><script>.*?</script>", "[style and script]\n", html, flags=re.DOTALL)
    return _SVG.sub(tell, short)


def write(root: Path, files: Mapping[str, str]) -> Path:
    """Write files below a folder."""
    for name, text in files.items():
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return root


SETTLED = """async () => {
  const frame = () => new Promise((done) => requestAnimationFrame(done));
  const busy = () => (window.liveDiagrams && document.querySelector("figure.live-diagram:not([data-ready])"))
    || document.getAnimations().some((animation) => animation.playState === "running");
  do { await frame(); await frame(); } while (busy());
}"""


def settle(page: Any) -> None:
    """Wait until the figures are ready, all that fades has faded, and the page has been painted since."""
    page.evaluate(SETTLED)


class Windows:
    """Windows of a browser, one for each kind: pages of test after test are opened in it.

    A new window takes half a second of processor time, another page in it a tenth of that.
    """

    def __init__(self, browser: Any) -> None:
        self._browser = browser
        self._pages: dict[tuple[Any, ...], Any] = {}
        self.faults: list[str] = []

    def open(
        self,
        address: str,
        width: int = 1280,
        height: int = 900,
        *,
        color_scheme: str = "light",
        reduced_motion: str = "no-preference",
        forced_colors: str = "none",
        wait_until: str = "load",
        **kind: Any,
    ) -> Any:
        """Open a page in a window of that size, as its reader prefers; `kind` goes to `new_context`."""
        # Material remembers the scheme of a page, as long as its window is open.
        key = (color_scheme, *sorted(kind.items()))
        page = self._pages.get(key)
        if page is None or page.is_closed():
            page = self._pages[key] = self._browser.new_context(**kind).new_page()
            page.on("pageerror", self._keep_fault)
        if "has_touch" not in kind:
            page.mouse.move(-1, -1)  # beside the page, as before anybody pointed at it
        page.emulate_media(
            media="null",
            color_scheme=color_scheme,
            reduced_motion=reduced_motion,
            forced_colors=forced_colors,
        )
        page.set_viewport_size({"width": width, "height": height})
        if page.url.partition("#")[0] == address.partition("#")[0]:
            page.goto("about:blank")  # or the browser would only go to another place of the page
        page.goto(address, wait_until=wait_until)
        return page

    def _keep_fault(self, error: object) -> None:
        # Two themes of MkDocs have highlight.js from elsewhere, where no test goes.
        if str(error) != "hljs is not defined":
            self.faults.append(str(error))
