"""What several cases have in common: their files, and how those change."""

from __future__ import annotations

import os
import shutil
import sqlite3
import zipfile
from pathlib import Path

from tests.cache.dependencies.case import Case, Change
from tests.cache.subject import make_image

SHARED_FILE = Path("/dev/shm/live-diagrams-case.txt")


def one(name: str, script: str, **options: object) -> Case:
    """Return a case whose file `a.txt` says `one`, and later `two`."""
    return Case(name, script, {"a.txt": "one"}, {"a.txt": "two"}, **options)  # type: ignore[arg-type]


def appears(name: str, script: str) -> Case:
    return Case(name, script, {"other.txt": ""}, {"a.txt": ""})


def disappears(name: str, script: str) -> Case:
    return Case(name, script, {"a.txt": ""}, removed=("a.txt",))


def gains(name: str, script: str) -> Case:
    return Case(
        name, script, {"data/a.txt": "", "data/sub/b.txt": ""}, {"data/sub2/c.txt": "", "data/d.txt": ""}
    )


def link_moves(name: str, script: str) -> Case:
    files = {"a.txt": "-> one.txt", "one.txt": "", "data/b.txt": "-> ../one.txt", "two.txt": ""}
    return Case(name, script, files, {"a.txt": "-> two.txt", "data/b.txt": "-> ../two.txt"})


def chmod(mode: int) -> Change:
    return lambda folder: (folder / "data/a.txt").chmod(mode)


def mode(name: str, script: str) -> Case:
    return Case(name, script, {"data/a.txt": "x"}, prepare=chmod(0o644), change=chmod(0o600))


def size(name: str, script: str) -> Case:
    return Case(name, script, {"data/a.txt": "x"}, {"data/a.txt": "xyz"})


def access(mode: int) -> Change:
    """Return a change of what anybody may do, root too: only the right to execute is asked of root."""
    return lambda folder: (folder / "data/a.txt").chmod(mode)


def becomes_file(folder: Path) -> None:
    shutil.rmtree(folder / "data")
    (folder / "data").write_text("")


def becomes_link(folder: Path) -> None:
    (folder / "data/sub").rename(folder / "real")
    (folder / "data/sub").symlink_to("../real")


def write_table(value: str, name: str = "data.db") -> Change:
    def write(folder: Path) -> None:
        with sqlite3.connect(folder / name) as base:
            base.executescript(
                f"drop table if exists t; create table t (v); insert into t values ('{value}')"
            )
        base.close()

    return write


def write_log(value: str) -> Change:
    """Return a change that is only in the write-ahead log: the connection stays open while it is copied."""

    def write(folder: Path) -> None:
        source = folder / "source.db"
        base = sqlite3.connect(source)
        base.execute("pragma journal_mode = wal")
        base.execute("pragma wal_autocheckpoint = 0")
        base.execute("create table if not exists t (v)")
        base.execute("delete from t")
        base.execute("insert into t values (?)", (value,))
        base.commit()
        for ending in ("", "-wal"):
            shutil.copyfile(f"{source}{ending}", folder / f"data.db{ending}")
        base.close()

    return write


def zip(value: str) -> Change:
    def write(folder: Path) -> None:
        with zipfile.ZipFile(folder / "a.zip", "w") as archive:
            archive.writestr("inner.txt", value)
            archive.writestr("zipped_module.py", f"label = {value!r}")

    return write


def image(colour: str, name: str = "icon.png") -> Change:
    return lambda folder: (folder / name).write_bytes(make_image(colour))


def shared(value: str) -> Change:
    return lambda folder: SHARED_FILE.write_text(value)


def set_variables(**values: str) -> Change:
    return lambda folder: os.environ.update(values)


def variable(name: str, script: str) -> Case:
    variable = f"CASE_{name.replace('-', '_').upper()}"
    return Case(name, script.replace("VAR", variable), change=set_variables(**{variable: "two"}))


def hard_link(folder: Path) -> None:
    (folder / "data/b.txt").hardlink_to(folder / "data/a.txt")


ATTACH = "import sqlite3\nc = sqlite3.connect(':memory:')\n"
SELECT = ".execute('select v from t').fetchone()[0]"
DRAW_CUSTOM = """
from diagrams import Cluster, Diagram, Edge, Node
from diagrams.custom import Custom
with Diagram("Subject", show=False):
"""
IMG = '"<<TABLE><TR><TD><IMG SRC=\\"icon.png\\"/></TD><TD>x</TD></TR></TABLE>>"'
PICTURES = {"prepare": image("red"), "change": image("blue")}


def picture(name: str, statements: str, **options: object) -> Case:
    lines = "".join(f"    {line}\n" for line in statements.split("\n"))
    return Case(name, DRAW_CUSTOM + lines, **(options or PICTURES))  # type: ignore[arg-type]
