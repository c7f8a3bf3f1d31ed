"""A figure is made again when anything that it depended on has changed, and only then.

`subject` is the script that depends on something; `other` stands beside it and never does. Which
scripts ran, they say themselves, in a file that lies outside the project.
"""

from __future__ import annotations

import io
import json
import os
import py_compile
import shutil
import sqlite3
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest
from live_diagrams.model.errors import FigureError
from PIL import Image

from tests.dot_program import install_dot_program
from tests.project import FIGURE, Site, as_bytes

DRAW = """
from diagrams import Diagram, Node
with Diagram("Subject", show=False):
    Node(str(label))
"""


@dataclass(frozen=True)
class Case:
    """What the subject does to get its label, what there is at first, and what then changes.

    `label` is what it draws at first and afterwards.
    """

    name: str
    script: str
    before: Callable[[Site], object]
    after: Callable[[Site], object]
    label: tuple[str, str] = ("one", "two")


def nothing(site: Site) -> None:
    pass


def write(name: str, text: str) -> Callable[[Site], object]:
    """Write a file below the project's root."""

    def do(site: Site) -> None:
        path = site.root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")

    return do


def remove(name: str) -> Callable[[Site], object]:
    def do(site: Site) -> None:
        path = site.root / name
        shutil.rmtree(path) if path.is_dir() else path.unlink()

    return do


def both(*steps: Callable[[Site], object]) -> Callable[[Site], object]:
    return lambda site: [step(site) for step in steps]


def table(value: str) -> Callable[[Site], object]:
    def do(site: Site) -> None:
        with sqlite3.connect(site.folder / "data.db") as base:
            base.executescript(
                f"drop table if exists t; create table t (v); insert into t values ('{value}')"
            )
        base.close()

    return do


