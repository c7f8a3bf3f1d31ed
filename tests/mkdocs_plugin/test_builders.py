"""The site that `live-diagrams new` makes, built by every program that can: its figure is right."""

import shutil
import zipfile
from pathlib import Path

import pytest

from tests.support import ROOT, Page, drawings, figures, program

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


@pytest.fixture(scope="module")
def wheel(tmp_path_factory):
    """The package as it is published."""
    folder = tmp_path_factory.mktemp("wheel")
    source = folder / "source"
    for name in ("plugins", "pyproject.toml", "README.md", "LICENSE"):
        from_, to = ROOT / name, source / name
        to.parent.mkdir(exist_ok=True)
        if from_.is_dir():
            shutil.copytree(from_, to, ignore=shutil.ignore_patterns("__pycache__", "*.egg-info"))
        else:
            shutil.copy(from_, to)
    build = "from setuptools import build_meta; print(build_meta.build_wheel('..'))"
    done = program("python", "-c", build, cwd=source)
    assert done.returncode == 0, done.stderr
    return next(folder.glob("*.whl"))


def test_the_wheel_holds_all_that_runs_and_nothing_else(wheel):
    names = set(zipfile.ZipFile(wheel).namelist())
    for name in ("py.typed", "assets/figures.css", "assets/live.js", "templates/site/mkdocs.yml"):
        assert f"live_diagrams/{name}" in names
    assert "live_diagrams/templates/site/diagram_src/shop.py.txt" in names
    assert any("live_diagrams_kube/manifests/schemas/" in name for name in names)
    assert not [name for name in names if name.startswith(("tests", "docs")) or "__pycache__" in name]


def test_a_new_site_from_the_wheel_builds_at_once(wheel, tmp_path):
    """The wheel alone is unpacked; what it needs comes from this environment."""
    package = tmp_path / "package"
    zipfile.ZipFile(wheel).extractall(package)
    env = {"PYTHONPATH": str(package)}
    where = "import live_diagrams; print(live_diagrams.__file__)"
    assert str(package) in program("python", "-c", where, cwd=tmp_path, env=env).stdout
    made = program("python", "-m", "live_diagrams", "new", "x", cwd=tmp_path, env=env)
    assert made.returncode == 0, made.stderr
    done = program("python", "-m", "mkdocs", "build", "--strict", cwd=tmp_path / "x", env=env)
    assert done.returncode == 0, done.stderr
    is_right(tmp_path / "x")
