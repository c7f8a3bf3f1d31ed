"""Words on the pages of a site are in the language of the option, else of the page, else of the theme."""

import pytest

from tests.support import program, write

SHOP = """\
from diagrams import Diagram
from diagrams.generic.blank import Blank
with Diagram("Shop", show=False):
    Blank("web") >> Blank("db")
"""
FRONT = "---\nlang: ja\n---\n"
IMAGE = "# Page\n\n![A shop drawn](diagram:shop)\n"


@pytest.mark.parametrize(
    ("theme", "option", "site", "page"),
    [
        ("{name: material, language: de}", "auto", "Shop in Worten", "Shop（文章による説明）"),
        ("{name: mkdocs, locale: tr}", "auto", "web, şuraya gider: db.", "webからdbへ。"),
        ("{name: mkdocs, locale: tr}", "fr", "web mène à db.", "web mène à db."),
    ],
)
def test_words_follow_option_page_and_theme(tmp_path, theme, option, site, page):
    config = f"site_name: T\ntheme: {theme}\nplugins:\n  - live-diagrams: {{language: {option}}}\n"
    pages = {"docs/index.md": IMAGE, "docs/other.md": FRONT + IMAGE}
    write(tmp_path, {**pages, "diagram_src/shop.py": SHOP, "mkdocs.yml": config})
    done = program("mkdocs", "build", "--strict", cwd=tmp_path)
    assert done.returncode == 0, done.stderr
    assert site in (tmp_path / "site/index.html").read_text(encoding="utf-8")
    assert page in (tmp_path / "site/other/index.html").read_text(encoding="utf-8")
