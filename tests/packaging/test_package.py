"""The published package: the wheel runs alone, the sdist has what its tests need, both name their source."""

import re
import shutil
import tarfile
import tomllib
import zipfile
from email import message_from_bytes
from pathlib import Path

import pytest
from live_diagrams import __version__
from packaging.requirements import Requirement

from tests.programs import program
from tests.support import ROOT, figures

PYPROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
REPOSITORY = PYPROJECT["project"]["urls"]["Repository"]
LOCAL = shutil.ignore_patterns(
    ".git",
    ".venv",
    ".cache",
    "site-packages",
    "__pycache__",
    "*.egg-info",
    ".*_cache",
    ".hypothesis",
    "build",
    "dist",
)
"""What work leaves in a checkout, and no checkout has."""


@pytest.fixture(scope="module")
def source(tmp_path_factory) -> Path:
    """A copy of the checkout, as it would be without the traces of work."""
    folder = tmp_path_factory.mktemp("package") / "source"
    shutil.copytree(ROOT, folder, ignore=LOCAL)
    shutil.rmtree(folder / "site", ignore_errors=True)
    return folder


@pytest.fixture(scope="module")
def published(source) -> Path:
    """The folder with the sdist, and the wheel that is made from the sdist."""
    folder = source.parent / "dist"
    build = "import sys; from setuptools import build_meta; build_meta.build_{}(sys.argv[1])"
    done = program("python", "-c", build.format("sdist"), str(folder), cwd=source)
    assert done.returncode == 0, done.stderr
    with tarfile.open(next(folder.glob("*.tar.gz"))) as sdist:
        sdist.extractall(source.parent, filter="data")
    (unpacked,) = source.parent.glob("mkdocs_live_diagrams-*")
    done = program("python", "-c", build.format("wheel"), str(folder), cwd=unpacked)
    assert done.returncode == 0, done.stderr
    return folder


@pytest.fixture(scope="module")
def wheel(published) -> Path:
    return next(published.glob("*.whl"))


@pytest.fixture(scope="module")
def metadata(wheel):
    with zipfile.ZipFile(wheel) as archive:
        name = next(name for name in archive.namelist() if name.endswith(".dist-info/METADATA"))
        return message_from_bytes(archive.read(name))


def list_files(folder: Path) -> set[str]:
    return {path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file()}


def test_the_sdist_holds_the_whole_checkout(source, published):
    (unpacked,) = source.parent.glob("mkdocs_live_diagrams-*")
    missing = list_files(source) - list_files(unpacked)
    assert {name for name in missing if ".egg-info/" not in name} == set()


def test_the_wheel_holds_all_that_runs_and_nothing_else(source, wheel):
    names = set(zipfile.ZipFile(wheel).namelist())
    expected = {
        name.removeprefix("plugins/")
        for name in list_files(source)
        if name.startswith("plugins/live_diagrams")
    }
    packed = {name for name in names if ".dist-info/" not in name}
    assert packed == expected
    for notice in ("LICENSE", "NOTICE"):
        assert any(name.endswith(f".dist-info/licenses/{notice}") for name in names)


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
    assert figures((tmp_path / "x/site/index.html").read_text(encoding="utf-8"))


def test_the_metadata_says_what_a_package_index_shows(metadata):
    assert (metadata["Name"], metadata["Version"]) == ("mkdocs-live-diagrams", __version__)
    classifiers = set(metadata.get_all("Classifier"))
    assert "Framework :: MkDocs" in classifiers
    assert {f"Programming Language :: Python :: 3.{minor}" for minor in (11, 12, 13, 14)} <= classifiers
    urls = dict(line.split(", ") for line in metadata.get_all("Project-URL"))
    assert {"Repository", "Documentation", "Changelog", "Issues"} <= urls.keys()


def test_links_and_pictures_of_the_readme_lead_somewhere_from_anywhere():
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    targets = re.findall(r"\]\(([^)\s]+)", re.sub(r"```.*?```", "", readme, flags=re.DOTALL))
    assert targets
    raw = REPOSITORY.replace("github.com", "raw.githubusercontent.com") + "/main/"
    for target in targets:
        assert target.startswith("https://"), f"{target} is relative, and broken on a package index"
        for here in (f"{REPOSITORY}/blob/main/", raw):
            if target.startswith(here):
                assert (ROOT / target.removeprefix(here)).is_file(), f"{target} is not in the repository"


def test_the_version_is_in_one_place_and_the_changelog_has_it():
    assert "version" in PYPROJECT["project"]["dynamic"]
    changelog = (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")
    assert re.search(rf"^## \[{re.escape(__version__)}\] - \d{{4}}-\d\d-\d\d$", changelog, re.MULTILINE)
    assert f"rev: v{__version__}\n" in (ROOT / "README.md").read_text(encoding="utf-8")


def test_one_address_of_the_repository_is_named_everywhere():
    for name in ("README.md", "SECURITY.md", ".github/ISSUE_TEMPLATE/config.yml"):
        text = (ROOT / name).read_text(encoding="utf-8")
        for address in re.findall(r"https://github\.com/[\w-]+/[\w-]*live-diagrams", text):
            assert address == REPOSITORY


def test_the_page_on_platforms_names_all_that_the_package_needs_besides_graphviz():
    page = (ROOT / "docs/handbook/platforms.md").read_text(encoding="utf-8")
    needed = {Requirement(line).name for line in PYPROJECT["project"]["dependencies"]} - {
        "graphlay",
        "pygraphviz",
    }
    commands = re.findall(r'pip install (?:--no-cache-dir )?("click.*)', page)
    assert len(commands) == 2
    for command in commands:
        assert {Requirement(word.strip('"')).name for word in command.split()} == needed | {"mkdocs-material"}
