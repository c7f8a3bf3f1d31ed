"""Figures on any ground, with any size of letters around them, in a table cell, and on paper."""

import subprocess
import sys

import pytest

from tests.browser.sizes import COLUMN, WIDE, draw_grid, make_figure, write_page
from tests.browser.test_surroundings import AXE, FIGURES, faults, load_measures

pytestmark = pytest.mark.browser

GROUNDS = {
    "Cyborg": ("#060606", "#adafae", "dark"),
    "Darkly": ("#222", "#fff", "dark"),
    "Slate of Bootswatch": ("#272b30", "#c8c8c8", "dark"),
    "Solar": ("#002b36", "#fff", "dark"),
    "terminal": ("#222225", "#e8e9ed", "dark"),
    "grey": ("#595959", "#fff", "dark"),
    "sepia": ("#f4ecd8", "#333", "light"),
    "a colour of CSS 4": ("oklch(0.145 0 0)", "#fafafa", "dark"),
}
PAINT = """([ground, ink]) => {
  document.body.style.background = ground;
  document.body.style.color = ink;
}"""


@pytest.fixture
def page(open_page, readers):
    return load_measures(open_page(readers("mkdocs").address + FIGURES, color_scheme="dark"))


def wait_for_scheme(page, scheme):
    page.wait_for_function(f"document.querySelector('#fig-shop').dataset.scheme === '{scheme}'")


def test_a_figure_follows_the_ground_it_is_on(page):
    """As it is now, whatever the scheme of the system; and as the theme changes it."""
    # The theme colours the elements between, which other themes do not.
    page.add_style_tag(content="body { transition: none } body * { --bs-body-bg: initial }")
    for name, (ground, ink, scheme) in GROUNDS.items():
        other = "light" if scheme == "dark" else "dark"
        page.evaluate(PAINT, ["#fff", "#000"] if other == "light" else ["#000", "#fff"])
        wait_for_scheme(page, other)
        page.evaluate(PAINT, [ground, ink])
        wait_for_scheme(page, scheme)
        if "CSS" not in name:
            assert (name, faults(page, ["contrast", "lines", "pictures"])) == (name, {})
            assert (name, page.evaluate(AXE)) == (name, [])


def test_a_part_of_a_page_may_have_another_ground(page):
    page.evaluate(PAINT, ["#fff", "#000"])
    page.evaluate(
        "document.querySelector('#fig-shop').parentElement.style.background = 'rgba(0, 0, 0, 0.95)'"
    )
    page.evaluate("document.documentElement.dataset.changed = ''")
    wait_for_scheme(page, "dark")


def test_letters_are_as_large_as_those_around(page):
    sizes = """(size) => {
      document.querySelector("#fig-shop").parentElement.style.fontSize = `${size}px`;
      return ["figcaption", "summary", "button"].map((name) =>
        parseFloat(getComputedStyle(document.querySelector(`#fig-shop ${name}`)).fontSize) / size);
    }"""
    assert page.evaluate(sizes, 16) == [1, 0.875, 0.875]
    assert page.evaluate(sizes, 24) == [1, 0.875, 0.875]


def test_a_figure_in_a_table_cell_can_be_seen(page):
    page.evaluate("""() => {
      const cell = document.createElement("td");
      const figure = document.querySelector("#fig-shop");
      figure.replaceWith(cell);
      cell.outerHTML = `<table><tr><td id="cell"></td><td>Words beside it</td></tr></table>`;
      document.querySelector("#cell").append(figure);
    }""")
    drawing = page.locator("#fig-shop svg.live-diagram__drawing:visible").bounding_box()
    cell = page.locator("#cell").bounding_box()
    assert 150 < drawing["width"] <= cell["width"]


@pytest.mark.parametrize("height", [480, 900])
def test_the_steps_cover_a_third_of_the_window(open_page, readers, height):
    path = write_page(
        readers("material").folder, "bar", make_figure({"wide": WIDE, "column": COLUMN}, steps=12)
    )
    page = open_page(readers("material").address + path, 800, height)
    page.locator(".live-diagram__steps").wait_for()
    page.evaluate("""document.querySelector(".live-diagram__walk li").append(
      ...Array.from({ length: 40 }, () => Object.assign(document.createElement("p"), { innerHTML: "A" })))""")
    bar = page.locator(".live-diagram__walk")
    assert bar.bounding_box()["height"] <= height / 3 + 1
    # The buttons stay, however far its words are scrolled; the next step is seen from its beginning.
    bar.evaluate("(bar) => bar.scrollTo(0, 300)")
    top = page.locator(".live-diagram__steps").bounding_box()["y"] - bar.bounding_box()["y"]
    assert 0 <= top < 10
    page.click("[aria-label='Next step']")
    assert bar.evaluate("(bar) => bar.scrollTop") == 0


def test_steps_are_numbered_also_where_a_theme_counts_inner_lists_by_letters(open_page, readers):
    page = open_page(readers("material").address + "pages/walk/")
    kinds = page.evaluate("""() => {
      const figure = document.querySelector("#fig-walk");
      const item = document.createElement("li");
      const list = document.createElement("ol");
      figure.replaceWith(list);
      list.append(item);
      item.append(document.createElement("ol"), figure);
      return ["ol ol", ".live-diagram__walk ol", ".live-diagram__words ol"].map((name) =>
        getComputedStyle(document.querySelector(`.md-typeset ${name}`)).listStyleType);
    }""")
    assert kinds == ["lower-alpha", "decimal", "decimal"]


# On paper.

TALL = make_figure({"wide": draw_grid(200, 2600, 1)}, steps=3)


@pytest.fixture(scope="module")
def paper(readers):
    """A page with a figure higher than a sheet, and one with steps: its file and its address."""
    site = readers("mkdocs").folder
    path = write_page(site, "paper", TALL, make_figure({"wide": WIDE}, steps=3))
    file = site / path / "index.html"
    return file, readers("mkdocs").address + path


def read(pdf):
    pypdfium2 = pytest.importorskip("pypdfium2")
    document = pypdfium2.PdfDocument(pdf)
    return "\n".join(sheet.get_textpage().get_text_range() for sheet in document), [
        sheet.render(scale=1).to_pil().convert("L") for sheet in document
    ]


def assert_whole(pdf):
    words, sheets = read(pdf)
    for at in range(12):
        assert words.count(f"node {at}\r\n") + words.count(f"node {at} ") >= 2, (at, words)
    assert words.count("Goes to node 3") == 2
    assert words.count("A caption") == 2
    assert "Words after." in words
    # No black boxes: where colours cannot be read, shapes are black.
    assert max(sum(sheet.histogram()[:60]) / (sheet.width * sheet.height) for sheet in sheets) < 0.05


def test_nothing_is_lost_as_chromium_prints(open_page, paper):
    assert_whole(open_page(paper[1]).pdf())


def test_nothing_is_lost_in_weasyprint(paper, tmp_path):
    # In another process: it loads the Pango of the system, beside which Graphviz's own would wait for ever.
    code = "import sys, weasyprint; weasyprint.HTML(sys.argv[1]).write_pdf(sys.argv[2])"
    out = tmp_path / "page.pdf"
    done = subprocess.run(
        [sys.executable, "-c", code, str(paper[0]), str(out)], capture_output=True, text=True
    )
    if "cannot load library" in done.stderr or "ModuleNotFoundError" in done.stderr:
        pytest.skip("WeasyPrint needs the Pango of the system")
    assert done.returncode == 0, done.stderr
    assert_whole(out.read_bytes())
