"""The real guide, and small sites, to look at with a browser."""

import functools
import shutil
import threading
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from tests.programs import program
from tests.support import ROOT


@pytest.fixture(scope="session")
def guide(tmp_path_factory) -> Path:
    """The guide of this repository, built once."""
    site = tmp_path_factory.mktemp("guide") / "site"
    done = program("mkdocs", "build", "--site-dir", str(site), cwd=ROOT)
    assert done.returncode == 0, done.stderr
    return site


@contextmanager
def serving(folder: Path) -> Iterator[str]:
    """A server for a folder, and its address."""

    class Quiet(SimpleHTTPRequestHandler):
        def log_message(self, *arguments):
            pass

        def end_headers(self):
            # Tests write pages anew within a second; all else stays as it was built.
            is_page = self.path.partition("?")[0].endswith(("/", ".html"))
            self.send_header("Cache-Control", "no-store" if is_page else "max-age=600")
            super().end_headers()

    with ThreadingHTTPServer(("127.0.0.1", 0), functools.partial(Quiet, directory=folder)) as http:
        threading.Thread(target=http.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{http.server_port}/"
        http.shutdown()


@pytest.fixture(scope="session")
def server(guide):
    """The address of a server for the guide."""
    with serving(guide) as address:
        yield address


@dataclass(frozen=True)
class Readers:
    """The readers' small site, built in one of the ways of `site/*.yml`."""

    folder: Path
    address: str


@pytest.fixture(scope="session")
def readers(tmp_path_factory):
    """Gives the readers' small site in one of its ways, each built and served once."""
    project = shutil.copytree(Path(__file__).parent / "site", tmp_path_factory.mktemp("readers") / "project")

    with ExitStack() as stack:

        @functools.cache
        def built(way: str) -> Readers:
            folder = project.parent / way
            folder.mkdir()
            address = stack.enter_context(serving(folder))
            build = ("build", "--strict", "-f", f"{way}.yml", "--site-dir", str(folder))
            done = program("mkdocs", *build, cwd=project, env={"SITE_URL": address})
            assert done.returncode == 0, done.stderr
            return Readers(folder, address)

        yield built