CASES = [
    Case(
        "an imported helper",
        "from _helper import label",
        write("diagram_src/_helper.py", "label = 'one'"),
        write("diagram_src/_helper.py", "label = 'two'"),
    ),
    Case(
        "a helper of the helper",
        "from _helper import label",
        both(
            write("diagram_src/_helper.py", "from _inner import label"),
            write("diagram_src/_inner.py", "label = 'one'"),
        ),
        write("diagram_src/_inner.py", "label = 'two'"),
    ),
    Case(
        "a module of a package",
        "from _parts.deep import label",
        both(
            write("diagram_src/_parts/__init__.py", ""),
            write("diagram_src/_parts/deep.py", "from .deeper import label"),
            write("diagram_src/_parts/deeper.py", "label = 'one'"),
        ),
        write("diagram_src/_parts/deeper.py", "label = 'two'"),
    ),
    Case(
        "a package's own file",
        "import _parts; label = _parts.label",
        write("diagram_src/_parts/__init__.py", "label = 'one'"),
        write("diagram_src/_parts/__init__.py", "label = 'two'"),
    ),
    Case(
        "a module that comes to stand before another",
        "import this_is_elsewhere; label = this_is_elsewhere.label",
        lambda site: site.write("../elsewhere/this_is_elsewhere.py", "label = 'one'"),
        write("diagram_src/this_is_elsewhere.py", "label = 'two'"),
    ),
    Case(
        "a helper that was missing",
        """
        try:
            from _helper import label
        except ImportError:
            label = "one"
        """,
        nothing,
        write("diagram_src/_helper.py", "label = 'two'"),
    ),
    Case(
        "a file beside the script",
        "label = open('data.txt').read()",
        write("diagram_src/data.txt", "one"),
        write("diagram_src/data.txt", "two"),
    ),
    Case(
        "a file in the project's root",
        "label = open('data.txt').read()",
        write("data.txt", "one"),
        write("data.txt", "two"),
    ),
    Case(
        "a file that comes to stand beside the script",
        "label = open('data.txt').read()",
        write("data.txt", "one"),
        write("diagram_src/data.txt", "two"),
    ),
    Case(
        "a file by its whole path",
        "from pathlib import Path; label = Path(__file__).with_name('data.txt').read_text()",
        write("diagram_src/data.txt", "one"),
        write("diagram_src/data.txt", "two"),
    ),
    Case(
        "a file whose name begins with a dot",
        "label = open('.hidden/data.txt').read()",
        write(".hidden/data.txt", "one"),
        write(".hidden/data.txt", "two"),
    ),
    Case(
        "a file with an odd name",
        "label = open('data/dätä \"1\" {root}.txt').read()",
        write('data/dätä "1" {root}.txt', "one"),
        write('data/dätä "1" {root}.txt', "two"),
    ),
    Case(
        "a file behind a link",
        "label = open('linked.txt').read()",
        both(
            write("real/data.txt", "one"), lambda site: (site.root / "linked.txt").symlink_to("real/data.txt")
        ),
        write("real/data.txt", "two"),
    ),
    Case(
        "a link that leads elsewhere",
        "label = open('linked.txt').read()",
        both(
            write("one.txt", "one"),
            write("two.txt", "two"),
            lambda site: (site.root / "linked.txt").symlink_to("one.txt"),
        ),
        both(remove("linked.txt"), lambda site: (site.root / "linked.txt").symlink_to("two.txt")),
    ),
    Case(
        "a folder that comes to stand beside the script",
        "import os; label = 'one' if os.path.exists('data/a') else 'two'",
        write("data/a", ""),
        write("diagram_src/data/b", ""),
    ),
    Case(
        "a file that os.open opens",
        "import os; label = os.read(os.open('data.txt', os.O_RDONLY), 9).decode()",
        write("diagram_src/data.txt", "one"),
        write("diagram_src/data.txt", "two"),
    ),
    Case(
        "a file that a thread opens",
        """
        from concurrent.futures import ThreadPoolExecutor
        with ThreadPoolExecutor() as threads:
            label = threads.submit(lambda: open('data.txt').read()).result()
        """,
        write("diagram_src/data.txt", "one"),
        write("diagram_src/data.txt", "two"),
    ),
    Case(
        "a database",
        "import sqlite3; [(label,)] = sqlite3.connect('data.db').execute('select v from t')",
        table("one"),
        table("two"),
    ),
    Case(
        "what a listed file says",
        """
        import glob, json
        label = "".join(json.load(open(path)) for path in sorted(glob.glob("data/*.json")))
        """,
        both(write("data/a.json", '"one"'), write("data/b.json", '""')),
        both(write("data/a.json", '"two"')),
    ),
    Case(
        "a listed folder that gains a file",
        "import os; label = ' '.join(sorted(os.listdir('data')))",
        write("data/a", ""),
        write("data/b", ""),
        ("a", "a b"),
    ),
    Case(
        "a listed folder that loses a file",
        "from pathlib import Path; label = ' '.join(sorted(p.name for p in Path('data').iterdir()))",
        both(write("data/a", ""), write("data/b", "")),
        remove("data/b"),
        ("a b", "a"),
    ),
    Case(
        "a folder deep below a searched one",
        "from pathlib import Path; label = len(list(Path(__file__).parent.rglob('*.yaml')))",
        write("diagram_src/a/b/c.yaml", ""),
        write("diagram_src/a/b/d.yaml", ""),
        ("1", "2"),
    ),
    Case(
        "the folder that the script is run in",
        "import glob; label = ' '.join(sorted(glob.glob('*.data')))",
        write("diagram_src/a.data", ""),
        write("b.data", ""),
        ("a.data", "a.data b.data"),
    ),
    Case(
        "a file that was absent when opened",
        """
        try:
            label = open("data.txt").read()
        except FileNotFoundError:
            label = "one"
        """,
        nothing,
        write("diagram_src/data.txt", "two"),
    ),
    Case(
        "a file that was absent in the root",
        """
        try:
            label = open("data/data.txt").read()
        except FileNotFoundError:
            label = "one"
        """,
        write("data/other.txt", ""),
        write("data/data.txt", "two"),
    ),
    Case(
        "a file that was asked for",
        "import os; label = 'two' if os.path.exists('data.txt') else 'one'",
        nothing,
        write("diagram_src/data.txt", ""),
    ),
    Case(
        "a file that was asked for by its whole path",
        "from pathlib import Path; label = 'two' if Path(__file__).with_name('x').is_file() else 'one'",
        nothing,
        write("diagram_src/x", ""),
    ),
    Case(
        "a file that was there when asked for",
        "import os; label = 'one' if os.path.isfile('data.txt') else 'two'",
        write("diagram_src/data.txt", ""),
        remove("diagram_src/data.txt"),
    ),
    Case(
        "a folder that was asked for",
        "from pathlib import Path; label = 'two' if Path('data').is_dir() else 'one'",
        nothing,
        write("data/a", ""),
    ),
    Case(
        "a folder that was absent when listed",
        """
        import os
        try:
            label = " ".join(os.listdir("data"))
        except FileNotFoundError:
            label = "one"
        """,
        nothing,
        write("data/two", ""),
    ),
    Case(
        "a file that a program reads, declared",
        """
        import subprocess
        from live_diagrams import depends
        depends(files=["data.txt"])
        label = subprocess.run(["cat", "data.txt"], capture_output=True, text=True, check=True).stdout
        """,
        write("diagram_src/data.txt", "one"),
        write("diagram_src/data.txt", "two"),
    ),
    Case(
        "a declared folder",
        """
        import subprocess
        from live_diagrams import depends
        depends(files=["data"])
        label = subprocess.run(["cat", "data/a/b"], capture_output=True, text=True, check=True).stdout
        """,
        write("data/a/b", "one"),
        write("data/a/b", "two"),
    ),
    Case(
        "a declared file that was absent",
        """
        import subprocess
        from live_diagrams import depends
        depends(files=["data.txt"])
        label = subprocess.run(["cat", "data.txt"], capture_output=True, text=True).stdout or "one"
        """,
        nothing,
        write("diagram_src/data.txt", "two"),
    ),
]


