"""The house: who may import whom, how much a folder holds, and how long a module is."""

import ast
import re
import subprocess
import sys
from graphlib import TopologicalSorter
from pathlib import Path

import grimp
import pytest

from tests.support import ROOT

PACKAGES = ("live_diagrams", "live_diagrams_kube")
MODULES = sorted(path for package in PACKAGES for path in (ROOT / "plugins" / package).rglob("*.py"))
FOLDERS = sorted({path.parent for path in MODULES})


def test_folders_import_only_what_the_contracts_allow():
    lint_imports = Path(sys.executable).with_name("lint-imports")
    done = subprocess.run([lint_imports, "--no-cache"], cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr


def test_no_modules_import_each_other_in_a_circle():
    """Imports for types alone count, and those inside a function."""
    graph = grimp.build_graph(*PACKAGES, exclude_type_checking_imports=False, cache_dir=None)
    imports = {module: graph.find_modules_directly_imported_by(module) for module in graph.modules}
    TopologicalSorter(imports).prepare()


@pytest.mark.parametrize("path", MODULES, ids=lambda path: path.relative_to(ROOT / "plugins").as_posix())
def test_every_module_is_short_and_says_what_it_is_for(path):
    text = path.read_text(encoding="utf-8")
    assert ast.get_docstring(ast.parse(text)), "no docstring"
    assert text.count("\n") <= 330


@pytest.mark.parametrize(
    "folder", FOLDERS, ids=lambda folder: folder.relative_to(ROOT / "plugins").as_posix()
)
def test_a_folder_can_be_surveyed(folder):
    assert len([path for path in MODULES if path.parent == folder and path.name != "__init__.py"]) <= 12


@pytest.mark.parametrize("page", ["CONTRIBUTING.md", "docs/handbook/how-it-works.md"])
def test_every_file_and_folder_that_explains_the_house_exists(page):
    named = {
        name.rstrip("/")
        for name in re.findall(r"`(\w[\w./-]*(?:\.py|/))`", (ROOT / page).read_text(encoding="utf-8"))
    }
    tops = ("plugins", "tests", "docs", "hooks", "diagram_src")
    paths = {f"/{path.relative_to(ROOT)}" for top in tops for path in (ROOT / top, *(ROOT / top).rglob("*"))}
    assert len(named) > 8
    assert [name for name in sorted(named) if not any(path.endswith(f"/{name}") for path in paths)] == []


TESTS = sorted((ROOT / "tests").rglob("*.py"))
GLOBAL_PATCH = re.compile(
    r"""(?:setattr|object)\((?:\w+\.)*(?:os|time|tempfile|subprocess|shutil|socket|threading|logging|builtins|io),\s*"(?!tempdir")"""
    r"""|patch\("(?:os|time|tempfile|subprocess|shutil|socket|threading|logging|builtins|io)\."""
)


def test_no_test_replaces_a_function_of_the_standard_library():
    """All that runs in the process would call it: what a test replaces is a name in one of our modules."""
    found = {path.name for path in TESTS if GLOBAL_PATCH.search(path.read_text(encoding="utf-8"))}
    assert found == set()
    for text in ('setattr§(module.os, "listdir"', 'patch§("os.remove")', 'mock.patch.object§(time, "time"'):
        assert GLOBAL_PATCH.search(text.replace("§", ""))
