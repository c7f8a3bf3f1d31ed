"""New sites and new figures: what is written builds, and nothing is overwritten."""

import pytest

from tests.programs import program
from tests.support import write

from .site import SCRIPT, read_refusal, run


def test_a_new_site_lists_its_files(tmp_path):
    done = run(tmp_path, "new", "my-site")
    assert done.returncode == 0
    written = {line for line in done.stdout.splitlines() if line}
    there = {p.relative_to(tmp_path).as_posix() for p in (tmp_path / "my-site").rglob("*") if p.is_file()}
    assert written == there
    assert 'site_name: "My site"\n' in (tmp_path / "my-site/mkdocs.yml").read_text(encoding="utf-8")


@pytest.mark.parametrize("name", ['it\'s "new": #1, <b>*x* a\\b & {c} Ä', "--"])
def test_a_new_site_builds_whatever_it_is_called(tmp_path, name):
    done = run(tmp_path, "new", "--", name)
    assert done.returncode == 0, done.stderr
    built = program("mkdocs", "build", "--strict", cwd=tmp_path / name)
    assert built.returncode == 0, built.stderr


def test_a_folder_that_is_not_empty_stays_as_it_is(tmp_path):
    write(tmp_path, {"taken/precious.txt": "mine"})
    assert "not empty" in read_refusal(tmp_path, "new", "taken")
    assert [p.name for p in (tmp_path / "taken").iterdir()] == ["precious.txt"]


def test_new_figures_can_be_embedded_with_the_lines_that_are_printed(site):
    for number, name in enumerate(("hello", "net/hosts", "a_b-2", "other.py")):
        done = run(site, "add", name)
        assert done.returncode == 0, done.stderr
        write(site, {f"docs/new{number}.md": done.stdout})
    checked = run(site, "check")
    assert (checked.returncode, checked.stdout) == (0, "")


@pytest.mark.parametrize(
    "name", ["Bad Name", "../out", "/abs", "a//b", "-x", ".hidden", "_helper", "é", "diagrams", "json"]
)
def test_a_figure_of_an_impossible_name_is_not_written(site, name):
    before = set(site.parent.rglob("*"))
    assert "cannot be the name" in read_refusal(site, "add", "--", name)
    assert set(site.parent.rglob("*")) == before


def test_an_existing_script_is_not_overwritten(site):
    assert "exists; nothing was written" in read_refusal(site, "add", "web")
    assert (site / "diagram_src/web.py").read_text(encoding="utf-8") == SCRIPT
