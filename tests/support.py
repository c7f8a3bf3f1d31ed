"""What several tests need: reading pages, small projects."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from collections.abc import Mapping
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

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
    """A drawing without what depends on where it stands in its page."""
    prefix = re.search(r'aria-details="([^"]*)-words"', drawing)
    assert prefix
    return drawing.replace(prefix[1], "")


def elided(html: str) -> str:
    """A page with each drawing told in a line, and each sprite by the number of its icons."""

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


def program(
    name: str, *arguments: str, cwd: Path, env: Mapping[str, str] | None = None
) -> subprocess.CompletedProcess[str]:
    """Run a command of the environment: `program("mkdocs", "build", cwd=…)`."""
    return subprocess.run(
        [str(Path(sys.executable).with_name(name)), *arguments],
        cwd=cwd,
        env={**os.environ, "NO_MKDOCS_2_WARNING": "1", **(env or {})},
        capture_output=True,
        text=True,
        encoding="utf-8",
        timeout=120,
        check=False,
    )


SETTLED = """async () => {
  const frame = () => new Promise((done) => requestAnimationFrame(done));
  const busy = () => (window.liveDiagrams && document.querySelector("figure.live-diagram:not([data-ready])"))
    || document.getAnimations().some((animation) => animation.playState === "running");
  do { await frame(); await frame(); } while (busy());
}"""


def settle(page: Any) -> None:
    """Wait until the figures are ready, all that fades has faded, and the page has been painted since."""
    page.evaluate(SETTLED)
