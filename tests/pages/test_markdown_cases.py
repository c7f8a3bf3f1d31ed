"""Markdown to HTML by the extension alone. Each drawing is told in a line (`elided`).

A case is `page.md` and `expected.html`; `diagram_src/` where the shared scripts will not do;
`extensions.txt` where others are loaded than usual.
"""

from pathlib import Path

import markdown
import pytest

from tests.golden import agree, cases
from tests.support import elided

EXTENSIONS = ["admonition", "attr_list", "def_list", "md_in_html", "pymdownx.superfences", "tables", "toc"]
FOLDER = Path(__file__).parent / "cases"
SHARED = FOLDER / "_shared"


@pytest.fixture(scope="module")
def cache(tmp_path_factory):
    return tmp_path_factory.mktemp("cache")


@pytest.mark.parametrize("case", cases(FOLDER), ids=lambda case: case.name)
def test_extension(case, cache):
    root = case if (case / "diagram_src").is_dir() else SHARED
    listed = case / "extensions.txt"
    extensions = listed.read_text(encoding="utf-8").split() if listed.exists() else EXTENSIONS
    html = markdown.markdown(
        (case / "page.md").read_text(encoding="utf-8"),
        extensions=[*extensions, "live_diagrams"],
        extension_configs={"live_diagrams": {"root": str(root), "cache_dir": str(cache)}},
    )
    agree(elided(html) + "\n", case / "expected.html")
