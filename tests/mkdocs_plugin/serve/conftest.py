"""A served project for a file of tests, and a browser that has its start page open."""

import pytest

from .served import FILES, prepared, serving


@pytest.fixture(scope="module")
def served(tmp_path_factory):
    """One server for a file of tests; each leaves the project as it found it."""
    with serving(prepared(tmp_path_factory.mktemp("served"), FILES)) as one:
        one.first = {name: one.get(name) for name in ("", "other/", "words/")}
        yield one


@pytest.fixture
def open_page(open_page):
    """Returns a function that opens a page, which no longer listens when the test has ended."""
    pages = []

    def open_(address):
        pages.append(open_page(address))
        return pages[-1]

    yield open_
    for page in pages:
        page.goto("about:blank")


@pytest.fixture
def page(open_page, served):
    """The start page, which knows whether it was loaded again."""
    page = open_page(served.address)
    page.evaluate("window.stayed = true")
    yield page
    assert page.evaluate("window.stayed"), "the page was loaded again"