@pytest.fixture
def site(site: Site, monkeypatch: pytest.MonkeyPatch) -> Site:
    monkeypatch.setenv("PYTHONPATH", str(site.root / "elsewhere"))
    site.script("other", FIGURE)
    return site


def subject(site: Site, script: str) -> None:
    site.script("subject", f"{script}\n{DRAW}" if "\n" not in script else _dedented(script) + DRAW)


def _dedented(script: str) -> str:
    lines = script.strip("\n").split("\n")
    return "\n".join(line[8:] for line in lines) + "\n"


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_a_change_is_noticed_and_only_it(case: Case, site: Site) -> None:
    before, after = case.label
    case.before(site)
    subject(site, case.script)
    with site.pipeline() as pipeline:
        first = site.build_with(pipeline)
        assert first.ran == ["other", "subject"]
        assert first.labels("subject") == [before]

        unchanged = site.build()
        assert unchanged.ran == []
        assert (unchanged.statistics.from_cache, unchanged.statistics.rendered) == (2, 0)
        assert as_bytes(unchanged.figures("subject")) == as_bytes(first.figures("subject"))

        case.after(site)
        changed = site.build_with(pipeline)
        assert changed.ran == ["subject"]
        assert changed.labels("subject") == [after]
        assert site.build().ran == []


def test_the_script_itself(site: Site) -> None:
    subject(site, "label = 'one'")
    site.build()
    subject(site, "label = 'two'")
    changed = site.build()
    assert changed.ran == ["subject"]
    assert changed.labels("subject") == ["two"]


def test_what_a_figure_does_not_depend_on(site: Site) -> None:
    """Other files of the project, files of the same names elsewhere, and times of modification."""
    subject(site, "label = open('data.txt').read()")
    data = site.write("data.txt", "one")
    site.build()
    os.utime(data, (1, 1))
    os.utime(site.folder / "subject.py", (1, 1))
    write("README.md", "new")(site)
    write("docs/data.txt", "new")(site)
    write("diagram_src/_helper.py", "new = True")(site)
    write("data.txt", "hidden by the one beside the script")(site)
    assert site.build().ran == []
    site.script("new", FIGURE)
    assert site.build().ran == ["new"]


def test_one_helper_of_many_scripts(site: Site) -> None:
    site.write("_helper.py", "label = 'one'")
    for name in ("a", "b", "c"):
        site.script(name, f"from _helper import label\n{DRAW}")
    assert site.build().ran == ["a", "b", "c", "other"]
    site.write("_helper.py", "label = 'two'")
    assert site.build().ran == ["a", "b", "c"]


@pytest.mark.parametrize("name", ["_helper.py", "data.txt"])
def test_a_change_that_keeps_size_and_time(name: str, site: Site) -> None:
    read = (
        "from _helper import label" if name == "_helper.py" else "label = eval(open('data.txt').read()[8:])"
    )
    subject(site, read)
    path = site.write(name, "label = 'one'")
    site.build()
    status = path.stat()
    path.write_text("label = 'two'")
    os.utime(path, ns=(status.st_atime_ns, status.st_mtime_ns))
    changed = site.build()
    assert changed.ran == ["subject"]
    assert changed.labels("subject") == ["two"]


