"""A figure is rendered again when anything that it depended on has changed, and only then."""

from __future__ import annotations

import os
import sqlite3
import time
from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace

import pytest
from live_diagrams.cache import recipes

from tests.archive import read_cases
from tests.cache.subject import write_files, write_subject
from tests.project import FIGURE, Site, as_bytes

INPUTS = read_cases([Path(__file__).with_name("inputs.txt")])


@pytest.mark.parametrize("name", INPUTS)
def test_a_change_of_an_input_is_noticed_and_nothing_else(name: str, subject_site: Site) -> None:
    """A case: the script that reads an input (`subject.py`), files, and what changes `later`.

    A file that reads `-> PATH` is a link. `removed` lists what is deleted, `labels` what the script draws
    before and after the change where that is not `one` and `two`.
    """
    files = dict(INPUTS[name].files)
    before, after = files.pop("labels", "one\ntwo").split("\n")[:2]
    removed = files.pop("removed", "").split()
    write_subject(subject_site, files.pop("subject.py"))
    later = {
        path.removeprefix("later/"): files.pop(path) for path in list(files) if path.startswith("later/")
    }
    write_files(subject_site, files)

    def change() -> None:
        for path in removed:
            (subject_site.root / path).unlink()
        write_files(subject_site, later)

    assert_rendered_again(subject_site, change, before, after)


def test_a_file_with_an_odd_name(subject_site: Site) -> None:
    name = 'data/dätä "1" {root}.txt'
    write_subject(subject_site, f"label = open({name!r}).read()")
    write_files(subject_site, {name: "one"})
    assert_rendered_again(subject_site, lambda: write_files(subject_site, {name: "two"}), "one", "two")


def test_a_database(subject_site: Site) -> None:
    def write_table(value: str) -> None:
        with sqlite3.connect(subject_site.folder / "data.db") as base:
            base.executescript(
                f"drop table if exists t; create table t (v); insert into t values ('{value}')"
            )
        base.close()

    write_subject(
        subject_site, "import sqlite3; [(label,)] = sqlite3.connect('data.db').execute('select v from t')"
    )
    write_table("one")
    assert_rendered_again(subject_site, lambda: write_table("two"), "one", "two")


def assert_rendered_again(site: Site, change: Callable[[], object], before: str, after: str) -> None:
    """Check that a change makes the subject run again, and nothing else does."""
    with site.pipeline() as pipeline:
        first = site.build_with(pipeline)
        assert first.ran == ["other", "subject"]
        assert first.labels("subject") == [before]

        unchanged = site.build()
        assert unchanged.ran == []
        assert (unchanged.statistics.from_cache, unchanged.statistics.rendered) == (2, 0)
        assert as_bytes(unchanged.figures("subject")) == as_bytes(first.figures("subject"))

        change()
        changed = site.build_with(pipeline)
        assert changed.ran == ["subject"]
        assert changed.labels("subject") == [after]
        assert site.build().ran == []


def test_what_a_figure_does_not_depend_on(subject_site: Site) -> None:
    """Other files of the project, files of the same names elsewhere, and times of modification."""
    write_subject(subject_site, "label = open('data.txt').read()")
    data = subject_site.write("data.txt", "one")
    subject_site.build()
    os.utime(data, (1, 1))
    os.utime(subject_site.folder / "subject.py", (1, 1))
    hidden = "hidden by the one beside the script"
    helper = "diagram_src/_helper.py"
    write_files(
        subject_site, {"README.md": "new", "docs/data.txt": "new", helper: "new = True", "data.txt": hidden}
    )
    assert subject_site.build().ran == []
    subject_site.script("new", FIGURE)
    assert subject_site.build().ran == ["new"]


@pytest.mark.parametrize("name", ["_helper.py", "data.txt"])
def test_a_change_that_keeps_size_and_time(name: str, subject_site: Site) -> None:
    read = (
        "from _helper import label" if name == "_helper.py" else "label = eval(open('data.txt').read()[8:])"
    )
    write_subject(subject_site, read)
    path = subject_site.write(name, "label = 'one'")
    subject_site.build()
    status = path.stat()
    path.write_text("label = 'two'")
    os.utime(path, ns=(status.st_atime_ns, status.st_mtime_ns))
    changed = subject_site.build()
    assert changed.ran == ["subject"]
    assert changed.labels("subject") == ["two"]


def test_an_environment_variable(subject_site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("SHOP", raising=False)
    declared = "import os; from live_diagrams import depends; depends(env=['SHOP'])"
    write_subject(subject_site, f"{declared}; label = os.getenv('SHOP', 'one')")
    for value, ran in ((None, "other subject"), ("two", "subject"), ("", "subject"), ("two", ""), (None, "")):
        monkeypatch.delenv("SHOP", raising=False) if value is None else monkeypatch.setenv("SHOP", value)
        build = subject_site.build()
        assert " ".join(build.ran) == ran
        assert build.labels("subject") == ["one" if value is None else value]
    monkeypatch.setenv("UNRELATED", "new")
    assert subject_site.build().ran == []


def test_an_environment_variable_that_is_no_text(subject_site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SHOP", os.fsdecode(b"\xff"))
    write_subject(subject_site, "from live_diagrams import depends; depends(env=['SHOP']); label = 'one'")
    assert subject_site.build().labels("subject") == ["one"]
    assert subject_site.build().ran == []


def test_a_folder_with_a_name_that_is_no_text(subject_site: Site) -> None:
    write_files(subject_site, {"data/a": ""})
    write_subject(subject_site, "import os; label = len(os.listdir('data'))")
    subject_site.build()
    (subject_site.root / "data" / os.fsdecode(b"\xff")).write_text("")
    changed = subject_site.build()
    assert changed.ran == ["subject"]
    assert changed.labels("subject") == ["2"]
    assert subject_site.build().ran == []


def test_a_greatest_age(subject_site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    write_subject(subject_site, "from live_diagrams import depends; depends(max_age=3600); label = 'one'")
    assert subject_site.build().ran == ["other", "subject"]
    assert subject_site.build().ran == []
    monkeypatch.setattr(recipes, "time", SimpleNamespace(time=lambda: time.time() + 3500))
    assert subject_site.build().ran == []
    monkeypatch.setattr(recipes, "time", SimpleNamespace(time=lambda: time.time() + 3700))
    assert subject_site.build().ran == ["subject"]
