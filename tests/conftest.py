"""Fixtures that several tests share."""

import json
import logging
import os
import shutil
import signal
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

from tests import schedule
from tests.programs import program
from tests.project import Site, Traces, traces

# Hooks of pytest, which it looks for here.
from tests.schedule import (  # noqa: F401
    pytest_collection_modifyitems,
    pytest_report_header,
    pytest_sessionstart,
    pytest_terminal_summary,
    pytest_testnodedown,
    pytest_xdist_make_scheduler,
)
from tests.shared import build_once
from tests.support import ROOT, Windows

HERE = Path(__file__).parent
ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    # Parts of the browser's window, each a process that no test looks at; then what Playwright leaves out.
    "--disable-features="
    "WebUIOmniboxPopup,WebUIOmniboxFullPopup,WebUIOmniboxAimPopup,WebUIReloadButton,WebUIToolbar,InitialWebUI,"
    "DestroyProfileOnBrowserClose,HttpsUpgrades,LensOverlay,MediaRouter,OptimizationHints,PaintHolding,"
    "ThirdPartyStoragePartitioning",
]

# A shell that begins a job in the background has it ignore Ctrl+C, and servers begun by tests would too.
signal.signal(signal.SIGINT, signal.default_int_handler)

# The same examples each time, however busy the machine is; `--hypothesis-profile search` looks further.
settings.register_profile(
    "house", derandomize=True, deadline=None, database=None, suppress_health_check=[HealthCheck.too_slow]
)
settings.register_profile("search", settings.get_profile("house"), derandomize=False, max_examples=3000)
settings.load_profile("house")


@pytest.fixture(autouse=True)
def process_as_before() -> Iterator[None]:
    """A test leaves the worker's folder, variables and logging as it found them."""
    before = describe_process()
    yield
    assert describe_process() == before


def describe_process() -> tuple[Path, int, dict[str, str]]:
    # Material sets the third of them when it is loaded.
    others = ("PYTEST_", "FONTCONFIG", "NO_MKDOCS_2_WARNING")
    variables = {name: value for name, value in os.environ.items() if not name.startswith(others)}
    return Path.cwd(), logging.root.manager.disable, variables


@dataclass
class Built:
    """A site that was built: its project and its output."""

    project: Path
    site: Path
    said: str
    before: set[str] = field(default_factory=set)

    def html(self, page: str) -> str:
        return (self.site / page / "index.html").read_text(encoding="utf-8")

    @cached_property
    def pages(self) -> dict[str, str]:
        """Every page by its path."""
        return {
            path.relative_to(self.site).as_posix(): path.read_text(encoding="utf-8")
            for path in sorted(self.site.rglob("*.html"))
        }

    @cached_property
    def search(self) -> dict[str, str]:
        """What the search knows of each page."""
        index = json.loads((self.site / "search/search_index.json").read_text(encoding="utf-8"))
        return {entry["location"]: entry["text"] for entry in index["docs"]}


def build(source: Path, project: Path, *options: str, env: dict[str, str] | None = None) -> Built:
    """Copy a project and build it by the command, as its author would."""
    shutil.copytree(source, project)
    before = {path.relative_to(project).as_posix() for path in project.rglob("*")}
    done = program("mkdocs", "build", *options, cwd=project, env=env)
    assert done.returncode == 0, done.stderr
    return Built(project, project / "site", done.stderr, before)


@pytest.fixture(scope="session")
def tiny(tmp_path_factory) -> Built:
    """The tiny site, built once."""
    return build(HERE / "site", tmp_path_factory.mktemp("tiny") / "project", "--strict")


@pytest.fixture(scope="session")
def guide_without_address(tmp_path_factory) -> Path:
    """The guide of this repository, as it is built from a checkout."""

    def build_guide(folder: Path) -> None:
        done = program(
            "mkdocs", "build", "--strict", "--site-dir", str(folder), cwd=ROOT, env={"SITE_URL": ""}
        )
        assert done.returncode == 0, done.stderr

    return build_once(tmp_path_factory, "guide", build_guide)


@pytest.fixture(scope="session")
def browser():
    """The machine's own Chromium; none is downloaded."""
    path = schedule.find_chromium()
    if not path:
        pytest.fail(f"no Chromium, which LIVE_DIAGRAMS_BROWSER=required asks for: {schedule.INSTALL}")
    from playwright.sync_api import sync_playwright

    # The engine hides the machine's fonts from the process it is loaded in; a browser needs them.
    env = {name: value for name, value in os.environ.items() if not name.startswith("FONTCONFIG")}
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=path, args=ARGUMENTS, env=env)
        yield chromium
        chromium.close()


@pytest.fixture(scope="session")
def windows(browser) -> Windows:
    return Windows(browser)


@pytest.fixture
def open_page(windows):
    """Returns a function that opens one: `open_page(address, 360, color_scheme="dark")`. No script fails."""
    windows.faults.clear()
    yield windows.open
    assert windows.faults == []


@pytest.fixture
def machine(tmp_path: Path) -> Iterator[Traces]:
    """The machine, which has to be afterwards as it was: no process, no temporary file more."""
    with traces(tmp_path) as state:
        yield state
        assert state.processes() == []
        assert state.folders() == []


@pytest.fixture
def site(tmp_path: Path, machine: Traces) -> Site:
    return Site(tmp_path)
