"""How long an author waits in `mkdocs serve`: from a save to the changed figure in the open page.

    python -m tests.bench.serve [--pages 500] [--saves 20]

Serves a site of that many pages with a figure each, opens one in Chromium, and saves scripts. Seconds run
from the save to the frame after the one in which the page has the new label. For comparison: the seconds in
which MkDocs builds the whole site, and shows a changed text.
"""

from __future__ import annotations

import argparse
import os
import re
import shutil
import statistics
import tempfile
import time
from pathlib import Path

from playwright.sync_api import Page, sync_playwright

from tests.mkdocs_plugin.serve.served import Served, prepared, serving, until

SHARED = 10
"""Figures that share a helper module."""
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
SHOWN = """(label) => [...document.querySelectorAll("figure.live-diagram")].every((figure) =>
    figure.textContent.includes(label)) && new Promise((done) =>
        requestAnimationFrame(() => requestAnimationFrame(() => done(true))))"""


def format_script(number: int, label: str = '"web-v0"', imported: str = "") -> str:
    return SCRIPT.format(number=number, label=label, imported=imported)


def create_files(pages: int) -> dict[str, str]:
    """Return a page for each figure, and one that shows all that share the helper, by path."""
    files = {"diagram_src/_shared.py": 'LABEL = "shared-v0"\n'}
    for number in range(pages):
        files[f"docs/page-{number}.md"] = f"# Page {number}\n\n![A client asks {number}](diagram:f{number})\n"
        shared = number < SHARED
        files[f"diagram_src/f{number}.py"] = (
            format_script(number, "LABEL", "\nfrom _shared import LABEL\n")
            if shared
            else format_script(number)
        )
    embeds = "\n\n".join(f"![A client asks {n}](diagram:f{n})" for n in range(SHARED))
    files["docs/index.md"] = f"# All\n\n{embeds}\n"
    return files


def measure_save(served: Served, page: Page, name: str, text: str, label: str) -> float:
    """Return the seconds from a save until every figure of the page has the label."""
    path = served.root / name
    began = time.perf_counter()
    path.write_text(text, encoding="utf-8")
    page.wait_for_function(SHOWN, arg=label, polling="raf", timeout=60_000)
    return time.perf_counter() - began


def format_percentiles(title: str, seconds: list[float]) -> str:
    high = statistics.quantiles(seconds, n=20, method="inclusive")[-1]
    return f"{title:<44} p50 {statistics.median(seconds) * 1000:5.0f} ms   p95 {high * 1000:5.0f} ms"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("--pages", type=int, default=500)
    parser.add_argument("--saves", type=int, default=20)
    options = parser.parse_args()
    chromium = os.environ.get("CHROMIUM") or shutil.which("chromium") or shutil.which("google-chrome")
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        served = prepared(Path(folder), create_files(options.pages))
        print(f"building a site of {options.pages} pages and figures …", flush=True)
        browser = playwright.chromium.launch(
            executable_path=chromium, args=["--no-sandbox", "--disable-gpu", "--disable-sync"]
        )
        with serving(served):
            page = browser.new_page()
            number = options.pages // 2
            page.goto(f"{served.address}page-{number}/")
            one = [
                measure_save(
                    served,
                    page,
                    f"diagram_src/f{number}.py",
                    format_script(number, f'"web-v{at}"'),
                    f"web-v{at}",
                )
                for at in range(1, options.saves + 1)
            ]
            print(format_percentiles("one script, its figure in the open page", one))
            page.goto(served.address)
            ten = [
                measure_save(
                    served, page, "diagram_src/_shared.py", f'LABEL = "shared-v{at}"\n', f"shared-v{at}"
                )
                for at in range(1, options.saves + 1)
            ]
            print(format_percentiles(f"a helper of {SHARED} scripts, all in the open page", ten))
            print(f"builds of the whole site meanwhile: {served.builds - 1}")
            page.goto(f"{served.address}page-{number}/")
            began, built = time.perf_counter(), served.builds
            source = served.root / f"docs/page-{number}.md"
            source.write_text(source.read_text(encoding="utf-8") + "\nNew words.\n", encoding="utf-8")
            page.get_by_text("New words.").wait_for(timeout=120_000)
            waited = time.perf_counter() - began
            until(lambda: served.builds == built + 1)
            times = [
                float(seconds) for seconds in re.findall(r"Documentation built in (\S+) seconds", served.said)
            ]
            print(f"MkDocs: the whole site in {times[0]:.1f} s; a change of a page's text in {waited:.1f} s")
        browser.close()


if __name__ == "__main__":
    main()
