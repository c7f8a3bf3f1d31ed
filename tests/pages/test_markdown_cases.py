"""Markdown to HTML by the extension alone. Each drawing is written as one line (`elided`).

A case is an archive of `page.md` and `expected.html`; scripts where the shared ones in `site` will not do;
`extensions.txt` where others are loaded than usual.
"""

from pathlib import Path

import markdown
import pytest

from tests.archive import assert_archived, read_archive
from tests.support import elided, write

EXTENSIONS = "admonition attr_list def_list md_in_html pymdownx.superfences tables toc"
FOLDER = Path(__file__).parent


@pytest.fixture(scope="module")
def cache(tmp_path_factory):
    return tmp_path_factory.mktemp("cache")


@pytest.mark.parametrize("path", sorted((FOLDER / "cases").glob("*.txt")), ids=lambda path: path.stem)
def test_the_extension_writes_what_is_expected(path, cache, tmp_path):
    files = read_archive(path)
    scripts = {name: text for name, text in files.items() if name.endswith(".py")}
    root = write(tmp_path, scripts) if scripts else FOLDER / "site"
    html = markdown.markdown(
        files["page.md"],
        extensions=[*files.get("extensions.txt", EXTENSIONS).split(), "live_diagrams"],
        extension_configs={"live_diagrams": {"root": str(root), "cache_dir": str(cache)}},
    )
    assert_archived(elided(html) + "\n", path, "expected.html")
