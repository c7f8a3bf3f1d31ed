"""The site of `live-diagrams new`, built by every program that can: its figure is complete."""

import shutil
from pathlib import Path

import pytest

from tests.programs import program
from tests.support import Page, drawings, figures, write

LABELS = ["customer", "shop", "orders", "machines"]


@pytest.fixture(scope="module")
def new_site(tmp_path_factory):
    folder = tmp_path_factory.mktemp("everywhere")
    done = program("live-diagrams", "new", "first site", cwd=folder)
    assert done.returncode == 0, done.stderr
    return folder / "first site"


@pytest.fixture
def site(new_site, tmp_path):
    return shutil.copytree(new_site, tmp_path / "site")


def assert_figure_is_complete(site: Path) -> None:
    """Assert that the start page has the figure with all its labels, and loads nothing from elsewhere."""
    html = (site / "site/index.html").read_text(encoding="utf-8")
    (figure,) = figures(html)
    assert "live-diagram--error" not in figure
    for drawing in drawings(figure):
        assert all(f"{label}<" in drawing for label in LABELS)
    assert len(Page(figure).each("symbol")) == 3
    assert figure.count("<li id=") == 4
    assert not [href for href in Page(figure).all("image", "href") if not href.startswith("data:image/png")]


def test_mkdocs_with_the_plugin(site):
    done = program("mkdocs", "build", "--strict", cwd=site)
    assert done.returncode == 0, done.stderr
    assert_figure_is_complete(site)


@pytest.mark.parametrize("has_plugin", [True, False])
def test_links_to_ids_in_figures_are_known_to_the_validation_of_anchors(site, has_plugin):
    config = site / "mkdocs.yml"
    text = config.read_text(encoding="utf-8") + "\nvalidation:\n  anchors: warn\n"
    if not has_plugin:
        text = text.replace("  - live-diagrams\n", "").replace(
            "markdown_extensions:\n", "markdown_extensions:\n  - live_diagrams\n"
        )
    config.write_text(text, encoding="utf-8")
    assert program("mkdocs", "build", "--strict", cwd=site).returncode == 0
    (figure,) = figures((site / "site/index.html").read_text(encoding="utf-8"))
    ids = Page(figure).ids
    assert len(ids) > 10  # of the figure, its nodes, edges and steps
    links = "".join(f"[to {id_}](index.md#{id_})\n" for id_ in ids)
    write(site, {"docs/links.md": f"# Links\n\n{links}"})
    done = program("mkdocs", "build", "--strict", cwd=site)
    assert done.returncode == 0, done.stderr
    write(site, {"docs/links.md": "# Links\n\n[nowhere](index.md#fig-lost)\n"})
    done = program("mkdocs", "build", "--strict", cwd=site)
    assert done.returncode == 1
    assert "does not contain an anchor '#fig-lost'" in done.stderr


def test_properdocs_with_the_plugin(site):
    (site / "mkdocs.yml").rename(site / "properdocs.yml")
    done = program("properdocs", "build", "--strict", cwd=site)
    assert done.returncode == 0, done.stderr
    assert_figure_is_complete(site)
    (link,) = [
        link["href"]
        for link in Page((site / "site/index.html").read_text(encoding="utf-8")).each("link")
        if "live-diagrams" in link.get("href", "")
    ]
    assert (site / "site" / link).is_file()


def test_zensical_with_the_extension_alone(site):
    config = site / "mkdocs.yml"
    text = config.read_text(encoding="utf-8").replace("  - live-diagrams\n", "")
    text = text.replace("  name: material\n", "  name: material\n  language: fr\n")
    config.write_text(text + "  - live_diagrams\n", encoding="utf-8")
    done = program("zensical", "build", "--strict", cwd=site)
    assert done.returncode == 0, done.stderr + done.stdout
    assert_figure_is_complete(site)
    html = (site / "site/index.html").read_text(encoding="utf-8")
    assert ", qui contient<" in html
    assert "<style" in html.split("<figure", 1)[0]  # the extension alone brings style and script itself
