"""How long an author waits in `mkdocs serve`: from a save to the changed pixels in the open page.

    python -m tests.bench.serve [--pages 500] [--saves 20] [--shared 200]

Serves a site of that many pages with a figure each, opens one in Chromium, and saves files. Milliseconds
run from the save to the frame after the one in which the page has the new words. The last row is the same
change of a text in the same site without figures and without this plugin, as MkDocs alone shows it.
"""

from __future__ import annotations

import argparse
import os
import re
import resource
import shutil
import statistics
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from playwright.sync_api import Page, sync_playwright

from tests.mkdocs_plugin.serve import served as serving_module
from tests.mkdocs_plugin.serve.served import Served, prepared, serving

SCRIPT = """\
from diagrams import Cluster, Diagram, Edge
from diagrams.k8s.compute import Pod
from diagrams.k8s.network import Ingress, Service
from diagrams.onprem.client import User
{imported}
with Diagram("Figure {number}", show=False):
    user = User("Client {number}")
    with Cluster("Cluster"):
        service = Service({label})
        user >> Edge(label="HTTP") >> Ingress("shop") >> service >> [Pod("web-1"), Pod("web-2")]
"""
CHOICES = """
from live_diagrams import choice, toggle
kind = choice("Kind", ["small", "large"])
local = toggle("Local")
"""
SHOWN = """(words) => document.body.textContent.includes(words) && new Promise((done) =>
        requestAnimationFrame(() => requestAnimationFrame(() => done(true))))"""
SHOWN_IN_ALL = """(words) => [...document.querySelectorAll(".live-diagram__variant")].every((variant) =>
        variant.textContent.includes(words))"""


def format_script(number: int, label: str = '"web-v0"', imported: str = "") -> str:
    return SCRIPT.format(number=number, label=label, imported=imported)


def format_page(number: int, words: str, figure: str = "![A client asks](diagram:f{number})") -> str:
    return f"# Page {number}\n\n{words}\n\n{figure.format(number=number)}\n"


def format_choices(version: int) -> str:
    return format_script(1, f'f"{{kind}}-{{local}}-v{version}."', CHOICES)


def create_files(pages: int, shared: int) -> dict[str, str]:
    """Return a page for each figure, by path; the last `shared` figures import a helper."""
    files = {"diagram_src/_shared.py": 'LABEL = "shared-v0"\n'}
    for number in range(pages):
        files[f"docs/page-{number}.md"] = format_page(number, "Words.")
        is_shared = number >= pages - shared
        files[f"diagram_src/f{number}.py"] = (
            format_script(number, "LABEL", "\nfrom _shared import LABEL\n")
            if is_shared
            else format_script(number)
        )
    files["diagram_src/f1.py"] = format_choices(0)
    files["docs/index.md"] = "# Start\n"
    return files


@contextmanager
def opened(served: Served, page: Page, name: str) -> Iterator[None]:
    """Open a page of the site, and leave it at the end."""
    page.goto(served.address + name)
    time.sleep(1.0)  # as an author who reads it before the first save
    yield
    page.goto("about:blank")


def measure(page: Page, save: Callable[[int], str], saves: int, shown: str = SHOWN) -> list[float]:
    """Return the seconds from each save until the page shows the words that it returns."""
    seconds = []
    for version in range(1, saves + 1):
        began = time.perf_counter()
        words = save(version)
        page.wait_for_function(shown, arg=words, polling="raf", timeout=300_000)
        seconds.append(time.perf_counter() - began)
        time.sleep(0.3)  # as an author who looks at the result
    return seconds


def get_load() -> str:
    return f"{os.getloadavg()[0]:.1f}"


def format_row(title: str, seconds: list[float]) -> str:
    high = statistics.quantiles(seconds, n=20, method="inclusive")[-1] if len(seconds) > 1 else seconds[0]
    return f"| {title} | {statistics.median(seconds) * 1000:,.0f} | {high * 1000:,.0f} |"


