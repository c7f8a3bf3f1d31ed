"""A site of Zensical about a walk in the woods: checked without MkDocs, built, and read as it arrives."""

import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from tests.support import drawings, program, write

WALK = """\
from diagrams import Diagram, Node
from live_diagrams import Step, choice
season = choice("Season", ["spring", "winter"])
with Diagram("Walk", show=False):
    hut, lake = Node("hut in " + season, nodeid="hut", href="sub/deep.md#here"), Node("lake")
    hut >> Step("Down to the water") >> lake >> Step("And back") >> hut
"""
SITE = {
    "zensical.toml": '[project]\nsite_name = "Woods"\n[project.markdown_extensions.live_diagrams]\n'
    'require_figures = ["index.md"]\n',
    "docs/index.md": "---\ntitle: Woods\n---\n# Start\n\n![A walk drawn](diagram:walk)\n",
    "docs/sub/deep.md": "# Deep\n\n## Here\n\nWords.\n",
    "diagram_src/walk.py": WALK,
}
FAULTS = {
    "docs/sub/deep.md": "---\nfigures: [map]\n---\n# Deep\n\n## Here\n\nThe [lake](diagram:walk#sea).\n\n"
    "![A map drawn](diagram:mpa)\n\n```diagram alt='A tree drawn'\n1 / 0\n```\n",
    "diagram_src/map.py": WALK.replace("sub/deep.md#here", "gone.md"),
}


def test_a_sound_site_has_no_diagnostic(tmp_path):
    done = program("live-diagrams", "check", cwd=write(tmp_path, SITE))
    assert (done.returncode, done.stdout) == (0, ""), done.stdout + done.stderr


def test_faults_are_found_as_in_a_strict_build_of_mkdocs(tmp_path):
    done = program("live-diagrams", "check", cwd=write(tmp_path, {**SITE, **FAULTS}))
    assert done.returncode == 1, done.stderr
    reported = [": ".join(line.split(": ")[:2]) for line in done.stdout.splitlines()]
    assert reported == [
        "diagram_src/map.py:1: unused-script",
        "docs/sub/deep.md:2: missing-figure",
        "docs/sub/deep.md:8: unknown-node",
        "docs/sub/deep.md:10: unknown-figure",
        "docs/sub/deep.md:13: script-failed",
    ]


def test_a_plugin_that_has_no_effect_is_noticed(tmp_path):
    config = '[project]\nsite_name = "Woods"\nplugins = ["live-diagrams"]\n'
    done = program("live-diagrams", "check", cwd=write(tmp_path, {**SITE, "zensical.toml": config}))
    assert done.returncode == 2
    assert "only MkDocs runs; for other programs, name the extension" in done.stderr


@pytest.mark.browser
def test_buttons_steps_and_choices_on_a_page_that_arrives_in_pieces(tmp_path, browser):
    done = program("zensical", "build", "--strict", cwd=write(tmp_path, SITE))
    assert done.returncode == 0, done.stderr + done.stdout
    html = (tmp_path / "site/index.html").read_bytes()
    assert b'xlink:href="sub/deep/#here"' in html
    assert len(drawings(html.decode())) >= 2
    index = (tmp_path / "site/search.json").read_text(encoding="utf-8")
    assert "A walk drawn · hut in spring" in index
    assert "<svg" not in index
    asked = threading.Event()

    class Pieces(BaseHTTPRequestHandler):
        def log_message(self, *arguments):
            pass

        def do_GET(self):
            if self.path != "/":
                return self.send_error(404)
            self.send_response(200)
            self.send_header("Content-Type", "text/html; charset=utf-8")
            self.end_headers()
            for at in range(0, len(html), 1400):
                self.wfile.write(html[at : at + 1400])
                self.wfile.flush()
                asked.wait(0.005)  # so that a browser gets them one by one
            return None

    with ThreadingHTTPServer(("127.0.0.1", 0), Pieces) as http:
        threading.Thread(target=http.serve_forever, daemon=True).start()
        page = browser.new_page(viewport={"width": 1280, "height": 900})
        page.goto(f"http://127.0.0.1:{http.server_port}/", wait_until="domcontentloaded")
        figure = page.locator("figure.live-diagram[data-ready]")
        figure.wait_for()
        labels = figure.locator("details[open] button").evaluate_all(
            "(all) => all.map((button) => button.getAttribute('aria-label'))"
        )
        assert sorted(labels) == ["Next step", "Play", "Previous step", "Walk: look closer"]
        figure.get_by_role("radio", name="winter").check()
        figure.locator(".node:visible", has_text="hut in winter").first.wait_for()
        figure.locator("[aria-label='Next step']:visible").click()
        assert figure.locator("li.is-now:visible").inner_text() == "Down to the water"
        page.close()
        http.shutdown()
