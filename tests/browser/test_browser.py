"""The published guide as readers see it: from a server and from disk, light and dark, wide and narrow."""

import functools
import gzip
from dataclasses import dataclass, field
from pathlib import Path

import axe_playwright_python
import pytest

from tests.support import ROOT, figures, settle

HERE = Path(__file__).parent
SCRIPTS = [
    HERE / "measure.js",
    HERE / "contrast.js",
    Path(axe_playwright_python.__file__).with_name("axe.min.js"),
]
AXE = """axe.run({ preload: false, resultTypes: ["violations"] }).then(({ violations }) =>
  violations.flatMap(({ id, nodes }) => nodes.map((node) => `${id}: ${node.failureSummary} ${node.html}`)))"""
AXE_OF_FIGURES = AXE.replace("axe.run(", 'axe.run("figure.live-diagram", ')
COLOURS_ALONE = ("preload: false,", 'preload: false, runOnly: ["color-contrast"],')
"""All that another scheme changes for axe, which needs half its time for it."""
OPTIONS = "[...document.querySelectorAll('.live-diagram__choices fieldset')].map((f) => f.elements.length)"
CHOOSE = """(place) => document.querySelectorAll(".live-diagram__choices fieldset").forEach((fieldset) =>
  fieldset.elements[place]?.click())"""
WIDTHS = [320, 768, 1280]
GUIDE = sorted(path.stem for path in (ROOT / "docs/guide").glob("*.md"))
PAGES = ["article", *(f"guide/{name}" for name in GUIDE)]
FORMS = ("visible", "icons", "labels", "overlaps", "edges", "crossings", "small", "sideways")
COLOURS = ("contrast", "lines", "pictures")
MEASURES = [*FORMS, *COLOURS, "axe"]
VIEWS = {
    "server-light": MEASURES,
    # Another scheme changes no form.
    "server-dark": ["visible", *COLOURS, "axe"],
    # From disk Material's own script stops at its search, and leaves code blocks unfinished.
    "disk-light": [*FORMS, *COLOURS],
}
FROM_DISK = ("article", "guide/index", "guide/request")
"""Opened as files as well: what differs there are addresses, which are alike on all pages."""
WHOLE_ON_A_PHONE = ("/kubernetes-visual-guide/", "/guide/", "/guide/request/")
SEEN = [(page, view) for page in PAGES for view in VIEWS if view != "disk-light" or page in FROM_DISK]
GZIPPED = 60_000

pytestmark = pytest.mark.browser


def path_of(site, page):
    """The file of a page in the built site."""
    if page == "article":
        return site / "blog/kubernetes-visual-guide/index.html"
    return site / page.removesuffix("index") / "index.html"


@dataclass
class Seen:
    """What a browser found out about a page."""

    count: int = 0
    scheme: str = ""
    faults: dict[str, list[str]] = field(default_factory=dict)
    errors: list[str] = field(default_factory=list)
    away: list[str] = field(default_factory=list)


def look(windows, address, home, scheme, names, widths=WIDTHS):
    """Open a page and measure it."""
    seen = Seen()
    page = windows.open("about:blank", widths[-1], color_scheme=scheme, reduced_motion="reduce")
    handlers = {
        "console": lambda m: (
            seen.errors.append(f"{m.text} {m.location['url']}") if m.type == "error" else None
        ),
        "pageerror": lambda error: seen.errors.append(str(error)),
        "response": lambda r: seen.errors.append(f"{r.status} {r.url}") if r.status >= 400 else None,
        "request": lambda r: (
            seen.away.append(r.url) if not r.url.startswith((home, "data:", "blob:")) else None
        ),
    }
    for event, handler in handlers.items():
        page.on(event, handler)
    page.goto(address, wait_until="load")
    settle(page)
    for script in SCRIPTS:
        page.add_script_tag(path=script)
    seen.count = page.evaluate("measure.count()")
    seen.scheme = page.evaluate("document.body.dataset.mdColorScheme ?? ''")

    def measure(width, names, axe=AXE, about=""):
        axe = axe if scheme == "light" else axe.replace(*COLOURS_ALONE)
        page.set_viewport_size({"width": width, "height": 900})
        settle(page)
        for name in names:
            results = page.evaluate(axe if name == "axe" else f"measure.{name}()")
            seen.faults.setdefault(name, []).extend(f"{width}{about}: {fault}" for fault in results)

    without = [name for name in names if name != "axe"]
    for width in widths:
        # Axe takes longer than all else. It looks at whole pages as on a desk, and at a few as on a phone.
        is_whole = width == 1280 or len(widths) == 1 or page.url.endswith(WHOLE_ON_A_PHONE)
        names_here = names if width in (widths[0], 1280) else without
        measure(width, names_here, AXE if is_whole else AXE_OF_FIGURES)
    # What else readers can choose, where it is drawn in another way: wide, and narrow.
    for place in range(max(page.evaluate(OPTIONS), default=0) if len(widths) > 1 else 0):
        page.evaluate(CHOOSE, place)
        measure(1280, names if scheme == "light" else without, AXE_OF_FIGURES, f", choice {place}")
        if scheme == "light":  # the narrow one has the colours of the wide one
            measure(widths[0], without, about=f", choice {place}")
    for event, handler in handlers.items():
        page.remove_listener(event, handler)
    return seen


