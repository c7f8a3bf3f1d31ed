"""How the tests are spread over the cores, and what is said before and after them.

With `pytest -n auto --dist loadgroup` a file of tests stays on one core, since its tests share what they
set up. The pages of the guide are looked at one by one, so each of them is a group. What takes longest
begins first. The groups are formed here, since pytest 9.2 ignores the marks by which pytest-xdist 3.8 tells
them to itself, and pytest-xdist would begin with the group of most tests.
"""

from __future__ import annotations

import os
import re
import shutil
import sys
import time
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from xdist.remote import Producer
    from xdist.scheduler import Scheduling

INSTALL = {"darwin": "brew install --cask chromium", "win32": "winget install Hibbiki.Chromium"}.get(
    sys.platform, "apt-get install chromium"
)
"""The command by which a Chromium comes onto this machine."""

USUAL = "about 7 minutes on two cores, less without a browser"
"""How long all tests take on a machine that has not run them yet."""

FIRST = (
    *("browser/test_browser:article", "engine/test_chaos", "runner/test_isolation", "mutation/test_mutation"),
    *("mkdocs_plugin/serve", "browser/test_choices", "browser/test_sizes", "svg/test_random", "runner/"),
    *("browser/test_browser", "browser/", "cache/test_exactness", "guide/", "engine/", "commands/"),
)
"""The tests that take longest, by the beginnings of their paths below `tests`."""

_WITHOUT = "about 6 minutes on two cores"

_CACHE_KEY = "live_diagrams/seconds"


def find_chromium() -> str | None:
    """Return the path of the machine's own Chromium; none is downloaded.

    The headless shell has no window to draw, so that a page costs it a third.
    """
    names = ("chromium-headless-shell", "chromium", "chromium-browser", "google-chrome")
    return os.environ.get("CHROMIUM") or next(filter(None, map(shutil.which, names)), None)


def is_browser_required() -> bool:
    """Return whether a machine without Chromium fails the browser tests instead of leaving them out."""
    return os.environ.get("LIVE_DIAGRAMS_BROWSER") == "required"


def pytest_report_header(config: pytest.Config) -> str:
    """Say how long the tests will take, once they are all asked for."""
    if config.args != config.getini("testpaths"):
        return ""
    cache = getattr(config, "cache", None)  # which `-p no:cacheprovider` leaves out
    seconds = cache.get(_CACHE_KEY, None) if cache else None
    if not find_chromium() and not is_browser_required():
        return f"this will take {_WITHOUT}, without the tests that need a Chromium: {INSTALL}"
    return f"this will take {f'{seconds / 60:.1f} minutes, as the last time' if seconds else USUAL}"


@pytest.hookimpl(tryfirst=True)  # before xdist reads the groups
def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Leave browser tests out where there is no browser, group the others, the longest first."""
    if not find_chromium() and not is_browser_required():
        left_out = [item for item in items if item.get_closest_marker("browser")]
        items[:] = [item for item in items if not item.get_closest_marker("browser")]
        config.hook.pytest_deselected(items=left_out)
        getattr(config, "workeroutput", {})["left_out"] = len(left_out)
        config.stash[_LEFT_OUT] = len(left_out)
    # In a worker `dist` is always "no", and xdist keeps what it was in an option of another name.
    if getattr(config.option, "loadgroup", False):
        items.sort(key=lambda item: rank_group(name_group(item.nodeid)))


@pytest.hookimpl(optionalhook=True)  # without pytest-xdist there is no such hook
def pytest_xdist_make_scheduler(config: pytest.Config, log: Producer) -> Scheduling | None:
    """Return what hands the next group to a worker that has run out of tests."""
    if config.getvalue("dist") != "loadgroup":
        return None
    from xdist.scheduler import LoadScopeScheduling

    class GroupScheduling(LoadScopeScheduling):
        def _split_scope(self, nodeid: str) -> str:
            return name_group(nodeid)

    config.option.loadscopereorder = False  # the tests are in their order
    return GroupScheduling(config, log)


_PAGE = re.compile(r"\[(article|guide/[a-z-]+)-(?:server|disk)-")


def name_group(nodeid: str) -> str:
    """Return the group of a test: its file below `tests`, and the page that it looks at."""
    path, _, rest = nodeid.partition("::")
    page = _PAGE.search(rest)
    return path.removeprefix("tests/").removesuffix(".py") + (f":{page[1]}" if page else "")


def rank_group(group: str) -> int:
    """Return the place of a group among those that take long; the others are behind them."""
    return next((rank for rank, start in enumerate(FIRST) if group.startswith(start)), len(FIRST))


_LEFT_OUT = pytest.StashKey[int]()


@pytest.hookimpl(optionalhook=True)
def pytest_testnodedown(node: object, error: object) -> None:
    """Take over from a worker how many tests it left out."""
    left_out = getattr(node, "workeroutput", {}).get("left_out", 0)
    node.config.stash[_LEFT_OUT] = left_out  # type: ignore[attr-defined]


def pytest_sessionstart(session: pytest.Session) -> None:
    """Look at the clock."""
    session.config.stash[_BEGAN] = time.monotonic()


_BEGAN = pytest.StashKey[float]()


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter, config: pytest.Config) -> None:
    """Say in one line that browser tests were left out; keep how long all tests took."""
    if left_out := config.stash.get(_LEFT_OUT, 0):
        terminalreporter.write_line(
            f"{left_out} browser tests were left out, for want of a Chromium: {INSTALL}"
        )
    cache = getattr(config, "cache", None)
    if config.args == config.getini("testpaths") and cache:
        cache.set(_CACHE_KEY, round(time.monotonic() - config.stash[_BEGAN]))