def measure_figures(page: Page, served: Served, options: argparse.Namespace) -> list[str]:
    """Return a row for each kind of save in a site with figures."""
    number, rows = options.pages // 2, []

    def write(name: str, text: str, words: str) -> str:
        (served.root / name).write_text(text, encoding="utf-8")
        return words

    def save_script(version: int) -> str:
        label = f"web-v{version}."
        return write(f"diagram_src/f{number}.py", format_script(number, f'"{label}"'), label)

    def save_choices(version: int) -> str:
        return write("diagram_src/f1.py", format_choices(version), f"small-False-v{version}.")

    def save_all_choices(version: int) -> str:
        return write("diagram_src/f1.py", format_choices(version + 1000), f"-v{version + 1000}.")

    def save_helper(version: int) -> str:
        return write("diagram_src/_shared.py", f'LABEL = "shared-v{version}."\n', f"shared-v{version}.")

    def save_text(version: int) -> str:
        words = f"Words, version {version}."
        return write(f"docs/page-{number}.md", format_page(number, words), words)

    with opened(served, page, f"page-{number}/"):
        rows.append(format_row("a script: its figure", measure(page, save_script, options.saves)))
        builds = served.builds
        rows.append(format_row("the text of a page", measure(page, save_text, options.saves)))
        # MkDocs builds the site when the author pauses; a save meanwhile would wait for it.
        serving_module.until(lambda: served.builds > builds, lambda: served.said)
        serving_module.until(lambda: served.said.count("Reloading browsers") == served.builds - 1)
    with opened(served, page, "page-1/"):
        title = "a script with 4 choices: the one that is shown"
        rows.append(format_row(title, measure(page, save_choices, options.saves)))
        rows.append(format_row("… all of them", measure(page, save_all_choices, options.saves, SHOWN_IN_ALL)))
    last = options.pages - 1
    with opened(served, page, f"page-{last}/"):
        title = f"a module that {options.shared} figures import: the open page"
        seconds = []
        for version in range(1, max(2, options.saves // 4) + 1):
            seconds += measure(page, lambda _, version=version: save_helper(version), 1)  # type: ignore[misc]
            other = options.pages - options.shared
            words = f"shared-v{version}."
            serving_module.until(lambda other=other, words=words: words in served.get(f"page-{other}/"))  # type: ignore[misc]
        rows.append(format_row(title, seconds))
    return rows


def measure_mkdocs(page: Page, served: Served, options: argparse.Namespace) -> list[str]:
    """Return the row of a change of a text as MkDocs alone shows it."""
    number = options.pages // 2

    def save_text(version: int) -> str:
        words = f"Words, version {version}."
        (served.root / f"docs/page-{number}.md").write_text(format_page(number, words, ""), encoding="utf-8")
        return words

    with opened(served, page, f"page-{number}/"):
        seconds = measure(page, save_text, max(2, options.saves // 4))
    return [format_row("the text of a page, MkDocs without this plugin", seconds)]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("--pages", type=int, default=500)
    parser.add_argument("--saves", type=int, default=20)
    parser.add_argument("--shared", type=int, default=200)
    options = parser.parse_args()
    serving_module.PATIENCE = 300.0
    chromium = os.environ.get("CHROMIUM") or shutil.which("chromium") or shutil.which("google-chrome")
    began, rows = time.perf_counter(), []
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=chromium, args=["--no-sandbox", "--disable-gpu", "--disable-sync"]
        )
        page = browser.new_page()
        page.set_default_timeout(300_000)
        print(f"building {options.pages} pages with a figure each; load {get_load()}", flush=True)
        files = create_files(options.pages, options.shared)
        served = prepared(Path(folder) / "figures", files)
        with serving(served):
            rows += measure_figures(page, served, options)
            builds = served.builds
            times = re.findall(r"Documentation built in (\S+) seconds", served.said)
        print(f"building them without figures; load {get_load()}", flush=True)
        texts = {name: re.sub("!.*", "", text) for name, text in files.items() if name.startswith("docs/")}
        plain = prepared(Path(folder) / "plain", texts)
        plain.edit("mkdocs.yml", "[live-diagrams]", "[]")
        with serving(plain):
            rows += measure_mkdocs(page, plain, options)
            plain_times = re.findall(r"Documentation built in (\S+) seconds", plain.said)
        browser.close()
    print("| saved: shown | p50, ms | p95, ms |\n|---|---:|---:|")
    print("\n".join(rows))
    print(
        f"\nMkDocs built the site with figures {builds} times: {', '.join(times)} s; without {plain_times} s"
    )
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    cpu = used.ru_utime + used.ru_stime
    print(f"load {get_load()}; wall {time.perf_counter() - began:.0f} s, CPU of children {cpu:.0f} s")


if __name__ == "__main__":
    main()
