"""Markdown to HTML by the extension alone. Each drawing is written as one line (`elided`).

A case is a folder of an archive, with `page.md` and `expected.html`; scripts where the shared ones in `site`
will not do; `extensions.txt` where others are loaded than usual.
"""

from pathlib import Path

import markdown
import pytest

from tests.archive import read_cases
from tests.support import elided, write

EXTENSIONS = "admonition attr_list def_list md_in_html pymdownx.superfences tables toc"
FOLDER = Path(__file__).parent
CASES = read_cases((FOLDER / "cases").iterdir())


@pytest.fixture(scope="module")
def cache(tmp_path_factory):
    return tmp_path_factory.mktemp("cache")


@pytest.mark.parametrize("name", CASES)
def test_the_extension_writes_what_is_expected(name, cache, tmp_path):
    files = CASES[name].files
    scripts = {name: text for name, text in files.items() if name.endswith(".py")}
    root = write(tmp_path, scripts) if scripts else FOLDER / "site"
    html = markdown.markdown(
        files["page.md"],
        extensions=[*files.get("extensions.txt", EXTENSIONS).split(), "live_diagrams"],
        extension_configs={"live_diagrams": {"root": str(root), "cache_dir": str(cache)}},
    )
    CASES[name].assert_file(elided(html) + "\n", "expected.html")
