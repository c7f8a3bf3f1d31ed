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
from tests.shared import build_once


@pytest.fixture(scope="session")
def guide(guide_without_address) -> Path:
    """The guide of this repository, built once."""
    return guide_without_address


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


SOURCE = Path(__file__).parent / "site"
ADDRESS = "http://readers.example/"
"""Where the readers' site is published, as far as its build knows."""


def build_readers(way: str, folder: Path) -> None:
    project = shutil.copytree(SOURCE, folder.with_name(f"{folder.name}-project"))
    build = ("build", "--strict", "-f", f"{way}.yml", "--site-dir", str(folder))
    done = program("mkdocs", *build, cwd=project, env={"SITE_URL": ADDRESS})
    assert done.returncode == 0, done.stderr


@pytest.fixture(scope="session")
def readers(tmp_path_factory):
    """Gives the readers' small site in one of its ways, each built once, and served by each worker."""
    with ExitStack() as stack:

        @functools.cache
        def built(way: str) -> Readers:
            source = build_once(tmp_path_factory, f"readers-{way}", functools.partial(build_readers, way))
            folder = shutil.copytree(source, tmp_path_factory.mktemp("readers") / way)
            address = stack.enter_context(serving(folder))
            for path in folder.rglob("*"):
                if path.suffix in (".html", ".xml") and ADDRESS in (text := path.read_text(encoding="utf-8")):
                    path.write_text(text.replace(ADDRESS, address), encoding="utf-8")
            return Readers(folder, address)

        yield built
