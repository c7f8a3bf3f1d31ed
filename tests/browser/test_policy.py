"""Figures under a strict Content-Security-Policy, without our script, and with hostile names."""

import functools
import re
import threading
from contextlib import contextmanager
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer

import pytest

from tests.support import ROOT, program, write

pytestmark = pytest.mark.browser

POLICY = re.search(
    r"Content-Security-Policy: (.+)", (ROOT / "docs/handbook/security.md").read_text(encoding="utf-8")
)[1]
STRICT = f"{POLICY}; require-trusted-types-for 'script'"
WATCH = """window.broken = [];
  document.addEventListener("securitypolicyviolation", ({ target, sourceFile, violatedDirective }) => {
    const ours = /live-diagrams/.test(sourceFile) || target.closest?.("figure, dialog");
    if (ours) broken.push(`${violatedDirective} ${sourceFile} ${target.outerHTML?.slice(0, 200)}`);
  });"""


@contextmanager
def serving(folder, policy):
    """A server that sends a policy with each page."""

    class Quiet(SimpleHTTPRequestHandler):
        def log_message(self, *arguments):
            pass

        def end_headers(self):
            self.send_header("Content-Security-Policy", policy)
            super().end_headers()

    with ThreadingHTTPServer(("127.0.0.1", 0), functools.partial(Quiet, directory=folder)) as http:
        threading.Thread(target=http.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{http.server_port}/"
        http.shutdown()


@pytest.fixture(scope="module")
def guide_figures(tmp_path_factory):
    """Figures of the guide with choices, steps and colours, on the theme mkdocs."""
    project = tmp_path_factory.mktemp("policy")
    for name in ("diagram_src", "docs/manifests"):
        (project / name).parent.mkdir(parents=True, exist_ok=True)
        (project / name).symlink_to(ROOT / name)
    names = ("service", "flow")
    write(
        project,
        {
            "docs/index.md": "# Figures\n\n" + "\n\n".join(f"![{n} drawn](diagram:{n})" for n in names),
            "mkdocs.yml": "site_name: Policy\ntheme: mkdocs\nplugins:\n"
            "  - live-diagrams: { unused_scripts: ignore, layout_budget: 0 }\n",
        },
    )
    done = program("mkdocs", "build", cwd=project)
    assert done.returncode == 0, done.stderr
    html = (project / "site/index.html").read_text(encoding="utf-8")
    assert "live-diagram__choices" in html
    assert "live-diagram__walk" in html
    return project / "site"


def test_the_guides_figures_under_a_policy_with_trusted_types(browser, guide_figures):
    with serving(guide_figures, STRICT) as address:
        page = browser.new_page(viewport={"width": 1280, "height": 900})
        page.add_init_script(WATCH)
        page.goto(address)
        page.locator("figure.live-diagram[data-ready]").first.wait_for()
        for figure in page.locator("figure.live-diagram").all():
            least = (
                "(f) => { const s = f.querySelector('svg.live-diagram__drawing--wide'); "
                "return parseFloat(getComputedStyle(s).minWidth) > 50 }"
            )
            assert figure.evaluate(least)
            figure.locator(".live-diagram__open:visible").first.click()
            page.locator("dialog svg.live-diagram__drawing").wait_for()
            page.keyboard.press("+")
            with page.expect_download() as download:
                page.get_by_role("button", name="Save as SVG").click()
            saved = download.value.path().read_text(encoding="utf-8")
            assert "rgb(31, 41, 51)" in saved and "#1F2933" not in saved
            page.keyboard.press("Escape")
            page.locator("dialog").wait_for(state="detached")
        page.locator(".live-diagram__steps button:visible").last.click()
        page.locator(".live-diagram__choices input:not(:checked)").first.check()
        assert page.evaluate("broken") == []
        page.close()


def test_a_violation_of_ours_would_be_found(browser, guide_figures):
    with serving(guide_figures, STRICT) as address:
        page = browser.new_page()
        page.add_init_script(WATCH)
        page.goto(address)
        page.evaluate("document.querySelector('figure.live-diagram').setAttribute('style', 'color: red')")
        page.wait_for_function("broken.length")
        page.close()


@pytest.mark.parametrize("answer", ["404", "blocked"])
def test_without_our_script_everything_can_be_read(browser, readers, answer):
    context = browser.new_context(viewport={"width": 1280, "height": 900})
    page = context.new_page()
    page.route(
        "**/live-diagrams/*.js",
        lambda route: route.fulfill(status=404) if answer == "404" else route.abort(),
    )
    page.goto(readers("material").address + "pages/walk/")
    steps = page.locator(".live-diagram__walk").first.locator("li")
    for step in steps.all():
        step.wait_for(state="visible")  # after the time in which the script is waited for
    tops = [step.bounding_box()["y"] for step in steps.all()]
    assert len(set(tops)) == len(tops) > 1
    page.locator(".live-diagram__words > summary").first.click()
    assert page.locator(".live-diagram__words li").first.is_visible()
    page.goto(readers("material").address + "pages/choices/")
    summaries = page.locator("#fig-kinds details[data-of] > summary")
    for summary in summaries.all():
        summary.wait_for(state="visible")
    summaries.nth(5).click()
    assert page.locator("#fig-kinds details[open] .node:visible", has_text="large server 2").count() == 1
    assert not page.locator(".live-diagram__choices").first.is_visible()
    context.close()


HOSTILE = """\
from diagrams import Diagram, Node
from live_diagrams import Step, choice
for label in ("reset", "parentElement", "querySelectorAll", "dataset", "closest"):
    kind = choice(label, ["one", "two"])
    value = kind if label == "reset" else value
with Diagram("Hostile", show=False):
    Node("shown " + value) >> Step("\\x1b]0;title\\x07first\\x1b[31m red\\x1b[0m \\x9b1mend") >> Node("b")
"""


def test_names_of_choices_and_elements_do_not_hide_the_script(browser, tmp_path):
    write(
        tmp_path,
        {
            "diagram_src/hostile.py": HOSTILE,
            "docs/index.md": "<p id='liveDiagrams'>x</p><form id='live-diagrams'><input name='x'></form>\n\n"
            "![Hostile names](diagram:hostile)\n",
            "mkdocs.yml": "site_name: T\ntheme: mkdocs\nplugins: [live-diagrams]\n",
        },
    )
    done = program("mkdocs", "build", "--strict", cwd=tmp_path)
    assert done.returncode == 0, done.stderr
    page = browser.new_page()
    errors = []
    page.on("pageerror", lambda error: errors.append(str(error)))
    page.goto((tmp_path / "site/index.html").as_uri())
    page.locator(".live-diagram__choices input[data-choice=reset][value=two]").check()
    page.locator("details[open] .node:visible", has_text="shown two").first.wait_for()
    page.locator(".live-diagram__open:visible").click()
    page.locator("dialog").wait_for()
    assert not [error for error in errors if not re.search("hljs|backdrop", error)]  # the theme's own
    assert page.locator("dialog .live-diagram__walk li").first.inner_text() == "first red end"
    page.close()
