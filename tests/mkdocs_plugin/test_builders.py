"""The site that `live-diagrams new` makes, built by every program that can: its figure is right."""

import shutil
from pathlib import Path

import pytest

from tests.support import Page, drawings, figures, program

LABELS = ["customer", "shop", "orders", "machines"]


@pytest.fixture(scope="module")
def new(tmp_path_factory):
    folder = tmp_path_factory.mktemp("everywhere")
    done = program("live-diagrams", "new", "first site", cwd=folder)
    assert done.returncode == 0, done.stderr
    return folder / "first site"


@pytest.fixture
def site(new, tmp_path):
    return shutil.copytree(new, tmp_path / "site")


def is_right(site: Path) -> None:
    """The start page shows the figure with all its words, and nothing from elsewhere."""
    html = (site / "site/index.html").read_text(encoding="utf-8")
    (figure,) = figures(html)
    assert "live-diagram--error" not in figure
    for drawing in drawings(figure):
        assert all(f"{label}<" in drawing for label in LABELS)
    assert len(Page(figure).each("symbol")) == 3
    assert figure.count("<li id=") == 4
    assert not [one for one in Page(figure).all("image", "href") if not one.startswith("data:image/png")]


def test_mkdocs(site):
    done = program("mkdocs", "build", "--strict", cwd=site)
    assert done.returncode == 0, done.stderr
    is_right(site)


def test_properdocs(site):
    (site / "mkdocs.yml").rename(site / "properdocs.yml")
    done = program("properdocs", "build", "--strict", cwd=site)
    assert done.returncode == 0, done.stderr
    is_right(site)
    (link,) = [
        each["href"]
        for each in Page((site / "site/index.html").read_text(encoding="utf-8")).each("link")
        if "live-diagrams" in each.get("href", "")
    ]
    assert (site / "site" / link).is_file()


def test_zensical_with_the_extension_alone(site):
    config = site / "mkdocs.yml"
    text = config.read_text(encoding="utf-8").replace("  - live-diagrams\n", "")
    config.write_text(text + "  - live_diagrams\n", encoding="utf-8")
    done = program("zensical", "build", "--strict", cwd=site)
    assert done.returncode == 0, done.stderr + done.stdout
    is_right(site)
    html = (site / "site/index.html").read_text(encoding="utf-8")
    assert "<style" in html.split("<figure", 1)[0]  # the extension alone brings style and script itself
