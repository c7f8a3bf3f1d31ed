"""axe in every state of a figure, in three themes, both schemes, at two widths.

    python -m tests.browser.states [--theme NAME] [--browser PATH]

Builds the readers' small site in each theme, and brings its figures into one state after another: as they
arrive, at each step, with each choice, with words and script open, while a question is asked and answered,
while keys walk the graph, and in the large view. Prints how many states were looked at, and what axe found.
"""

from __future__ import annotations

import argparse
import shutil
import sys
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import axe_playwright_python
from playwright.sync_api import sync_playwright

from tests.conftest import ARGUMENTS
from tests.support import settle

from .conftest import build_readers, serving

THEMES, SCHEMES, WIDTHS = ("material", "mkdocs", "readthedocs"), ("light", "dark"), (320, 1280)
AXE_FILE = Path(axe_playwright_python.__file__).with_name("axe.min.js")
AXE = """axe.run(WHERE, { preload: false }).then(({ violations }) =>
  violations.flatMap(({ id, nodes }) => nodes.map((node) => `${id}: ${node.html.slice(0, 160)}`)))"""
FIGURE, DIALOG = "figure.live-diagram", "dialog.live-diagram"
SUMMARIES = ".live-diagram details:not([open]) > summary"

State = tuple[str, str]
"""The name of a state, and what axe looks at in it."""
Action = Callable[[Any], Iterator[State]]


def open_all(page: Any) -> Iterator[State]:
    """Open what is folded."""
    for summary in page.locator(SUMMARIES).all():
        if summary.is_visible():
            summary.click()
    yield "open", FIGURE


def walk(page: Any) -> Iterator[State]:
    """Take every step."""
    forward = page.locator("[aria-label='Next step']").first
    while forward.is_enabled():
        number = page.locator(".live-diagram__steps a").first.text_content()
        forward.click()
        if page.locator(".live-diagram__steps a").first.text_content() == number:
            break
        yield f"after step {number}", FIGURE


def choose(page: Any) -> Iterator[State]:
    """Take every choice."""
    for at, choice in enumerate(page.locator(".live-diagram form input").all()):
        if choice.is_visible() and choice.is_enabled():
            choice.check(force=True)
            yield f"choice {at + 1}", FIGURE


def ask(page: Any) -> Iterator[State]:
    """Pick something, and see whether it is right."""
    page.locator("#fig-asks form input").first.check(force=True)
    yield "picked", FIGURE
    page.locator("#fig-asks form summary").first.click()
    page.wait_for_function("document.querySelector('form output').textContent")
    yield "answered", FIGURE


def use_keys(page: Any) -> Iterator[State]:
    """Go into a drawing by keys."""
    page.locator("svg.live-diagram__drawing:visible").first.focus()
    for key in ("Enter", "ArrowRight", "ArrowRight"):
        page.keyboard.press(key)
        yield f"key {key}", FIGURE


def enlarge(page: Any) -> Iterator[State]:
    """Open the large view."""
    page.locator(".live-diagram__open").first.click()
    yield "large view", DIALOG


PAGES: dict[str, tuple[Action, ...]] = {
    "figures": (use_keys, open_all, enlarge),
    "walk": (walk, open_all, enlarge),
    "choices": (choose, open_all, enlarge),
    "asks": (ask, open_all, enlarge),
    "thread": (use_keys, open_all),
}


def look(page: Any, where: str) -> list[str]:
    """Return what axe finds."""
    settle(page)
    found: list[str] = page.evaluate(AXE.replace("WHERE", f"'{where}'"))
    return found


def look_at_page(
    page: Any, address: str, actions: tuple[Callable[[Any], Iterator[State]], ...]
) -> Iterator[Any]:
    """Yield each state of a page, and what axe finds in it."""
    for action in (None, *actions):
        page.goto(address)
        page.locator(".live-diagram__open").first.wait_for()
        page.add_script_tag(path=AXE_FILE)
        if action is None:
            yield "as it arrives", look(page, FIGURE)
            continue
        for name, where in action(page):
            yield name, look(page, where)


def main() -> None:
    """Print what axe finds; end with 1 if it is anything."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--theme", choices=THEMES, action="append", help="only this one")
    parser.add_argument("--browser", default=shutil.which("chromium") or shutil.which("google-chrome"))
    options = parser.parse_args()
    count, found = 0, 0
    with sync_playwright() as playwright, tempfile.TemporaryDirectory() as folder:
        browser = playwright.chromium.launch(executable_path=options.browser, args=ARGUMENTS)
        for theme in options.theme or THEMES:
            site = Path(folder, theme)
            build_readers(theme, site)
            with serving(site) as address:
                for scheme in SCHEMES:
                    for width in WIDTHS:
                        size = {"width": width, "height": 900}
                        page = browser.new_page(viewport=size, color_scheme=scheme, reduced_motion="reduce")
                        before = count
                        for name, actions in PAGES.items():
                            for state, faults in look_at_page(page, f"{address}pages/{name}/", actions):
                                count += 1
                                found += len(faults)
                                for fault in faults:
                                    print(f"  {theme}, {scheme}, {width} px, {name}, {state}: {fault}")
                        print(f"{theme}, {scheme}, {width} px: {count - before} states", flush=True)
                        page.close()
        browser.close()
    print(f"{count} states, {found} violations")
    sys.exit(bool(found))


if __name__ == "__main__":
    main()
