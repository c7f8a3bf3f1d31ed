"""A figure is rendered again when the code that renders it has changed."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from live_diagrams.cache import fingerprints
from live_diagrams.cache.fingerprints import ROOMS, compute_fingerprint, digest_package
from live_diagrams.model import package

from tests.project import FIGURE, Site


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A copy of the package."""
    return Path(shutil.copytree(package.FOLDER, tmp_path / "live_diagrams"))


@pytest.mark.parametrize("room", ROOMS)
def test_a_module_that_is_added_to_a_room_changes_the_fingerprint(room: str, folder: Path) -> None:
    before = digest_package(folder)
    (folder / room / "new_module.py").touch()
    assert digest_package(folder) != before
    (folder / room / "new_module.py").rename(folder / room / "renamed.py")
    renamed = digest_package(folder)
    (folder / room / "renamed.py").write_text("pass")
    assert digest_package(folder) != renamed


@pytest.mark.parametrize("name", ["__init__.py", "svg/painter.py", "assets/no-fonts.conf"])
def test_a_change_of_a_file_changes_the_fingerprint(name: str, folder: Path) -> None:
    before = digest_package(folder)
    path = folder / name
    path.write_text(path.read_text() + "\n# changed\n")
    assert digest_package(folder) != before


def test_code_that_only_pages_and_commands_need_is_no_part_of_it(folder: Path) -> None:
    before = digest_package(folder)
    for name in ("commands/new.py", "mkdocs_plugin/new.py", "pages/new.py", "assets/new.css"):
        (folder / name).touch()
    assert digest_package(folder) == before


def test_everything_that_a_scripts_process_imports_of_us_is_covered(site: Site, tmp_path: Path) -> None:
    out = tmp_path / "imported"
    site.script(
        "imports",
        f"""
        import atexit, sys
        from diagrams import Diagram, Node
        from live_diagrams import Step

        def report():
            modules = [module for name, module in sys.modules.items() if name.startswith("live_diagrams")]
            with open({str(out)!r}, "w") as file:
                file.write("\\n".join(module.__file__ for module in modules))

        atexit.register(report)
        with Diagram("Imports", show=False):
            Node("a") >> Step("Asks", note="for *it*") >> Node("b")
        """,
    )
    assert site.build().figures("imports")
    imported = {Path(path).relative_to(package.FOLDER) for path in out.read_text().split("\n")}
    assert Path("runner/child/render.py") in imported
    assert [path for path in imported if path.parts[0] not in ROOMS and len(path.parts) > 1] == []


def test_another_version_of_a_tool_makes_every_figure_stale(
    site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    site.script("figure", FIGURE)
    assert site.build().ran == ["figure"]
    versions = compute_fingerprint()
    assert any(version.startswith("pygraphviz") for version in versions)
    monkeypatch.setattr("live_diagrams.cache.recipes.compute_fingerprint", lambda: (*versions[:-1], "newer"))
    assert site.build().ran == ["figure"]
    monkeypatch.undo()
    assert site.build().ran == []


def test_a_library_that_is_installed_elsewhere_is_known_by_its_metadata(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    # `os.listdir` itself is left alone: `importlib.metadata` remembers for good what it lists.
    monkeypatch.setattr(fingerprints, "SITE_PACKAGES", str(tmp_path))
    assert fingerprints._read_versions(("diagrams",))[0].startswith("diagrams 0.")