def test_bytecode_of_a_helper_is_not_trusted(site: Site) -> None:
    """Python would: it has the size and, to the second, the time of the source that it was made of."""
    subject(site, "from _helper import label")
    path = site.write("_helper.py", "label = 'old'")
    os.utime(path, (1_000_000_000, 1_000_000_000))
    py_compile.compile(str(path))
    path.write_text("label = 'new'")
    os.utime(path, (1_000_000_000, 1_000_000_000))
    assert site.build().labels("subject") == ["new"]


def test_no_bytecode_is_written_into_the_project(site: Site) -> None:
    subject(site, "from _helper import label")
    site.write("_helper.py", "label = 'one'")
    site.build()
    assert not list(site.root.rglob("__pycache__"))


def test_one_server_sees_a_change_of_a_helper(site: Site) -> None:
    subject(site, "from _helper import label")
    site.write("_helper.py", "label = 'one'")
    with site.pipeline() as pipeline:
        labels = []
        for text in ("label = 'one'", "label = 'two'", "label = 'one'", "label = 'six'"):
            site.write("_helper.py", text)
            pipeline.start_build()
            labels += [node.label for node in pipeline.render_figure("subject").graph.nodes]
        assert labels == ["one", "two", "one", "six"]


def test_switching_back_and_forth_is_remembered(site: Site) -> None:
    subject(site, "from _helper import label; label += open('data.txt').read()")
    states = [(helper, data) for helper in ("x", "y") for data in ("1", "2", "3")]

    def switch(state: tuple[str, str]) -> None:
        site.write("_helper.py", f"label = {state[0]!r}")
        site.write("data.txt", state[1])

    with site.pipeline() as pipeline:
        for state in states:
            switch(state)
            assert "subject" in site.build_with(pipeline).ran
    for state in reversed(states):
        switch(state)
        build = site.build()
        assert build.ran == []
        assert build.labels("subject") == ["".join(state)]


def test_moving_the_project_keeps_it_remembered(site: Site, tmp_path: Path) -> None:
    site.write("_helper.py", "label = 'one'")
    site.write("data.txt", "!")
    Image.new("RGB", (20, 20), "red").save(site.folder / "icon.png")
    subject(
        site,
        "import os, pathlib; from _helper import label; os.listdir('.'); os.path.exists('absent');"
        "label += pathlib.Path(__file__).with_name('data.txt').read_text()",
    )
    site.script("icon", custom("icon.png"))
    before = site.build()
    assert len(before.ran) == 3
    site.root = site.root.rename(tmp_path / "elsewhere, moved")
    after = site.build()
    assert after.ran == []
    assert [as_bytes(after.figures(name)) for name in after.results] == [
        as_bytes(before.figures(name)) for name in before.results
    ]
    site.write("data.txt", "?")
    assert site.build().ran == ["subject"]


def test_a_project_reached_by_a_link(site: Site, tmp_path: Path) -> None:
    real = site.root.rename(tmp_path / "real")
    site.root.symlink_to(real)
    site.write("_helper.py", "label = 'one'")
    subject(site, "from _helper import label; label += open('data.txt').read()")
    site.write("data.txt", "!")
    assert site.build().labels("subject") == ["one!"]
    assert site.build().ran == []
    site.write("_helper.py", "label = 'two'")
    assert site.build().ran == ["subject"]
    site.write("data.txt", "raise")
    subject(site, "from _helper import label; import _fails")
    site.write("_fails.py", "1 / 0")
    assert site.build().error("subject").location == "diagram_src/_fails.py:1"
    site.root.unlink()
    site.root = real
    subject(site, "from _helper import label; label += open('data.txt').read()")
    assert site.build().ran == ["subject"]
    site.root = real.rename(tmp_path / "moved")
    assert site.build().ran == []