@pytest.fixture(scope="session")
def seen(windows, guide, server):
    """Looks at a page in one way, once."""

    @functools.cache
    def looked(page, view):
        where, scheme = view.split("-")
        path = path_of(guide, page)
        home = server if where == "server" else guide.as_uri() + "/"
        inside = path.relative_to(guide).as_posix()
        address = home + (inside.removesuffix("index.html") if where == "server" else inside)
        return look(
            windows, address, home, scheme, VIEWS[view], WIDTHS if view == "server-light" else [320, 1280]
        )

    return looked


@pytest.mark.parametrize(
    ("page", "view", "measure"), [(page, view, name) for page, view in SEEN for name in VIEWS[view]]
)
def test_figures_are_painted_as_they_should_be(seen, page, view, measure):
    assert seen(page, view).faults[measure] == []


@pytest.mark.parametrize("view", ["server-light", "server-dark"])
def test_highlighted_code_and_tables_of_the_handbook_pass_axe(windows, guide, server, view):
    scheme = view.removeprefix("server-")
    results = look(windows, f"{server}handbook/", server, scheme, ["axe"], [1280])
    assert results.faults["axe"] == []


@pytest.mark.parametrize(("page", "view"), SEEN)
def test_pages_show_figures_in_the_scheme_of_the_reader(seen, page, view):
    assert seen(page, view).count >= 1
    assert seen(page, view).scheme == ("slate" if view.endswith("dark") else "default")


@pytest.mark.parametrize(("page", "view"), SEEN)
def test_nothing_is_fetched_from_elsewhere(seen, page, view):
    assert seen(page, view).away == []


SEARCH_ON_DISK = "search/search_index.js"
"""Material's search wants a server, or its offline plugin; a page from disk goes without."""


@pytest.mark.parametrize(("page", "view"), SEEN)
def test_nothing_fails_in_the_browser(seen, page, view):
    errors = seen(page, view).errors
    if view.startswith("disk"):
        errors = [error for error in errors if not error.endswith(SEARCH_ON_DISK)]
    assert errors == []


def test_the_article_shows_its_figures_in_few_bytes(guide):
    html = path_of(guide, "article").read_text(encoding="utf-8")
    results = figures(html)
    size = len(gzip.compress("".join(results).encode(), 9))
    print(f"{len(results)} figures, icons included: {size / 1000:.1f} kB gzipped")
    assert len(results) >= 5
    assert size <= GZIPPED


# The measuring itself.


@pytest.fixture(scope="session")
def fixture_page(windows):
    @functools.cache
    def looked(name):
        return look(windows, (HERE / f"{name}.html").as_uri(), HERE.as_uri() + "/", "light", MEASURES, (360,))

    return looked


@pytest.mark.parametrize("measure", MEASURES)
def test_a_sound_figure_passes(fixture_page, measure):
    assert fixture_page("sound").count == 1
    assert fixture_page("sound").faults[measure] == []


@pytest.mark.parametrize(
    ("measure", "faults"),
    [
        ("visible", ["hidden is not to be seen", "flat is not to be seen"]),
        (
            "icons",
            [
                "broken: a refers to no icon",
                "broken: b has an icon that cannot be decoded",
                "broken: c has an icon without a size",
            ],
        ),
        (
            "contrast",
            [
                "broken: a: “grey on white” has a contrast of 2.85",
                "broken: b: “white on nothing” has a contrast of 1.00",
                "broken: d: “half there” has a contrast of 2.85",
                "broken: box: “on the box” has a contrast of 2.62",
            ],
        ),
        (
            "lines",
            ["worse: f -> g: a line has a contrast of 2.32", "worse: f: a line has a contrast of 1.61"],
        ),
        (
            "pictures",
            ["broken: c has an icon with a contrast of 1.27", "worse: f has an icon with a contrast of 1.67"],
        ),
        ("small", ["worse: f -> g: “10 px” is painted with 10.0 px"]),
        ("crossings", ["worse: g: “g” lies on “g”", "worse: g -> f crosses “its own”"]),
        ("axe", ["svg-img-alt", "landmark-one-main", "page-has-heading-one"]),
        ("labels", ["broken: c: “a label wider than its card” is"]),
        ("overlaps", ["broken: d lies on e"]),
        (
            "edges",
            [
                "broken: a -> b ends 9.0 px from a",
                "broken: a -> b ends 9.0 px from b",
                "broken: a -> c ends 19.0 px from c",
                "broken: c -> nobody leads to no card: nobody",
                "broken: b -> c has no line",
            ],
        ),
        ("sideways", ["the page is 140 px wider than its window"]),
    ],
)
def test_a_broken_figure_fails(fixture_page, measure, faults):
    results = [fault.removeprefix("360: ") for fault in fixture_page("broken").faults[measure]]
    missing = [fault for fault in faults if not any(f.startswith(fault) for f in results)]
    assert not missing, results
    assert len(results) == len(faults), results


def test_errors_and_requests_are_noticed(fixture_page):
    seen = fixture_page("broken")
    assert any("not.example" in address for address in seen.away)
    assert any("on purpose" in error for error in seen.errors)
