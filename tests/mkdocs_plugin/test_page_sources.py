"""Which files have changed while a site is served: texts of pages, and anything else."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

import pytest
from live_diagrams.mkdocs_plugin.serve.page_sources import DocsChanges, PageSources
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import File, Files, get_files
from mkdocs.structure.pages import Page

Change = Callable[[Path], object]


@pytest.fixture
def root(tmp_path: Path) -> Path:
    for name in ("one.md", "more/two.md", "picture.png"):
        path = tmp_path / "docs" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(f"{name}\n")
    (tmp_path / "includes").mkdir()
    (tmp_path / "mkdocs.yml").write_text("site_name: Site\n")
    return tmp_path


def create_sources(root: Path) -> PageSources:
    """Return the sources of a site, as a build leaves them, with a page that a plugin made."""
    config = MkDocsConfig()
    config.load_dict({"site_name": "Site", "docs_dir": str(root / "docs"), "site_dir": str(root / "site")})
    config.validate()
    config.plugins._current_plugin = "maker"
    files = Files([*get_files(config), File.generated(config, "made.md", content="made\n")])
    texts = {file.src_uri: file.content_string for file in files.documentation_pages()}
    for file in files.documentation_pages():
        Page(None, file, config)
    watched = [str(root / name) for name in ("docs", "mkdocs.yml", "includes")]
    return PageSources(watched, files, texts)


def replace_file(path: Path) -> None:
    """Save as many editors do."""
    new = path.with_name("new")
    new.write_text("new\n")
    new.replace(path)


@pytest.mark.parametrize(
    ("change", "pages", "others"),
    [
        (lambda root: None, [], False),
        (lambda root: (root / "docs/one.md").write_text("new\n"), ["one.md"], False),
        (lambda root: replace_file(root / "docs/more/two.md"), ["more/two.md"], False),
        (lambda root: os.utime(root / "docs/one.md", (1, 1)), [], False),  # saved as it was
        (lambda root: (root / "docs/picture.png").write_text("new\n"), [], True),
        (lambda root: (root / "docs/three.md").write_text("new\n"), [], True),
        (lambda root: (root / "docs/one.md").unlink(), [], True),
        (lambda root: (root / "docs/one.md").write_bytes(b"\xff"), [], True),
        (lambda root: (root / "mkdocs.yml").write_text("site_name: New\n"), [], True),
        (lambda root: (root / "includes/terms.md").write_text("new\n"), [], True),
    ],
)
def test_a_change(root: Path, change: Change, pages: list[str], others: bool) -> None:
    sources = create_sources(root)
    assert sources.find_changes() == DocsChanges()
    change(root)
    changes = sources.find_changes()
    assert [page.file.src_uri for page in changes.pages] == pages
    assert changes.has_others == others
    assert sources.find_changes() == DocsChanges()


def test_a_page_that_was_saved_while_the_site_was_built(root: Path) -> None:
    sources = create_sources(root)
    (root / "docs/one.md").write_text("new\n")
    assert [page.file.src_uri for page in sources.find_changes().pages] == ["one.md"]
