"""The house: which module may import what, read from the sources."""

import ast
from pathlib import Path

import live_diagrams
import pytest

PACKAGE = Path(live_diagrams.__file__).parent
MODULES = sorted(PACKAGE.glob("*.py"))
KUBE_CHECKS = sorted((PACKAGE.parent / "kube_checks").glob("**/*.py"))
TREES = {path.stem: ast.parse(path.read_text(encoding="utf-8")) for path in MODULES}

PURE = (
    *("figure", "text", "markup", "look", "svg", "html", "words", "narrow", "fences", "parting"),
    *("checks", "errors", "job"),
)
"""Modules that take values and give values; so must be what they import."""
IO = {
    *("asyncio", "ctypes", "fileinput", "ftplib", "glob", "http", "io", "logging", "mmap", "multiprocessing"),
    *("os", "pathlib", "pickle", "platform", "random", "select", "selectors", "shelve", "shutil", "signal"),
    *("socket", "sqlite3", "subprocess", "sys", "tempfile", "threading", "time", "urllib", "PIL"),
}
"""What reaches the disk, the network, the clock, the machine or another process."""
HARMLESS = {"PIL.ImageColor"}
"""Parts of the above that do not: this one knows what colours are called."""


def imports(tree: ast.AST, *, lazy: bool = True) -> set[str]:
    """Absolute names, relative ones with a dot before them. `lazy`: also those inside functions."""
    found: set[str] = set()

    def visit(node: ast.AST, inside: bool) -> None:
        if isinstance(node, ast.Import) and (lazy or not inside):
            found.update(alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and (lazy or not inside):
            if node.level:
                names = [node.module] if node.module else [alias.name for alias in node.names]
                found.update(f".{name}" for name in names)
            else:
                found.add(node.module or "")
        within = inside or isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef, ast.Lambda))
        for child in ast.iter_child_nodes(node):
            visit(child, within)

    visit(tree, False)
    return found


def importers(package: str, *, lazy: bool = True) -> set[str]:
    return {
        name
        for name, tree in TREES.items()
        if any(i == package or i.startswith(f"{package}.") for i in imports(tree, lazy=lazy))
    }


def siblings(name: str, *, lazy: bool = False) -> set[str]:
    return {i[1:].split(".")[0] for i in imports(TREES[name], lazy=lazy) if i.startswith(".")} & set(TREES)


def test_the_reader_of_imports_reads_all_kinds():
    tree = ast.parse("import os.path\nfrom . import a\nfrom .b import c\ndef f():\n    from d import e\n")
    assert imports(tree) == {"os.path", ".a", ".b", "d"}
    assert imports(tree, lazy=False) == {"os.path", ".a", ".b"}


def test_only_the_front_doors_know_mkdocs():
    assert importers("mkdocs", lazy=False) <= {"plugin", "config", "schema", "serve"}
    assert importers("mkdocs") <= {"plugin", "config", "schema", "serve", "project"}


def test_only_the_extension_and_notes_know_markdown():
    assert importers("markdown") == {"extension", "notes"}


def test_only_dot_and_layout_know_graphviz():
    assert importers("pygraphviz") == {"dot", "layout"}
    assert importers("graphviz") == set()


def test_only_what_runs_beside_a_script_knows_diagrams():
    assert importers("diagrams") <= {"capture", "render", "steps"}


def test_live_diagrams_knows_nothing_of_kubernetes():
    assert importers("kube_checks") == set()


@pytest.mark.parametrize("path", KUBE_CHECKS, ids=lambda path: path.stem)
def test_kube_checks_imports_of_this_house_only_what_checks_look_at(path):
    names = imports(ast.parse(path.read_text(encoding="utf-8")))
    assert not {n for n in names if n.split(".")[0] in ("mkdocs", "markdown", "pygraphviz", "diagrams")}
    seen = {"checks", "fences", "figure", "graph", "prose"}  # pure: what a site is, and how to read it
    assert {n for n in names if n.split(".")[0] == "live_diagrams"} <= {
        "live_diagrams",
        *(f"live_diagrams.{room}" for room in seen),
    }


@pytest.mark.parametrize("path", KUBE_CHECKS, ids=lambda path: path.stem)
def test_only_the_edges_of_kube_checks_reach_outside(path):
    if path.stem in ("manifests", "rules", "schemas"):
        return
    tree = ast.parse(path.read_text(encoding="utf-8"))
    assert not {i for i in imports(tree) if i.split(".")[0] in IO}
    assert not {node.id for node in ast.walk(tree) if isinstance(node, ast.Name)} & {"open", "print"}


def test_imports_lead_one_way():
    rooms = {name: siblings(name) for name in TREES}
    done: set[str] = set()
    while open_ := {name for name in rooms if name not in done}:
        ready = {name for name in open_ if rooms[name] <= done}
        assert ready, f"these import each other: {sorted(open_)}"
        done |= ready


DOORS = {"plugin", "cli", "terminal", "serve", "config", "checker", "pytest_plugin", "schema", "__main__"}


@pytest.mark.parametrize("name", sorted(set(TREES) - DOORS))
def test_no_room_knows_the_front_doors(name):
    assert not siblings(name, lazy=True) & DOORS


def closure(names):
    found = set(names)
    while more := {other for name in found for other in siblings(name, lazy=True)} - found:
        found |= more
    return sorted(found)


@pytest.mark.parametrize("name", closure(PURE))
def test_pure_modules_reach_nothing_outside(name):
    assert not {i for i in imports(TREES[name]) - HARMLESS if i.split(".")[0] in IO}
    names = {node.id for node in ast.walk(TREES[name]) if isinstance(node, ast.Name)}
    assert not names & {"open", "print", "input", "exec", "eval", "__import__"}


@pytest.mark.parametrize("path", [*MODULES, *KUBE_CHECKS], ids=lambda path: f"{path.parent.stem}.{path.stem}")
def test_every_module_is_short_and_says_what_it_is_for(path):
    text = path.read_text(encoding="utf-8")
    assert ast.get_docstring(ast.parse(text)), "no docstring"
    assert text.count("\n") <= 350