def test_an_environment_variable(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("SHOP", raising=False)
    declared = "import os; from live_diagrams import depends; depends(env=['SHOP'])"
    subject(site, f"{declared}; label = os.getenv('SHOP', 'one')")
    for value, ran in ((None, "other subject"), ("two", "subject"), ("", "subject"), ("two", ""), (None, "")):
        monkeypatch.delenv("SHOP", raising=False) if value is None else monkeypatch.setenv("SHOP", value)
        build = site.build()
        assert " ".join(build.ran) == ran
        assert build.labels("subject") == ["one" if value is None else value]
    monkeypatch.setenv("UNRELATED", "new")
    assert site.build().ran == []


def test_an_environment_variable_that_is_no_text(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SHOP", os.fsdecode(b"\xff"))
    subject(site, "from live_diagrams import depends; depends(env=['SHOP']); label = 'one'")
    assert site.build().labels("subject") == ["one"]
    assert site.build().ran == []


def test_a_folder_with_a_name_that_is_no_text(site: Site) -> None:
    write("data/a", "")(site)
    subject(site, "import os; label = len(os.listdir('data'))")
    site.build()
    (site.root / "data" / os.fsdecode(b"\xff")).write_text("")
    changed = site.build()
    assert changed.ran == ["subject"]
    assert changed.labels("subject") == ["2"]
    assert site.build().ran == []


def test_a_greatest_age(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    subject(site, "from live_diagrams import depends; depends(max_age=3600); label = 'one'")
    clock = time.time
    assert site.build().ran == ["other", "subject"]
    assert site.build().ran == []
    monkeypatch.setattr(time, "time", lambda: clock() + 3500)
    assert site.build().ran == []
    monkeypatch.setattr(time, "time", lambda: clock() + 3700)
    assert site.build().ran == ["subject"]


def custom(icon: str) -> str:
    return f"""
from diagrams import Diagram
from diagrams.custom import Custom
with Diagram("Icon", show=False):
    Custom("own", {icon!r})
"""


def image(colour: str) -> bytes:
    out = io.BytesIO()
    Image.new("RGB", (20, 20), colour).save(out, "PNG")
    return out.getvalue()


def test_an_icon(site: Site) -> None:
    site.write("icon.png", image("red"))
    site.script("subject", custom("icon.png"))
    red = site.build()
    assert site.build().ran == []
    site.write("icon.png", image("blue"))
    blue = site.build()
    assert blue.ran == ["subject"]
    assert icons(blue.figures("subject")) != icons(red.figures("subject"))
    site.write("icon.png", image("red"))
    back = site.build()
    assert back.ran == []
    assert as_bytes(back.figures("subject")) == as_bytes(red.figures("subject"))


def icons(figures: list) -> list[str]:
    return [figure.icons[key] for figure in figures for key in figure.list_icon_keys()]


def test_an_icon_that_comes_to_stand_beside_the_script(site: Site) -> None:
    (site.root / "icon.png").write_bytes(image("red"))
    site.script("subject", custom("icon.png"))
    red = site.build()
    site.write("icon.png", image("blue"))
    blue = site.build()
    assert blue.ran == ["subject"]
    assert icons(blue.figures("subject")) != icons(red.figures("subject"))


def test_an_icon_that_was_missing(site: Site) -> None:
    site.script("subject", custom("icon.png"))
    assert site.build().error("subject").kind == "icon"
    site.write("icon.png", image("red"))
    assert site.build().figures("subject")


def test_a_failure_is_not_remembered(site: Site) -> None:
    subject(site, "label = open('data.txt').read()")
    for _ in range(2):
        build = site.build()
        assert "subject" in build.ran
        assert isinstance(build.results["subject"], FigureError)
    write("data.txt", "one")(site)
    assert site.build().labels("subject") == ["one"]


def test_files_that_a_script_wrote_itself(site: Site, tmp_path: Path) -> None:
    """They are no dependency, wherever they were: else nothing that uses one is ever remembered."""
    subject(
        site,
        f"""
        import os, tempfile
        label = ""
        for path in ("here.txt", tempfile.mkstemp()[1], {str(tmp_path / "outside.txt")!r}):
            with open(path, "w") as file:
                file.write("x")
            label += open(path).read()
            os.path.exists(path)
        with tempfile.TemporaryDirectory() as folder:
            open(folder + "/y", "w").write("y")
            label += " ".join(os.listdir(folder))
        os.remove({str(tmp_path / "outside.txt")!r})
        """,
    )
    assert site.build().labels("subject") == ["xxxy"]
    assert site.build().ran == []


def test_a_pipe_is_not_waited_for(site: Site) -> None:
    os.mkfifo(site.root / "pipe")
    subject(site, "import os; label = 'one' if os.path.exists('pipe') else 'two'")
    assert site.build(timeout=5.0).labels("subject") == ["one"]
    assert site.build().ran == []


def test_copying_files_works_while_they_are_watched(site: Site) -> None:
    write("data/a.txt", "one")(site)
    subject(
        site,
        """
        import os, shutil
        shutil.copytree("data", "copy")
        shutil.copy2("data/a.txt", "copied.txt", follow_symlinks=False)
        shutil.copystat("data/a.txt", "copied.txt", follow_symlinks=False)
        assert os.stat("copied.txt", follow_symlinks=False).st_size == 3
        folder = os.open("copy", os.O_RDONLY)
        assert os.stat("a.txt", dir_fd=folder).st_size == os.stat(folder + 0).st_size or True
        shutil.rmtree("copy")
        label = open("copied.txt").read()
        """,
    )
    assert site.build().labels("subject") == ["one"]
    write("data/a.txt", "two")(site)
    assert site.build().labels("subject") == ["two"]


def test_scripts_run_in_a_private_folder(site: Site) -> None:
    write("data/a.txt", "one")(site)
    subject(
        site,
        """
        import os
        here = os.getcwd()
        assert not here.startswith(os.path.dirname(os.path.dirname(__file__)))
        label = open("data/a.txt").read() + open(f"../{os.path.basename(here)}/data/a.txt").read()
        """,
    )
    assert site.build().labels("subject") == ["oneone"]


def test_a_direction_is_an_entry_of_its_own(site: Site) -> None:
    wide = site.build()
    tall = site.build(direction="TB")
    assert tall.ran == ["other"]
    assert as_bytes(tall.figures("other")) != as_bytes(wide.figures("other"))
    assert site.build(direction="TB").ran == []
    assert as_bytes(site.build().figures("other")) == as_bytes(wide.figures("other"))
    assert site.build(direction="LR").ran == ["other"]


def test_a_layout_program_is_an_entry_of_its_own(site: Site, tmp_path: Path) -> None:
    program = install_dot_program(tmp_path)
    without = site.build()
    with_it = site.build(dot=program)
    assert with_it.ran == ["other"]
    assert as_bytes(with_it.figures("other")) == as_bytes(without.figures("other"))
    assert site.build(dot=program).ran == []


def test_another_version_of_a_layout_program(site: Site, tmp_path: Path) -> None:
    program = install_dot_program(tmp_path)
    site.build(dot=program)
    with open(program, "a", encoding="utf-8") as file:
        file.write("# a newer version\n")
    assert site.build(dot=program).ran == ["other"]


@pytest.mark.parametrize("said", ["sys.exit(3)", "print('<svg')", "sys.exit('no fonts')"])
def test_a_layout_program_that_fails(said: str, site: Site, tmp_path: Path) -> None:
    program = tmp_path / "dot"
    program.write_text(f"#!{sys.executable}\nimport sys\n{said}\n")
    program.chmod(0o755)
    error = site.build(dot=str(program)).error("other")
    assert error.kind == "layout"
    assert error.line == 2 + 1
    assert "\n" not in error.message


def test_a_layout_program_that_does_not_exist(site: Site) -> None:
    error = site.build(dot="/nowhere/dot").error("other")
    assert "'/nowhere/dot' does not run" in error.message


@pytest.mark.parametrize(
    "settings", [{"timeout": 19.0}, {"workers": 1}, {"memory": 900}, {"cache_size": 200}]
)
def test_bounds_are_no_part_of_a_figure(settings: dict[str, object], site: Site) -> None:
    site.build()
    assert site.build(**settings).ran == []


def test_what_is_remembered_says_nothing_of_the_machine(site: Site, tmp_path: Path) -> None:
    site.write("icon.png", image("red"))
    site.script("icon", custom("icon.png"))
    build = site.build()
    with site.pipeline() as pipeline:
        for path in site.store.glob("recipes/*/*"):
            recipe = json.loads(pipeline.store.get("recipes", path.name) or b"")
            assert str(tmp_path) not in json.dumps(recipe)
    assert str(tmp_path) not in "".join(figure.drawings["wide"].body for figure in build.figures("icon"))


def test_a_folder_that_is_called_like_a_script(site: Site) -> None:
    (site.folder / "folder.py").mkdir()
    (site.folder / "dangling.py").symlink_to("nowhere")
    assert list(site.build().results) == ["other"]
