"""A browser, and the real guide to look at with it."""

import functools
import os
import shutil
import threading
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from tests.support import ROOT, program

ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


@pytest.fixture(scope="session")
def browser():
    """The machine's own Chromium; none is downloaded."""
    names = ("chromium", "chromium-browser", "google-chrome")
    path = os.environ.get("CHROMIUM") or next(filter(None, map(shutil.which, names)), None)
    if not path:
        reason = f"no Chromium: CHROMIUM is not set, and there is no {', '.join(names)}"
        if os.environ.get("LIVE_DIAGRAMS_BROWSER") == "required":
            pytest.fail(reason)
        print(f"skipped: {reason}")
        pytest.skip(reason)
    from playwright.sync_api import sync_playwright

    # The engine hides the machine's fonts from the process it is loaded in; a browser needs them.
    env = {name: value for name, value in os.environ.items() if not name.startswith("FONTCONFIG")}
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=path, args=ARGUMENTS, env=env)
        yield chromium
        chromium.close()


@pytest.fixture(scope="session")
def guide(tmp_path_factory) -> Path:
    """The guide of this repository, built once."""
    site = tmp_path_factory.mktemp("guide") / "site"
    done = program("mkdocs", "build", "--site-dir", str(site), cwd=ROOT)
    assert done.returncode == 0, done.stderr
    return site


@pytest.fixture(scope="session")
def server(guide):
    """The address of a server for the guide."""

    class Quiet(SimpleHTTPRequestHandler):
        def log_message(self, *arguments):
            pass

    with ThreadingHTTPServer(("127.0.0.1", 0), functools.partial(Quiet, directory=guide)) as http:
        threading.Thread(target=http.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{http.server_port}/"
        http.shutdown()
