"""Which file an author means by the path of an icon, and what is said where there is none."""

from __future__ import annotations

from pathlib import Path

import diagrams
import pytest
from live_diagrams.model.dependency import DependencyKind
from live_diagrams.runner.child.icon_files import IconFinder

LIBRARY = Path(diagrams.__file__).resolve().parent.parent / "resources"


class Notes:
    """Notes dependencies, in place of a tracer."""

    def __init__(self) -> None:
        self.noted: set[tuple[DependencyKind, str]] = set()

    def note(self, kind: DependencyKind, name: str) -> None:
        self.noted.add((kind, name))


def find_file(path: str, *folders: Path) -> Path:
    return IconFinder(map(str, folders), Notes()).find_file(path)  # type: ignore[arg-type]


def find_problem(path: str, *folders: Path) -> str:
    with pytest.raises(FileNotFoundError) as caught:
        find_file(path, *folders)
    return str(caught.value)


@pytest.fixture
def folders(tmp_path: Path) -> tuple[Path, Path]:
    for name in ("one/Icons/Web.PNG", "two/icons/web.png", "two/icons/db.svg", "two/Über.png"):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).touch()
    return tmp_path / "one", tmp_path / "two"


def test_the_first_folder_that_has_the_file_decides(folders: tuple[Path, Path]) -> None:
    assert find_file("icons/web.png", *folders) == folders[1] / "icons/web.png"
    (folders[0] / "icons").mkdir()
    (folders[0] / "icons/web.png").touch()
    assert find_file("icons/web.png", *folders) == folders[0] / "icons/web.png"


@pytest.mark.parametrize(
    ("path", "similar"),
    [
        ("Icons/WEB.png", "Icons/Web.PNG"),
        ("./ICONS/DB.SVG", "icons/db.svg"),
        ("../Two/icons/DB.svg", "../two/icons/db.svg"),
        ("über.PNG", "Über.png"),
    ],
)
def test_a_name_that_differs_only_in_case_is_suggested(
    path: str, similar: str, folders: tuple[Path, Path]
) -> None:
    assert f"not found: {path}; write `{similar}`, whose name differs only in case" in find_problem(
        path, *folders
    )


def test_a_whole_path_is_compared_too(folders: tuple[Path, Path]) -> None:
    problem = find_problem(str(folders[1] / "Icons/db.svg"), *folders)
    assert f"write `{folders[1] / 'icons/db.svg'}`" in problem


@pytest.mark.parametrize(
    "path", ["nowhere.png", "icons/other.png", "Icons", "a/b/c.png", "..", "x" * 300, "a\0/b.png"]
)
def test_without_one_the_message_names_the_folders(path: str, folders: tuple[Path, Path]) -> None:
    problem = find_problem(path, *folders)
    assert problem.endswith(
        "(looked beside the script, in the project root and in the script's working folder)"
    )


def test_an_address_is_no_file(folders: tuple[Path, Path]) -> None:
    assert "download the image" in find_problem("https://example.org/a.png", *folders)


def test_an_icon_that_the_library_lacks() -> None:
    assert "`diagrams` comes without mapnik.png" in find_problem(str(LIBRARY / "onprem/gis/mapnik.png"))
    icon = next((LIBRARY / "onprem/client").glob("*.png"))
    assert find_file(str(icon)) == icon


def test_the_path_and_the_folder_are_dependencies(folders: tuple[Path, Path]) -> None:
    notes = Notes()
    with pytest.raises(FileNotFoundError):
        IconFinder([str(folders[0])], notes).find_file("Icons/new.png")  # type: ignore[arg-type]
    assert (DependencyKind.FILE, str(folders[0] / "Icons/new.png")) in notes.noted
    assert (DependencyKind.FOLDER, str(folders[0] / "Icons")) in notes.noted
