"""Names of paths: the same on another machine, and leading there to what the script asks for there."""

from __future__ import annotations

from pathlib import Path

import pytest
from live_diagrams.cache.paths import SITE_PACKAGES, PathShortener

from tests.project import Site


def make_project(folder: Path, *, is_repository: bool = True) -> PathShortener:
    root = folder / "repository" / "documentation"
    root.mkdir(parents=True)
    if is_repository:
        (folder / "repository" / ".git").mkdir()
    return PathShortener(root)


@pytest.mark.parametrize(
    ("path", "names"),
    [
        ("repository/documentation/a.csv", ["{root}/a.csv"]),
        ("repository/documentation", ["{root}"]),
        ("repository/VERSION", ["{root}/../VERSION"]),
        ("repository/src/a.py", ["{root}/../src/a.py"]),
        ("repository", ["{root}/.."]),
        ("", ["{root}/../.."]),
        ("mkdocs.yml", ["{root}/../../mkdocs.yml", "mkdocs.yml"]),
        ("other/a.csv", ["other/a.csv"]),
    ],
)
def test_the_names_of_a_path(path: str, names: list[str], tmp_path: Path) -> None:
    paths = make_project(tmp_path)
    found = list(paths.list_names(str(tmp_path / path)))
    assert found == [name if name.startswith("{") else str(tmp_path / name) for name in names]
    elsewhere = tmp_path / "another machine" / "of" / "somebody"
    there = make_project(elsewhere, is_repository=False)
    for name in names:
        assert paths.expand(name if name.startswith("{") else str(tmp_path / name)) == str(tmp_path / path)
        if name.startswith("{"):
            assert there.expand(name) == str(elsewhere / path)
            assert there.is_in_project(name) == (".." not in name)


def test_without_a_repository_what_is_beside_the_project_keeps_its_place(tmp_path: Path) -> None:
    paths = make_project(tmp_path, is_repository=False)
    path = str(tmp_path / "repository" / "src" / "a.py")
    assert list(paths.list_names(path)) == [path]


def test_packages_and_the_system(tmp_path: Path) -> None:
    paths = make_project(tmp_path)
    assert paths.shorten(f"{SITE_PACKAGES}/yaml/__init__.py") == "{site}/yaml/__init__.py"
    assert paths.expand("{site}/yaml/__init__.py") == f"{SITE_PACKAGES}/yaml/__init__.py"
    assert list(paths.list_names("/")) == ["/"]
    assert list(paths.list_names("/usr/share/dict/words")) == ["/usr/share/dict/words"]


SEARCH = """
from pathlib import Path
from diagrams import Diagram, Node
here = Path(__file__).resolve().parent
found = [parent.name for parent in here.parents if (parent / "pyproject.toml").exists()]
with Diagram("Search", show=False):
    Node(str(found or "none"))
"""


def test_a_file_around_the_project_that_only_another_machine_has(site: Site, tmp_path: Path) -> None:
    site.script("search", SEARCH)
    assert site.build().labels("search") == ["none"]
    assert site.build().ran == []
    other = tmp_path / "elsewhere"
    other.mkdir()
    site.root = site.root.rename(other / "project")
    assert site.build().ran == []
    (other / "pyproject.toml").write_text("")
    moved = site.build()
    assert (moved.ran, moved.labels("search")) == (["search"], ["['elsewhere']"])


def test_a_file_of_the_repository_around_the_project(site: Site, tmp_path: Path) -> None:
    outer = site.root.parent / "repository"
    outer.mkdir()
    (outer / ".git").mkdir()
    (outer / "VERSION").write_text("1")
    site.root = site.root.rename(outer / "documentation")
    site.script(
        "version",
        "from pathlib import Path\nfrom diagrams import Diagram, Node\n"
        "text = (Path(__file__).resolve().parents[2] / 'VERSION').read_text()\n"
        "with Diagram('Version', show=False): Node(text)\n",
    )
    assert site.build().labels("version") == ["1"]
    site.root = outer.rename(tmp_path / "another clone") / "documentation"
    assert site.build().ran == []
    (site.root.parent / "VERSION").write_text("2")
    assert site.build().labels("version") == ["2"]
